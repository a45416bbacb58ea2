// Puts batches together into one, for stages that must see all rows at once.
import type { Batch, Origins, Times } from './batch.ts';
import { bytesColumn, floatsColumn, shortsColumn, wordsColumn } from './column-memory.ts';
import { timeFields } from './fields.ts';

/** Rows `from` to `to` of a batch. */
export interface Span {
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
}

/** All rows of the batches in order; items stay apart, and provenance is written out where sources differ. */
export function concat(batches: readonly Batch[]): Batch {
  return joined(batches.map((batch) => ({ batch, from: 0, to: batch.count })));
}

/** The same of parts of batches, which may be as many as there are rows: nothing is made for each of them. */
export function joined(spans: readonly Span[]): Batch {
  const count = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  const [start, bytes] = keys(spans, count);
  const times = Object.fromEntries(
    timeFields.map((field) => [field, floats(spans, count, (batch) => batch.times[field])]),
  ) as unknown as Times; // one entry for each time field
  const source = spans[0]?.batch.source ?? 0;
  const isOneSource = spans.every(({ batch }) => batch.origins === null && batch.source === source);
  return {
    count,
    source,
    kind: octets(spans, count, (batch) => batch.kind),
    scope: octets(spans, count, (batch) => batch.scope),
    op: octets(spans, count, (batch) => batch.op),
    uniform: false,
    start,
    bytes,
    line: words(spans, count, (batch) => batch.line) ?? new Uint32Array(0),
    item: items(spans, count),
    opinions: words(spans, count, (batch) => batch.opinions),
    reviews: words(spans, count, (batch) => batch.reviews),
    times,
    size: floats(spans, count, (batch) => batch.size),
    partnerKey: values(spans, count, (batch) => batch.partnerKey),
    extras: values(spans, count, (batch) => batch.extras),
    origins: isOneSource ? null : origins(spans, count),
  };
}

function keys(spans: readonly Span[], count: number): [start: Uint32Array, bytes: Uint8Array] {
  const start = wordsColumn(count + 1);
  const bytes = bytesColumn(spans.reduce((sum, { batch, from, to }) => sum + batch.start[to]! - batch.start[from]!, 0));
  let row = 0;
  let used = 0;
  for (const { batch, from, to } of spans) {
    const first = batch.start[from]!;
    bytes.set(batch.bytes.subarray(first, batch.start[to]!), used);
    for (let i = from; i < to; i++) start[++row] = used + batch.start[i + 1]! - first;
    used = start[row]!;
  }
  return [start, bytes];
}

/** Runs of up to so many rows are copied row by row: a call of `set` costs more. */
const FEW = 16;

function octets(spans: readonly Span[], count: number, column: (batch: Batch) => Uint8Array): Uint8Array {
  const all = bytesColumn(count);
  let at = 0;
  for (const { batch, from, to } of spans) {
    const own = column(batch);
    if (to - from > FEW) all.set(own.subarray(from, to), at);
    else for (let i = from; i < to; i++) all[at + i - from] = own[i]!;
    at += to - from;
  }
  return all;
}

function words(
  spans: readonly Span[],
  count: number,
  column: (batch: Batch) => Uint32Array | null,
): Uint32Array | null {
  if (spans.every(({ batch }) => column(batch) === null)) return null;
  const all = wordsColumn(count);
  let at = 0;
  for (const { batch, from, to } of spans) {
    const own = column(batch);
    if (own !== null && to - from > FEW) all.set(own.subarray(from, to), at);
    else if (own !== null) for (let i = from; i < to; i++) all[at + i - from] = own[i]!;
    at += to - from;
  }
  return all;
}

function floats(
  spans: readonly Span[],
  count: number,
  column: (batch: Batch) => Float64Array | null,
): Float64Array | null {
  if (spans.every(({ batch }) => column(batch) === null)) return null;
  const all = floatsColumn(count);
  let at = 0;
  for (const { batch, from, to } of spans) {
    const own = column(batch);
    if (own !== null && to - from > FEW) all.set(own.subarray(from, to), at);
    else if (own !== null) for (let i = from; i < to; i++) all[at + i - from] = own[i]!;
    at += to - from;
  }
  return all;
}

function values<T>(
  spans: readonly Span[],
  count: number,
  column: (batch: Batch) => readonly (T | undefined)[] | null,
): (T | undefined)[] | null {
  if (spans.every(({ batch }) => column(batch) === null)) return null;
  const all: (T | undefined)[] = new Array(count);
  let at = 0;
  for (const { batch, from, to } of spans) {
    const own = column(batch);
    for (let i = from; i < to; i++) all[at++] = own?.[i];
  }
  return all;
}

/** Numbers every item anew, because numbers mean something only within their batch. */
function items(spans: readonly Span[], count: number): Uint32Array | null {
  if (spans.every(({ batch }) => batch.item === null)) return null;
  const all = wordsColumn(count);
  let row = 0;
  let number = 0;
  for (const { batch, from, to } of spans) {
    const { item } = batch;
    for (let i = from; i < to; i++, row++) {
      if (i === from || item === null || item[i] !== item[i - 1]) number++;
      all[row] = number;
    }
  }
  return all;
}

function origins(spans: readonly Span[], count: number): Origins {
  const total = spans.reduce((sum, { batch: { origins }, from, to }) => {
    return sum + (origins === null ? to - from : origins.start[to]! - origins.start[from]!);
  }, 0);
  const all = {
    start: wordsColumn(count + 1),
    source: shortsColumn(total),
    line: wordsColumn(total),
    op: bytesColumn(total),
  };
  let row = 0;
  let at = 0;
  for (const { batch, from: first, to: end } of spans) {
    const own = batch.origins;
    for (let i = first; i < end; i++) {
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
