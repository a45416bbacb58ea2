// Keys of one fixed width that is a whole number of 32-bit words, where no kernel can be had for them and where the memory of
// one ends (kernel-lane.ts). Open addressing over four-byte slots; keys are compared as words and kept in segments, so growth
// copies no key.
import { bytesColumn } from '../../model/column-memory.ts';
import { FIRST_SLOTS, type KeyRows, type Lane, nextSlots } from './lane.ts';

const SHIFT = 16;
const SEGMENT = 1 << SHIFT;
const MASK = SEGMENT - 1;
/** Keys that the first segment has room for at first; it doubles until it is as large as the others. */
const FIRST_KEYS = 1 << 10;
/** Rows looked up together: their slots are fetched first, so that the cache misses overlap. 128 to 512 cost the same. */
const BLOCK = 256;

export class WordLane implements Lane {
  readonly number: number;
  readonly #width: number;
  readonly #words: number;
  readonly #seed: number;
  readonly #expected: () => number;
  readonly #segments: Int32Array[] = [];
  readonly #segmentBytes: Uint8Array[] = [];
  /** Ordinals of keys that were appended: they are kept, not found. */
  readonly #hidden = new Set<number>();
  /**
   * A slot holds ordinal + 1 in as many low bits as a slot number has, and the high bits of the hash above them: most
   * other keys are told apart without touching their bytes, which are a cache miss away.
   */
  #slots = new Int32Array(FIRST_SLOTS);
  count = 0;
  /** Keys that the segments have room for. */
  #room = 0;
  /** Keeps the touching loops from being optimised away. */
  touched = 0;
  readonly #hashes = new Int32Array(BLOCK);
  /** What the slots hold that look like the key looked up there. */
  readonly #alike = new Int32Array(BLOCK);
  readonly #scratch: Int32Array;
  readonly #scratchBytes: Uint8Array;

  constructor(number: number, width: number, seed: number, expected: () => number) {
    this.#expected = expected;
    this.number = number;
    this.#width = width;
    this.#words = width >> 2;
    this.#seed = seed;
    this.#scratch = new Int32Array(BLOCK * this.#words);
    this.#scratchBytes = new Uint8Array(this.#scratch.buffer);
  }

  get byteLength(): number {
    return this.#slots.byteLength + this.#room * this.#width;
  }

  putRows(batch: KeyRows, rows: Uint32Array | null, count: number, out: Uint32Array): void {
    const { bytes, start } = batch;
    const aligned = rows === null && bytes.byteOffset % 4 === 0 && start[0]! % 4 === 0;
    const words = aligned
      ? new Int32Array(bytes.buffer, bytes.byteOffset + start[0]!, count * this.#words)
      : this.#scratch;
    for (let first = 0; first < count; first += BLOCK) {
      const n = Math.min(BLOCK, count - first);
      if (!aligned) this.#gather(batch, rows, first, n);
      this.#putBlock(words, aligned ? first * this.#words : 0, n, out, first);
    }
  }

  #gather(batch: KeyRows, rows: Uint32Array | null, first: number, n: number): void {
    const width = this.#width;
    const words = this.#words;
    const { bytes, start } = batch;
    const isWhole = bytes.byteOffset % 4 === 0;
    const from32 = new Int32Array(bytes.buffer, isWhole ? bytes.byteOffset : 0, isWhole ? bytes.length >> 2 : 0);
    const scratch = this.#scratch;
    for (let i = 0; i < n; i++) {
      const from = start[rows === null ? first + i : rows[first + i]!]!;
      if (isWhole && (from & 3) === 0) {
        for (let w = 0; w < words; w++) scratch[i * words + w] = from32[(from >> 2) + w]!;
      } else {
        for (let b = 0; b < width; b++) this.#scratchBytes[i * width + b] = bytes[from + b]!;
      }
    }
  }

  /** The hot loop, written flat: locals instead of fields and calls are worth a factor of five here (docs/decisions/0001). */
  #putBlock(words: Int32Array, at: number, n: number, out: Uint32Array, outAt: number): void {
    while ((this.count + n) * 3 > this.#slots.length * 2) this.#grow();
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes;
    const width = this.#words;
    const seed = this.#seed;
    const segments = this.#segments;
    // Passes before the look-up itself, each over places that do not depend on each other, so that the cache misses overlap.
    // A processor has so many instructions under way and no more: the fewer there are beside each load, the more loads
    // overlap, and a branch guessed wrong throws away those behind it. Hence four slots a turn, and slots that look alike
    // are noted without a branch and their keys touched in a loop of their own. 10 M keys, of which 20 % are repeats:
    // 1.3 s with one slot a turn and a branch, 0.8 s so.
    for (let i = 0, w = at; i < n; i++, w += width) hashes[i] = hashWords(words, w, w + width, seed);
    hashes.fill(0, n);
    let touched = 0;
    for (let i = 0; i < n; i += 4) {
      touched ^= slots[hashes[i]! & mask]! ^ slots[hashes[i + 1]! & mask]!;
      touched ^= slots[hashes[i + 2]! & mask]! ^ slots[hashes[i + 3]! & mask]!;
    }
    const alike = this.#alike;
    let found = 0;
    for (let i = 0; i < n; i++) {
      const held = slots[hashes[i]! & mask]!;
      const differs = (held ^ hashes[i]!) & ~mask;
      alike[found] = held;
      found += (((differs | -differs) >>> 31) ^ 1) & ((held | -held) >>> 31); // 1 where it is taken and looks alike
    }
    for (let i = 0; i < found; i++) {
      const ordinal = (alike[i]! & mask) - 1;
      touched ^= segments[ordinal >>> SHIFT]![(ordinal & MASK) * width]!;
    }
    this.touched = touched;
    for (let i = 0, w = at; i < n; i++, w += width) {
      const hash = hashes[i]!;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const held = slots[slot]!;
        if (held === 0) {
          const ordinal = this.#push(words, w);
          slots[slot] = (hash & ~mask) | (ordinal + 1);
          out[outAt + i] = ordinal;
          break;
        }
        if (((held ^ hash) & ~mask) !== 0) continue;
        const ordinal = (held & mask) - 1;
        const segment = segments[ordinal >>> SHIFT]!;
        const from = (ordinal & MASK) * width;
        let k = 0;
        while (k < width && segment[from + k] === words[w + k]) k++;
        if (k === width) {
          out[outAt + i] = ordinal;
          break;
        }
      }
    }
  }

  #equals(ordinal: number, words: Int32Array, at: number): boolean {
    const segment = this.#segments[ordinal >>> SHIFT]!;
    const held = (ordinal & MASK) * this.#words;
    for (let w = 0; w < this.#words; w++) if (segment[held + w] !== words[at + w]) return false;
    return true;
  }

  #push(words: Int32Array, at: number): number {
    const ordinal = this.count++;
    if (ordinal === this.#room) this.#makeRoom();
    const segment = this.#segments[ordinal >>> SHIFT]!;
    const to = (ordinal & MASK) * this.#words;
    for (let w = 0; w < this.#words; w++) segment[to + w] = words[at + w]!;
    return ordinal;
  }

  #makeRoom(): void {
    const s = this.count > SEGMENT ? this.#segments.length : 0;
    const keys = s > 0 ? SEGMENT : Math.max(FIRST_KEYS, this.#room * 2);
    const segment = new Int32Array(keys * this.#words);
    const held = this.#segments[s];
    if (held !== undefined) segment.set(held);
    this.#segments[s] = segment;
    this.#segmentBytes[s] = new Uint8Array(segment.buffer);
    this.#room += keys - (held === undefined ? 0 : this.#room);
  }

  #grow(): void {
    const slots = new Int32Array(nextSlots(this.#slots.length, this.#expected()));
    const mask = slots.length - 1;
    const width = this.#words;
    const seed = this.#seed;
    // In the order of the keys, not of the old slots: the keys are then read one after another.
    for (let ordinal = 0; ordinal < this.count; ordinal++) {
      if (this.#hidden.has(ordinal)) continue;
      const at = (ordinal & MASK) * width;
      const hash = hashWords(this.#segments[ordinal >>> SHIFT]!, at, at + width, seed);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (ordinal + 1);
    }
    this.#slots = slots;
  }

  #load(bytes: Uint8Array, from: number): void {
    for (let b = 0; b < this.#width; b++) this.#scratchBytes[b] = bytes[from + b]!;
  }

  find(bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== this.#width) return -1;
    this.#load(bytes, from);
    const mask = this.#slots.length - 1;
    const hash = hashWords(this.#scratch, 0, this.#words, this.#seed);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#slots[slot]!;
      if (held === 0) return -1;
      if (((held ^ hash) & ~mask) === 0 && this.#equals((held & mask) - 1, this.#scratch, 0)) return (held & mask) - 1;
    }
  }

  findAll(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, count: number, out: Int32Array): void {
    for (let n = 0; n < count; n++) out[n] = this.find(bytes, from[n]!, to[n]!);
  }

  append(bytes: Uint8Array, from: number, _to: number): number {
    this.#load(bytes, from);
    const ordinal = this.#push(this.#scratch, 0);
    this.#hidden.add(ordinal);
    return ordinal;
  }

  lengthOf(_ordinal: number): number {
    return this.#width;
  }

  copyRun(ordinal: number, start: Uint32Array): Uint8Array {
    const count = start.length - 1;
    const width = this.#width;
    const bytes = bytesColumn(count * width);
    for (let i = 0; i < count; ) {
      const from = (ordinal + i) & MASK;
      const n = Math.min(count - i, SEGMENT - from);
      const segment = this.#segmentBytes[(ordinal + i) >>> SHIFT]!;
      bytes.set(segment.subarray(from * width, (from + n) * width), i * width);
      i += n;
    }
    for (let i = 1; i <= count; i++) start[i] = i * width;
    return bytes;
  }

  copyTo(ordinal: number, dst: Uint8Array, at: number): void {
    const segment = this.#segmentBytes[ordinal >>> SHIFT]!;
    const from = (ordinal & MASK) * this.#width;
    for (let b = 0; b < this.#width; b++) dst[at + b] = segment[from + b]!;
  }
}

function hashWords(words: Int32Array, from: number, to: number, seed: number): number {
  let hash = seed;
  for (let w = from; w < to; w++) {
    hash = Math.imul(hash ^ words[w]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
