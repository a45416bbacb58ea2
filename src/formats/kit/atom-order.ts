// The atoms of interned sets in the order of their text: their numbers depend on what was read before, and an output must
// not. Two texts are compared once, when atoms are ranked; a set is then put in order by comparing small integers.
import type { SetTable } from '../../model/set-table.ts';

/** So many atoms more, or a quarter, and all are ranked anew: a list that never ends in new people stays linear. */
const FEW = 64;

export class AtomOrder<T> {
  /** What `gather` found: numbers of atoms. */
  numbers = new Uint32Array(16);
  readonly #table: SetTable<T>;
  readonly #textOf: (atom: T) => string;
  readonly #texts: string[] = [];
  /** By atom number, for those that were there when atoms were ranked. */
  #ranks = new Uint32Array(0);

  constructor(table: SetTable<T>, textOf: (atom: T) => string) {
    this.#table = table;
    this.#textOf = textOf;
  }

  /** Puts the atoms of a set into `numbers`, in order; returns how many there are. */
  gather(set: number): number {
    const table = this.#table;
    const count = table.size(set);
    if (count > this.numbers.length) this.numbers = new Uint32Array(count * 2);
    const { numbers } = this;
    table.copyAtoms(set, numbers);
    if (count < 2) return count;
    // Ascending: the last one is the newest.
    const newest = numbers[count - 1]!;
    if (newest >= this.#ranks.length && table.atomCount >= this.#ranks.length * 1.25 + FEW) this.#rank();
    if (newest < this.#ranks.length) sortBy(this.#ranks, numbers, count);
    else numbers.subarray(0, count).sort((a, b) => this.#compare(a, b));
    return count;
  }

  #rank(): void {
    const order = Array.from({ length: this.#table.atomCount }, (_, atom) => atom);
    order.sort((a, b) => this.#compare(a, b));
    this.#ranks = new Uint32Array(order.length);
    for (const [rank, atom] of order.entries()) this.#ranks[atom] = rank;
  }

  #compare(a: number, b: number): number {
    const [textA, textB] = [this.text(a), this.text(b)];
    return textA < textB ? -1 : textA > textB ? 1 : 0;
  }

  /** The text of an atom. */
  text(atom: number): string {
    let text = this.#texts[atom];
    if (text === undefined) {
      text = this.#textOf(this.#table.atom(atom));
      this.#texts[atom] = text;
    }
    return text;
  }
}

/** Sets are small: an insertion sort is the fastest there is for them. */
function sortBy(ranks: Uint32Array, numbers: Uint32Array, count: number): void {
  for (let n = 1; n < count; n++) {
    const number = numbers[n]!;
    const rank = ranks[number]!;
    let at = n;
    for (; at > 0 && ranks[numbers[at - 1]!]! > rank; at--) numbers[at] = numbers[at - 1]!;
    numbers[at] = number;
  }
}
