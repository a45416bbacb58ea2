// Answers about opinion sets, worked out once per set: rows share few of them.
import { disputeIn } from '../../model/disputes.ts';
import type { Interns } from '../../model/opinions.ts';
import { strictest } from '../../model/schemes.ts';

export class StandingOpinions {
  readonly #interns: Interns;
  readonly #strictest: Map<number, number> | null;
  readonly #flags: ReadonlySet<string> | undefined;
  /** By set: 0 is not known yet, 1 no, 2 yes. */
  #disputed = new Uint8Array(256);

  constructor(interns: Interns, isStrictest: boolean, flags: ReadonlySet<string> | undefined) {
    this.#flags = flags;
    this.#interns = interns;
    this.#strictest = isStrictest ? new Map() : null;
  }

  isDisputed(set: number): boolean {
    if (set >= this.#disputed.length) this.#grow();
    if (this.#disputed[set] === 0) {
      this.#disputed[set] = disputeIn(this.#interns.opinions.list(set), this.#flags) === null ? 1 : 2;
    }
    return this.#disputed[set] === 2;
  }

  #grow(): void {
    const larger = new Uint8Array(Math.max(this.#interns.opinions.count, this.#disputed.length * 2));
    larger.set(this.#disputed);
    this.#disputed = larger;
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
