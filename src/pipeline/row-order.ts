// The order of a sorted list: records by their first key, which is kind, then bytes, then scope and exception; equal ones
// as they came. Said twice, of rows in memory and of rows in a temporary file, so that both come out alike.
import type { Batch } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import type { RecordCursor } from './spill/row-codec.ts';

/** The first rows of the records of a batch, in order. */
export function recordsInOrder(batch: Batch): Uint32Array {
  const begins = beginnings(batch);
  return recordStarts(batch).sort((a, b) => begins[a]! - begins[b]! || compareRows(batch, a, b));
}

/** Bytes of a key that a number holds beside the kind. */
const BEGINNING = 5;

/**
 * Kind and first bytes of each key as one number, in the order of the keys: nearly all are told apart by it, in a third of
 * the time. What is shorter is filled up with zeros, and equal numbers are compared byte by byte.
 */
function beginnings({ count, kind, start, bytes }: Batch): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    let number = kind[i]!;
    for (let at = from; at < from + BEGINNING; at++) number = number * 256 + (at < to ? bytes[at]! : 0);
    numbers[i] = number;
  }
  return numbers;
}

/** First row of each record. */
function recordStarts({ count, item }: Batch): Uint32Array {
  const starts = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) if (i === 0 || item === null || item[i] !== item[i - 1]) starts[n++] = i;
  return starts.subarray(0, n);
}

/** The row after the last of the record that begins at `first`. */
export function recordEnd({ item, count }: Batch, first: number): number {
  let end = first + 1;
  if (item !== null) while (end < count && item[end] === item[first]) end++;
  return end;
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

/** Whether the row at which one run stands comes before that of another. A record that has begun is ended first. */
export function isBefore(a: RecordCursor, b: RecordCursor): boolean {
  if (a.place !== a.record) return true;
  if (b.place !== b.record) return false;
  const difference =
    a.kind - b.kind ||
    compareBytes(a.bytes, a.keyFrom, a.keyTo, b.bytes, b.keyFrom, b.keyTo) ||
    a.scope - b.scope ||
    a.op - b.op ||
    a.place - b.place;
  return difference < 0;
}
