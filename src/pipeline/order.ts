// Sorts records by their first key: kind, then bytes, then scope. Rows of an item stay together. Holds all rows.
import { BATCH_ROWS, type Batch, pick } from '../model/batch.ts';
import { concat } from '../model/batch-concat.ts';
import { compareBytes } from '../model/bytes.ts';
import type { Stage } from './stage.ts';

export function order(): Stage {
  return async function* ordered(batches) {
    const held: Batch[] = [];
    for await (const batch of batches) held.push(batch);
    const all = concat(held);
    held.length = 0;
    const firsts = recordStarts(all).sort((a, b) => compareRows(all, a, b));
    let rows: number[] = [];
    for (const first of firsts) {
      for (let row = first; row < all.count && isSameRecord(all, first, row); row++) rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield pick(all, Uint32Array.from(rows));
      rows = [];
    }
    if (rows.length > 0) yield pick(all, Uint32Array.from(rows));
  };
}

/** First row of each record. */
function recordStarts({ count, item }: Batch): Uint32Array {
  const starts = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) if (i === 0 || item === null || item[i] !== item[i - 1]) starts[n++] = i;
  return starts.subarray(0, n);
}

function isSameRecord({ item }: Batch, first: number, row: number): boolean {
  return row === first || (item !== null && item[row] === item[first]);
}

function compareRows(batch: Batch, a: number, b: number): number {
  const { start, bytes } = batch;
  return (
    batch.kind[a]! - batch.kind[b]! ||
    compareBytes(bytes, start[a]!, start[a + 1]!, bytes, start[b]!, start[b + 1]!) ||
    batch.scope[a]! - batch.scope[b]! ||
    batch.op[a]! - batch.op[b]! ||
    a - b
  );
}
