// Which addresses and networks lie in a few others: exceptions of address lists, and of rules about answers.

/** A few ranges by their key bytes, kept as texts, and whether an address or a network lies in one of them. */
export class AddressRanges {
  readonly #ranges = new Set<string>();
  /** Prefix lengths among them, by width of the address. */
  readonly #prefixes = new Map<number, Set<number>>();

  /** False where it was known before, perhaps as a network of one address. */
  add(bytes: Uint8Array): boolean {
    const { address, prefix } = partsOf(bytes);
    const range = cut(address, prefix);
    if (this.#ranges.has(range)) return false;
    this.#ranges.add(range);
    const prefixes = this.#prefixes.get(address.length) ?? new Set();
    this.#prefixes.set(address.length, prefixes.add(prefix));
    return true;
  }

  covers(bytes: Uint8Array): boolean {
    const { address, prefix } = partsOf(bytes);
    for (const wider of this.#prefixes.get(address.length) ?? []) {
      if (wider <= prefix && this.#ranges.has(cut(address, wider))) return true;
    }
    return false;
  }
}

function partsOf(bytes: Uint8Array): { address: Uint8Array; prefix: number } {
  if (bytes.length % 2 === 0) return { address: bytes, prefix: bytes.length * 8 };
  return { address: bytes.subarray(0, -1), prefix: bytes[bytes.length - 1]! };
}

/** The first bits of an address, as a key. */
function cut(address: Uint8Array, prefix: number): string {
  const kept = address.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - i * 8))));
  return `${kept.join('.')}/${prefix}`;
}
