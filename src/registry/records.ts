// Records of sorted rows: where they begin, which comes first, whether two say the same. A record is known by its keys, so
// one that gains a key is another record.
import { type Batch, pick } from '../model/batch.ts';
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
  if (!isSame(a.size, i, b.size, j) || a.partnerKey?.[i] !== b.partnerKey?.[j]) return false;
  for (const field of timeFields) if (!isSame(a.times[field], i, b.times[field], j)) return false;
  const [was, is] = [a.extras?.[i], b.extras?.[j]];
  return was?.name === is?.name && was?.note === is?.note && was?.spelling === is?.spelling;
}

function isSame(a: Float64Array | null, i: number, b: Float64Array | null, j: number): boolean {
  return Object.is(a?.[i] ?? Number.NaN, b?.[j] ?? Number.NaN);
}

/** Rows `from` to `to`, over the same columns. */
export function slice(batch: Batch, from: number, to: number): Batch {
  if (from === 0 && to === batch.count) return batch;
  const { kind, scope, op, start, line, item, opinions, reviews, times, size, partnerKey, extras } = batch;
  const cut = (column: Float64Array | null): Float64Array | null => column?.subarray(from, to) ?? null;
  return {
    ...batch,
    count: to - from,
    kind: kind.subarray(from, to),
    scope: scope.subarray(from, to),
    op: op.subarray(from, to),
    start: start.subarray(from, to + 1),
    line: line.subarray(from, to),
    item: item?.subarray(from, to) ?? null,
    opinions: opinions?.subarray(from, to) ?? null,
    reviews: reviews?.subarray(from, to) ?? null,
    times: {
      firstSeen: cut(times.firstSeen),
      lastVerified: cut(times.lastVerified),
      lastReviewed: cut(times.lastReviewed),
      updated: cut(times.updated),
      expires: cut(times.expires),
    },
    size: cut(size),
    partnerKey: partnerKey?.slice(from, to) ?? null,
    extras: extras?.slice(from, to) ?? null,
  };
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
