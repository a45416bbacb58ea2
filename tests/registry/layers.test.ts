// When an edition is kept in full beside its changes: often enough that none is read through many layers, and not with every
// few small changes, because it takes a look at all of the list.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Blocks } from '../../src/registry/blocks.ts';
import { editionOf } from '../../src/registry/edition.ts';
import { Layers } from '../../src/registry/layers.ts';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { Desk, range } from './play.ts';

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  await desk.import('acme', range(1, 400));
});
afterEach(() => desk.close());

/** The first of so many editions of 400 rows, each with so many of them changed, that is to be kept in full; null: none. */
async function firstInFull(editions: number, changed: number): Promise<number | null> {
  const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
  const layers = new Layers(db, new Blocks(db, 'registry'));
  const columns = db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all('edition')
    .map(({ name }) => String(name));
  const others = columns.filter((name) => !['number', 'added', 'removed', 'changed'].includes(name));
  const next = db.prepare(`INSERT INTO edition (number, added, removed, changed, ${others.join()})
    SELECT number + 1, 0, 0, ${changed}, ${others.join()} FROM edition ORDER BY number DESC LIMIT 1`);
  try {
    for (let number = 2; number <= editions; number++) {
      next.run();
      const row = db.prepare('SELECT * FROM edition WHERE number = ?').get(number);
      if (layers.needsFull(Number(row?.['list']), editionOf(row ?? {}))) return number;
    }
    return null;
  } finally {
    db.close();
  }
}

describe('an edition is kept in full', () => {
  it.each([
    ['once more than half as many rows changed as it has', 10, 201, 2],
    ['and not before', 3, 100, null],
    ['once many changes lie over each other that are a share of its rows', 60, 1, 26],
    ['and not while they are few rows', 40, 0, null],
    ['once so many changed nothing that to read them takes long', 400, 0, 367],
  ])('%s', async (_what, editions, changed, wanted) => {
    expect(await firstInFull(editions, changed)).toBe(wanted);
  });

  it('and is what it was', async () => {
    await desk.import('acme', range(120, 150), '--max-shrink', '100');
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'read');
    expect(db.prepare('SELECT DISTINCT edition FROM block WHERE part = 1').all()).toEqual([{ edition: 2 }]);
    db.close();
    expect(await desk.live('acme')).toEqual(range(120, 150));
  });
});
