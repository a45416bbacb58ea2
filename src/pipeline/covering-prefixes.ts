// Which URLs begin like a listed prefix. Of the prefixes only those that begin like no other matter; sorted by their
// bytes, what covers a URL can only be the last one that does not come after it, however many lengths prefixes have.
import type { Batch } from '../model/batch.ts';
import { kinds } from '../model/kinds.ts';
import { PREFIX } from '../model/scope.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';
import type { KeyRows, Lane } from './index/lane.ts';

const URL_KIND = kinds.url.code;

/** Prefixes of which none begins like another, by their bytes: key `order[n]` of `keys` is the n-th. */
interface Shortest {
  readonly keys: KeyRows;
  readonly order: Uint32Array;
}

export class CoveringPrefixes {
  readonly #op: number;
  readonly #lane: Lane;
  /** Made when first asked for, after all were collected. */
  #shortest: Shortest | null = null;

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
      if (batch.kind[i] === URL_KIND && batch.scope[i] === PREFIX && batch.op[i] === this.#op) rows[n++] = i;
    }
    if (n === 0) return;
    this.#lane.putRows(batch, rows, n, new Uint32Array(n));
    this.#shortest = null;
  }

  /** Whether row i begins like a prefix other than itself. */
  covers(batch: Batch, i: number): boolean {
    if (this.#lane.count === 0) return false;
    this.#shortest ??= shortestOf(this.#lane);
    const { keys, order } = this.#shortest;
    let low = 0;
    for (let high = order.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (compare(keys, order[middle]!, batch, i) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0 || !begins(batch, i, keys, order[low - 1]!)) return false;
    return batch.scope[i] !== PREFIX || lengthOf(batch, i) > lengthOf(keys, order[low - 1]!);
  }
}

function shortestOf(lane: Lane): Shortest {
  const start = new Uint32Array(lane.count + 1);
  const keys = { bytes: lane.copyRun(0, start), start };
  const order = Uint32Array.from({ length: lane.count }, (_, key) => key).sort((a, b) => compare(keys, a, keys, b));
  let n = 0;
  // What begins like another comes right behind it, and behind whatever else begins like it.
  for (const key of order) if (n === 0 || !begins(keys, key, keys, order[n - 1]!)) order[n++] = key;
  return { keys, order: order.subarray(0, n) };
}

/** By bytes; what begins like another comes behind it. */
function compare(a: KeyRows, i: number, b: KeyRows, k: number): number {
  const shared = Math.min(lengthOf(a, i), lengthOf(b, k));
  const [from, other] = [a.start[i]!, b.start[k]!];
  for (let n = 0; n < shared; n++) {
    const difference = a.bytes[from + n]! - b.bytes[other + n]!;
    if (difference !== 0) return difference;
  }
  return lengthOf(a, i) - lengthOf(b, k);
}

/** Whether key i begins like key k, or is the same. */
function begins(a: KeyRows, i: number, b: KeyRows, k: number): boolean {
  const length = lengthOf(b, k);
  if (lengthOf(a, i) < length) return false;
  const [from, other] = [a.start[i]!, b.start[k]!];
  for (let n = 0; n < length; n++) if (a.bytes[from + n] !== b.bytes[other + n]) return false;
  return true;
}

function lengthOf({ start }: KeyRows, i: number): number {
  return start[i + 1]! - start[i]!;
}
