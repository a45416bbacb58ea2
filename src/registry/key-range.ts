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

/** From the rows that are marked, of which there are few: what is around each. */
function completeRecords(batch: Batch, keep: Uint8Array): void {
  const { item } = batch;
  for (let row = keep.indexOf(1); row >= 0; row = keep.indexOf(1, row)) {
    let first = row;
    while (first > 0 && item?.[first - 1] === item?.[row]) first--;
    row = endOf(batch, row);
    keep.fill(1, first, row);
  }
}

/** Rows are sorted where each is a record of its own; otherwise only the first of each record is. */
function mark(batch: Batch, range: KeyRange, keep: Uint8Array): void {
  if (batch.item !== null) markAny(batch, range, keep);
  else markSorted(batch, range, keep);
}

function markSorted(batch: Batch, range: KeyRange, keep: Uint8Array): void {
  for (let row = firstFrom(batch, range.from); row < batch.count && compareKey(batch, row, range.to) <= 0; row++) {
    keep[row] = 1;
  }
}

/** Of all rows few are of the kind and begin as the range does, and only these are compared. */
function markAny(batch: Batch, { from, to }: KeyRange, keep: Uint8Array): void {
  const { count, kind, start, bytes } = batch;
  const [least = 0, first = 0] = from;
  const [most = 0, last = 0] = to;
  for (let row = 0; row < count; row++) {
    const code = kind[row]!;
    if (code < least || code > most) continue;
    const begins = start[row]! < start[row + 1]! ? bytes[start[row]!]! : 0;
    if ((code === least && begins < first) || (code === most && begins > last)) continue;
    if (compareKey(batch, row, from) >= 0 && compareKey(batch, row, to) <= 0) keep[row] = 1;
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
