// icse-csv: the CSV export of INTERPOL's ICSE database. Its columns are known from the program that recognises it by them
// (research hash-formats 1.8): the twelve of them in any order and case, others let be, rows of any width. It withdraws by
// leaving out.
import type { Carries } from '../model/carries.ts';
import type { Row } from '../model/row.ts';
import { defineFormat, type Head } from './format.ts';
import { digestCell, type ItemTable, labelsIn, writeItems } from './kit/item-columns.ts';
import { readDelimited } from './kit/table/csv.ts';
import { columnNamed, labelColumn } from './kit/table/labels.ts';
import { plainName } from './kit/table/profile.ts';
import { digestColumns, publishedProfile } from './kit/table/published.ts';

/** Columns with yes or no, and the scheme of their own that each is. */
const FLAGS = {
  'Is distributed': 'distributed',
  'Victim identified': 'victim-identified',
  'Offender identified': 'offender-identified',
  'File Available': 'file-available',
  Baseline: 'baseline',
} as const;
/** Columns with a text of their own. */
const LABELS = {
  'Series name': 'series',
  'Number of submissions': 'icse-submissions',
  'Media Type': 'media-type',
} as const;

const DIGESTS = { MD5: 'md5', SHA1: 'sha1', PhotoDNA: 'photodna' } as const;
const OWN = 'Listbridge';
const COLUMNS = [
  ...['MD5', 'SHA1', 'PhotoDNA', 'Image ID', 'Is distributed', 'Victim identified', 'Offender identified'],
  ...['Series name', 'Number of submissions', 'File Available', 'Media Type', 'Baseline'],
] as const;

const YES_OR_NO = new Map([
  ...['y', 'yes', 't', 'true'].map((word) => [word, 'true'] as const),
  ...['n', 'no', 'f', 'false'].map((word) => [word, 'false'] as const),
]);
const MEDIA = new Map(['image', 'video', 'audio', 'text', 'document', 'other'].map((word) => [word, word]));

const profile = publishedProfile({
  id: 'icse-csv',
  title: 'ICSE export',
  delimiter: 59,
  ragged: true,
  keys: digestColumns(DIGESTS, 'should'),
  opinions: [
    ...Object.entries(FLAGS).map(([name, scheme]) => labelColumn(name, scheme, YES_OR_NO)),
    ...Object.entries(LABELS).map(([name, scheme]) =>
      labelColumn(name, scheme, scheme === 'media-type' ? MEDIA : null),
    ),
  ],
  texts: [{ column: columnNamed('Image ID', 'should'), field: 'partnerKey' }],
  own: columnNamed(OWN, 'may'),
});

const carries: Carries = {
  kinds: Object.values(DIGESTS),
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { partnerKey: 'exact' },
  order: false, // of the digests of an item: the columns have one
  duplicates: true,
  list: [],
};

const table: ItemTable<unknown> = {
  header: [...COLUMNS, OWN].join(';'),
  delimiter: ';',
  kinds: Object.values(DIGESTS),
  fields: ['partnerKey'],
  saysAll: (rows) =>
    rows.every(({ opinions, partnerKey }) => opinions.length === 0 && partnerKey === rows[0]?.partnerKey),
  cells: (rows, own) => [...COLUMNS.map((column) => cellOf(column, rows)), own],
};

function cellOf(column: (typeof COLUMNS)[number], rows: readonly Row[]): string {
  if (column in DIGESTS) return digestCell(rows, DIGESTS[column as keyof typeof DIGESTS]);
  if (column === 'Image ID') return rows[0]?.partnerKey ?? '';
  const isFlag = column in FLAGS;
  const labels = labelsIn(rows, isFlag ? FLAGS[column as keyof typeof FLAGS] : LABELS[column as keyof typeof LABELS]);
  const [label = ''] = labels;
  if (labels.length !== 1) return ''; // none, or members who disagree: the column has room for one
  if (!isFlag) return column === 'Media Type' ? label.replace(/^./u, (letter) => letter.toUpperCase()) : label;
  return label === 'true' ? 'Yes' : label === 'false' ? 'No' : '';
}

export const icseCsv = defineFormat<unknown>({
  id: 'icse-csv',
  title: 'ICSE export of INTERPOL, CSV',
  about: { partner: 'INTERPOL ICSE', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  reads: { kinds: [...Object.values(DIGESTS), 'photodna-edge-v2'] }, // programs stop at a PhotoDNA of another length
  examples: [
    {
      name: 'an item with two digests and what is known of it, a short row, and a PhotoDNA that is cut, which costs no more',
      text: [
        COLUMNS.join(';'),
        '10c9e2cde0416ca92132df8805841b00',
        'd4e06766e751a61f6bcdec13d149fd15;;AAECAwQF;18',
        ';;;19;Yes',
        'C97E5B930EB5A08D7E4C7836046694D9;A544AF123662C61AE0664B4D41457639D24ED7F1;;17;Yes;n;No;"one; two";3;Yes;Image;T',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
      ],
      findings: [
        ['digest/left-out', 3],
        ['row/missing-field', 4],
      ],
    },
  ],

  detect(head: Head) {
    const names = new Set(
      (head.lines[0] ?? '')
        .replace(/^\uFEFF/u, '')
        .split(';')
        .map((name) => plainName(name.replaceAll('"', ''))),
    );
    return COLUMNS.every((name) => names.has(plainName(name)))
      ? { sure: 'certain', because: 'the columns are those of an ICSE export' }
      : null;
  },

  read: readDelimited(() => profile),
  write: writeItems(table),
});
