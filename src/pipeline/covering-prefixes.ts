// Which URLs begin like a listed prefix: prefixes in the key index, found again by cutting a key short at every length
// that was met. It keeps no key of its own and knows no format.
import type { Batch } from '../model/batch.ts';
import { kinds } from '../model/kinds.ts';
import { PREFIX } from '../model/scope.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';
import type { Lane } from './index/lane.ts';

const URL_KIND = kinds.url.code;

export class CoveringPrefixes {
  readonly #op: number;
  readonly #lane: Lane;
  /** Lengths that were met, in no order. */
  readonly #lengths = new Set<number>();

  constructor(index: KeyIndex, op: number) {
    this.#op = op;
    this.#lane = index.lane(laneNumber(URL_KIND, PREFIX, op));
  }

  get count(): number {
    return this.#lane.count;
  }

  /** Takes in the prefixes of a batch. */
  collect(batch: Batch): void {
    const rows = new Uint32Array(batch.count);
    let n = 0;
    for (let i = 0; i < batch.count; i++) {
      if (batch.kind[i] !== URL_KIND || batch.scope[i] !== PREFIX || batch.op[i] !== this.#op) continue;
      this.#lengths.add(batch.start[i + 1]! - batch.start[i]!);
      rows[n++] = i;
    }
    this.#lane.putRows(batch, rows, n, new Uint32Array(n));
  }

  /** Whether row i begins like a prefix other than itself. */
  covers(batch: Batch, i: number): boolean {
    const from = batch.start[i]!;
    const own = batch.start[i + 1]! - from;
    const longest = batch.scope[i] === PREFIX ? own - 1 : own;
    for (const length of this.#lengths) {
      if (length <= longest && this.#lane.find(batch.bytes, from, from + length) >= 0) return true;
    }
    return false;
  }
}
