// The one way to open a database: what it gives back, and what it makes of everything that can be in its way.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT, Failure } from '../../src/model/failure.ts';
import { type Database, type DatabaseFile, openDatabase } from '../../src/sqlite/driver.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name = 'a.db'): DatabaseFile => ({ operand: name, path: join(folder, name) });

async function filled(rows = 3): Promise<Database> {
  const db = await openDatabase(file(), 'create');
  db.exec('CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB, s TEXT) STRICT');
  for (let i = 1; i <= rows; i++) db.prepare('INSERT INTO t VALUES (?, ?, ?)').run(i, Uint8Array.of(i), null);
  return db;
}

async function failure(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.exit).toBe(EXIT.world);
    return error.code;
  }
  return 'none';
}

describe('a database', () => {
  it('keeps numbers, texts, bytes and nothing', async () => {
    const db = await filled();
    const rows = db.prepare('SELECT n, b, s FROM t ORDER BY n');
    expect(rows.all().map(({ n, s }) => [n, s])).toEqual([1, 2, 3].map((n) => [n, null]));
    expect(Uint8Array.from(rows.get()?.['b'] as Uint8Array)).toEqual(Uint8Array.of(1)); // some drivers give a Buffer
    expect([...rows.iterate()]).toHaveLength(3);
    expect(db.prepare('SELECT n FROM t WHERE n > 5').get()).toBeUndefined();
    expect(db.prepare('DELETE FROM t WHERE n > ?').run(1).changes).toBe(2);
    db.close();
  });

  it('is for nobody else to read', async () => {
    (await filled()).close();
    expect(statSync(join(folder, 'a.db')).mode & 0o777).toBe(0o600);
  });

  it('keeps a change whole or not at all', async () => {
    const db = await filled();
    await expect(
      db.transaction(async () => {
        db.exec('DELETE FROM t');
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(db.prepare('SELECT count(*) AS c FROM t').get()).toEqual({ c: 3 });
    expect(await db.transaction(async () => db.prepare('DELETE FROM t').run().changes)).toBe(3);
    db.close();
  });
});

describe('what is in the way', () => {
  it('is told in the words of the system where there is no file', async () => {
    expect(await failure(() => openDatabase(file(), 'read'))).toBe('sqlite/unreadable');
    expect(await failure(() => openDatabase(file(), 'write'))).toBe('sqlite/unreadable');
    expect(existsSync(join(folder, 'a.db'))).toBe(false);
  });

  it('may be a file of another kind', async () => {
    writeFileSync(join(folder, 'a.db'), 'md5,name\n');
    for (const mode of ['read', 'write', 'create'] as const) {
      expect(await failure(() => openDatabase(file(), mode))).toBe('sqlite/not-a-database');
    }
    expect(readFileSync(join(folder, 'a.db'), 'utf8')).toBe('md5,name\n');
  });

  it('may be another writer', async () => {
    const db = await filled();
    const other = await openDatabase(file(), 'write', 20);
    await db.transaction(async () => {
      expect(await failure(() => other.transaction(async () => {}))).toBe('sqlite/locked');
    });
    expect(await failure(() => other.transaction(async () => {}))).toBe('none');
    other.close();
    db.close();
  });

  it('may be that it was opened for reading', async () => {
    (await filled()).close();
    const db = await openDatabase(file(), 'read');
    expect(await failure(() => db.exec('DELETE FROM t'))).toBe('sqlite/read-only');
    db.close();
  });

  it.skipIf(process.getuid?.() === 0)('may be the permissions', async () => {
    (await filled()).close();
    chmodSync(join(folder, 'a.db'), 0o400);
    const db = await openDatabase(file(), 'write');
    expect(await failure(() => db.exec('DELETE FROM t'))).toBe('sqlite/read-only');
    db.close();
  });

  it('may be a change that was cut off, which is put back only by who may write', async () => {
    const db = await filled(2000);
    db.exec('PRAGMA cache_size = 1');
    await db
      .transaction(async () => {
        db.exec('UPDATE t SET s = n');
        for (const ending of ['', '-journal'])
          copyFileSync(join(folder, `a.db${ending}`), join(folder, `b.db${ending}`));
        throw new Error('killed');
      })
      .catch(() => {});
    db.close();
    const changed = 'SELECT count(*) AS c FROM t WHERE s IS NOT NULL';
    const reader = await openDatabase(file('b.db'), 'read');
    expect(await failure(() => reader.prepare(changed).get())).toBe('sqlite/half-written');
    reader.close();
    const writer = await openDatabase(file('b.db'), 'write');
    expect(writer.prepare(changed).get()).toEqual({ c: 0 });
    writer.close();
  });

  it('may be a full disk, and nothing is lost', async () => {
    const db = await filled();
    db.exec('PRAGMA max_page_count = 4');
    const many = db.transaction(async () => {
      for (let i = 10; i < 1000; i++) db.prepare('INSERT INTO t VALUES (?, ?, NULL)').run(i, new Uint8Array(100));
    });
    expect(await failure(() => many)).toBe('sqlite/disk-full');
    expect(db.prepare('SELECT count(*) AS c FROM t').get()).toEqual({ c: 3 });
    db.close();
  });

  it('may be damage, at any page', async () => {
    (await filled(2000)).close();
    const whole = readFileSync(join(folder, 'a.db'));
    const pages = whole.length / 4096;
    expect(pages).toBeGreaterThan(3);
    for (let page = 1; page < pages; page++) {
      writeFileSync(join(folder, 'a.db'), Buffer.from(whole).fill(0xff, page * 4096, page * 4096 + 512));
      const db = await openDatabase(file(), 'read');
      expect(await failure(() => db.prepare('SELECT sum(length(b)) FROM t').all())).toBe('sqlite/damaged');
      db.close();
    }
  });
});
