// A fixed set of networks with what is known of each. Two networks overlap when the bits of the shorter prefix agree,
// which needs no arithmetic of ranges.

export interface GuardedRange {
  /** 5 or 17 bytes, the last one being the prefix length. */
  readonly network: Uint8Array;
  readonly bits: number;
  /** Who runs it, or the list that names it; shown in findings. */
  readonly title: string;
}

export class RangeTable {
  /** By family and first byte: of some hundred ranges a row meets a handful. */
  readonly #v4: GuardedRange[][] = [];
  readonly #v6: GuardedRange[][] = [];

  constructor(ranges: readonly GuardedRange[]) {
    for (let first = 0; first < 256; first++) {
      this.#v4.push([]);
      this.#v6.push([]);
    }
    for (const range of ranges) {
      const { network } = range;
      const buckets = network.length === 5 ? this.#v4 : this.#v6;
      const width = bucketsOf(network[network.length - 1] ?? 0);
      for (let first = network[0] ?? 0, n = 0; n < width; n++) buckets[first + n]?.push(range);
    }
  }

  /** The ranges that share an address with the network of these `bytes` (4 or 16) and this many `bits`. */
  overlapping(key: Uint8Array, from: number, bytes: number, bits: number): GuardedRange[] {
    const buckets = bytes === 4 ? this.#v4 : this.#v6;
    const first = key[from] ?? 0;
    const width = bucketsOf(bits);
    if (width === 1) return (buckets[first] ?? NONE).filter((range) => overlaps(range, key, from, bytes, bits));
    const candidates = new Set(buckets.slice(first, first + width).flat());
    return [...candidates].filter((range) => overlaps(range, key, from, bytes, bits));
  }
}

const NONE: readonly GuardedRange[] = [];

/** First bytes that addresses of a network can have. */
function bucketsOf(bits: number): number {
  return bits >= 8 ? 1 : 1 << (8 - bits);
}

function overlaps({ network }: GuardedRange, key: Uint8Array, from: number, bytes: number, bits: number): boolean {
  const shared = Math.min(bits, network[bytes] ?? 0);
  const whole = shared >> 3;
  for (let i = 0; i < whole; i++) if (network[i] !== key[from + i]) return false;
  const rest = shared & 7;
  return rest === 0 || (((network[whole] ?? 0) ^ (key[from + whole] ?? 0)) & (0xff00 >> rest) & 0xff) === 0;
}

/** Whether all addresses of the network lie in the range. */
export function isInside({ network }: GuardedRange, bytes: number, bits: number): boolean {
  return bits >= (network[bytes] ?? 0);
}
