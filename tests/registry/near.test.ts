// One value in a long list: found by any key of its record, in whichever edition it changed, without the rest of the list.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { Blocks, CHANGES } from '../../src/registry/blocks.ts';
import { openRegistry } from '../../src/registry/open.ts';
import type { ListEntry, Registry } from '../../src/registry/registry.ts';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { Desk, range } from './play.ts';

const ALGORITHMS = ['md5', 'sha1', 'sha256'] as const;
/** More than fit into two blocks. */
const RECORDS = 6000;

function key(algorithm: string, n: number): string {
  return createHash(algorithm).update(`fixture-${n}`).digest('hex');
}

/** Records of three digests; every hundredth has a label of its own. */
function write(desk: Desk, numbers: readonly number[], label: string): void {
  const rows = numbers.flatMap((n, i) =>
    ALGORITHMS.map((kind) => {
      const says = n % 100 === 0 ? { opinions: [{ member: 'acme', label }] } : {};
      return JSON.stringify({ item: i + 1, kind, key: key(kind, n), ...says });
    }),
  );
  writeFileSync(desk.path('in.jsonl'), `${['{"canonical":1,"list":{}}', ...rows].join('\n')}\n`);
}

async function filled(records: number): Promise<Desk> {
  const desk = new Desk();
  write(desk, range(1, records), 'A1');
  await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace');
  desk.now += 86_400;
  write(desk, range(11, records + 10), 'A2');
  await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace');
  return desk;
}

function rowsNear(registry: Registry, list: ListEntry, kind: 'md5' | 'sha1' | 'sha256', n: number, at?: number) {
  const edition = registry.edition(list, at === undefined ? null : { number: at });
  const bytes = Uint8Array.of(kinds[kind].code, ...Buffer.from(key(kind, n), 'hex'));
  return [...registry.near(list, edition, [{ from: bytes, to: bytes }], createInterns())];
}

describe('records of several keys', () => {
  let desk: Desk;
  let registry: Registry;
  let list: ListEntry;
  beforeAll(async () => {
    desk = await filled(RECORDS);
    registry = await openRegistry({ operand: 'registry', path: desk.file }, 'read');
    list = registry.list('acme');
  }, 60_000);
  afterAll(() => {
    registry.close();
    desk.close();
  });

  it.each(ALGORITHMS)('are found by their %s, each by itself', (kind) => {
    for (let n = 11; n <= RECORDS + 10; n += 37) {
      const rows = rowsNear(registry, list, kind, n);
      expect(rows.map(({ count }) => count)).toEqual([3]);
      const keys = ALGORITHMS.map((_, i) =>
        Buffer.from(rows[0]!.bytes.subarray(rows[0]!.start[i], rows[0]!.start[i + 1])),
      );
      expect(keys.map((each) => each.toString('hex')).sort()).toEqual(ALGORITHMS.map((each) => key(each, n)).sort());
    }
  });

  it.each(ALGORITHMS)('are not found by their %s where the edition has them no more, or not yet', (kind) => {
    expect(rowsNear(registry, list, kind, 5)).toEqual([]);
    expect(rowsNear(registry, list, kind, 5, 1)).toHaveLength(1);
    expect(rowsNear(registry, list, kind, RECORDS + 5)).toHaveLength(1);
    expect(rowsNear(registry, list, kind, RECORDS + 5, 1)).toEqual([]);
    expect(rowsNear(registry, list, kind, RECORDS + 500)).toEqual([]);
  });

  it('are told with what each edition said of them', async () => {
    for (const kind of ALGORITHMS) {
      const { out } = await desk.run('why', key(kind, 300));
      expect(out).toContain('acme@2  listed');
      expect(out).toContain('acme says A2');
      expect(out).toMatch(/edition 1, 2026-01-05\S+: listed \([^\n]*\n +edition 2, 2026-01-06\S+: listed \(/u);
      const gone = await desk.run('why', key(kind, 3));
      expect(gone.exit).toBe(1);
      const then = await desk.run('why', key(kind, 3), '--at', '2026-01-05');
      expect(then.out).toContain('acme@1  listed');
    }
  });
});

describe('more further keys than are held at once', () => {
  it('are found by the same pointers as when all are held', async () => {
    const desk = await filled(3000);
    const registry = await openRegistry({ operand: 'registry', path: desk.file }, 'write');
    const { database } = registry;
    const { id } = registry.list('acme');
    const blocks = new Blocks(database, 'registry');
    const [held, parted] = [80, 81];
    await database.transaction(async () => {
      for (const [edition, most] of [
        [held, 6000],
        [parted, 999],
      ] as const) {
        const write = blocks.writer(id, edition, CHANGES, most);
        for (const rows of blocks.read(id, 1, CHANGES)) write.add(rows);
        write.end();
      }
    });
    const pieces = (edition: number) =>
      database.prepare('SELECT first, rows FROM block WHERE edition = ? AND part = 2 ORDER BY place').all(edition);
    expect(pieces(held).map(({ rows }) => rows)).toEqual([6000]);
    expect(pieces(parted).length).toBeGreaterThan(6);
    const firsts = pieces(parted).map(({ first }) => Buffer.from(first as Uint8Array).toString('hex'));
    expect(firsts).toEqual([...firsts].sort());
    for (let n = 1; n <= 3020; n += 7) {
      for (const kind of ALGORITHMS) {
        const bytes = Uint8Array.of(kinds[kind].code, ...Buffer.from(key(kind, n), 'hex'));
        const found = [held, parted].map((edition) => {
          const rows = [...blocks.near(id, edition, CHANGES, [{ from: bytes, to: bytes }])];
          return rows.map(({ count, bytes: keys }) => [count, Buffer.from(keys).toString('hex')]);
        });
        expect(found[0]).toHaveLength(n <= 3000 ? 1 : 0);
        expect(found[1]).toEqual(found[0]);
      }
    }
    registry.close();
    desk.close();
  });
});

describe('a registry of the version before', () => {
  it('opens, with every edition byte for byte and its records found by any key', async () => {
    const desk = await filled(40);
    const were = [await desk.export('acme', '--at', '1'), await desk.export('acme')];
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    db.exec('DELETE FROM block WHERE part > 1; DROP TABLE census; ALTER TABLE edition DROP COLUMN issued;');
    db.exec('ALTER TABLE edition DROP COLUMN rejected');
    db.exec('PRAGMA user_version = 1');
    db.close();
    expect(await desk.run('why', key('sha256', 20))).toMatchObject({ exit: 4 }); // it may not write
    expect(await desk.import('beta', range(1, 3))).toMatchObject({ exit: 0 });
    expect([await desk.export('acme', '--at', '1'), await desk.export('acme')]).toEqual(were);
    for (const kind of ALGORITHMS) expect((await desk.run('why', key(kind, 20))).out).toContain('acme@2  listed');
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
    desk.close();
  });
});
