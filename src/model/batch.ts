// The batch: rows in columns, sealed once taken. A stage makes a new batch, it never writes into one it received.
// Columns, because the hot work (check, deduplicate, filter, write digests) touches two of them; and one promise per
// batch instead of one per row is most of the speed.
import { bytesColumn, floatsColumn, wordsColumn } from './column-memory.ts';
import type { Extras, TimeField } from './fields.ts';

/** Rows in a full batch. A batch may exceed it by one record, because the rows of an item are never parted. */
export const BATCH_ROWS = 8192;

export type Times = Readonly<Record<TimeField, Float64Array | null>>;

export const NO_TIMES: Times = {
  firstSeen: null,
  lastVerified: null,
  lastReviewed: null,
  updated: null,
  expires: null,
};

/** Where rows come from: for row i the entries `start[i]..start[i+1])`, one per source, in the order first met. */
export interface Origins {
  readonly start: Uint32Array;
  readonly source: Uint16Array;
  readonly line: Uint32Array;
  /** What that source last said: an operation code. */
  readonly op: Uint8Array;
}

export interface Batch {
  readonly count: number;
  /** Source of every row, by its number in the run's name table. */
  readonly source: number;
  /** Kind codes; scope codes; operation codes. */
  readonly kind: Uint8Array;
  readonly scope: Uint8Array;
  readonly op: Uint8Array;
  /** Whether all rows share kind, scope and operation, so that a loop may look at row 0 only. */
  readonly uniform: boolean;
  /** Key bytes of row i are `bytes[start[i]..start[i+1])`. */
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
  /** Line (or record number) of each row in its input, from 1. */
  readonly line: Uint32Array;
  /** Rows with one number describe one file or page and stand side by side; null: every row is alone. */
  readonly item: Uint32Array | null;
  /** Numbers of interned sets; null: empty for every row. */
  readonly opinions: Uint32Array | null;
  readonly reviews: Uint32Array | null;
  readonly times: Times;
  /** File size in bytes, NaN for absent. */
  readonly size: Float64Array | null;
  readonly partnerKey: readonly (string | undefined)[] | null;
  readonly extras: readonly (Extras | undefined)[] | null;
  /** Null: every row comes from `source` at `line` with its own operation. */
  readonly origins: Origins | null;
}

/** The columns of rows of which nothing is said but their keys. */
export const NOTHING_SAID = {
  opinions: null,
  reviews: null,
  times: NO_TIMES,
  size: null,
  partnerKey: null,
  extras: null,
} as const;

/** The rows for which `keep[i]` is not 0, as a new batch; the same batch when all are kept. */
export function compact(batch: Batch, keep: Uint8Array, kept: number): Batch {
  if (kept === batch.count) return batch;
  const rows = new Uint32Array(kept);
  for (let i = 0, n = 0; i < batch.count; i++) if (keep[i]) rows[n++] = i;
  return pick(batch, rows);
}

/** The rows with these numbers, in that order, as a new batch, which shares no column with the other. */
export function pick(batch: Batch, rows: Uint32Array): Batch {
  const count = rows.length;
  const start = wordsColumn(count + 1);
  for (let n = 0; n < count; n++) start[n + 1] = start[n]! + batch.start[rows[n]! + 1]! - batch.start[rows[n]!]!;
  const bytes = bytesColumn(start[count]!);
  copyRuns(batch, rows, start, bytes);
  const take32 = (column: Uint32Array): Uint32Array => {
    const taken = wordsColumn(count);
    for (let n = 0; n < count; n++) taken[n] = column[rows[n]!]!;
    return taken;
  };
  const take8 = (column: Uint8Array): Uint8Array => {
    const taken = bytesColumn(count);
    if (batch.uniform) taken.set(column.subarray(0, count));
    else for (let n = 0; n < count; n++) taken[n] = column[rows[n]!]!;
    return taken;
  };
  const takeFloat = (column: Float64Array): Float64Array => {
    const taken = floatsColumn(count);
    for (let n = 0; n < count; n++) taken[n] = column[rows[n]!]!;
    return taken;
  };
  const takeAny = <T>(column: readonly T[]): T[] => Array.from(rows, (row) => column[row] as T);
  const { firstSeen, lastVerified, lastReviewed, updated, expires } = batch.times;
  return {
    count,
    source: batch.source,
    kind: take8(batch.kind),
    scope: take8(batch.scope),
    op: take8(batch.op),
    uniform: batch.uniform,
    start,
    bytes,
    line: take32(batch.line),
    item: batch.item && take32(batch.item),
    opinions: batch.opinions && take32(batch.opinions),
    reviews: batch.reviews && take32(batch.reviews),
    times: {
      firstSeen: firstSeen && takeFloat(firstSeen),
      lastVerified: lastVerified && takeFloat(lastVerified),
      lastReviewed: lastReviewed && takeFloat(lastReviewed),
      updated: updated && takeFloat(updated),
      expires: expires && takeFloat(expires),
    },
    size: batch.size && takeFloat(batch.size),
    partnerKey: batch.partnerKey && takeAny(batch.partnerKey),
    extras: batch.extras && takeAny(batch.extras),
    origins: batch.origins && pickOrigins(batch.origins, rows),
  };
}

/** Rows `from` to `to`, over the same columns. */
export function slice(batch: Batch, from: number, to: number): Batch {
  if (from === 0 && to === batch.count) return batch;
  const { kind, scope, op, start, line, item, opinions, reviews, times, size, partnerKey, extras, origins } = batch;
  return {
    count: to - from,
    source: batch.source,
    kind: kind.subarray(from, to),
    scope: scope.subarray(from, to),
    op: op.subarray(from, to),
    uniform: batch.uniform,
    start: start.subarray(from, to + 1),
    bytes: batch.bytes,
    line: line.subarray(from, to),
    item: item?.subarray(from, to) ?? null,
    opinions: opinions?.subarray(from, to) ?? null,
    reviews: reviews?.subarray(from, to) ?? null,
    times: times === NO_TIMES ? times : slicedTimes(times, from, to),
    size: size?.subarray(from, to) ?? null,
    partnerKey: partnerKey?.slice(from, to) ?? null,
    extras: extras?.slice(from, to) ?? null,
    origins: origins && sliceOrigins(origins, from, to),
  };
}

function slicedTimes(times: Times, from: number, to: number): Times {
  const cut = (column: Float64Array | null): Float64Array | null => column?.subarray(from, to) ?? null;
  const { firstSeen, lastVerified, lastReviewed, updated, expires } = times;
  return {
    firstSeen: cut(firstSeen),
    lastVerified: cut(lastVerified),
    lastReviewed: cut(lastReviewed),
    updated: cut(updated),
    expires: cut(expires),
  };
}

function sliceOrigins({ start, source, line, op }: Origins, from: number, to: number): Origins {
  const [first, end] = [start[from]!, start[to]!];
  return {
    start: start.subarray(from, to + 1).map((at) => at - first),
    source: source.subarray(first, end),
    line: line.subarray(first, end),
    op: op.subarray(first, end),
  };
}

/** Runs of up to so many words are copied word by word: a call of `set` costs more than 32 of them. */
const FEW_WORDS = 32;

/** Copies key bytes in runs of neighbouring rows, not row by row. */
function copyRuns(batch: Batch, rows: Uint32Array, start: Uint32Array, bytes: Uint8Array): void {
  const src = batch.bytes;
  const isWhole = src.byteOffset % 4 === 0;
  const from32 = new Int32Array(src.buffer, isWhole ? src.byteOffset : 0, isWhole ? src.length >> 2 : 0);
  const to32 = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
  for (let n = 0; n < rows.length; ) {
    const first = n++;
    while (n < rows.length && rows[n]! === rows[n - 1]! + 1) n++;
    const from = batch.start[rows[first]!]!;
    const to = batch.start[rows[n - 1]! + 1]!;
    const at = start[first]!;
    if (isWhole && ((from | to | at) & 3) === 0 && to - from <= FEW_WORDS * 4) {
      for (let w = from >> 2, t = at >> 2; w < to >> 2; w++, t++) to32[t] = from32[w]!;
    } else bytes.set(src.subarray(from, to), at);
  }
}

function pickOrigins(origins: Origins, rows: Uint32Array): Origins {
  const start = new Uint32Array(rows.length + 1);
  for (let n = 0; n < rows.length; n++) {
    start[n + 1] = start[n]! + origins.start[rows[n]! + 1]! - origins.start[rows[n]!]!;
  }
  const total = start[rows.length]!;
  const source = new Uint16Array(total);
  const line = new Uint32Array(total);
  const op = new Uint8Array(total);
  for (let n = 0, to = 0; n < rows.length; n++) {
    for (let from = origins.start[rows[n]!]!; from < origins.start[rows[n]! + 1]!; from++, to++) {
      source[to] = origins.source[from]!;
      line[to] = origins.line[from]!;
      op[to] = origins.op[from]!;
    }
  }
  return { start, source, line, op };
}
