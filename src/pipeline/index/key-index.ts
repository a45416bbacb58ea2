// The exact set of keys of a run: open addressing over four-byte slots, key bytes in memory that grows.
// No probabilistic filter, because exactness is the product; no Set, because V8 refuses one above 16,777,216 entries.
// Keys of one kind and scope form a lane, so a lane compares bare words and needs no kind or length beside them.
import { kindOf } from '../../model/kinds.ts';
import { EXCEPTED } from '../../model/scope.ts';
import { ByteLane } from './byte-lane.ts';
import { fixedWidthLane } from './kernel-lane.ts';
import type { Lane } from './lane.ts';

/** A lane number holds kind, scope and whether the key is an exception, which is another thing than the same key listed. */
export function laneNumber(kind: number, scope: number, op: number): number {
  return (kind << 3) | (scope << 1) | (op === EXCEPTED ? 1 : 0);
}

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
      lane =
        width > 0 && width % 4 === 0
          ? fixedWidthLane(number, width, this.#seed, this.#expected)
          : new ByteLane(number, this.#seed, this.#expected);
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
