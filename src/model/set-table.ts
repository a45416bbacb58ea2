// Interned sets: many rows carry the same few opinions or reviews, so a row stores one small integer.
// Atoms are interned by text, sets by their sorted atom numbers; no string is made on the way to a known set.

/** Set 0 is always the empty set. */
export const EMPTY_SET = 0;

/** Sets that another table has not got: the atoms not met before, and for each set the number of its atoms and which they are. */
export interface NewSets<T> {
  readonly atoms: readonly T[];
  readonly sets: Uint32Array;
}

const WIDEST_NARROW = 0xffff;

export class SetTable<T> {
  readonly #keyOf: (atom: T) => string;
  readonly #atoms: T[] = [];
  readonly #atomIds = new Map<string, number>();
  readonly #singles: number[] = [];
  // Small at first: V8 keeps 64 bytes within the object, and most lists say little.
  /** Atom numbers of all sets, one set after another, each ascending. Narrow until there are many atoms. */
  #store: Uint16Array | Uint32Array = new Uint16Array(32);
  #starts = new Uint32Array(16);
  #count = 1;
  /**
   * Open addressing: 0 is free, otherwise a set in the low bits, with the high bits of its hash above them, so that
   * most other sets are told apart without a look at their atoms.
   */
  #slots = new Int32Array(16);
  #scratch = new Uint32Array(16);
  /** There are sets that were taken over and are not in the slots yet. */
  #isBehind = false;
  /** Keeps the loops that only touch from being optimised away. */
  touched = 0;

  constructor(keyOf: (atom: T) => string) {
    this.#keyOf = keyOf;
  }

  /** Sets known so far, the empty one included. */
  get count(): number {
    return this.#count;
  }

  /** Atoms known so far; their numbers are below it. */
  get atomCount(): number {
    return this.#atoms.length;
  }

  /** The number of the set that holds just these atoms; order and repeats do not matter. */
  of(atoms: readonly T[]): number {
    let set = EMPTY_SET;
    for (const atom of atoms) set = this.union(set, this.#single(atom));
    return set;
  }

  size(set: number): number {
    return (this.#starts[set + 1] ?? 0) - (this.#starts[set] ?? 0);
  }

  /** The atoms of a set, in the order in which each was first met. */
  list(set: number): T[] {
    const atoms: T[] = [];
    for (let i = this.#starts[set] ?? 0; i < (this.#starts[set + 1] ?? 0); i++) {
      const atom = this.#atoms[this.#store[i] ?? 0];
      if (atom !== undefined) atoms.push(atom);
    }
    return atoms;
  }

  /** Puts the atom numbers of a set into `into` from `at` on, which must hold `size(set)` of them: for writers of millions of rows. */
  copyAtoms(set: number, into: Uint32Array, at = 0): void {
    const start = this.#starts[set] ?? 0;
    const end = this.#starts[set + 1] ?? start;
    for (let i = start, to = at; i < end; i++, to++) into[to] = this.#store[i] as number; // inside the store
  }

  /**
   * Looks at these sets and does nothing with them: a merge has sets by the million, all over the memory, and reads that
   * do not wait for each other fetch them in a quarter of the time.
   */
  touch(sets: Uint32Array): void {
    const starts = this.#starts;
    const store = this.#store;
    let touched = 0;
    for (let i = 0; i < sets.length; i++) touched ^= starts[sets[i] as number] as number;
    for (let i = 0; i < sets.length; i++) touched ^= store[starts[sets[i] as number] as number] as number;
    this.touched = touched;
  }

  /** The atom with a number that `copyAtoms` gave. */
  atom(number: number): T {
    return this.#atoms[number] as T; // numbers are only given to atoms
  }

  /**
   * Takes over the sets that follow those here in another table, under the numbers they have there: for whoever writes what
   * somebody else merged. They are looked up by their atoms only when a set is made here, which may never be.
   */
  append({ atoms, sets }: NewSets<T>): void {
    for (const atom of atoms) this.#atoms.push(atom);
    for (let at = 0; at < sets.length; ) {
      const size = sets[at++] as number;
      this.#add(sets.subarray(at, at + size), size);
      at += size;
    }
    this.#isBehind = true;
  }

  union(a: number, b: number): number {
    if (a === b || b === EMPTY_SET) return a;
    if (a === EMPTY_SET) return b;
    if (this.#isBehind) this.#catchUp();
    const store = this.#store;
    const starts = this.#starts;
    let i = starts[a] as number; // inside the table for every set number handed out
    let j = starts[b] as number;
    const endA = starts[a + 1] as number;
    const endB = starts[b + 1] as number;
    if (this.#scratch.length < endA - i + endB - j) this.#scratch = new Uint32Array((endA - i + endB - j) * 2);
    const merged = this.#scratch;
    let n = 0;
    while (i < endA && j < endB) {
      const x = store[i] as number;
      const y = store[j] as number;
      merged[n++] = Math.min(x, y);
      if (x <= y) i++;
      if (y <= x) j++;
    }
    while (i < endA) merged[n++] = store[i++] as number;
    while (j < endB) merged[n++] = store[j++] as number;
    return this.#intern(merged, n);
  }

  #single(atom: T): number {
    if (this.#isBehind) this.#catchUp();
    const key = this.#keyOf(atom);
    let id = this.#atomIds.get(key);
    if (id === undefined) {
      id = this.#atoms.length;
      this.#atoms.push(atom);
      this.#atomIds.set(key, id);
      this.#scratch[0] = id;
      this.#singles[id] = this.#intern(this.#scratch, 1);
    }
    return this.#singles[id] as number;
  }

  /** The number of the set whose ascending atoms stand in `atoms[0..n)`. */
  #intern(atoms: Uint32Array, n: number): number {
    const hash = hashOf(atoms, 0, n);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = slots[slot] as number; // inside the table
      if (held === 0) return this.#append(atoms, n, slot, hash);
      if (((held ^ hash) & ~mask) === 0 && this.#holds(held & mask, atoms, n)) return held & mask;
    }
  }

  #holds(set: number, atoms: Uint32Array, n: number): boolean {
    const start = this.#starts[set] as number;
    if ((this.#starts[set + 1] as number) - start !== n) return false;
    for (let i = 0; i < n; i++) if (this.#store[start + i] !== atoms[i]) return false;
    return true;
  }

  #append(atoms: Uint32Array, n: number, slot: number, hash: number): number {
    const set = this.#add(atoms, n);
    this.#slots[slot] = (hash & ~(this.#slots.length - 1)) | set;
    if (this.#isFull()) this.#rehash(this.#slots.length * 2);
    return set;
  }

  #add(atoms: Uint32Array, n: number): number {
    const set = this.#count++;
    const start = this.#starts[set] as number;
    this.#reserve(start + n, n === 0 ? 0 : (atoms[n - 1] as number));
    if (set + 2 > this.#starts.length) this.#starts = copied(this.#starts, new Uint32Array(grownLength(this.#starts)));
    const store = this.#store;
    for (let i = 0; i < n; i++) store[start + i] = atoms[i] as number;
    this.#starts[set + 1] = start + n;
    return set;
  }

  #isFull(slots = this.#slots.length): boolean {
    return this.#count * 3 > slots * 2;
  }

  #catchUp(): void {
    this.#isBehind = false;
    for (let id = this.#atomIds.size; id < this.#atoms.length; id++) {
      this.#atomIds.set(this.#keyOf(this.#atoms[id] as T), id);
    }
    for (let set = 1; set < this.#count; set++) {
      if (this.size(set) === 1) this.#singles[this.#store[this.#starts[set] as number] as number] = set;
    }
    let slots = this.#slots.length;
    while (this.#isFull(slots)) slots *= 2;
    this.#rehash(slots);
  }

  #reserve(length: number, atom: number): void {
    const isWide = atom > WIDEST_NARROW || this.#store.BYTES_PER_ELEMENT === 4;
    const isRoomy = length <= this.#store.length;
    if (isRoomy && isWide === (this.#store.BYTES_PER_ELEMENT === 4)) return;
    const room = isRoomy ? this.#store.length : Math.max(length, grownLength(this.#store));
    this.#store = copied(this.#store, isWide ? new Uint32Array(room) : new Uint16Array(room));
  }

  #rehash(length: number): void {
    const slots = new Int32Array(length);
    const mask = slots.length - 1;
    for (let set = 1; set < this.#count; set++) {
      const hash = hashOf(this.#store, this.#starts[set] as number, this.#starts[set + 1] as number);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | set;
    }
    this.#slots = slots;
  }
}

function hashOf(atoms: Uint16Array | Uint32Array, from: number, to: number): number {
  let hash = to - from;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (atoms[i] as number), 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
}

/** Half as much again: doubling would leave a merge with tens of megabytes of nothing. */
function grownLength({ length }: { readonly length: number }): number {
  return length + (length >> 1);
}

function copied<A extends Uint16Array | Uint32Array>(from: Uint16Array | Uint32Array, to: A): A {
  to.set(from);
  return to;
}
