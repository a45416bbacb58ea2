// Records of sorted rows: where they begin, which comes first, whether two say the same. A record is known by its keys, so
// one that gains a key is another record.
import { type Batch, pick, slice } from '../model/batch.ts';
import { concat } from '../model/batch-concat.ts';
import { compareBytes } from '../model/bytes.ts';
import { timeFields } from '../model/fields.ts';
import { EXCEPTED } from '../model/scope.ts';
import { GONE_EXCEPTION } from './block-codec.ts';

/** The row after the last of the record that begins at `first`. */
export function endOf({ item, count }: Batch, first: number): number {
  let end = first + 1;
  if (item !== null) while (end < count && item[end] === item[first]) end++;
  return end;
}

/** Order of the keys of two records, each row of the first before the next: kind, bytes, scope, whether it is excepted. */
export function compareRecords(a: Batch, i: number, b: Batch, j: number): number {
  const first = compareRows(a, i, b, j);
  if (first !== 0 || (a.item === null && b.item === null)) return first;
  const [endA, endB] = [endOf(a, i), endOf(b, j)];
  for (let n = 1; i + n < endA && j + n < endB; n++) {
    const difference = compareRows(a, i + n, b, j + n);
    if (difference !== 0) return difference;
  }
  return endA - i - (endB - j);
}

function compareRows(a: Batch, i: number, b: Batch, j: number): number {
  return (
    a.kind[i]! - b.kind[j]! ||
    compareBytes(a.bytes, a.start[i]!, a.start[i + 1]!, b.bytes, b.start[j]!, b.start[j + 1]!) ||
    a.scope[i]! - b.scope[j]! ||
    isException(a.op[i]!) - isException(b.op[j]!)
  );
}

function isException(op: number): number {
  return op === EXCEPTED || op === GONE_EXCEPTION ? 1 : 0;
}

/** Whether two records with the same keys say the same. */
export function saysSame(a: Batch, i: number, b: Batch, j: number): boolean {
  for (let n = i, m = j; n < endOf(a, i); n++, m++) if (!rowSaysSame(a, n, b, m)) return false;
  return true;
}

function rowSaysSame(a: Batch, i: number, b: Batch, j: number): boolean {
  if (a.op[i] !== b.op[j] || a.line[i] !== b.line[j]) return false;
  if ((a.opinions?.[i] ?? 0) !== (b.opinions?.[j] ?? 0) || (a.reviews?.[i] ?? 0) !== (b.reviews?.[j] ?? 0))
    return false;
  if (!isSame(a.size, i, b.size, j)) return false;
  for (const field of timeFields) if (!isSame(a.times[field], i, b.times[field], j)) return false;
  return textsSaySame(a, i, b, j);
}

function textsSaySame(a: Batch, i: number, b: Batch, j: number): boolean {
  if (a.partnerKey?.[i] !== b.partnerKey?.[j]) return false;
  const [was, is] = [a.extras?.[i], b.extras?.[j]];
  return was?.name === is?.name && was?.note === is?.note && was?.spelling === is?.spelling;
}

function isSame(a: Float64Array | null, i: number, b: Float64Array | null, j: number): boolean {
  return Object.is(a?.[i] ?? Number.NaN, b?.[j] ?? Number.NaN);
}

/**
 * How many rows from here on are the same in both, key by key and in what they say: of a new edition nearly all are, and
 * column by column that is seen in a tenth of the time. None where rows make records.
 */
export function sameRows(a: Batch, i: number, b: Batch, j: number): number {
  // Of what a delta changes hardly a row is the same, though the keys of all of them are.
  if (a.item !== null || b.item !== null || !rowSaysSame(a, i, b, j)) return 0;
  let same = sameKeys(a, i, b, j, Math.min(a.count - i, b.count - j));
  same = sameWords(a.line, i, b.line, j, same);
  same = sameWords(a.opinions, i, b.opinions, j, same);
  same = sameWords(a.reviews, i, b.reviews, j, same);
  same = sameFloats(a.size, i, b.size, j, same);
  for (const field of timeFields) same = sameFloats(a.times[field], i, b.times[field], j, same);
  if (a.partnerKey === null && a.extras === null && b.partnerKey === null && b.extras === null) return same;
  for (let n = 0; n < same; n++) if (!textsSaySame(a, i + n, b, j + n)) return n;
  return same;
}

/** So many keys are compared in one call; where they differ they are looked at one by one. */
const MANY = 32;

function sameKeys(a: Batch, i: number, b: Batch, j: number, most: number): number {
  const { kind, scope, op, start } = a;
  // Where a key begins in one it begins so much further on in the other.
  const further = b.start[j]! - start[i]!;
  for (let n = 0; n < most; ) {
    const first = n;
    const end = Math.min(n + MANY, most);
    while (
      n < end &&
      kind[i + n] === b.kind[j + n] &&
      scope[i + n] === b.scope[j + n] &&
      op[i + n] === b.op[j + n] &&
      b.start[j + n + 1]! - start[i + n + 1]! === further
    )
      n++;
    const [from, to] = [start[i + first]!, start[i + n]!];
    const isSame = Buffer.compare(a.bytes.subarray(from, to), b.bytes.subarray(from + further, to + further)) === 0;
    if (!isSame) return sameOneByOne(a, i, b, j, first, n);
    if (n < end) return n;
  }
  return most;
}

function sameOneByOne(a: Batch, i: number, b: Batch, j: number, from: number, to: number): number {
  const further = b.start[j]! - a.start[i]!;
  for (let n = from; n < to; n++) {
    const end = a.start[i + n + 1]!;
    for (let at = a.start[i + n]!; at < end; at++) if (a.bytes[at] !== b.bytes[at + further]) return n;
  }
  return to;
}

// One loop for each width of numbers, and none that asks in each row whether there are any: that takes several times as long.

function sameWords(a: Uint32Array | null, i: number, b: Uint32Array | null, j: number, most: number): number {
  if (a !== null && b !== null) {
    for (let n = 0; n < most; n++) if (a[i + n] !== b[j + n]) return n;
    return most;
  }
  const [only, from] = a === null ? [b, j] : [a, i];
  if (only === null) return most;
  for (let n = 0; n < most; n++) if (only[from + n] !== 0) return n;
  return most;
}

function sameFloats(a: Float64Array | null, i: number, b: Float64Array | null, j: number, most: number): number {
  if (a !== null && b !== null) {
    for (let n = 0; n < most; n++) {
      const [was, is] = [a[i + n]!, b[j + n]!];
      if (was !== is ? !(Number.isNaN(was) && Number.isNaN(is)) : was === 0 && !Object.is(was, is)) return n;
    }
    return most;
  }
  const [only, from] = a === null ? [b, j] : [a, i];
  if (only === null) return most;
  for (let n = 0; n < most; n++) if (!Number.isNaN(only[from + n]!)) return n;
  return most;
}

/**
 * Sorted rows with records in the order of all their keys: a sort knows only the first, and records that must stay apart
 * may share it.
 */
export async function* inFullOrder(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  let held: Batch | null = null;
  for await (const batch of batches) {
    if (batch.count === 0) continue;
    const all: Batch = held === null ? batch : concat([held, batch]);
    // What follows may belong before the last records that share a first key.
    const ready = all.item === null ? all.count : startOfTies(all);
    held = ready === all.count ? null : slice(all, ready, all.count);
    if (ready > 0) yield ordered(slice(all, 0, ready));
  }
  if (held !== null) yield ordered(held);
}

function startOfTies(batch: Batch): number {
  const starts = startsOf(batch);
  let n = starts.length - 1;
  while (n > 0 && compareRows(batch, starts[n - 1]!, batch, starts[n]!) === 0) n--;
  return starts[n] ?? 0;
}

function ordered(batch: Batch): Batch {
  if (batch.item === null) return batch;
  const starts = startsOf(batch);
  if (starts.every((at, n) => n === 0 || compareRecords(batch, starts[n - 1]!, batch, at) <= 0)) return batch;
  starts.sort((a, b) => compareRecords(batch, a, batch, b) || a - b);
  const rows = starts.flatMap((at) => Array.from({ length: endOf(batch, at) - at }, (_, n) => at + n));
  return pick(batch, Uint32Array.from(rows));
}

function startsOf(batch: Batch): number[] {
  const starts: number[] = [];
  for (let row = 0; row < batch.count; row = endOf(batch, row)) starts.push(row);
  return starts;
}
