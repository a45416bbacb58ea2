// The shell of SQLite (Debian package `sqlite3`): what people keep lists in who write no program for it. Optional.
import { spawnSync } from 'node:child_process';

const program = 'sqlite3';
const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });

const quoted = (path) => `'${path.replaceAll("'", "''")}'`;
const taken = (list) => [
  'CREATE TABLE entry (sha256 TEXT, label TEXT, first_seen TEXT)',
  '.mode csv',
  `.import --skip 1 ${quoted(list)} entry`,
];

export const sqlite3 = {
  missing: error ? 'sqlite3 is not installed' : null,
  version: error ? null : stdout.split(' ').slice(0, 2).join(' ').trim(),
  /** Takes a list in, each key once. */
  importing: (list, database) => [program, database, ...taken(list), 'CREATE UNIQUE INDEX key ON entry (sha256)'],
  /** Takes a list in without looking at its keys, to be written out again. */
  loading: (list, database) => [program, database, ...taken(list)],
  exporting: (database, to) => [program, database, '.mode csv', `.output ${quoted(to)}`, 'SELECT * FROM entry'],
  count: (database) =>
    Number(spawnSync(program, [database, 'SELECT count(*) FROM entry'], { encoding: 'utf8' }).stdout),
};
