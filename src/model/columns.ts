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

export type TimeColumns = Record<TimeField, Float64Array<ArrayBuffer> | null>;

export function noTimes(): TimeColumns {
  return { firstSeen: null, lastVerified: null, lastReviewed: null, expires: null };
}

/** The first `count` rows of each. */
export function cutTimes({ firstSeen, lastVerified, lastReviewed, expires }: TimeColumns, count: number): Times {
  return {
    firstSeen: firstSeen?.subarray(0, count) ?? null,
    lastVerified: lastVerified?.subarray(0, count) ?? null,
    lastReviewed: lastReviewed?.subarray(0, count) ?? null,
    expires: expires?.subarray(0, count) ?? null,
  };
}

/** The column with a place for each of `count` rows, absent at the end. */
export function padded<T>(column: (T | undefined)[] | null, count: number): (T | undefined)[] | null {
  if (column !== null) column.length = count;
  return column;
}
