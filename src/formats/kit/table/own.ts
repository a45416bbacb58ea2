// A column in which this program keeps what the columns of a partner cannot say: facts as the canonical form spells them, one
// object for the record, or as many as it has keys, in the order of their columns. Readers of such lists look for the
// columns they know and let others be.
import { PRESENT } from '../../../model/scope.ts';
import { FactsReader } from '../canonical/facts.ts';
import { shownKey } from '../canonical/shape.ts';
import { type JsonObject, type JsonValue, parseJson } from '../json/walk.ts';
import type { TableDesk, TableRecord } from './desk.ts';

const WANT = 'what this program writes there';

export class OwnFacts {
  readonly #desk: TableDesk;
  readonly #slot: number;
  readonly #shown: string;
  readonly #facts: FactsReader;

  constructor(desk: TableDesk, slot: number, shown: string) {
    this.#desk = desk;
    this.#slot = slot;
    this.#shown = shown;
    this.#facts = new FactsReader(desk.rows, desk.context, (key) =>
      desk.rows.report('row/unknown-key', { key: shownKey(key) }),
    );
  }

  has(record: TableRecord): boolean {
    return record.starts[this.#slot]! < record.ends[this.#slot]!;
  }

  /** Adds the keys, each by a call that tells whether it was good, and what is said of them. False: the record was refused. */
  read(record: TableRecord, keys: readonly { read(record: TableRecord): boolean }[], op: number = PRESENT): boolean {
    const { rows } = this.#desk;
    const json = parseJson(this.#desk.text(record, this.#slot));
    const list = json.ok && Array.isArray(json.value) ? (json.value as readonly JsonValue[]) : [];
    const objects = list.filter((each): each is JsonObject => each instanceof Map);
    const [first] = objects;
    if (first === undefined || objects.length !== list.length) return this.#bad();
    let met = 0;
    for (const key of keys) {
      if (met > 0 && objects.length > 1) {
        rows.begin(op);
        rows.builder.join();
      }
      const before = rows.builder.count;
      if (!key.read(record)) return false;
      if (rows.builder.count === before) continue;
      const facts = objects.length === 1 ? null : objects[met];
      met++;
      if (facts === undefined) return this.#bad();
      if (facts !== null && !this.#facts.read(facts)) return false;
    }
    if (objects.length > 1 && met !== objects.length) return this.#bad();
    return objects.length > 1 || met === 0 || this.#facts.read(first);
  }

  #bad(): false {
    this.#desk.bad(this.#shown, WANT, this.#slot);
    return false;
  }
}
