// Records of sorted rows that hold a key which is asked for: one that somebody types, or the thousands of a delta.
import type { Batch } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import { endOf } from './records.ts';

/** Keys from one to another, each its kind and then its bytes; both the same for a single one. */
export interface KeyRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** The key of a row alone. */
export function rangeAt({ kind, start, bytes }: Batch, row: number): KeyRange {
  const key = new Uint8Array(1 + start[row + 1]! - start[row]!);
  key[0] = kind[row]!;
  key.set(bytes.subarray(start[row]!, start[row + 1]!), 1);
  return { from: key, to: key };
}

export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  return compareBytes(a, 0, a.length, b, 0, b.length);
}

/** More than a delta may have. With a head before it such a number is exact. */
const MOST_SORTED = 2 ** 21;

/** In the order of where they begin. Of thousands of keys few begin with the same four bytes: numbers are sorted, not keys. */
export function inKeyOrder(keys: readonly KeyRange[]): KeyRange[] {
  const byKey = (a: KeyRange, b: KeyRange): number => compareKeys(a.from, b.from);
  if (keys.length > MOST_SORTED) return [...keys].sort(byKey);
  const numbers = Float64Array.from(keys, ({ from }, n) => headOfKey(from) * MOST_SORTED + n).sort();
  const ordered = Array.from(numbers, (number) => keys[number % MOST_SORTED]!);
  for (let first = 0, end = 1; first < ordered.length; first = end++) {
    const head = headOfKey(ordered[first]!.from);
    while (end < ordered.length && headOfKey(ordered[end]!.from) === head) end++;
    if (end - first === 1) continue;
    for (const [n, range] of ordered.slice(first, end).sort(byKey).entries()) ordered[first + n] = range;
  }
  return ordered;
}

function headOfKey(key: Uint8Array): number {
  return headOf(key[0] ?? 0, key, 1, key.length);
}

/** Rows of the records of which a key is in one of the ranges, which are in order. */
export function rowsNear(batch: Batch, keys: readonly KeyRange[]): Uint32Array {
  const keep = new Uint8Array(batch.count);
  // Rows are sorted where each is a record of its own; otherwise only the first of each record is.
  if (batch.item === null) for (const range of keys) markSorted(batch, range, keep);
  else markRecords(batch, keys, keep);
  return rowsOf(batch, keep);
}

/** Rows of the records of which a row is marked. */
export function rowsOf(batch: Batch, keep: Uint8Array): Uint32Array {
  if (batch.item !== null) completeRecords(batch, keep);
  const rows: number[] = []; // of all rows few are marked
  for (let row = keep.indexOf(1); row >= 0; row = keep.indexOf(1, row + 1)) rows.push(row);
  return Uint32Array.from(rows);
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

function markSorted(batch: Batch, { from, to }: KeyRange, keep: Uint8Array): void {
  for (let row = firstFrom(batch, from); row < batch.count && compareKey(batch, row, to) <= 0; row++) keep[row] = 1;
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

function markRecords(batch: Batch, keys: readonly KeyRange[], keep: Uint8Array): void {
  const { count, kind, start, bytes } = batch;
  // Nearly all rows are told apart by four bytes.
  const froms = Uint32Array.from(keys, ({ from }) => headOfKey(from));
  const ends: KeyRange[] = []; // the farthest that a range up to here goes
  for (const range of keys) {
    const last = ends.at(-1);
    ends.push(last !== undefined && compareKeys(last.to, range.to) > 0 ? last : range);
  }
  const tos = Uint32Array.from(ends, ({ to }) => headOfKey(to));
  for (let row = 0; row < count; row++) {
    const head = headOf(kind[row]!, bytes, start[row]!, start[row + 1]!);
    const near = countUpTo(froms, head);
    if (near === 0 || tos[near - 1]! < head) continue;
    for (let n = lastFrom(batch, row, keys); n >= 0 && compareKey(batch, row, ends[n]!.to) <= 0; n--) {
      if (compareKey(batch, row, keys[n]!.to) > 0) continue;
      keep[row] = 1;
      break;
    }
  }
}

function headOf(kind: number, bytes: Uint8Array, from: number, to: number): number {
  const first = from < to ? bytes[from]! : 0;
  const second = from + 1 < to ? bytes[from + 1]! : 0;
  const third = from + 2 < to ? bytes[from + 2]! : 0;
  return ((kind << 24) | (first << 16) | (second << 8) | third) >>> 0;
}

/** How many of these numbers, which are in order, are no larger. */
function countUpTo(numbers: Uint32Array, most: number): number {
  let low = 0;
  for (let high = numbers.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last range that begins no later than the key of a row, or -1. */
function lastFrom(batch: Batch, row: number, keys: readonly KeyRange[]): number {
  let low = 0;
  for (let high = keys.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (compareKey(batch, row, keys[middle]!.from) >= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function compareKey({ kind, start, bytes }: Batch, row: number, key: Uint8Array): number {
  return kind[row]! - (key[0] ?? 0) || compareBytes(bytes, start[row]!, start[row + 1]!, key, 1, key.length);
}
