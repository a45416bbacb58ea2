// Tells the rows that are left out because their key was met before. They come by the million: the first few become
// examples, the others are counted.
import type { Batch } from '../model/batch.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import { placeOf } from './stage.ts';

const EXAMPLES = 20;

export class Repeats {
  readonly #left: { count: number };
  readonly #findings: Findings | null;

  /** `left`: rows left out so far; `findings`: where repeats are told, null where they are only counted. */
  constructor(left: { count: number }, findings: Findings | null) {
    this.#left = left;
    this.#findings = findings;
  }

  /** All rows of the batch but these, which are in order. */
  tellAllBut(fresh: Uint32Array, batch: Batch): void {
    if (this.#left.count >= EXAMPLES || this.#findings === null) {
      this.#left.count += batch.count - fresh.length;
      return;
    }
    for (let i = 0, n = 0; i < batch.count; i++) {
      if (fresh[n] === i) n++;
      else if (this.#left.count++ < EXAMPLES) {
        this.#findings.report('merge/repeated', {}, placeOf(batch, i), () => entryAt(batch, i));
      }
    }
  }

  /** After the last row: those that are no example. */
  countOthers(): void {
    this.#findings?.count('merge/repeated', Math.max(0, this.#left.count - EXAMPLES));
  }
}
