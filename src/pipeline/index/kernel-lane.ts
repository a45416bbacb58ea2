// Keys of one fixed width that is a whole number of 32-bit words: nearly all digests. Slots and keys lie in the memory of a
// kernel (word-kernel.wat), which looks them up in 0.6 of the time that JavaScript takes.
import { bytesColumn } from '../../model/column-memory.ts';
import { type KernelMemory, kernel, PAGE_BYTES } from '../../model/kernel.ts';
import { FIRST_SLOTS, type KeyRows, type Lane, nextSlots } from './lane.ts';
import { code } from './word-kernel-code.ts';
import { WordLane } from './word-lane.ts';

interface WordKernel {
  readonly memory: KernelMemory;
  lay(width: number, seed: number, slots: number, mask: number, keys: number): void;
  gather(keys: number, base: number): void;
  look(keys: number, count: number, isAdding: 0 | 1): number;
  place(from: number, to: number): void;
}

const newKernel = kernel<WordKernel>(code);

// The places and the length of a call that the text of the kernel names.
const ORDINALS = 4096;
const KEYS = 8192;
const CALL = 1024;
/** Behind the last key. */
const MARGIN = 8;
/** Keys that stand apart are copied with what is between them, if that is no more, and put together by the kernel. */
const SPAN = 1 << 16;

/** What the kernel says of a key that is not there. */
const NONE = 0xffffffff;
/** Four gigabytes: 32-bit addresses. */
const MOST_PAGES = 1 << 16;

/** The lane of such keys: one in JavaScript where no kernel can be had. */
export function fixedWidthLane(
  number: number,
  width: number,
  seed: number,
  expected: () => number,
  mostPages = MOST_PAGES,
): Lane {
  const made = newKernel();
  const lane = made === null ? null : new KernelLane(made, number, width, seed, expected, mostPages);
  return lane?.hasRoom === true ? lane : new WordLane(number, width, seed, expected);
}

/** Keys in so many slots: more would have to look for theirs too long. */
function mostKeys(slots: number): number {
  return Math.floor((slots * 2) / 3);
}

class KernelLane implements Lane {
  readonly number: number;
  /** Whether the system gave memory for a first table; there is no lane without one. */
  readonly hasRoom: boolean;
  readonly #kernel: WordKernel;
  readonly #width: number;
  readonly #seed: number;
  readonly #expected: () => number;
  readonly #mostPages: number;
  /** Ordinals of keys that were appended: they are kept, not found. */
  readonly #hidden = new Set<number>();
  /** Keys in the memory of the kernel. */
  #held = 0;
  /** Keys that there is room for. */
  #room = 0;
  #slots = FIRST_SLOTS;
  readonly #spanAt: number;
  readonly #slotsAt: number;
  #keysAt: number;
  /** Views of the memory, which is another object whenever it has grown. */
  #bytes = new Uint8Array(0);
  #ordinals = new Uint32Array(0);
  /** Keys behind those that the memory of a kernel can hold. */
  #beyond: WordLane | null = null;

  constructor(
    made: WordKernel,
    number: number,
    width: number,
    seed: number,
    expected: () => number,
    mostPages: number,
  ) {
    this.#kernel = made;
    this.number = number;
    this.#width = width;
    this.#seed = seed;
    this.#expected = expected;
    this.#mostPages = mostPages;
    this.#spanAt = KEYS + CALL * width + MARGIN;
    this.#slotsAt = this.#spanAt + SPAN + MARGIN;
    this.#keysAt = this.#slotsAt;
    this.hasRoom = this.#reach(FIRST_SLOTS, 1);
  }

  get count(): number {
    return this.#held + (this.#beyond?.count ?? 0);
  }

  get byteLength(): number {
    return this.#keysAt + this.#held * this.#width + (this.#beyond?.byteLength ?? 0);
  }

  putRows(batch: KeyRows, rows: Uint32Array | null, count: number, out: Uint32Array): void {
    for (let first = 0; first < count; first += CALL) {
      const n = Math.min(CALL, count - first);
      this.#load(batch, rows, first, n);
      const isAdding = this.#beyond === null && this.#makeRoom(n);
      this.#held = this.#kernel.look(n, this.#held, isAdding ? 1 : 0);
      out.set(this.#ordinals.subarray(0, n), first);
      if (!isAdding) this.#putBeyond(batch, rows, first, n, out);
    }
  }

  /** Those of n rows that the kernel has not got. */
  #putBeyond(batch: KeyRows, rows: Uint32Array | null, first: number, n: number, out: Uint32Array): void {
    const lane = this.#goBeyond();
    const others: number[] = [];
    for (let i = first; i < first + n; i++) if (out[i] === NONE) others.push(i);
    const found = new Uint32Array(others.length);
    lane.putRows(
      batch,
      Uint32Array.from(others, (i) => (rows === null ? i : rows[i]!)),
      others.length,
      found,
    );
    for (const [k, i] of others.entries()) out[i] = this.#held + found[k]!;
  }

  #goBeyond(): WordLane {
    this.#beyond ??= new WordLane(this.number, this.#width, this.#seed, () => 0);
    return this.#beyond;
  }

  /** Puts n keys, from row `first` on, where the kernel looks for them. */
  #load({ bytes, start }: KeyRows, rows: Uint32Array | null, first: number, n: number): void {
    const width = this.#width;
    if (rows === null) {
      const from = start[first]!;
      this.#bytes.set(bytes.subarray(from, from + n * width), KEYS);
      return;
    }
    const places = this.#ordinals;
    let low = 0xffffffff;
    let high = 0;
    for (let i = 0; i < n; i++) {
      const from = start[rows[first + i]!]!;
      places[i] = from;
      if (from < low) low = from;
      if (from > high) high = from;
    }
    if (high + width - low <= SPAN) {
      this.#bytes.set(bytes.subarray(low, high + width), this.#spanAt);
      this.#kernel.gather(n, this.#spanAt - low);
    } else {
      for (let i = 0; i < n; i++) this.#loadOne(bytes, places[i]!, i);
    }
  }

  #loadOne(bytes: Uint8Array, from: number, i: number): void {
    const to = KEYS + i * this.#width;
    for (let b = 0; b < this.#width; b++) this.#bytes[to + b] = bytes[from + b]!;
  }

  /** Whether there is room for n more keys now: as many slots as they need, and behind these as many keys as fit into them. */
  #makeRoom(n: number): boolean {
    const count = this.#held + n;
    if (count <= this.#room) return true;
    let slots = this.#slots;
    while (count > mostKeys(slots)) slots = nextSlots(slots, this.#expected());
    return this.#reach(slots, count);
  }

  /**
   * Whether there is memory for so many slots and at least so many keys now. The memory grows when the slots do and at no
   * other time: V8 counts all of it as new and collects, and what nobody wrote to yet is no memory to the system.
   */
  #reach(slots: number, count: number): boolean {
    const { memory } = this.#kernel;
    const keysAt = this.#slotsAt + slots * 4;
    const most = this.#mostPages * PAGE_BYTES;
    const bytes = Math.min(keysAt + mostKeys(slots) * this.#width + MARGIN, most);
    const room = Math.min(Math.floor((bytes - MARGIN - keysAt) / this.#width), mostKeys(slots));
    if (room < count) return false;
    const more = Math.ceil(bytes / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
    try {
      if (more > 0) memory.grow(more);
    } catch {
      return false; // the system has no more, or none in one piece
    }
    this.#room = room;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#ordinals = new Uint32Array(memory.buffer, ORDINALS, CALL);
    this.#lay(slots, keysAt);
    return true;
  }

  /** The keys make way for more slots, and each is put into one in the order of the keys, which are then read one after another. */
  #lay(slots: number, keysAt: number): void {
    const end = this.#keysAt + this.#held * this.#width;
    this.#bytes.copyWithin(keysAt, this.#keysAt, end);
    this.#bytes.fill(0, this.#slotsAt, Math.min(keysAt, end + MARGIN)); // nothing was ever written behind
    this.#slots = slots;
    this.#keysAt = keysAt;
    this.#kernel.lay(this.#width, this.#seed, this.#slotsAt, slots - 1, keysAt);
    let from = 0;
    for (const ordinal of this.#hidden) {
      this.#kernel.place(from, ordinal);
      from = ordinal + 1;
    }
    this.#kernel.place(from, this.#held);
  }

  find(bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== this.#width) return -1;
    this.#loadOne(bytes, from, 0);
    this.#kernel.look(1, this.#held, 0);
    const ordinal = this.#ordinals[0]!;
    if (ordinal !== NONE) return ordinal;
    const beyond = this.#beyond?.find(bytes, from, to) ?? -1;
    return beyond < 0 ? -1 : this.#held + beyond;
  }

  findAll(bytes: Uint8Array, from: Uint32Array, to: Uint32Array, count: number, out: Int32Array): void {
    for (let n = 0; n < count; n++) out[n] = this.find(bytes, from[n]!, to[n]!);
  }

  append(bytes: Uint8Array, from: number, to: number): number {
    if (this.#beyond !== null || !this.#makeRoom(1)) return this.#held + this.#goBeyond().append(bytes, from, to);
    this.#bytes.set(bytes.subarray(from, to), this.#keysAt + this.#held * this.#width);
    this.#hidden.add(this.#held);
    return this.#held++;
  }

  lengthOf(_ordinal: number): number {
    return this.#width;
  }

  copyRun(ordinal: number, start: Uint32Array): Uint8Array {
    const count = start.length - 1;
    const width = this.#width;
    const bytes = bytesColumn(count * width);
    const here = Math.max(0, Math.min(count, this.#held - ordinal));
    const from = this.#keysAt + ordinal * width;
    bytes.set(this.#bytes.subarray(from, from + here * width));
    for (let i = here; i < count; i++) this.#beyond?.copyTo(ordinal + i - this.#held, bytes, i * width);
    for (let i = 1; i <= count; i++) start[i] = i * width;
    return bytes;
  }

  copyTo(ordinal: number, dst: Uint8Array, at: number): void {
    if (ordinal >= this.#held) {
      this.#beyond?.copyTo(ordinal - this.#held, dst, at);
      return;
    }
    const from = this.#keysAt + ordinal * this.#width;
    for (let b = 0; b < this.#width; b++) dst[at + b] = this.#bytes[from + b]!;
  }
}
