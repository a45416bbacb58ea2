// Answers about opinion sets, worked out once per set: rows share few of them.
import { type Interns, isDisputed } from '../../model/opinions.ts';
import { strictest } from '../../model/schemes.ts';

export class StandingOpinions {
  readonly #interns: Interns;
  readonly #strictest: Map<number, number> | null;
  readonly #disputed = new Map<number, boolean>();

  constructor(interns: Interns, isStrictest: boolean) {
    this.#interns = interns;
    this.#strictest = isStrictest ? new Map() : null;
  }

  isDisputed(set: number): boolean {
    let known = this.#disputed.get(set);
    if (known === undefined) {
      known = isDisputed(this.#interns.opinions.list(set));
      this.#disputed.set(set, known);
    }
    return known;
  }

  /** The set that stands for this one. */
  of(set: number): number {
    if (this.#strictest === null) return set;
    let known = this.#strictest.get(set);
    if (known === undefined) {
      known = this.#interns.opinions.of(strictest(this.#interns.opinions.list(set)));
      this.#strictest.set(set, known);
    }
    return known;
  }
}
