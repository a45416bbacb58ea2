// Which URLs begin like a listed prefix. Of the prefixes only those that begin like no other matter; sorted by their
// bytes, what covers a URL can only be the last one that does not come after it, however many lengths prefixes have. By
// segments of the path, each beginning that ends with one is looked up instead.
import type { Batch } from '../model/batch.ts';
import { kinds } from '../model/kinds.ts';
import { PREFIX } from '../model/scope.ts';
import { urlHostEnd, urlHostStart } from '../model/url.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';
import type { KeyRows, Lane } from './index/lane.ts';

const URL_KIND = kinds.url.code;

const SLASH = 0x2f;
const QUESTION = 0x3f;

/** Prefixes of which none begins like another, by their bytes: key `order[n]` of `keys` is the n-th. */
interface Shortest {
  readonly keys: KeyRows;
  readonly order: Uint32Array;
}

export class CoveringPrefixes {
  readonly #op: number;
  readonly #lane: Lane;
  readonly #isBySegments: boolean;
  /** Made when first asked for, after all were collected. */
  #shortest: Shortest | null = null;

  constructor(index: KeyIndex, op: number, isBySegments = false) {
    this.#op = op;
    this.#isBySegments = isBySegments;
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
    if (this.#isBySegments) return this.#coversSegments(batch, i);
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

  /** Whether a prefix ends where a segment of row i does. The front page of a host is no beginning of its other pages. */
  #coversSegments({ bytes, start }: Batch, i: number): boolean {
    const from = start[i]!;
    const to = start[i + 1]!;
    let at = urlHostEnd(bytes, urlHostStart(bytes, from, to), to);
    while (at < to && bytes[at] !== SLASH) at++;
    if (bytes[at + 1] === QUESTION) return false;
    for (at += 2; at < to; at++) {
      const byte = bytes[at];
      if (byte !== SLASH && byte !== QUESTION) continue;
      if (this.#lane.find(bytes, from, at) >= 0) return true;
      if (byte === QUESTION) return false;
      if (at + 1 < to && this.#lane.find(bytes, from, at + 1) >= 0) return true;
    }
    return false;
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
