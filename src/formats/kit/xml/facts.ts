// Facts of a list in the elements around its entries: attributes when their tag is met, texts when their element ends.
import { fromUtf8 } from '../../../model/bytes.ts';
import { SLASH } from './characters.ts';
import { decodeEntities } from './entities.ts';
import type { XmlShape } from './shape.ts';
import { readTag } from './tags.ts';

type OnFact = (path: string, written: string) => void;

export class ListFactsWalk {
  readonly #paths: ReadonlySet<string>;
  /** Elements that have such an attribute. */
  readonly #elements: ReadonlySet<string>;
  readonly #onFact: OnFact;
  /** Where the text of a fact begins, or -1. */
  from = -1;

  constructor({ facts }: XmlShape, onFact: OnFact) {
    this.#paths = new Set(facts);
    this.#elements = new Set(
      facts.filter((fact) => fact.includes('@')).map((fact) => fact.slice(0, fact.indexOf('@'))),
    );
    this.#onFact = onFact;
  }

  /** An element opens, whose tag is `bytes[open..close)`. */
  attributes(path: string, bytes: Uint8Array, open: number, close: number, onFault: (reason: string) => void): void {
    if (!this.#elements.has(path)) return;
    const read = readTag(bytes, open, close, bytes[close - 2] === SLASH);
    if (!read.ok) {
      onFault(read.reason);
      return;
    }
    for (const [name, value] of read.value.attributes) {
      if (this.#paths.has(`${path}@${name}`)) this.#onFact(`${path}@${name}`, value);
    }
  }

  /** Its text begins here, if it is a fact. */
  begin(path: string, at: number): void {
    this.from = this.#paths.has(path) ? at : -1;
  }

  /** The text of an open element ends here. */
  end(path: string, bytes: Uint8Array, to: number): void {
    if (this.from < 0) return;
    const text = decodeEntities(fromUtf8(bytes, this.from, to));
    this.from = -1;
    if (text !== null && this.#paths.has(path)) this.#onFact(path, text.trim());
  }
}
