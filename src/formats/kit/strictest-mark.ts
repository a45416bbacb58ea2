// The marking of a list whose objects are marked one by one: it is as confidential as the strictest of them.
import type { ReadContext } from '../format.ts';

/** Traffic lights, mildest first (FIRST Traffic Light Protocol 2.0; WHITE is what CLEAR was called before). */
const LIGHTS = ['TLP:CLEAR', 'TLP:WHITE', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'];

export function isLight(marking: string): boolean {
  return LIGHTS.includes(marking.toUpperCase());
}

export class StrictestMark {
  readonly #context: ReadContext<unknown>;
  #rank = -1;
  /** A marking in words, which is kept as long as no traffic light stands beside it. */
  #words: string | null = null;

  constructor(context: ReadContext<unknown>) {
    this.#context = context;
  }

  /** Takes note of a mark; false for one that the list cannot keep beside another. */
  add(marking: string): boolean {
    const rank = LIGHTS.indexOf(marking.toUpperCase());
    if (rank < 0) {
      if (this.#rank >= 0 || (this.#words !== null && this.#words !== marking)) return false;
      this.#words = marking;
      this.#context.header({ marking });
      return true;
    }
    if (rank > this.#rank) {
      this.#rank = rank;
      this.#context.header({ marking: LIGHTS[rank] ?? marking });
    }
    return this.#words === null;
  }
}
