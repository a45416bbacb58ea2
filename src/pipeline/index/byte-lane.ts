// Keys of any length: names, URLs, networks. Open addressing over four-byte slots, key bytes one after another.
import { FIRST_SLOTS, type KeyRows, type Lane, nextSlots } from './lane.ts';

/** Rows looked up together: their slots are fetched first, so that the cache misses overlap. */
const BLOCK = 512;

export class ByteLane implements Lane {
  readonly number: number;
  readonly #seed: number;
  readonly #expected: () => number;
  #store = new Uint8Array(1 << 12);
  #used = 0;
  #starts = new Float64Array(1 << 8);
  /** As in a word lane: ordinal + 1 in the low bits, high bits of the hash above. */
  #slots = new Int32Array(FIRST_SLOTS);
  count = 0;
  /** Keeps the touching loops from being optimised away. */
  touched = 0;
  readonly #hashes = new Int32Array(BLOCK);
  /** Ordinals of keys that were appended: they are kept, not found. */
  readonly #hidden = new Set<number>();

  constructor(number: number, seed: number, expected: () => number) {
    this.#expected = expected;
    this.number = number;
    this.#seed = seed;
  }

  get byteLength(): number {
    return this.#slots.byteLength + this.#store.byteLength + this.#starts.byteLength;
  }

  putRows(batch: KeyRows, rows: Uint32Array | null, count: number, out: Uint32Array): void {
    const { bytes, start } = batch;
    const seed = this.#seed;
    const hashes = this.#hashes;
    for (let first = 0; first < count; first += BLOCK) {
      const n = Math.min(BLOCK, count - first);
      while ((this.count + n) * 2 > this.#slots.length) this.#grow();
      const slots = this.#slots;
      const mask = slots.length - 1;
      for (let i = 0; i < n; i++) {
        const row = rows === null ? first + i : rows[first + i]!;
        hashes[i] = hashBytes(bytes, start[row]!, start[row + 1]!, seed);
      }
      this.#touch(n, slots, mask);
      for (let i = 0; i < n; i++) {
        const row = rows === null ? first + i : rows[first + i]!;
        out[first + i] = this.#putOne(bytes, start[row]!, start[row + 1]!, hashes[i]!, slots, mask);
      }
    }
  }

  #putOne(bytes: Uint8Array, from: number, to: number, hash: number, slots: Int32Array, mask: number): number {
    const store = this.#store;
    const starts = this.#starts;
    const length = to - from;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot]!;
      if (held === 0) {
        const ordinal = this.#add(bytes, from, to);
        slots[slot] = (hash & ~mask) | (ordinal + 1);
        return ordinal;
      }
      if (((held ^ hash) & ~mask) !== 0) continue;
      const ordinal = (held & mask) - 1;
      const start = starts[ordinal]!;
      if (starts[ordinal + 1]! - start !== length) continue;
      let k = 0;
      while (k < length && store[start + k] === bytes[from + k]) k++;
      if (k === length) return ordinal;
    }
  }

  /** The ordinal of one key, which is added where it is missing. */
  put(bytes: Uint8Array, from: number, to: number): number {
    while ((this.count + 1) * 2 > this.#slots.length) this.#grow();
    const hash = hashBytes(bytes, from, to, this.#seed);
    return this.#putOne(bytes, from, to, hash, this.#slots, this.#slots.length - 1);
  }

  #equals(ordinal: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[ordinal]!;
    if (this.lengthOf(ordinal) !== to - from) return false;
    for (let i = from, s = start; i < to; i++, s++) if (this.#store[s] !== bytes[i]) return false;
    return true;
  }

  append(bytes: Uint8Array, from: number, to: number): number {
    this.#hidden.add(this.count);
    return this.#add(bytes, from, to);
  }

  #add(bytes: Uint8Array, from: number, to: number): number {
    const ordinal = this.count++;
    if (this.#used + to - from > this.#store.length) {
      const larger = new Uint8Array(Math.max(this.#used + to - from, this.#store.length * 2));
      larger.set(this.#store.subarray(0, this.#used));
      this.#store = larger;
    }
    if (ordinal + 2 > this.#starts.length) {
      const larger = new Float64Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    for (let i = from, s = this.#used; i < to; i++, s++) this.#store[s] = bytes[i]!;
    this.#starts[ordinal] = this.#used;
    this.#used += to - from;
    this.#starts[ordinal + 1] = this.#used;
    return ordinal;
  }

  #grow(): void {
    const slots = new Int32Array(nextSlots(this.#slots.length, this.#expected()));
    const mask = slots.length - 1;
    // In the order of the keys, not of the old slots: the keys are then read one after another.
    for (let ordinal = 0; ordinal < this.count; ordinal++) {
      if (this.#hidden.size > 0 && this.#hidden.has(ordinal)) continue;
      const hash = hashBytes(this.#store, this.#starts[ordinal]!, this.#starts[ordinal + 1]!, this.#seed);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (ordinal + 1);
    }
    this.#slots = slots;
  }

  find(bytes: Uint8Array, from: number, to: number): number {
    return this.#findHashed(hashBytes(bytes, from, to, this.#seed), bytes, from, to);
  }

  findAll(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, count: number, out: Int32Array): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes;
    for (let first = 0; first < count; first += BLOCK) {
      const n = Math.min(BLOCK, count - first);
      for (let i = 0; i < n; i++) hashes[i] = hashBytes(bytes, from[first + i]!, to[first + i]!, this.#seed);
      this.#touch(n, slots, mask);
      for (let i = 0; i < n; i++) {
        out[first + i] = this.#findHashed(hashes[i]!, bytes, from[first + i]!, to[first + i]!);
      }
    }
  }

  /** As in a word lane: passes of independent reads, so that the cache misses overlap. */
  #touch(n: number, slots: Int32Array, mask: number): void {
    const hashes = this.#hashes;
    let touched = 0;
    for (let i = 0; i < n; i++) touched ^= slots[hashes[i]! & mask]!;
    for (let i = 0; i < n; i++) {
      const held = slots[hashes[i]! & mask]!;
      if (held === 0 || ((held ^ hashes[i]!) & ~mask) !== 0) continue;
      touched ^= this.#store[this.#starts[(held & mask) - 1]!]!;
    }
    this.touched = touched;
  }

  #findHashed(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot]!;
      if (held === 0) return -1;
      const ordinal = (held & mask) - 1;
      if (((held ^ hash) & ~mask) === 0 && this.#equals(ordinal, bytes, from, to)) return ordinal;
    }
  }

  lengthOf(ordinal: number): number {
    return this.#starts[ordinal + 1]! - this.#starts[ordinal]!;
  }

  copyRun(ordinal: number, start: Uint32Array): Uint8Array {
    const first = this.#starts[ordinal]!;
    const count = start.length - 1;
    for (let i = 1; i <= count; i++) start[i] = this.#starts[ordinal + i]! - first;
    return this.#store.slice(first, this.#starts[ordinal + count]);
  }

  copyTo(ordinal: number, dst: Uint8Array, at: number): void {
    const start = this.#starts[ordinal]!;
    const end = this.#starts[ordinal + 1]!;
    for (let s = start, d = at; s < end; s++, d++) dst[d] = this.#store[s]!;
  }
}

function hashBytes(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let hash = seed ^ (to - from);
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
