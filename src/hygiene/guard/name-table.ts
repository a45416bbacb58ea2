// A fixed set of names with what is known of each, found by bytes: one pass from the last byte of a name to its first
// meets every suffix of it. No string is made, because lists of a million names are walked in full.
import { toUtf8 } from '../../model/bytes.ts';
import {
  BELOW_POPULAR,
  DOCUMENTATION,
  DYNAMIC,
  EXCEPTION,
  GUARDED,
  GUARDED_BELOW,
  OWN,
  PARENT_BITS,
  PLATFORM,
  POPULAR,
  PRIVATE,
  PUBLIC,
  SHORTENER,
  SITE_BITS,
  SPECIAL,
  WILD_PRIVATE,
  WILD_PUBLIC,
} from './bits.ts';

const DOT = 0x2e;
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const FILTER_BITS = 20;
const FILTER_MASK = (1 << FILTER_BITS) - 1;
/** What is known of a name itself; the rest are rules of the table. */
const KNOWN = 0xffff & ~(GUARDED_BELOW | WILD_PUBLIC | WILD_PRIVATE | EXCEPTION);
/** What is true of a name is true of all names below it. */
const INHERITED = SPECIAL | DOCUMENTATION | OWN;
/** What is worth telling of a name above it. Reserved names harm nobody, and rules of the table are no names. */
const TOLD_ABOVE = PARENT_BITS | SITE_BITS | OWN | GUARDED;

export class NameTable {
  /** Ordinal + 1 in the low bits, high bits of the hash above, so that hardly a wrong name is compared. */
  readonly #slots: Int32Array;
  /** One bit for each hash that occurs: nearly every suffix of a list is let go by it, and it fits the cache. */
  readonly #filter = new Int32Array(1 << (FILTER_BITS - 5));
  /** Whether a name below a reserved one may have more to it, because the user says so. */
  readonly #hasUserNames: boolean;
  readonly #starts: Uint32Array;
  readonly #bytes: Uint8Array;
  /** What is known of each name in the lower half, of names below it in the upper. */
  readonly #bits: Uint32Array;

  constructor(names: ReadonlyMap<string, number>) {
    const all = withAncestors(names);
    this.#hasUserNames = [...names.values()].some((bits) => (bits & (OWN | GUARDED)) !== 0);
    this.#starts = new Uint32Array(all.size + 1);
    this.#bits = Uint32Array.from(all.values());
    const bytes = toUtf8([...all.keys()].join(''));
    let n = 0;
    for (const name of all.keys()) this.#starts[n + 1] = (this.#starts[n++] ?? 0) + name.length;
    this.#bytes = bytes;
    let size = 1024;
    while (size < all.size * 2) size *= 2;
    this.#slots = new Int32Array(size);
    for (let each = 0; each < all.size; each++) this.#put(each);
  }

  get size(): number {
    return this.#bits.length;
  }

  /** What is known of a canonical name in the lower half, of names below it in the upper. */
  verdictOn(name: Uint8Array, from: number, to: number): number {
    let hash = SEED;
    let parent = 0;
    let inherited = 0;
    let hasParent = false;
    for (let i = to - 1; i >= from; i--) {
      const byte = name[i] ?? 0;
      if (byte === DOT) {
        hasParent = true;
        parent = this.#find(hash, name, i + 1, to);
        if (parent !== 0) {
          inherited = inherit(inherited, parent);
          if ((parent & DOCUMENTATION) !== 0 && !this.#hasUserNames) return DOCUMENTATION;
        }
      }
      hash = Math.imul(hash ^ byte, PRIME);
    }
    const found = this.#find(hash, name, from, to);
    let bits = (found & KNOWN) | inherited;
    if ((found & (PUBLIC | PRIVATE | EXCEPTION)) === 0) {
      if ((parent & WILD_PUBLIC) !== 0) bits |= PUBLIC;
      if ((parent & WILD_PRIVATE) !== 0) bits |= PRIVATE;
    }
    if (hasParent && (parent & SITE_BITS) !== 0 && isWww(name, from)) bits |= parent & SITE_BITS;
    // The rule of the public suffix list for what it does not name: the last label is a suffix.
    if (!hasParent && (bits & (SPECIAL | DOCUMENTATION)) === 0) bits |= PUBLIC;
    return bits === 0 ? found & 0xffff0000 : settled(bits) | (found & 0xffff0000);
  }

  #find(hash: number, name: Uint8Array, from: number, to: number): number {
    const bit = (hash ^ (hash >>> 15)) & FILTER_MASK;
    return ((this.#filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0 ? 0 : this.#search(hash, name, from, to);
  }

  #search(hash: number, name: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = slotOf(hash, mask); ; slot = (slot + 1) & mask) {
      const held = slots[slot] ?? 0;
      if (held === 0) return 0;
      if (((held ^ hash) & ~mask) !== 0) continue;
      const each = (held & mask) - 1;
      const start = this.#starts[each] ?? 0;
      if ((this.#starts[each + 1] ?? 0) - start !== to - from) continue;
      let k = from;
      while (k < to && this.#bytes[start + k - from] === name[k]) k++;
      if (k === to) return this.#bits[each] ?? 0;
    }
  }

  #put(each: number): void {
    let hash = SEED;
    const from = this.#starts[each] ?? 0;
    for (let i = (this.#starts[each + 1] ?? 0) - 1; i >= from; i--)
      hash = Math.imul(hash ^ (this.#bytes[i] ?? 0), PRIME);
    const mask = this.#slots.length - 1;
    let slot = slotOf(hash, mask);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = (hash & ~mask) | (each + 1);
    const bit = (hash ^ (hash >>> 15)) & FILTER_MASK;
    this.#filter[bit >>> 5] = (this.#filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

/** What a name has of the names above it, once `above`, the next of them, is known. */
function inherit(before: number, above: number): number {
  let bits = before | (above & INHERITED);
  if ((above & GUARDED_BELOW) !== 0) bits |= GUARDED;
  // Below a place where names or pages belong to many, a name is as good as any other.
  if ((above & (PARENT_BITS | PLATFORM | SHORTENER)) !== 0) bits &= ~BELOW_POPULAR;
  else if ((above & POPULAR) !== 0) bits |= BELOW_POPULAR;
  return bits;
}

/** A verdict without what a stronger word makes idle. */
function settled(bits: number): number {
  if ((bits & DOCUMENTATION) !== 0) return bits & (DOCUMENTATION | OWN | GUARDED);
  // Such a suffix is among the popular sites for the names below it, not for a page of its own.
  if ((bits & (PUBLIC | PRIVATE | DYNAMIC)) !== 0) return bits & ~(POPULAR | BELOW_POPULAR);
  return (bits & (PARENT_BITS | SITE_BITS)) === 0 ? bits : bits & ~BELOW_POPULAR;
}

function isWww(name: Uint8Array, from: number): boolean {
  return name[from] === 0x77 && name[from + 1] === 0x77 && name[from + 2] === 0x77 && name[from + 3] === DOT;
}

/** The names, and those above them with what lies below. */
function withAncestors(names: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(names);
  for (const [name, bits] of names) {
    let told = bits & TOLD_ABOVE;
    if ((bits & WILD_PUBLIC) !== 0) told |= PUBLIC;
    if ((bits & WILD_PRIVATE) !== 0) told |= PRIVATE;
    // A wildcard rule tells of the names below its own.
    if ((bits & (WILD_PUBLIC | WILD_PRIVATE)) !== 0) all.set(name, ((all.get(name) ?? 0) | (told << 16)) >>> 0);
    if (told === 0) continue;
    for (let dot = name.indexOf('.'); dot >= 0; ) {
      const next = name.indexOf('.', dot + 1);
      // A last label is a suffix itself, which says enough, unless it is a reserved one.
      if (next < 0 && (told & (OWN | GUARDED)) === 0) break;
      const above = name.slice(dot + 1);
      all.set(above, ((all.get(above) ?? 0) | (told << 16)) >>> 0);
      dot = next;
    }
  }
  return all;
}
