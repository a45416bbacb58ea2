// Records of sorted rows that hold a key which is asked for.
import { type Batch, compact } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import { endOf } from './records.ts';

/** Keys from one to another, each its kind and then its bytes; both the same for a single one. */
export interface KeyRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** The records of which a key is in one of the ranges. */
export function recordsNear(batch: Batch, keys: readonly KeyRange[]): Batch {
  const keep = new Uint8Array(batch.count);
  for (const range of keys) mark(batch, range, keep);
  if (batch.item !== null) completeRecords(batch, keep);
  let kept = 0;
  for (let row = keep.indexOf(1); row >= 0; row = keep.indexOf(1, row + 1)) kept++;
  return compact(batch, keep, kept);
}

function completeRecords(batch: Batch, keep: Uint8Array): void {
  for (let row = 0; row < batch.count; ) {
    const end = endOf(batch, row);
    if (keep.subarray(row, end).includes(1)) keep.fill(1, row, end);
    row = end;
  }
}

/** Rows are sorted where each is a record of its own; otherwise only the first of each record is. */
function mark(batch: Batch, { from, to }: KeyRange, keep: Uint8Array): void {
  const isSorted = batch.item === null;
  for (let row = isSorted ? firstFrom(batch, from) : 0; row < batch.count; row++) {
    if (compareKey(batch, row, to) > 0) {
      if (isSorted) return;
    } else if (isSorted || compareKey(batch, row, from) >= 0) keep[row] = 1;
  }
}

function firstFrom(batch: Batch, key: Uint8Array): number {
  let low = 0;
  for (let high = batch.count; low < high; ) {
    const middle = (low + high) >>> 1;
    if (compareKey(batch, middle, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareKey({ kind, start, bytes }: Batch, row: number, key: Uint8Array): number {
  return kind[row]! - (key[0] ?? 0) || compareBytes(bytes, start[row]!, start[row + 1]!, key, 1, key.length);
}
