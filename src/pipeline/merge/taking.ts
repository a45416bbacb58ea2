// Takes what the rows of a batch say into the columns of a merge: all of them at once when they are placed, or, where the
// place of a row depends on what was said before it, those before it first.
import type { Batch } from '../../model/batch.ts';
import { knownIn, metBy, type Placed } from './columns.ts';
import type { MergeFacts } from './facts.ts';
import type { OriginColumn } from './origins.ts';

export class Taking {
  readonly #batch: Batch;
  readonly #placed: Placed;
  readonly #origins: OriginColumn;
  readonly #facts: MergeFacts;
  #taken: number;

  constructor(batch: Batch, placed: Placed, origins: OriginColumn, facts: MergeFacts) {
    this.#batch = batch;
    this.#placed = placed;
    this.#origins = origins;
    this.#facts = facts;
    this.#taken = placed.from;
    origins.beginAll(batch, placed);
  }

  /** Notes where a row that is made for row i comes from. */
  begin(row: number, i: number): void {
    this.#origins.begin(row, this.#batch, i);
  }

  /** Takes the rows before `to`. */
  upTo(to: number): void {
    if (to <= this.#taken) return;
    const { fresh, target } = this.#placed;
    const known = knownIn(fresh, this.#taken, to);
    const placed = { ...this.#placed, from: this.#taken, to, known, met: metBy(known, target) };
    this.#origins.take(this.#batch, placed);
    this.#facts.take(this.#batch, placed);
    this.#taken = to;
  }

  /** Whether a merged row has all that row i says, but for what its sources do: they may do something else now. */
  has(row: number, i: number): boolean {
    return this.#origins.knows(row, this.#batch, i) && this.#facts.says(row, this.#batch, i);
  }

  /** Lets the sources of row i do with a merged row what they do there, as far as it is theirs. */
  restate(row: number, i: number): void {
    this.#origins.restate(row, this.#batch, i);
  }
}
