// Numbers for byte strings and for pairs of numbers, so that a cell seen before costs no string and no allocation.
// Caches, not records: when full they forget everything and start again, because a column may never repeat itself.

/** Entries at which a dictionary starts again. */
const MOST_ENTRIES = 1 << 18;
const MOST_BYTES = 1 << 24;

/** Differs from run to run: a list crafted to collide would otherwise make every look-up walk the whole table. */
const SEED = Math.floor(Math.random() * 2 ** 32) | 0;
const WORD_SEED = Math.floor(Math.random() * 2 ** 32) | 0;

/** Returned for bytes that are not there yet; `add` then gives them a number. */
export const UNKNOWN = -1;

/**
 * Gives equal byte strings equal numbers: 0, 1, 2, ... in the order in which they were added. Works four bytes at a time
 * through a view over the source, which halves the cost of a look-up against single bytes (names of reviewers: 25 ns).
 */
export class ByteDictionary {
  /** Entries now; an entry's number is below it. */
  count = 0;
  /** The bytes of the entries: their whole words, then the last four bytes once more, or all where there are fewer. */
  #words = new Int32Array(1 << 8);
  /** First word, length in bytes and hash of entry i at 4 i; one more start than there are entries. */
  #entries = new Int32Array(64 * 4);
  /** Open addressing: 0 is free, otherwise entry + 1. */
  #slots = new Int32Array(128);
  #lastHash = 0;
  #source: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#source.buffer);

  /** The number of `src[from..to)`, or UNKNOWN. */
  find(src: Uint8Array, from: number, to: number): number {
    if (src !== this.#source) this.#look(src);
    const view = this.#view;
    const length = to - from;
    const whole = to - (length & 3);
    let hash = SEED ^ length;
    for (let i = from; i < whole; i += 4) {
      // Only the turn and the sum wait for the word before: a chain of products is twice as slow.
      const product = Math.imul(view.getInt32(i, true) ^ WORD_SEED, 0x9e3779b1);
      hash = ((hash << 5) | (hash >>> 27)) + (product ^ (product >>> 15));
    }
    // The last four bytes, some of which were seen before: a loop over the few that were not is mostly guessed wrong.
    const rest = length < 4 ? restWord(src, from, to) : view.getInt32(to - 4, true);
    hash = Math.imul(hash ^ rest, 0x85ebca6b);
    hash ^= hash >>> 16;
    this.#lastHash = hash;
    const slots = this.#slots;
    const entries = this.#entries;
    const words = this.#words;
    const mask = slots.length - 1;
    search: for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]! - 1;
      if (entry < 0) return UNKNOWN;
      if (entries[entry * 4 + 2] !== hash || entries[entry * 4 + 1] !== length) continue;
      let at = entries[entry * 4]!;
      for (let i = from; i < whole; i += 4, at++) if (words[at] !== view.getInt32(i, true)) continue search;
      if (words[at] === rest) return entry;
    }
  }

  /**
   * Adds the bytes for which `find` has just returned UNKNOWN. Number 0 for anything but the first entry ever means that
   * the dictionary was full and has forgotten all earlier numbers.
   */
  add(src: Uint8Array, from: number, to: number): number {
    const length = to - from;
    const size = (length >> 2) + 1;
    if (this.count === MOST_ENTRIES || (this.#entries[this.count * 4]! + size) * 4 > MOST_BYTES) this.#forget();
    const entry = this.count++;
    const start = this.#entries[entry * 4]!;
    if (start + size > this.#words.length) this.#words = grown(this.#words, start + size);
    if (entry * 4 + 8 > this.#entries.length) this.#entries = grown(this.#entries, entry * 4 + 8);
    for (let i = 0; i < size - 1; i++) this.#words[start + i] = restWord(src, from + i * 4, from + i * 4 + 4);
    this.#words[start + size - 1] = restWord(src, Math.max(from, to - 4), to);
    this.#entries[entry * 4 + 1] = length;
    this.#entries[entry * 4 + 2] = this.#lastHash;
    this.#entries[entry * 4 + 4] = start + size;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    else this.#place(entry);
    return entry;
  }

  #look(src: Uint8Array): void {
    this.#source = src;
    this.#view = new DataView(src.buffer, src.byteOffset, src.length);
  }

  #place(entry: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#entries[entry * 4 + 2]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = entry + 1;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let entry = 0; entry < this.count; entry++) this.#place(entry);
  }

  #forget(): void {
    this.count = 0;
    this.#slots.fill(0);
  }
}

/** Up to four bytes as one number, the first one lowest. */
function restWord(src: Uint8Array, from: number, to: number): number {
  let word = 0;
  for (let i = to - 1; i >= from; i--) word = (word << 8) | src[i]!;
  return word;
}

/** So many numbers, the first ones met, have a place for each pair of them: at most 4 MB. */
const PLACED = 1 << 10;
/** Higher ones have none. */
const HIGHEST = 1 << 16;

/** Keeps a number for pairs of numbers below 2^31. Its owner clears it when it is full, or when the numbers lost their meaning. */
export class PairTable {
  count = 0;
  /**
   * Value + 1 of pairs of numbers that have a place (see `placeOf`). A column of some hundred reviewers makes a hundred
   * thousand pairs: as slots they are 7 MB, of which each row of the list reads another place; so they are half a megabyte.
   */
  #square = new Int32Array(64);
  /** By number, from 1: in the order in which numbers were met, because those met are few and far between. 0: not met. */
  #ranks = new Int32Array(64);
  #ranked = 0;
  /** Pairs in slots. */
  #placed = 0;
  /** Slots of four: a, b, value + 1 (0 is free), unused; side by side, so that a look-up touches one cache line. */
  #slots = new Int32Array(256 * 4);

  /** The value of the pair (a, b), or UNKNOWN. */
  find(a: number, b: number): number {
    const ranks = this.#ranks;
    if (a < ranks.length && b < ranks.length) {
      const x = ranks[a]!;
      const y = ranks[b]!;
      if (x !== 0 && y !== 0) {
        const place = placeOf(x, y);
        return place < this.#square.length ? this.#square[place]! - 1 : UNKNOWN;
      }
    }
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = hashPair(a, b) & mask & ~3; ; at = (at + 4) & mask) {
      const value = slots[at + 2]!;
      if (value === 0) return UNKNOWN;
      if (slots[at] === a && slots[at + 1] === b) return value - 1;
    }
  }

  /** Keeps the value of a pair for which `find` returned UNKNOWN. */
  set(a: number, b: number, value: number): void {
    const x = this.#rank(a);
    const y = this.#rank(b);
    if (x !== 0 && y !== 0) {
      const place = placeOf(x, y);
      if (place >= this.#square.length) this.#square = grown(this.#square, place + 1);
      this.#square[place] = value + 1;
      this.count++;
      return;
    }
    if ((this.#placed + 1) * 8 > this.#slots.length) this.#grow();
    this.#place(a, b, value + 1);
    this.#placed++;
    this.count++;
  }

  get isFull(): boolean {
    return this.count >= MOST_ENTRIES * 4;
  }

  clear(): void {
    this.count = 0;
    this.#placed = 0;
    this.#ranked = 0;
    this.#ranks.fill(0);
    this.#square.fill(0);
    this.#slots.fill(0);
  }

  #rank(number: number): number {
    if (number >= HIGHEST) return 0;
    if (number >= this.#ranks.length) this.#ranks = grown(this.#ranks, number + 1);
    if (this.#ranks[number] === 0 && this.#ranked < PLACED) this.#ranks[number] = ++this.#ranked;
    return this.#ranks[number]!;
  }

  #place(a: number, b: number, value: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = hashPair(a, b) & mask & ~3;
    while (slots[at + 2] !== 0) at = (at + 4) & mask;
    slots[at] = a;
    slots[at + 1] = b;
    slots[at + 2] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 4) if (old[at + 2] !== 0) this.#place(old[at]!, old[at + 1]!, old[at + 2]!);
  }
}

/** A place of its own for each pair of numbers from 1 on: those up to n fill the first (n + 1)^2, so a table of them can grow. */
function placeOf(x: number, y: number): number {
  return x < y ? y * y + x : x * x + x + y;
}

function hashPair(a: number, b: number): number {
  const mixed = Math.imul(a ^ SEED, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) << 2;
}

function grown(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
