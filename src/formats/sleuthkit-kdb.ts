// sleuthkit-kdb: the hash database of The Sleuth Kit and Autopsy (`.kdb`), which is one of SQLite. Facts: research
// hash-formats 4.10, and what hfind 4.11 makes. Only MD5 is ever looked up in it, so no other digest is written; a hash has
// any number of names and comments, of which a row here has one. Whether its files are wanted is said where it is loaded.
import type { Batch } from '../model/batch.ts';
import type { ByteChunks } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import type { Database } from '../sqlite/driver.ts';
import { defineFormat, type Head, type ReadContext, type WriteContext } from './format.ts';
import { Beside, bytesOf, requireTable, schemaText } from './kit/database.ts';
import { RowSink } from './kit/row-sink.ts';
import { unpackedRuns } from './kit/runs.ts';

const carries: Carries = {
  kinds: ['md5'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: { name: 'exact', note: 'exact' },
  order: true,
  duplicates: false,
  list: [],
};

/** As hfind makes it, to the letter: Autopsy looks at no more than the version. */
const SCHEMA = `
CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT);
INSERT INTO db_properties (name, value) VALUES ('Schema Version', '1');
CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32));
CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(name, hash_id));
CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(comment, hash_id));
CREATE INDEX md5_index ON hashes(md5);`;
const VERSION = '1';
const MD5 = kinds.md5;

export const sleuthkitKdb = defineFormat<unknown>({
  id: 'sleuthkit-kdb',
  title: 'Hash database of The Sleuth Kit and Autopsy, SQLite',
  about: { spec: 'https://github.com/sleuthkit/sleuthkit', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.kdb'] },
  carries,
  needs: { unique: true },
  examples: [
    {
      name: 'three files, one with a name and a comment',
      encoding: 'latin1',
      text: unpackedRuns(
        [
          'U1FMaXRlIGZvcm1hdCAzAAIAAQEAQCAgAAAAAQAAAAwAAAAAAAAAAAAAAAUAAAAEAAAAAAAAAAAAAAAB 35 AQAuYwEFAAAAAQH7AAAAAAkB+w',
          '== 396 CAQNAAAAAQHsAAHs 482 EgEDKQ9TY2hlbWEgVmVyc2lvbjENAAAAAwG7AAHpAdIBuw== 429 FQMFACwAANTgZ2bnUaYfa83sE9FJ/',
          'RUVAgUALAAAEMnizeBBbKkhMt+IBYQbABUBBQAsAADJfluTDrWgjX5MeDYEZpTZCgAAAAMBwgAB1wHsAcI= 436 FAMsAdTgZ2bnUaYfa83sE9',
          'FJ/RUDFAMsARDJ4s3gQWypITLfiAWEGwACEwMsCcl+W5MOtaCNfkx4NgRmlNkNAAAAAQH0AAH0 490 CgEDGQFoYXNoZXMDDQAAAAEB9AAB9A=',
          '= 490 CgEDGwlvbmUuanBnCgAAAAEB9AAB9A== 490 CwQbCQlvbmUuanBnDQGUAAQAggABnADUAWcAggBNAE0AAAAAAAAAAAAAUAQGFysrAVl',
          '0YWJsZXNxbGl0ZV9zZXF1ZW5jZXNxbGl0ZV9zZXF1ZW5jZQVDUkUBlACH 49 UAQGFysrAVl0YWJsZXNxbGl0ZV9zZXF1ZW5jZXNxbGl0ZV9zZ',
          'XF1ZW5jZQVDUkVBVEUgVEFCTEUgc3FsaXRlX3NlcXVlbmNlKG5hbWUsc2VxKYEQAgcXGRkBgXt0YWJsZWhhc2hlc2hhc2hlcwNDUkVBVEUgVEF',
          'CTEUgaGFzaGVzIChpZCBJTlRFR0VSIFBSSU1BUlkgS0VZIEFVVE9JTkNSRU1FTlQsIG1kNSBCSU5BUlkoMTYpIFVOSVFVRSwgc2hhMSBCSU5BU',
          'lkoMjApLCBzaGEyXzI1NiBCSU5BUlkoMzIpKSsDBhc/GQEAaW5kZXhzcWxpdGVfYXV0b2luZGV4X2hhc2hlc18xaGFzaGVzBAAAAAgAAAAAYgE',
          'HFycnAYEDdGFibGVkYl9wcm9wZXJ0aWVzZGJfcHJvcGVydGllcwJDUkVBVEUgVEFCTEUgZGJfcHJvcGVydGllcyAobmFtZSBURVhUIE5PVCBOV',
          'UxMLCB2YWx1ZSBURVhUKQ0A6wAFADQAASgA8wA0ALoBvg== 34 gQMHBxcdHQGBWXRhYmxlY29tbWVudHNjb21tZW50cwpDUkVBVEUgVEFCTEU',
          'gY29tbWVudHMgKGNvbW1lbnQgVEVYVCBOT1QgTlVMTCwgaGFzaF9pZCBJTlRFR0VSIE5PVCBOVUxMLCBQUklNQVJZIEtFWShjb21tZW50LCBoY',
          'XNoX2lkKSkvCAYXQx0BAGluZGV4c3FsaXRlX2F1dG9pbmRleF9jb21tZW50c18xY29tbWVudHMLAa4ACAAAAAAzBgYXRyEBAGluZGV4c3FsaXR',
          'lX2F1dG9pbmRleF9maWxlX25hbWVzXzFmaWxlX25hbWVzB4EDBQcXISEBgVF0YWJsZWZpbGVfbmFtZXNmaWxlX25hbWVzBkNSRUFURSBUQUJMR',
          'SBmaWxlX25hbWVzIChuYW1lIFRFWFQgTk9UIE5VTEwsIGhhc2hfaWQgSU5URUdFUiBOT1QgTlVMTCwgUFJJTUFSWSBLRVkobmFtZSwgaGFzaF9',
          'pZCkpAAAAEA== 12 QAkGFx8ZAVdpbmRleG1kNV9pbmRleGhhc2hlcwxDUkVBVEUgSU5ERVggbWQ1X2luZGV4IE9OIGhhc2hlcyhtZDUpDQAAA',
          'AEB9AAB9A== 490 CgEDGwlKYW51YXJ5CgAAAAEB9AAB9A== 490 CwQbCQlKYW51YXJ5CgAAAAMBwgAB1wHsAcI= 436 FAMsAdTgZ2bnUaYf',
          'a83sE9FJ/RUDFAMsARDJ4s3gQWypITLfiAWEGwACEwMsCcl+W5MOtaCNfkx4NgRmlNk=',
        ].join(''),
      ),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'one.jpg' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
        { kind: 'md5', key: 'd4e06766e751a61f6bcdec13d149fd15' },
      ],
    },
  ],

  detect(head: Head) {
    const schema = schemaText(head);
    if (schema === null || !/CREATE TABLE hashes ?\(id INTEGER PRIMARY KEY/u.test(schema)) return null;
    if (!/CREATE TABLE file_names ?\(/u.test(schema) || !/CREATE TABLE db_properties ?\(/u.test(schema)) return null;
    return { sure: 'certain', because: 'the tables are those of a hash database of The Sleuth Kit' };
  },

  async *read(input, context) {
    const database = await context.database(input);
    try {
      yield* rowsOf(database, context);
    } finally {
      database.close();
    }
  },

  write,
});

function* rowsOf(database: Database, context: ReadContext): Generator<Batch> {
  refuseOthers(database, context.sourceName);
  const record = { line: 0, isWholeLine: true, digest: NONE, raw: (): Uint8Array => record.digest };
  const rows = new RowSink(context, record);
  const names = new Beside(database.prepare(FIRST_OF('file_names', 'name')).iterate());
  const comments = new Beside(database.prepare(FIRST_OF('comments', 'comment')).iterate());
  const told = new Set<string>();
  const tell = (key: string): void => {
    if (!told.has(key)) rows.report('row/unknown-key', { key });
    told.add(key);
  };
  try {
    const hashes = database.prepare(
      'SELECT id, md5, sha1 IS NOT NULL OR sha2_256 IS NOT NULL AS more FROM hashes ORDER BY id',
    );
    for (const { id, md5, more } of hashes.iterate()) {
      record.line++;
      const digest = bytesOf(md5);
      record.digest = digest !== null && digest.length <= LONGEST ? digest : NONE;
      rows.begin();
      if (md5 === null) rows.reject('row/missing-field', { field: 'md5' });
      else if (digest === null) rows.reject('row/bad-value', { field: 'md5', want: 'a digest in bytes' });
      else if (digest.length !== MD5.width) {
        rows.reject('row/bad-value', { field: 'md5', want: `a digest of ${MD5.width} bytes` });
      } else {
        rows.builder.addBytes(MD5.code, 0, digest, 0, digest.length);
        for (const [field, found] of [
          ['name', names.at(Number(id))],
          ['note', comments.at(Number(id))],
        ] as const) {
          const text = bytesOf(found?.['text']);
          if (text !== null) rows.extra(field, text, 0, text.length);
          if (Number(found?.['rows'] ?? 1) > 1) tell(field === 'name' ? 'further names of a file' : 'further comments');
        }
        if (more !== 0) tell('sha1 and sha2_256, which no program looks up');
      }
      if (rows.builder.isFull) yield rows.builder.take();
    }
  } finally {
    names.close();
    comments.close();
  }
  if (rows.builder.count > 0) yield rows.builder.take();
}

const NONE: Uint8Array = new Uint8Array(0);
/** Of a refused digest; what is longer is none that anybody would mend. */
const LONGEST = 64;

/** The first text of each hash, in the bytes it has: what is no UTF-8 is told. */
const FIRST_OF = (table: string, column: string): string =>
  `SELECT hash_id AS id, CAST(min(${column}) AS BLOB) AS text, count(*) AS rows FROM ${table} GROUP BY hash_id ORDER BY hash_id`;

function refuseOthers(database: Database, input: string): void {
  requireTable(database, input, 'db_properties', ['name', 'value']);
  requireTable(database, input, 'hashes', ['id', 'md5', 'sha1', 'sha2_256']);
  requireTable(database, input, 'file_names', ['name', 'hash_id']);
  requireTable(database, input, 'comments', ['comment', 'hash_id']);
  const said = database.prepare("SELECT value FROM db_properties WHERE name = 'Schema Version'").get()?.['value'];
  if (said === VERSION) return;
  const version = typeof said === 'string' && /^\d{1,4}$/u.test(said) ? said : 'none';
  throw usage('input/newer-version', { version, known: VERSION });
}

async function* write(batches: AsyncIterable<Batch>, context: WriteContext): ByteChunks {
  const database = await context.newDatabase();
  try {
    database.exec(SCHEMA);
    const addHash = database.prepare('INSERT INTO hashes (id, md5) VALUES (?, ?)');
    const addName = database.prepare('INSERT INTO file_names (name, hash_id) VALUES (?, ?)');
    const addComment = database.prepare('INSERT INTO comments (comment, hash_id) VALUES (?, ?)');
    await database.transaction(async () => {
      let id = 0;
      for await (const batch of batches) {
        for (let i = 0; i < batch.count; i++) {
          if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
          const { name = '', note = '' } = batch.extras?.[i] ?? {};
          if (/\p{Surrogate}/u.test(name + note)) {
            context.unfit('its name or note is not UTF-8', batch, i);
            continue;
          }
          addHash.run(++id, batch.bytes.subarray(batch.start[i], batch.start[i + 1]));
          if (name !== '') addName.run(name, id);
          if (note !== '') addComment.run(note, id);
        }
      }
    });
    yield* database.bytes();
  } finally {
    await database.discard();
  }
}
