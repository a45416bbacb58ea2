// ilook: hash sets of ILook Investigator, versions 1, 3 and 4. Facts: research hash-formats 4.5: nothing is quoted, so a
// name with a comma moves the cells behind it, and such a row is refused; times are of no zone. Read only.
import type { Carries } from '../model/carries.ts';
import { defineFormat, type Head } from './format.ts';
import { type HashTable, headerOf, readHashTable } from './kit/hash-table.ts';

const table: HashTable = {
  columns: {
    V1Hash: 'md5',
    V3Hash: 'md5',
    V4Hash: 'md5',
    HashType: 'told',
    SetDescription: 'told',
    HashSHA1: 'sha1',
    FileName: 'name',
    FilePath: 'told',
    FileSize: 'size',
    HashSHA256: 'sha256',
    HashSHA384: 'sha384',
    HashSHA512: 'sha512',
    CreateTime: 'told',
    ModTime: 'told',
    LastAccessTime: 'told',
  },
  hasQuotes: false,
};

const carries: Carries = {
  kinds: ['md5', 'sha1', 'sha256', 'sha384', 'sha512'],
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

export const ilook = defineFormat<unknown>({
  id: 'ilook',
  title: 'Hash set of ILook Investigator',
  about: { partner: 'ILook', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.hsh'] },
  carries,
  examples: [
    {
      name: 'version 4, a name with a comma and a row that is cut',
      text: [
        'V4Hash,HashSHA1,FileName,FilePath,FileSize,HashSHA256,HashSHA384,HashSHA512,CreateTime,ModTime,LastAccessTime',
        'C97E5B930EB5A08D7E4C7836046694D9,A544AF123662C61AE0664B4D41457639D24ED7F1,a.bin,X:\\a\\,9,,,,1.1.2026 0:00:00,1.1.2026 0:00:00,1.1.2026',
        'C97E5B930EB5A08D7E4C7836046694D9,A544AF123662C61AE0664B4D41457639D24ED7F1,a,b.bin,,9,,,,,,',
        'C97E5B930EB5A08D7E4C7836046694D9,A544AF123662C61AE0664B4D41457639D24ED7F1,c.bin',
        '',
      ].join('\n'),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a.bin', item: 1 },
      ],
      findings: [
        ['row/unknown-column', 2],
        ['row/unknown-column', 2],
        ['row/unknown-column', 2],
        ['row/unknown-column', 2],
        ['row/extra-field', 3],
        ['row/missing-field', 4],
      ],
    },
    {
      name: 'version 1',
      text: 'V1Hash,HashType,SetDescription,FileName,FilePath,FileSize\n10C9E2CDE0416CA92132DF8805841B00,,,b.bin,,9\n',
      rows: [{ kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'b.bin' }],
    },
  ],

  detect(head: Head) {
    const first = head.lines[0] ?? '';
    const isIt = /^V[134]Hash,/iu.test(first) && headerOf(table, first) !== null;
    return isIt ? { sure: 'certain', because: 'the columns are those of ILook' } : null;
  },

  read: readHashTable(table),
});
