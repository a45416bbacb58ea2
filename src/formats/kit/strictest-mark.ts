// The marking of a list whose objects are marked one by one: it is as confidential as the strictest of them.
import type { ReadContext } from '../format.ts';

/** Traffic lights, mildest first (FIRST Traffic Light Protocol 2.0; WHITE is what CLEAR was called before). */
const LIGHTS = ['TLP:CLEAR', 'TLP:WHITE', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'];

export class StrictestMark {
  readonly #context: ReadContext<unknown>;
  #rank = -1;

  constructor(context: ReadContext<unknown>) {
    this.#context = context;
  }

  /** Takes note of a mark; false for one that is no traffic light. */
  add(marking: string): boolean {
    const name = marking.toUpperCase();
    const rank = LIGHTS.indexOf(name);
    if (rank > this.#rank) {
      this.#rank = rank;
      this.#context.header({ marking: name });
    }
    return rank >= 0;
  }
}
