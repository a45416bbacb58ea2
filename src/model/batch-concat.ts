// Puts batches together into one, for stages that must see all rows at once.
import type { Batch, Origins, Times } from './batch.ts';
import { bytesColumn, floatsColumn, shortsColumn, wordsColumn } from './column-memory.ts';
import { timeFields } from './fields.ts';

/** All rows of the batches in order; items stay apart, and provenance is written out where sources differ. */
export function concat(batches: readonly Batch[]): Batch {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const start = wordsColumn(count + 1);
  const bytes = bytesColumn(batches.reduce((sum, batch) => sum + batch.start[batch.count]! - batch.start[0]!, 0));
  let row = 0;
  let used = 0;
  for (const batch of batches) {
    const first = batch.start[0]!;
    bytes.set(batch.bytes.subarray(first, batch.start[batch.count]!), used);
    for (let i = 0; i < batch.count; i++) start[++row] = used + batch.start[i + 1]! - first;
    used = start[row]!;
  }
  const times = Object.fromEntries(
    timeFields.map((field) => [field, floats(batches, count, (batch) => batch.times[field])]),
  ) as unknown as Times; // one entry for each time field
  const isOneSource = batches.every((batch) => batch.origins === null && batch.source === batches[0]?.source);
  return {
    count,
    source: batches[0]?.source ?? 0,
    kind: octets(batches, count, (batch) => batch.kind),
    scope: octets(batches, count, (batch) => batch.scope),
    op: octets(batches, count, (batch) => batch.op),
    uniform: false,
    start,
    bytes,
    line: words(batches, count, (batch) => batch.line) ?? new Uint32Array(0),
    item: items(batches, count),
    opinions: words(batches, count, (batch) => batch.opinions),
    reviews: words(batches, count, (batch) => batch.reviews),
    times,
    size: floats(batches, count, (batch) => batch.size),
    partnerKey: values(batches, count, (batch) => batch.partnerKey),
    extras: values(batches, count, (batch) => batch.extras),
    origins: isOneSource ? null : origins(batches, count),
  };
}

function octets(batches: readonly Batch[], count: number, column: (batch: Batch) => Uint8Array): Uint8Array {
  const all = bytesColumn(count);
  let at = 0;
  for (const batch of batches) {
    all.set(column(batch), at);
    at += batch.count;
  }
  return all;
}

function words(
  batches: readonly Batch[],
  count: number,
  column: (batch: Batch) => Uint32Array | null,
): Uint32Array | null {
  if (batches.every((batch) => column(batch) === null)) return null;
  const all = wordsColumn(count);
  let at = 0;
  for (const batch of batches) {
    const own = column(batch);
    if (own !== null) all.set(own, at);
    at += batch.count;
  }
  return all;
}

function floats(
  batches: readonly Batch[],
  count: number,
  column: (batch: Batch) => Float64Array | null,
): Float64Array | null {
  if (batches.every((batch) => column(batch) === null)) return null;
  const all = floatsColumn(count);
  let at = 0;
  for (const batch of batches) {
    const own = column(batch);
    if (own !== null) all.set(own, at);
    at += batch.count;
  }
  return all;
}

function values<T>(
  batches: readonly Batch[],
  count: number,
  column: (batch: Batch) => readonly (T | undefined)[] | null,
): (T | undefined)[] | null {
  if (batches.every((batch) => column(batch) === null)) return null;
  const all: (T | undefined)[] = new Array(count);
  let at = 0;
  for (const batch of batches) {
    const own = column(batch);
    for (let i = 0; i < batch.count; i++) all[at + i] = own?.[i];
    at += batch.count;
  }
  return all;
}

/** Numbers every item anew, because numbers mean something only within their batch. */
function items(batches: readonly Batch[], count: number): Uint32Array | null {
  if (batches.every((batch) => batch.item === null)) return null;
  const all = wordsColumn(count);
  let row = 0;
  let number = 0;
  for (const { item, count: rows } of batches) {
    for (let i = 0; i < rows; i++, row++) {
      if (i === 0 || item === null || item[i] !== item[i - 1]) number++;
      all[row] = number;
    }
  }
  return all;
}

function origins(batches: readonly Batch[], count: number): Origins {
  const total = batches.reduce((sum, batch) => sum + (batch.origins?.line.length ?? batch.count), 0);
  const all = {
    start: wordsColumn(count + 1),
    source: shortsColumn(total),
    line: wordsColumn(total),
    op: bytesColumn(total),
  };
  let row = 0;
  let at = 0;
  for (const batch of batches) {
    const own = batch.origins;
    for (let i = 0; i < batch.count; i++) {
      const from = own === null ? i : own.start[i]!;
      const to = own === null ? i + 1 : own.start[i + 1]!;
      for (let n = from; n < to; n++, at++) {
        all.source[at] = own === null ? batch.source : own.source[n]!;
        all.line[at] = own === null ? batch.line[n]! : own.line[n]!;
        all.op[at] = own === null ? batch.op[n]! : own.op[n]!;
      }
      all.start[++row] = at;
    }
  }
  return all;
}
