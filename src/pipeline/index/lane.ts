// What a lane of the key index is: keys of one kind and scope, found by their bytes.

/** Keys one after another: key i is `bytes[start[i]..start[i + 1])`. A batch is one. */
export interface KeyRows {
  readonly bytes: Uint8Array;
  readonly start: Uint32Array;
}

export interface Lane {
  readonly number: number;
  /** Keys held; ordinals run from 0. */
  readonly count: number;
  readonly byteLength: number;
  /**
   * Looks up, and adds where missing, the keys of these rows of a batch, in order; `out[n]` becomes the ordinal of
   * row `rows[n]` (of row n where `rows` is null). An ordinal not below the former count was added by this call.
   */
  putRows(batch: KeyRows, rows: Uint32Array | null, count: number, out: Uint32Array): void;
  /** The ordinal of a key, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number;
  /** The ordinals of many keys, or -1: `out[n]` is that of `bytes[from[n]..to[n])`. */
  findAll(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, count: number, out: Int32Array): void;
  /** Adds a key without making it findable: a second record that holds a key already kept. */
  append(bytes: Uint8Array, from: number, to: number): number;
  lengthOf(ordinal: number): number;
  /** Copies the bytes of a key to `dst[at..)`. */
  copyTo(ordinal: number, dst: Uint8Array, at: number): void;
  /** The bytes of keys that follow one another, as many as `start` has ends for; puts those into it. */
  copyRun(ordinal: number, start: Uint32Array): Uint8Array;
}

/** Slots of a new table. Most lists are short, and a megabyte to clear was the better part of what they cost. */
export const FIRST_SLOTS = 1 << 10;

/** From so many slots on it is known well enough how many keys will come. */
const SEVERAL = 1 << 18;

/** Slots for the next table: at least twice as many, and enough for the keys to be expected, if they are not too many. */
export function nextSlots(slots: number, expected: number): number {
  if (slots < SEVERAL) return slots * 4;
  let next = slots * 2;
  while (next * 2 < expected * 3 && next < MOST_EXPECTED) next *= 2;
  return next;
}

/** 256 MB of slots are not set aside on a guess. */
const MOST_EXPECTED = 1 << 26;
