// The same files as two programs hold them in binary: a hash set of EnCase, and a hash database of The Sleuth Kit, which is
// SQLite. The digits come from a pseudo-random generator: no file has these digests.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { word } from '../random.mjs';
import { Sink } from '../sink.mjs';

const HEADER = 1152;
const RECORD = 18;
const SCHEMA = `
CREATE TABLE db_properties (name TEXT NOT NULL, value TEXT);
INSERT INTO db_properties (name, value) VALUES ('Schema Version', '1');
CREATE TABLE hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, md5 BINARY(16) UNIQUE, sha1 BINARY(20), sha2_256 BINARY(32));
CREATE TABLE file_names (name TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(name, hash_id));
CREATE TABLE comments (comment TEXT NOT NULL, hash_id INTEGER NOT NULL, PRIMARY KEY(comment, hash_id));
CREATE INDEX md5_index ON hashes(md5);`;

function digest(into, at, row) {
  for (let lane = 0; lane < 4; lane++) into.writeUInt32BE(word(row, lane), at + lane * 4);
}

function writeEncase(path, rows) {
  const sink = new Sink(path);
  const header = Buffer.alloc(HEADER);
  header.set([0x48, 0x41, 0x53, 0x48, 0x0d, 0x0a, 0xff, 0x00]);
  header.writeUInt32LE(2, 8);
  header.writeUInt32LE(1, 12);
  header.writeUInt32LE(rows, 16);
  sink.room(HEADER);
  sink.copy(header);
  const record = Buffer.alloc(RECORD);
  for (let row = 0; row < rows; row++) {
    digest(record, 0, row);
    sink.room(RECORD);
    sink.copy(record);
  }
  sink.close();
}

function writeDatabase(path, rows) {
  const Database = createRequire(new URL('../../package.json', import.meta.url))('better-sqlite3');
  rmSync(path, { force: true });
  const database = new Database(path);
  database.exec(SCHEMA);
  const add = database.prepare('INSERT INTO hashes (md5) VALUES (?)');
  const name = database.prepare('INSERT INTO file_names (name, hash_id) VALUES (?, ?)');
  database.transaction(() => {
    const md5 = Buffer.alloc(16);
    for (let row = 0; row < rows; row++) {
      digest(md5, 0, row);
      add.run(md5);
      if (row % 4 === 0) name.run(`file-${row}.bin`, row + 1);
    }
  })();
  database.close();
}

export const binarySets = {
  files: ['encase.hash', 'sleuthkit.kdb'],
  params: (scale) => ({ made: 1, rows: Math.round(10_000_000 * scale), databaseRows: Math.round(1_000_000 * scale) }),
  write([set, database], { rows, databaseRows }) {
    writeEncase(set, rows);
    writeDatabase(database, databaseRows);
    return { rows, databaseRows };
  },
};
