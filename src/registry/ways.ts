// Whether what leads to the rows of an edition leads to what they are: first keys, and pointers. It follows from the rows, so
// it is in no sum; but what cannot be found by its key is as good as not listed for whoever asks for it.
import type { Batch } from '../model/batch.ts';
import type { Database, SqlRow, SqlValue } from '../sqlite/driver.ts';
import { decodeBlock } from './block-codec.ts';
import { firstKey, MOST_POINTERS, type Part, POINTERS, withoutSum } from './blocks.ts';
import { compareKeys } from './key-range.ts';
import { Pointers } from './pointers.ts';

/** Of blocks whose bodies are as they were written. */
export function leadsRight(database: Database, list: number, edition: number, part: Part): boolean {
  const select = database.prepare(
    'SELECT place, first, rows, body FROM block WHERE list = ? AND edition = ? AND part = ? ORDER BY place',
  );
  const pointers = new Pointers(MOST_POINTERS);
  let next = 0;
  for (const row of select.iterate(list, edition, part)) {
    const block = blockIn(row);
    if (!isAt(row, next++, firstKey(block), block.count)) return false;
    pointers.add(block, next - 1);
  }
  let piece = 0;
  for (const some of pointers.isHeld ? [pointers] : pointers.parts()) {
    if (some !== pointers)
      for (const row of select.iterate(list, edition, part)) some.add(blockIn(row), Number(row['place']));
    for (const { first, rows, body } of some.pieces()) {
      const row = at(database, list, edition, part + POINTERS, piece);
      if (row === undefined || !isAt(row, piece++, first, rows) || !isSame(row['body'], body)) return false;
    }
  }
  return at(database, list, edition, part + POINTERS, piece) === undefined;
}

/** The first at this place or after it. */
function at(database: Database, list: number, edition: number, part: number, place: number): SqlRow | undefined {
  return database
    .prepare('SELECT * FROM block WHERE list = ? AND edition = ? AND part = ? AND place >= ? ORDER BY place LIMIT 1')
    .get(list, edition, part, place);
}

function blockIn({ body }: SqlRow): Batch {
  return decodeBlock(withoutSum(bytesIn(body)), 0);
}

function isAt({ place, first, rows }: SqlRow, wanted: number, key: Uint8Array, count: number): boolean {
  return place === wanted && rows === count && compareKeys(bytesIn(first), key) === 0;
}

function isSame(stored: SqlValue | undefined, body: Uint8Array): boolean {
  return compareKeys(withoutSum(bytesIn(stored)), body) === 0;
}

function bytesIn(value: SqlValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}
