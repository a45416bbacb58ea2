// Interned sets and names on their way between threads. Each thread has tables of its own, which grow by what the other
// has not got; numbers are translated where they differ, so that sets stay small integers.
import type { Batch } from '../model/batch.ts';
import type { Interns, NameTable, Opinion, Review } from '../model/opinions.ts';
import { EMPTY_SET, type NewSets, type SetTable } from '../model/set-table.ts';

export interface NewInterns {
  readonly names: readonly string[];
  /** Null: none. */
  readonly opinions: NewSets<Opinion> | null;
  readonly reviews: NewSets<Review> | null;
}

/** The sending side: what the tables have that was not sent. */
export class InternsSender {
  readonly #names: NameTable;
  readonly #opinions: SetSender<Opinion>;
  readonly #reviews: SetSender<Review>;
  #sent: number;

  /** The names in the table are known on the other side; sets are not. */
  constructor({ sources, opinions, reviews }: Interns) {
    this.#names = sources;
    this.#sent = sources.names.length;
    this.#opinions = new SetSender(opinions);
    this.#reviews = new SetSender(reviews);
  }

  take(): NewInterns {
    const names = this.#names.names.slice(this.#sent);
    this.#sent += names.length;
    return { names, opinions: this.#opinions.take(), reviews: this.#reviews.take() };
  }
}

class SetSender<T> {
  readonly #table: SetTable<T>;
  #sets = EMPTY_SET + 1;
  #atoms = 0;

  constructor(table: SetTable<T>) {
    this.#table = table;
  }

  take(): NewSets<T> | null {
    const table = this.#table;
    if (this.#sets === table.count) return null;
    let length = 0;
    for (let set = this.#sets; set < table.count; set++) length += 1 + table.size(set);
    const sets = new Uint32Array(length);
    const atoms: T[] = [];
    for (let at = 0; this.#sets < table.count; this.#sets++) {
      const size = table.size(this.#sets);
      sets[at++] = size;
      table.copyAtoms(this.#sets, sets, at);
      at += size;
      // Ascending; and atoms are numbered in the order they are met, and each is a set of its own when it is.
      while (size > 0 && this.#atoms <= (sets[at - 1] as number)) atoms.push(table.atom(this.#atoms++));
    }
    return { atoms, sets };
  }
}

/** Whoever only writes takes the tables over as they are: numbers need no translation, and nothing is looked up. */
export function takeOver({ names, opinions, reviews }: NewInterns, interns: Interns): void {
  for (const name of names) interns.sources.id(name);
  if (opinions !== null) interns.opinions.append(opinions);
  if (reviews !== null) interns.reviews.append(reviews);
}

/** The receiving side: puts what is new into its own tables and translates the numbers of a batch. */
export class InternsReceiver {
  readonly #interns: Interns;
  readonly #sources: number[];
  readonly #opinions: SetReceiver<Opinion>;
  readonly #reviews: SetReceiver<Review>;

  /** The names in the table are known on the other side; sets are not. */
  constructor(interns: Interns) {
    this.#interns = interns;
    this.#sources = interns.sources.names.map((_, id) => id);
    this.#opinions = new SetReceiver(interns.opinions);
    this.#reviews = new SetReceiver(interns.reviews);
  }

  add({ names, opinions, reviews }: NewInterns): void {
    for (const name of names) this.#sources.push(this.#interns.sources.id(name));
    if (opinions !== null) this.#opinions.add(opinions);
    if (reviews !== null) this.#reviews.add(reviews);
  }

  /** Writes into the columns: nobody else has them yet. */
  translate({ opinions, reviews, origins }: Pick<Batch, 'opinions' | 'reviews' | 'origins'>): void {
    if (opinions !== null) this.#opinions.translate(opinions);
    if (reviews !== null) this.#reviews.translate(reviews);
    if (origins === null) return;
    const { source } = origins;
    for (let i = 0; i < source.length; i++) source[i] = this.#sources[source[i] as number] as number; // names sent before
  }
}

class SetReceiver<T> {
  readonly #table: SetTable<T>;
  /** The set here of each atom there, alone. */
  readonly #alone: number[] = [];
  /** The set here of each set there. */
  readonly #numbers = [EMPTY_SET];
  #isSame = true;

  constructor(table: SetTable<T>) {
    this.#table = table;
  }

  add({ atoms, sets }: NewSets<T>): void {
    let met = 0;
    for (let at = 0; at < sets.length; ) {
      let set = EMPTY_SET;
      for (const end = at + 1 + (sets[at++] as number); at < end; at++) {
        const atom = sets[at] as number; // inside the array
        // Each where it is first needed, so that a table that was empty numbers its sets as the other has.
        while (this.#alone.length <= atom) this.#alone.push(this.#table.of(atoms.slice(met, ++met)));
        set = this.#table.union(set, this.#alone[atom] as number);
      }
      this.#isSame &&= set === this.#numbers.length;
      this.#numbers.push(set);
    }
  }

  translate(column: Uint32Array): void {
    if (this.#isSame) return;
    for (let i = 0; i < column.length; i++) column[i] = this.#numbers[column[i] as number] as number; // sets sent before
  }
}
