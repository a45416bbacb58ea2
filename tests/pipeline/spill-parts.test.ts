// Which records go into one part: all that share a key, directly or through others, however small the table of keys is
// and however wrong the guess of their number was.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignParts, linkedByKey, type Scan } from '../../src/pipeline/spill/components.ts';
import { RecordCursor } from '../../src/pipeline/spill/row-codec.ts';

/** Keys are small numbers; a record is the keys it has. */
type Keys = readonly number[];

function scanOf(records: readonly Keys[]): Scan {
  return async (each) => {
    records.forEach((keys, record) => {
      for (const key of keys) {
        const row = new RecordCursor();
        row.bytes = Buffer.alloc(4);
        row.bytes.writeUInt32LE(key);
        row.keyTo = 4;
        row.to = 16;
        each(row, record);
      }
    });
  };
}

/** The least record of each record's component, by brute force. */
function componentsOf(records: readonly Keys[]): number[] {
  const least = records.map((_, record) => record);
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const [a, keys] of records.entries()) {
      for (const [b, others] of records.entries()) {
        if ((least[a] ?? 0) >= (least[b] ?? 0) || !keys.some((key) => others.includes(key))) continue;
        least[b] = least[a] ?? 0;
        isSettled = false;
      }
    }
  }
  return least;
}

const records = fc.array(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 30,
});

it('keeps records that share keys together and parts the others', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 24, max: 1000 }), fc.nat(), async (list, table, seed) => {
      const size = { records: list.length, rows: list.flat().length };
      const partOf = await assignParts(scanOf(list), size, { part: 1, table }, linkedByKey(seed));
      const components = componentsOf(list);
      // Every component alone, because a part may not hold more than a byte unless it has to.
      const parts = new Map(components.map((component, record) => [component, partOf(record)]));
      expect(components.map((component) => parts.get(component))).toEqual(list.map((_, record) => partOf(record)));
      expect(new Set(parts.values()).size).toBe(parts.size);
    }),
  );
});

it('fills parts up to their size', async () => {
  const list = Array.from({ length: 100 }, (_, key) => [key]);
  const partOf = await assignParts(
    scanOf(list),
    { records: 100, rows: 100 },
    { part: 160, table: 1e6 },
    linkedByKey(1),
  );
  const counts = new Map<number, number>();
  for (const record of list.keys()) counts.set(partOf(record), (counts.get(partOf(record)) ?? 0) + 1);
  expect([...counts]).toEqual(Array.from({ length: 10 }, (_, part) => [part, 10]));
});

it('joins too much rather than too little where there are more keys than were to be expected', async () => {
  const list = Array.from({ length: 6000 }, (_, record) => [record % 3000]);
  const partOf = await assignParts(scanOf(list), { records: 6000, rows: 1 }, { part: 1, table: 1e6 }, linkedByKey(1));
  for (let record = 0; record < 3000; record++) expect(partOf(record)).toBe(partOf(record + 3000));
  expect(new Set(list.map((_, record) => partOf(record))).size).toBeGreaterThan(500);
});
