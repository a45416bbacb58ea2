// Shadow rows of a merge: a second row for a key, in a record that had to stay apart from the item that keeps the key.
// All rows of a batch are numbered before its records are looked at, so the number of a shadow says nothing about where
// its record stood. Each shadow therefore knows the row it precedes: the list must not depend on how it is cut into
// batches.

export class MergeShadows {
  /** The findable row with the same key, and back. */
  readonly #primaryOf = new Map<number, number>();
  readonly #shadowsOf = new Map<number, number[]>();
  /** All shadows as they were made, and for each the first row made for a key behind it in the list. */
  readonly #shadows: number[] = [];
  readonly #follower: number[] = [];
  readonly #followerOf = new Map<number, number>();

  get count(): number {
    return this.#shadows.length;
  }

  get byteLength(): number {
    return this.#shadows.length * 240;
  }

  note(shadow: number, primary: number, follower: number): void {
    this.#shadows.push(shadow);
    this.#follower.push(follower);
    this.#followerOf.set(shadow, follower);
    this.#primaryOf.set(shadow, primary);
    this.#shadowsOf.set(primary, [...(this.#shadowsOf.get(primary) ?? []), shadow]);
  }

  /** The row that is found by the key of a shadow, or -1 for a row that is none. */
  primaryOf(row: number): number {
    return this.count === 0 ? -1 : (this.#primaryOf.get(row) ?? -1);
  }

  /** The row that is found by the key of any row: its own number, or that of its primary. */
  findable(row: number): number {
    return this.count === 0 ? row : (this.#primaryOf.get(row) ?? row);
  }

  /** Rows that hold the key of a row once more, in records that stay apart. */
  of(row: number): readonly number[] {
    return this.#shadowsOf.get(row) ?? [];
  }

  /** The rows in the order of the list, where that is not the order of their numbers. */
  inOrder(count: number): Uint32Array | null {
    if (this.count === 0) return null;
    const order = new Uint32Array(count);
    let n = 0;
    let shadow = 0;
    for (let row = 0; row < count; row++) {
      for (; (this.#follower[shadow] ?? Number.POSITIVE_INFINITY) <= row; shadow++) order[n++] = this.#shadows[shadow]!;
      if (!this.#primaryOf.has(row)) order[n++] = row;
    }
    for (; shadow < this.count; shadow++) order[n++] = this.#shadows[shadow]!;
    return order;
  }

  /** Negative if row `a` stands before row `b` in the list. */
  compare(a: number, b: number): number {
    if (this.count === 0) return a - b;
    // A shadow stands before its follower, shadows with one follower in the order in which they were made.
    const [placeA, placeB] = [this.#followerOf.get(a) ?? a + 0.5, this.#followerOf.get(b) ?? b + 0.5];
    return placeA - placeB || a - b;
  }
}
