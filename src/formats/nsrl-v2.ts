// nsrl-v2: NSRLFile.txt of the National Software Reference Library before 2022: files of published software, one row for
// each product that has the file. Facts: research hash-formats 4.1: names in ISO-8859-1, a header of two generations, and
// that a file is known says nothing of whether it is wanted: hacking tools are in it, too. MD4 is zeros in all of them, and
// CRC-32 names no file. hfind finds digests and name by where they stand in a row: none is written without both digests, and
// zeros stand for the CRC-32, which is not known.
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { defineFormat, type Head } from './format.ts';
import { ByteWriter } from './kit/emit.ts';
import { type HashTable, headerOf, readHashTable } from './kit/hash-table.ts';
import { ItemDigests, nameFault, sizeFault } from './kit/item-digests.ts';
import { quotedCell } from './kit/quoted-cell.ts';

const table: HashTable = {
  columns: {
    'SHA-1': 'sha1',
    MD5: 'md5',
    MD4: 'ignored',
    CRC32: 'ignored',
    FileName: 'name',
    FileSize: 'size',
    ProductCode: 'told',
    OpSystemCode: 'told',
    SpecialCode: 'label',
  },
  hasQuotes: true,
  // M for malicious and S for special, by hearsay: kept as sent, and no direction is made of it.
  scheme: 'nsrl-special-code',
};

const carries: Carries = {
  kinds: ['md5', 'sha1'],
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: false, // of the digests of a file: the columns have one
  duplicates: true,
  list: [],
};

const HEADER = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"\n';
const OLD_HEADER = '"SHA-1","FileName","FileSize","ProductCode","OpSystemCode","MD4","MD5","CRC32","SpecialCode"';

export const nsrlV2 = defineFormat<unknown>({
  id: 'nsrl-v2',
  title: 'NSRL reference data set, version 2 (NSRLFile.txt)',
  about: {
    partner: 'NIST',
    spec: 'https://www.nist.gov/itl/ssd/software-quality-group/nsrl',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: [], names: [/^NSRLFile(?:-\d+)?\.txt$/iu] },
  carries,
  reads: { opinions: 'one' },
  examples: [
    {
      name: 'a name with a comma and quotation marks, the header of the next part, and rows that are cut',
      text: [
        HEADER.trimEnd(),
        '"A544AF123662C61AE0664B4D41457639D24ED7F1","C97E5B930EB5A08D7E4C7836046694D9","A129FADF","a, ""b"".bin",9,1,"WIN",""',
        '"A544AF123662C61AE0664B4D41457639D24ED7F1","C97E5B930EB5A08D7E4C7836046694D9","A129FADF","a.bin",9,2,"WIN","M"',
        HEADER.trimEnd(),
        '"A544AF123662C61AE0664B4D41457639D24ED7F","C97E5B930EB5A08D7E4C7836046694D9","A129FADF","cut.bin",9,2,"WIN",""',
        '"A544AF123662C61AE0664B4D41457639D24ED7F1","C97E5B930EB5A08D7E4C7836046694D9","A129FADF","open.bin,9,2',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a, "b".bin', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a, "b".bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a.bin', item: 2, label: 'M' },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin', item: 2, label: 'M' },
      ],
      findings: [
        ['row/unknown-column', 2],
        ['row/unknown-column', 2],
        ['digest/wrong-length', 5],
        ['row/unclosed-quote', 6],
      ],
    },
    {
      name: 'the columns of version 1.5',
      text: [
        OLD_HEADER,
        `"A544AF123662C61AE0664B4D41457639D24ED7F1","a.bin",9,,"","${'0'.repeat(32)}","C97E5B930EB5A08D7E4C7836046694D9","A129FADF",""`,
        '',
      ].join('\n'),
      rows: [
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'a.bin', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin', item: 1 },
      ],
    },
  ],

  detect(head: Head) {
    const first = head.lines[0] ?? '';
    const isIt = /^"?SHA-1"?,/iu.test(first) && /"?SpecialCode"?\s*$/iu.test(first) && headerOf(table, first) !== null;
    return isIt ? { sure: 'certain', because: 'the columns are those of NSRLFile.txt' } : null;
  },

  read: readHashTable(table),

  async *write(batches, context) {
    const out = new ByteWriter();
    const digests = new ItemDigests([kinds.sha1.code, kinds.md5.code], MISSING, context);
    out.ascii(HEADER);
    for await (const batch of batches) {
      digests.each(batch, (first, sha1, md5) => {
        const name = batch.extras?.[first]?.name ?? '';
        const size = batch.size?.[first] ?? Number.NaN;
        const fault = nameFault(name) ?? sizeFault(size);
        if (fault !== null) return fault;
        out.byte(34);
        out.upperHex(batch.bytes, batch.start[sha1] ?? 0, batch.start[sha1 + 1] ?? 0);
        out.ascii('","');
        out.upperHex(batch.bytes, batch.start[md5] ?? 0, batch.start[md5 + 1] ?? 0);
        out.utf8(`","00000000",${quotedCell(name)},${Number.isNaN(size) ? '' : size},,"",""\n`);
        return null;
      });
      yield out.take();
    }
    if (out.length > 0) yield out.take();
  },
});

const MISSING = 'each row of the list has SHA-1 and MD5 of a file';
