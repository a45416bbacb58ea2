// hashkeeper: the files of HashKeeper sets (`.hsh`), MD5 in upper case. Facts: research hash-formats 4.4. Whether the files
// of a set are notable stands in another file, the `.hke`, and so nowhere here: no direction is read.
import type { Carries } from '../model/carries.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { type HashTable, headerOf, readHashTable } from './kit/hash-table.ts';
import { nameFault, sizeFault } from './kit/item-digests.ts';
import { quotedCell } from './kit/quoted-cell.ts';

const table: HashTable = {
  columns: {
    file_id: 'ignored',
    hashset_id: 'told',
    file_name: 'name',
    directory: 'told',
    hash: 'md5',
    file_size: 'size',
    date_modified: 'told',
    time_modified: 'told',
    time_zone: 'told',
    comments: 'note',
    date_accessed: 'told',
    time_accessed: 'told',
  },
  hasQuotes: true,
};

const HEADER = Object.keys(table.columns).map(quotedCell).join(',');

const carries: Carries = {
  kinds: ['md5'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact', note: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

export const hashkeeper = defineFormat<unknown>({
  id: 'hashkeeper',
  title: 'Files of HashKeeper sets (.hsh)',
  about: { partner: 'HashKeeper', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.hsh'] },
  carries,
  examples: [
    {
      name: 'a name with a comma, a comment, and rows that Autopsy would give up at',
      text: [
        HEADER,
        '1,7,"a, b.bin",,"C97E5B930EB5A08D7E4C7836046694D9",9,,,,"known, since 2002",,',
        '2,7,"b.bin","C:\\temp","10C9E2CDE0416CA92132DF8805841B00",,"1/2/02","13:41:29","EST",,,',
        '3,7,"cut.bin",,"10C9E2CDE0416CA92132DF8805841B",9,,,,,,',
        '4,7,"none.bin",,"",9,,,,,,',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a, b.bin' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'b.bin' },
      ],
      findings: [
        ['row/unknown-column', 2],
        ['row/unknown-column', 3],
        ['row/unknown-column', 3],
        ['row/unknown-column', 3],
        ['row/unknown-column', 3],
        ['digest/wrong-length', 4],
        ['row/missing-field', 5],
      ],
    },
  ],

  detect(head: Head) {
    const first = head.lines[0] ?? '';
    const isIt = /^"?file_id"?,"?hashset_id"?,/iu.test(first) && headerOf(table, first) !== null;
    return isIt ? { sure: 'certain', because: 'the columns are those of HashKeeper' } : null;
  },

  read: readHashTable(table),

  write: writeRows<unknown>({
    banner: (out) => out.ascii(`${HEADER}\n`),
    row: (context) => {
      let count = 0;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const { name = '', note = '' } = batch.extras?.[i] ?? {};
        const size = batch.size?.[i] ?? Number.NaN;
        const fault = nameFault(name) ?? (nameFault(note) === null ? null : NOTE) ?? sizeFault(size);
        if (fault !== null) return context.unfit(fault, batch, i);
        out.utf8(`${++count},,${quotedCell(name)},,"`);
        out.upperHex(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.utf8(`",${Number.isNaN(size) ? '' : size},,,,${quotedCell(note)},,\n`);
      };
    },
  }),
});

const NOTE = 'its note holds a line end or NUL';
