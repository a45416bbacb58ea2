// Which addresses and networks lie inside others: networks in the key index, found again by cutting a key short at every
// prefix length that was met. It keeps no key of its own and knows no format.
import type { Batch } from '../model/batch.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT } from '../model/scope.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';
import type { Lane } from './index/lane.ts';

const IP = kinds.ip.code;
const CIDR = kinds.cidr.code;

export class CoveringNetworks {
  readonly #op: number;
  readonly #lane: Lane;
  /** Prefix lengths that were met, by `address width * 256 + length`. */
  readonly #met = new Uint8Array(17 * 256);
  readonly #cut = new Uint8Array(17);

  constructor(index: KeyIndex, op: number) {
    this.#op = op;
    this.#lane = index.lane(laneNumber(CIDR, EXACT, op));
  }

  get count(): number {
    return this.#lane.count;
  }

  /** Takes in the networks of a batch. */
  collect(batch: Batch): void {
    const rows = new Uint32Array(batch.count);
    let n = 0;
    for (let i = 0; i < batch.count; i++) {
      if (batch.kind[i] !== CIDR || batch.op[i] !== this.#op) continue;
      const last = batch.start[i + 1]! - 1;
      this.#met[(last - batch.start[i]!) * 256 + batch.bytes[last]!] = 1;
      rows[n++] = i;
    }
    this.#lane.putRows(batch, rows, n, new Uint32Array(n));
  }

  /** Whether row i lies in a network other than itself. An address lies in the network of that one address. */
  covers(batch: Batch, i: number): boolean {
    const isAddress = batch.kind[i] === IP;
    if (!isAddress && batch.kind[i] !== CIDR) return false;
    const from = batch.start[i]!;
    const width = batch.start[i + 1]! - from - (isAddress ? 0 : 1);
    const longest = isAddress ? width * 8 : batch.bytes[from + width]! - 1;
    const cut = this.#cut;
    for (let k = 0; k < width; k++) cut[k] = batch.bytes[from + k]!;
    for (let length = width * 8; length >= 0; length--) {
      // From the longest down, so that each step clears one bit more.
      if (length < width * 8) cut[length >> 3]! &= 0xff << (8 - (length & 7));
      if (length > longest || this.#met[width * 256 + length] === 0) continue;
      cut[width] = length;
      if (this.#lane.find(cut, 0, width + 1) >= 0) return true;
    }
    return false;
  }
}
