// The exact set of keys of a run: open addressing over four-byte slots, key bytes in growing segments.
// No probabilistic filter, because exactness is the product; no Set, because V8 refuses one above 16,777,216 entries.
// Keys of one kind and scope form a lane, so a lane compares bare words and needs no kind or length beside them.
import { kindOf } from '../model/kinds.ts';
import { EXCEPTED } from '../model/scope.ts';
import { ByteLane } from './byte-lane.ts';
import { WordLane } from './word-lane.ts';

/** A lane number holds kind, scope and whether the key is an exception, which is another thing than the same key listed. */
export function laneNumber(kind: number, scope: number, op: number): number {
  return (kind << 3) | (scope << 1) | (op === EXCEPTED ? 1 : 0);
}

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
  /** Adds a key without making it findable: a second record that holds a key already kept. */
  append(bytes: Uint8Array, from: number, to: number): number;
  lengthOf(ordinal: number): number;
  /** Copies the bytes of a key to `dst[at..)`. */
  copyTo(ordinal: number, dst: Uint8Array, at: number): void;
}

/** Slots for the next table: at least twice as many, and enough for the keys to be expected, if they are not too many. */
export function nextSlots(slots: number, expected: number): number {
  let next = slots * 2;
  while (next * 2 < expected * 3 && next < MOST_EXPECTED) next *= 2;
  return next;
}

/** 256 MB of slots are not set aside on a guess. */
const MOST_EXPECTED = 1 << 26;

export class KeyIndex {
  readonly #lanes: (Lane | undefined)[] = [];
  readonly #seed: number;
  readonly #expected: () => number;

  /**
   * Lists can be crafted, so slots depend on a seed that changes from run to run; results never do. `expected` tells
   * how many keys may come in all, so that a table grows once instead of ten times.
   */
  constructor(seed: number, expected: () => number = () => 0) {
    this.#seed = seed | 1;
    this.#expected = expected;
  }

  lane(number: number): Lane {
    let lane = this.#lanes[number];
    if (lane === undefined) {
      const { width } = kindOf(number >> 3);
      lane = width > 0 && width % 4 === 0 ? new WordLane(number, width, this.#seed, this.#expected) : new ByteLane(number, this.#seed, this.#expected);
      this.#lanes[number] = lane;
    }
    return lane;
  }

  /** The lane if any key of it was met. */
  existing(number: number): Lane | undefined {
    return this.#lanes[number];
  }

  get byteLength(): number {
    return this.#lanes.reduce((sum, lane) => sum + (lane?.byteLength ?? 0), 0);
  }
}
