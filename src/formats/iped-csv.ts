// iped-csv: hash sets as IPED imports them: a header, a column for each algorithm, and columns of properties whose cells may hold
// several values with bars between. IPED merges, replaces or removes by an option of its import, not by the file, so that
// no direction is read from one: `known` is a status like any other. Facts: research hash-formats 4.11.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import type { KindId } from '../model/kinds.ts';
import type { Row } from '../model/row.ts';
import { defineFormat, type Head } from './format.ts';
import { digestCell, type ItemTable, labelsIn, writeItems } from './kit/item-columns.ts';
import { toPeeked } from './kit/peek.ts';
import { labelTexts } from './kit/said.ts';
import { readDelimited } from './kit/table/csv.ts';
import { columnNamed, labelColumn } from './kit/table/labels.ts';
import { type ListSyntax, type OpinionColumns, plainName, type TableProfile } from './kit/table/profile.ts';
import { digestColumns, publishedProfile } from './kit/table/published.ts';

const options = z.strictObject({
  set: z
    .string()
    .regex(/^[^|"\r\n]+$/u, 'must be a name without bars, quotation marks and line ends')
    .default('listbridge')
    .describe('writing: the set of entries that name none'),
});
type Options = z.infer<typeof options>;

/** By their plain names: hyphens and case do not matter. */
const DIGESTS: Readonly<Record<string, KindId>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sha512: 'sha512',
  photodna: 'photodna',
};
const HEADERS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'photoDna'] as const;
const OWN = 'listbridge';
/** Properties with a scheme of their name, which other lists have too. */
const SCHEMES: Readonly<Record<string, string>> = { set: 'iped-set', status: 'iped-status' };
const BARS: ListSyntax = { separator: 124, escapes: false, inText: null };
/** Columns that a header may have before it is no header any more. */
const MOST_COLUMNS = 256;

const carries: Carries = {
  kinds: Object.values(DIGESTS),
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: false, // of the digests of an item: the columns have one
  duplicates: true,
  list: [],
};

/** The profile of a list with these columns: every column that is no digest is a property. */
function profileOf(header: string): TableProfile {
  const delimiter = header.includes(';') && !header.includes(',') ? 59 : 44;
  const names = namesIn(header, delimiter);
  const properties = names.filter((name) => isProperty(name));
  return publishedProfile({
    id: 'iped-csv',
    title: 'hash set of IPED',
    delimiter,
    keys: digestColumns(DIGESTS, 'may'),
    opinions: properties.map(propertyColumn),
    own: columnNamed(OWN, 'may'),
  });
}

function propertyColumn(name: string): OpinionColumns {
  const column = labelColumn(name, SCHEMES[plainName(name)] ?? name.trim(), null, 'may');
  return { ...column, label: { ...column.label, list: BARS } as OpinionColumns['label'] };
}

/** A digest of eDonkey names no file to anybody else; it is told as a column that is left out. */
function isProperty(name: string): boolean {
  const plain = plainName(name);
  return plain !== '' && plain !== OWN && plain !== 'edonkey' && DIGESTS[plain] === undefined;
}

function namesIn(header: string, delimiter: number): string[] {
  const line = header.split(/\r?\n|\r/u)[0] ?? '';
  const names = line.split(String.fromCharCode(delimiter)).map((name) => name.trim().replace(/^"(.*)"$/u, '$1'));
  return names.length > MOST_COLUMNS ? [] : names;
}

const table: ItemTable<Options> = {
  header: [...HEADERS, 'set', 'status', 'labels', OWN].join(','),
  delimiter: ',',
  kinds: Object.values(DIGESTS),
  fields: [],
  saysAll: (rows) => rows.every(({ opinions }) => opinions.length === 0),
  cells(rows, own, { options: { set } }) {
    const digests = HEADERS.map((name) => digestCell(rows, DIGESTS[plainName(name)] ?? 'md5'));
    // Without anything said the set would be read as a label: the own column says that there is none.
    const said = own === '' ? '[{}]' : own;
    return [...digests, propertyOf(rows, 'iped-set') || set, propertyOf(rows, 'iped-status'), labelsOf(rows), said];
  },
};

/** Values that the cell can hold: a bar in one would make two of it. */
function joined(values: readonly string[]): string {
  return values.filter((value) => !/[|"\p{Cc}]/u.test(value)).join('|');
}

function propertyOf(rows: readonly Row[], scheme: string): string {
  return joined(labelsIn(rows, scheme));
}

/** Labels of all other schemes, with their scheme. */
function labelsOf(rows: readonly Row[]): string {
  const own = new Set(Object.values(SCHEMES));
  const others = rows.flatMap(({ opinions }) => opinions.filter(({ scheme = '' }) => !own.has(scheme)));
  return joined(labelTexts(others).sort());
}

export const ipedCsv = defineFormat<Options>({
  id: 'iped-csv',
  title: 'Hash sets for IPED, CSV',
  about: { partner: 'IPED', spec: 'https://github.com/sepinf-inc/IPED/wiki', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  reads: { kinds: [...Object.values(DIGESTS), 'photodna-edge-v2'] }, // IPED stops at a PhotoDNA of another length
  options,
  examples: [
    {
      name: 'a record with two digests and several values, one without a digest, and one that is cut',
      text: [
        'MD5,SHA-1,edonkey,set,status,photoDna,"my prop"',
        'c97e5b930eb5a08d7e4c7836046694d9,A544AF123662C61AE0664B4D41457639D24ED7F1,,EXAMPLE,known|pedo,,"a, b|c"',
        '10c9e2cde0416ca92132df8805841b00,,c97e5b930eb5a08d7e4c7836046694d9,EXAMPLE,,,',
        ',,,EXAMPLE,known,,',
        'GGc9e2cde0416ca92132df8805841b00,,,EXAMPLE,known,,',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/unknown-column', 1],
        ['row/missing-field', 4],
        ['digest/not-hex', 5],
      ],
    },
  ],

  detect(head: Head) {
    const names = new Set(namesIn(profileHeader(head), profileHeader(head).includes(',') ? 44 : 59).map(plainName));
    const isIt = Object.keys(DIGESTS).some((name) => names.has(name)) && names.has('set') && names.has('status');
    return isIt ? { sure: 'certain', because: 'its columns are digests, set and status' } : null;
  },

  read: toPeeked((head) => {
    const profile = profileOf(head.slice(0, 1 << 14));
    return readDelimited<Options>(() => profile);
  }),
  write: writeItems(table),
});

function profileHeader(head: Head): string {
  return (head.lines[0] ?? '').replace(/^\uFEFF/u, '');
}
