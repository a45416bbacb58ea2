// nsrl-v3: the SQLite databases of the National Software Reference Library since 2022. Facts: research hash-formats 4.2. The
// full set keeps files in METADATA, behind a view that is not asked; the minimal one in a table FILE, a row for each package.
// That a file is known says nothing of whether it is wanted. Its deltas, which are SQL, are the format nsrl-v3-delta.
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import type { Database } from '../sqlite/driver.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { bytesOf, hasTable, schemaText } from './kit/database.ts';
import { RowSink } from './kit/row-sink.ts';
import { unpackedRuns } from './kit/runs.ts';
import { MOST_DIGITS } from './kit/size-digits.ts';

const DIGESTS = ['sha256', 'sha1', 'md5'] as const;

const carries: Carries = {
  kinds: DIGESTS,
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', size: 'exact' },
  order: true,
  duplicates: true,
  list: ['version'],
};

/** The tables that hold files, how the columns are called there, and those whose facts no row can hold, which is told once. */
const LAYOUTS = [
  { table: 'METADATA', name: 'file_name', size: 'bytes', own: 'key_hash', lost: ['path', 'mtime'] },
  { table: 'FILE', name: 'file_name', size: 'file_size', own: 'package_id', lost: ['package_id'] },
] as const;
type Layout = (typeof LAYOUTS)[number];

const columnsOf = ({ name, size, own }: Layout): string[] => [...DIGESTS, name, size, own];

export const nsrlV3 = defineFormat<unknown>({
  id: 'nsrl-v3',
  title: 'NSRL reference data set, version 3 (SQLite)',
  about: {
    partner: 'NIST',
    spec: 'https://www.nist.gov/itl/ssd/software-quality-group/nsrl',
    since: '0.2.0',
    status: 'trial',
  },
  files: { extensions: [], names: [/^RDS_\d.*\.db$/iu] },
  carries,
  examples: [
    {
      name: 'a minimal set: a file in two packages, and one without SHA-256',
      encoding: 'latin1',
      text: unpackedRuns(
        [
          'U1FMaXRlIGZvcm1hdCAzAAIAAQEAQCAgAAAAAQAAAAMAAAAAAAAAAAAAAAIAAAAEAAAAAAAAAAAAAAAB 35 AQAuYwENAAAAAgDoAAGhAOg= 1',
          '20 gTYCBxcVFQGCT3RhYmxlRklMRUZJTEUDQ1JFQVRFIFRBQkxFIEZJTEUgKHNoYTI1NiBWQVJDSEFSIE5PVCBOVUxMLCBzaGExIFZBUkNIQVI',
          'gTk9UIE5VTEwsIG1kNSBWQVJDSEFSIE5PVCBOVUxMLCBjcmMzMiBWQVJDSEFSLCBmaWxlX25hbWUgVkFSQ0hBUiwgZmlsZV9zaXplIElOVEVHR',
          'VIsIHBhY2thZ2VfaWQgSU5URUdFUildAQcXGxsBgRF0YWJsZVZFUlNJT05WRVJTSU9OAkNSRUFURSBUQUJMRSBWRVJTSU9OICh2ZXJzaW9uIFZ',
          'BUkNIQVIgTk9UIE5VTEwsIGJ1aWxkX3NldCBWQVJDSEFSKQ0AAAABAesAAes= 481 EwEDHxsyMDI2LjAxLjFtaW5pbWFsDQAAAAMAewABXAC1',
          'AHs= 109 OAMIDQ1NHRsAATEwQzlFMkNERTA0MTZDQTkyMTMyREY4ODA1ODQxQjAwMDAwMDAwMDB0d28uYmluAoEkAgmBDV1NHR8BATA0Mjg5N',
          'kRDMTk2NkI4QTYyMTRFNTM4M0FCQTVCOEI5MzFDRkEwNDlEMTdBQUZBMzdFQjhBNzdDODU5Qjk1REFBNTQ0QUYxMjM2NjJDNjFBRTA2NjRCNEQ',
          '0MTQ1NzYzOUQyNEVEN0YxQzk3RTVCOTMwRUI1QTA4RDdFNEM3ODM2MDQ2Njk0RDkwMDAwMDAwMGFnYWluLmJpbgkCgSEBCYENXU0dGwEJMDQyO',
          'Dk2REMxOTY2QjhBNjIxNEU1MzgzQUJBNUI4QjkzMUNGQTA0OUQxN0FBRkEzN0VCOEE3N0M4NTlCOTVEQUE1NDRBRjEyMzY2MkM2MUFFMDY2NEI',
          '0RDQxNDU3NjM5RDI0RUQ3RjFDOTdFNUI5MzBFQjVBMDhEN0U0Qzc4MzYwNDY2OTREOTAwMDAwMDAwb25lLmJpbgk=',
        ].join(''),
      ),
      rows: [
        {
          kind: 'sha256',
          key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
          name: 'one.bin',
          item: 1,
        },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'one.bin', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one.bin', item: 1 },
        {
          kind: 'sha256',
          key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
          name: 'again.bin',
          item: 2,
        },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'again.bin', item: 2 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'again.bin', item: 2 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', name: 'two.bin' },
      ],
      findings: [['row/unknown-column', 1]],
    },
    {
      name: 'a full set, whose view of files is left alone',
      encoding: 'latin1',
      text: unpackedRuns(
        [
          'U1FMaXRlIGZvcm1hdCAzAAIAAQEAQCAgAAAAAQAAAAIAAAAAAAAAAAAAAAIAAAAEAAAAAAAAAAAAAAAB 35 AQAuYwENAAAAAgDUAAE0ANQ= 1',
          '00 XgIHFRUVCIEjdmlld0ZJTEVGSUxFQ1JFQVRFIFZJRVcgRklMRSBBUyBTRUxFQ1QgVVBQRVIoc2hhMjU2KSBBUyBzaGEyNTYsIGZpbGVfbmF',
          'tZSBGUk9NIE1FVEFEQVRBgUkBBxcdHQGCZXRhYmxlTUVUQURBVEFNRVRBREFUQQJDUkVBVEUgVEFCTEUgTUVUQURBVEEgKG1ldGFkYXRhX2lkI',
          'ElOVEVHRVIsIG9iamVjdF9pZCBJTlRFR0VSLCBrZXlfaGFzaCBWQVJDSEFSLCBmaWxlX25hbWUgVkFSQ0hBUiwgYnl0ZXMgSU5URUdFUiwgY3J',
          'jMzIgVkFSQ0hBUiwgbWQ1IFZBUkNIQVIsIHNoYTEgVkFSQ0hBUiwgc2hhMjU2IFZBUkNIQVIpDQAAAAEBGQABGQ== 271 gWQBDAkJgQ0bAR1N',
          'XYENMDQyODk2ZGMxOTY2YjhhNjIxNGU1MzgzYWJhNWI4YjkzMWNmYTA0OWQxN2FhZmEzN2ViOGE3N2M4NTliOTVkYW9uZS5iaW4JMDAwMDAwMD',
          'BjOTdlNWI5MzBlYjVhMDhkN2U0Yzc4MzYwNDY2OTRkOWE1NDRhZjEyMzY2MmM2MWFlMDY2NGI0ZDQxNDU3NjM5ZDI0ZWQ3ZjEwNDI4OTZkYzE5',
          'NjZiOGE2MjE0ZTUzODNhYmE1YjhiOTMxY2ZhMDQ5ZDE3YWFmYTM3ZWI4YTc3Yzg1OWI5NWRh',
        ].join(''),
      ),
      rows: [
        {
          kind: 'sha256',
          key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da',
          name: 'one.bin',
          item: 1,
        },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', name: 'one.bin', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one.bin', item: 1 },
      ],
    },
  ],

  detect(head: Head) {
    const schema = schemaText(head);
    const isIt = schema !== null && LAYOUTS.some(({ table, own }) => madeWith(table, own).test(schema));
    return isIt ? { sure: 'certain', because: 'the tables are those of the NSRL since version 3' } : null;
  },

  async *read(input, context) {
    const database = await context.database(input);
    try {
      yield* rowsOf(database, context);
    } finally {
      database.close();
    }
  },
});

/** A table of this name with this column and all three digests, as a schema writes it. */
function madeWith(table: string, column: string): RegExp {
  const columns = [...DIGESTS, column].map((each) => `(?=[^;\\0]{0,2000}\\b${each}\\b)`).join('');
  return new RegExp(`CREATE TABLE ["\`[]?${table}["\`\\]]?\\s*\\(${columns}`, 'iu');
}

function* rowsOf(database: Database, context: ReadContext): Generator<Batch> {
  const layout = LAYOUTS.find((each) => hasTable(database, each.table, columnsOf(each)));
  if (layout === undefined) {
    const args = { input: context.sourceName, table: 'METADATA or FILE', columns: columnsOf(LAYOUTS[1]).join(', ') };
    throw usage('sqlite/other-schema', args);
  }
  tellVersion(database, context);
  const record = { line: 0, isWholeLine: true, cell: NONE, raw: (): Uint8Array => record.cell };
  const rows = new RowSink(context, record);
  let lost = layout.lost.filter((column) => hasTable(database, layout.table, [column]));
  for (const row of database.prepare(selectOf(layout)).iterate()) {
    record.line++;
    rows.begin();
    if (addDigests(rows, row, record)) {
      addFacts(rows, row, context);
      for (const column of lost) rows.report('row/unknown-column', { column });
      lost = [];
    }
    if (rows.builder.isFull) yield rows.builder.take();
  }
  if (rows.builder.count > 0) yield rows.builder.take();
}

const NONE: Uint8Array = new Uint8Array(0);
/** Of a refused digest; what is longer is none that anybody would mend. */
const LONGEST = 128;

/** All of it in bytes, as it stands there: numbers may be texts, and names need not be UTF-8. */
function selectOf({ table, name, size }: Layout): string {
  const cells = [...DIGESTS, `${name} AS name`, `${size} AS size`].map((cell) => {
    const [column = '', as = column] = cell.split(' AS ');
    return `CAST(${column} AS BLOB) AS ${as}`;
  });
  return `SELECT ${cells.join(', ')} FROM ${table}`;
}

type Cells = Parameters<typeof bytesOf>[0];

function addDigests(rows: RowSink, row: Readonly<Record<string, Cells>>, record: { cell: Uint8Array }): boolean {
  for (const id of DIGESTS) {
    const cell = bytesOf(row[id]);
    if (cell === null || cell.length === 0) continue;
    record.cell = cell.length <= LONGEST ? cell : NONE;
    if (!rows.digest(kinds[id], cell, 0, cell.length)) return false;
  }
  if (rows.builder.recordRows === 0) rows.reject('row/missing-field', { field: 'digest' });
  return !rows.isRejected;
}

function addFacts(rows: RowSink, row: Readonly<Record<string, Cells>>, context: ReadContext): void {
  const size = Buffer.from(bytesOf(row['size']) ?? NONE).toString('latin1');
  if (size !== '') {
    if (size.length > MOST_DIGITS || !/^\d+$/u.test(size)) {
      rows.reject('row/bad-value', { field: 'size', want: 'a whole number from 0' });
      return;
    }
    if (context.want.has('size')) rows.builder.setSize(Number(size));
    else context.skipped('size');
  }
  const name = bytesOf(row['name']) ?? NONE;
  rows.extra('name', name, 0, name.length);
}

function tellVersion(database: Database, context: ReadContext): void {
  if (!hasTable(database, 'VERSION', ['version'])) return;
  const version = database.prepare('SELECT version FROM VERSION ORDER BY rowid DESC LIMIT 1').get()?.['version'];
  if (typeof version === 'string' && /^[\w.: -]{1,40}$/u.test(version)) context.header({ version });
}
