// A fixed set of networks with what is known of each. Two networks that share an address lie one in the other: sorted by
// address, those inside a network follow it, and those around it are met by going outwards from the one before it.

export interface GuardedRange {
  /** 5 or 17 bytes, the last one being the prefix length. */
  readonly network: Uint8Array;
  readonly bits: number;
  /** Who runs it, or the list that names it; shown in findings. */
  readonly title: string;
}

interface Family {
  /** By address, the larger of two that begin with the same one first. */
  readonly ranges: readonly GuardedRange[];
  /** For each the next larger one it lies in, or the same network once more; -1 where there is none. */
  readonly around: Int32Array;
}

export class RangeTable {
  readonly #v4: Family;
  readonly #v6: Family;
  /** Their places in the list: who is named first is told. */
  readonly #places: ReadonlyMap<GuardedRange, number>;

  constructor(ranges: readonly GuardedRange[]) {
    this.#v4 = familyOf(ranges.filter(({ network }) => network.length === 5));
    this.#v6 = familyOf(ranges.filter(({ network }) => network.length === 17));
    this.#places = new Map(ranges.map((range, place) => [range, place]));
  }

  /** The ranges that share an address with the network of these `bytes` (4 or 16) and this many `bits`. */
  overlapping(key: Uint8Array, from: number, bytes: number, bits: number): GuardedRange[] {
    const { ranges, around } = bytes === 4 ? this.#v4 : this.#v6;
    let low = 0;
    for (let high = ranges.length; low < high; ) {
      const middle = (low + high) >>> 1;
      const range = ranges[middle];
      if (range !== undefined && compare(range.network, key, from, bytes, bits) <= 0) low = middle + 1;
      else high = middle;
    }
    const found: GuardedRange[] = [];
    for (let at = low - 1; at >= 0; at = around[at] ?? -1) {
      const range = ranges[at];
      if (range !== undefined && overlaps(range, key, from, bytes, bits)) found.push(range);
    }
    for (let at = low; at < ranges.length; at++) {
      const range = ranges[at];
      if (range === undefined || !overlaps(range, key, from, bytes, bits)) break;
      found.push(range);
    }
    const place = (range: GuardedRange): number => this.#places.get(range) ?? 0;
    return found.length < 2 ? found : found.sort((a, b) => place(a) - place(b));
  }
}

function familyOf(unsorted: readonly GuardedRange[]): Family {
  const ranges = [...unsorted].sort(({ network: a }, { network: b }) => {
    const bytes = a.length - 1;
    return compare(a, b, 0, bytes, b[bytes] ?? 0);
  });
  const around = new Int32Array(ranges.length).fill(-1);
  for (const [i, { network }] of ranges.entries()) {
    const bytes = network.length - 1;
    const bits = network[bytes] ?? 0;
    let outer = i - 1;
    // What comes before and shares an address is as large or larger.
    for (; outer >= 0; outer = around[outer] ?? -1) {
      const range = ranges[outer];
      if (range !== undefined && overlaps(range, network, 0, bytes, bits)) break;
    }
    around[i] = outer;
  }
  return { ranges, around };
}

/** The order of a range and the network of these bits: by address, then the larger first. */
function compare(network: Uint8Array, key: Uint8Array, from: number, bytes: number, bits: number): number {
  for (let i = 0; i < bytes; i++) {
    const difference = (network[i] ?? 0) - (key[from + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return (network[bytes] ?? 0) - bits;
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
