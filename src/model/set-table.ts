// Interned sets: many rows carry the same few opinions or reviews, so a row stores one small integer.
// Atoms are interned by text, sets by their sorted atom numbers; no string is made on the way to a known set.

/** Set 0 is always the empty set. */
export const EMPTY_SET = 0;

export class SetTable<T> {
  readonly #keyOf: (atom: T) => string;
  readonly #atoms: T[] = [];
  readonly #atomIds = new Map<string, number>();
  readonly #singles: number[] = [];
  /** Atom numbers of all sets, one set after another, each ascending. */
  #store = new Uint32Array(256);
  #starts = new Uint32Array(64);
  #count = 1;
  #slots = new Uint32Array(128);
  #scratch = new Uint32Array(16);

  constructor(keyOf: (atom: T) => string) {
    this.#keyOf = keyOf;
  }

  /** Sets known so far, the empty one included. */
  get count(): number {
    return this.#count;
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

  /** Puts the atom numbers of a set into `into`, which must hold `size(set)` of them: for writers of millions of rows. */
  copyAtoms(set: number, into: Uint32Array): void {
    const start = this.#starts[set] ?? 0;
    const end = this.#starts[set + 1] ?? start;
    for (let i = start; i < end; i++) into[i - start] = this.#store[i] as number; // inside the store
  }

  /** The atom with a number that `copyAtoms` gave. */
  atom(number: number): T {
    return this.#atoms[number] as T; // numbers are only given to atoms
  }

  union(a: number, b: number): number {
    if (a === b || b === EMPTY_SET) return a;
    if (a === EMPTY_SET) return b;
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
    let hash = n;
    for (let i = 0; i < n; i++) hash = Math.imul(hash ^ (atoms[i] as number), 0x9e3779b1) ^ (hash >>> 15);
    const mask = this.#slots.length - 1;
    for (let slot = (hash ^ (hash >>> 16)) & mask; ; slot = (slot + 1) & mask) {
      const set = this.#slots[slot] as number;
      if (set === 0) return this.#append(atoms, n, slot);
      if (this.#holds(set, atoms, n)) return set;
    }
  }

  #holds(set: number, atoms: Uint32Array, n: number): boolean {
    const start = this.#starts[set] as number;
    if ((this.#starts[set + 1] as number) - start !== n) return false;
    for (let i = 0; i < n; i++) if (this.#store[start + i] !== atoms[i]) return false;
    return true;
  }

  #append(atoms: Uint32Array, n: number, slot: number): number {
    const set = this.#count++;
    const start = this.#starts[set] as number;
    if (start + n > this.#store.length) this.#store = grown(this.#store, start + n);
    if (set + 2 > this.#starts.length) this.#starts = grown(this.#starts, set + 2);
    this.#store.set(atoms.subarray(0, n), start);
    this.#starts[set + 1] = start + n;
    this.#slots[slot] = set;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return set;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let set = 1; set < this.#count; set++) {
      const start = this.#starts[set] as number;
      const end = this.#starts[set + 1] as number;
      let hash = end - start;
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ (this.#store[i] as number), 0x9e3779b1) ^ (hash >>> 15);
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = set;
    }
    this.#slots = slots;
  }
}

function grown(array: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
