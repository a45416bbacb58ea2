// Lists that are databases, through the whole program: wherever they come from, whatever somebody made of them, and with
// nothing left behind.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-databases-'));
  mkdirSync(join(cwd, 'tmp'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const at = (name: string): string => join(cwd, name);

async function run(line: string, stdin: Uint8Array | Iterable<Uint8Array> = new Uint8Array(0)) {
  const host = fakeHost({ cwd, stdin, env: { TMPDIR: at('tmp') } });
  const exit = await main(line.split(' '), host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

const KDB = `CREATE TABLE db_properties (name TEXT, value TEXT); INSERT INTO db_properties VALUES ('Schema Version', '1');
  CREATE TABLE file_names (name TEXT, hash_id INTEGER); CREATE TABLE comments (comment TEXT, hash_id INTEGER);`;
const HASHES = 'CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB, sha1 BLOB, sha2_256 BLOB);';

async function made(name: string, sql: string, rows = 0): Promise<Buffer> {
  const database = await openDatabase({ operand: name, path: at(name) }, 'create');
  database.exec(sql);
  await database.transaction(async () => {
    const add = rows === 0 ? null : database.prepare('INSERT INTO hashes (id, md5) VALUES (?, ?)');
    for (let i = 1; i <= rows; i++) add?.run(i, Buffer.alloc(16).fill(i % 251 || 1));
  });
  database.close();
  return readFileSync(at(name));
}

describe('a list that is a database', () => {
  const convert = 'convert --from sleuthkit-kdb --to plain-digests --to-option kind=md5';

  it('is read alike where it is, from standard input and packed, and leaves nothing behind', async () => {
    const bytes = await made('a.kdb', KDB + HASHES, 200);
    const before = statSync(at('a.kdb')).mtimeMs;
    writeFileSync(at('a.kdb.gz'), gzipSync(bytes));
    const plain = await run(`${convert} a.kdb`);
    expect([plain.exit, plain.out.split('\n').length]).toEqual([0, 201]);
    expect((await run(`${convert} -`, bytes)).out).toBe(plain.out);
    expect((await run(`${convert} -`, [bytes.subarray(0, 1), bytes.subarray(1)])).out).toBe(plain.out);
    expect((await run(`${convert} a.kdb.gz`)).out).toBe(plain.out);
    expect(readdirSync(at('tmp'))).toEqual([]);
    expect(readdirSync(cwd).sort()).toEqual(['a.kdb', 'a.kdb.gz', 'tmp']);
    expect(statSync(at('a.kdb')).mtimeMs).toBe(before);
  });

  it('is written whole or not at all, and twice the same', async () => {
    writeFileSync(at('a.txt'), `${'ab'.repeat(15)}cd\n${'ab'.repeat(15)}ce\n`);
    const write = 'convert a.txt --from plain-digests --from-option kind=md5 --to sleuthkit-kdb';
    expect((await run(`${write} -o one.kdb --verify`)).exit).toBe(0);
    expect((await run(`${write} -o two.kdb`)).exit).toBe(0);
    expect(readFileSync(at('one.kdb')).equals(readFileSync(at('two.kdb')))).toBe(true);
    expect(statSync(at('one.kdb')).mode & 0o777).toBe(0o600);
    expect(readdirSync(at('tmp'))).toEqual([]);
    rmSync(at('tmp'), { recursive: true });
    const { exit, err } = await run(`${write} -o three.kdb`);
    expect([exit, existsSync(at('three.kdb'))]).toEqual([4, false]);
    expect(err).toContain('run/no-temporary');
  });

  it.each([
    [
      'a view in the place of its table',
      `${KDB}CREATE VIEW hashes AS SELECT 1 AS id, 2 AS md5, 3 AS sha1, 4 AS sha2_256;`,
    ],
    ['a table that lacks a column', `${KDB}CREATE TABLE hashes (id INTEGER PRIMARY KEY, md5 BLOB);`],
    ['a virtual table', `${KDB}CREATE VIRTUAL TABLE hashes USING fts5(id, md5, sha1, sha2_256);`],
  ])('is refused with %s', async (_what, sql) => {
    await made('a.kdb', sql);
    const { exit, err } = await run('validate a.kdb --from sleuthkit-kdb');
    expect(exit).toBe(2);
    expect(err).toContain('sqlite/other-schema');
  });

  it('is refused where its last changes stand in a second file', async () => {
    await made('a.kdb', `PRAGMA journal_mode = WAL; ${KDB}${HASHES}`);
    const { exit, err } = await run('validate a.kdb');
    expect(exit).toBe(4);
    expect(err).toContain('sqlite/write-ahead');
    expect(readdirSync(cwd).sort()).toEqual(['a.kdb', 'tmp']);
  });

  it('is refused where it was cut, and told where a page is damaged', async () => {
    const bytes = await made('a.kdb', KDB + HASHES, 5000);
    writeFileSync(at('cut.kdb'), bytes.subarray(0, bytes.length - 1));
    const cut = await run('validate cut.kdb');
    expect(cut.exit).toBe(2);
    expect(cut.err).toContain('input/cut-short');
    const spoiled = Buffer.from(bytes);
    for (let page = 8; page < bytes.length / 4096; page++) spoiled.fill(0xff, page * 4096, page * 4096 + 64);
    writeFileSync(at('spoiled.kdb'), spoiled);
    const { exit, err } = await run(`${convert} spoiled.kdb -o out.txt`);
    expect([exit, existsSync(at('out.txt'))]).toEqual([4, false]);
    expect(err).toContain('sqlite/damaged');
    expect(readdirSync(at('tmp'))).toEqual([]);
  });

  it('of tables that no format has is refused with words', async () => {
    await made('a.db', 'CREATE TABLE songs (title TEXT);');
    const { exit, err } = await run('validate a.db');
    expect(exit).toBe(2);
    expect(err).toContain('a database with other tables');
  });
});
