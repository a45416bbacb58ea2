// Columns while they are built: growing, cutting and padding them. Plain helpers of the batch builder.
import type { Times } from './batch.ts';
import type { TimeField } from './fields.ts';

type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** A copy with room for `length` values; new places of a column of floats are absent, those of others 0. */
export function grown<T extends Numbers>(column: T, length: number): T {
  const larger = new (column.constructor as new (size: number) => T)(length); // the same kind of array
  if (larger instanceof Float64Array) larger.fill(Number.NaN, column.length);
  larger.set(column);
  return larger;
}

/** The column, or a larger copy where it has no room for so many rows. */
export function roomFor<T extends Numbers>(column: T, rows: number): T {
  return column.length >= rows ? column : grown(column, Math.max(rows, column.length * 2));
}

/** The first `count` rows; those beyond the end of the column are absent. */
export function cut<T extends Numbers>(column: T | null, count: number): T | null {
  return column && (roomFor(column, count).subarray(0, count) as T);
}

export type TimeColumns = Record<TimeField, Float64Array<ArrayBuffer> | null>;

export function noTimes(): TimeColumns {
  return { firstSeen: null, lastVerified: null, lastReviewed: null, updated: null, expires: null };
}

/** The first `count` rows of each. */
export function cutTimes(times: TimeColumns, count: number): Times {
  const { firstSeen, lastVerified, lastReviewed, updated, expires } = times;
  return {
    firstSeen: cut(firstSeen, count),
    lastVerified: cut(lastVerified, count),
    lastReviewed: cut(lastReviewed, count),
    updated: cut(updated, count),
    expires: cut(expires, count),
  };
}

/** The column with a place for each of `count` rows, absent at the end. */
export function padded<T>(column: (T | undefined)[] | null, count: number): (T | undefined)[] | null {
  if (column !== null) column.length = count;
  return column;
}
