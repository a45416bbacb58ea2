// What both readers of the canonical form share: which rows belong together, what the run wants, what was told before.
import { closest } from '../../../model/closest.ts';
import type { FieldId } from '../../../model/fields.ts';
import { NameTable } from '../../../model/opinions.ts';
import type { ReadContext } from '../../format.ts';
import type { JsonValue } from '../json/walk.ts';
import type { LineScanner } from '../lines.ts';
import { RowSink } from '../row-sink.ts';
import { FactsReader, singleOf } from './facts.ts';
import { MAX_SOURCES, type OnUnknown, OWN, shownKey } from './shape.ts';

/** No file has so many keys; rows of an item stand in one batch, so without a bound one item could fill the memory. */
export const MAX_ITEM_ROWS = 1 << 16;
/** Unknown keys told once each; a file with more is told about every further one. */
const MAX_TOLD = 256;

export class CanonicalRows {
  readonly sink: RowSink;
  readonly context: ReadContext<unknown>;
  /** Number of the item the row before belongs to, or 0; how many of its rows are in the batch. */
  #item = 0;
  #itemRows = 0;
  #highest = 0;
  /** Names of sources met in this file, and their numbers in the run once a row was accepted with them. */
  readonly #names = new NameTable();
  readonly #sources: number[] = [];
  #runNames: Set<string> | null = null;
  readonly #told = new Set<string>();
  readonly facts: FactsReader;

  constructor(context: ReadContext<unknown>, scanner: LineScanner) {
    this.context = context;
    this.sink = new RowSink(context, scanner);
    this.facts = new FactsReader(this.sink, context, (key, known) => this.unknown(key, known));
  }

  /** Whether a row of this item may still go into the batch; if not, the batch must be taken first. */
  hasRoom(item: number): boolean {
    return !this.sink.builder.isFull || this.#continues(item);
  }

  begin(op: number, item: number): void {
    this.sink.begin(op);
    if (this.#continues(item)) this.sink.builder.join();
  }

  /** Counts the row just read, accepted or not. Numbers rise, so a lower one is a row parted from its item. */
  end(item: number): void {
    const { sink } = this;
    if (item !== this.#item) {
      if (item !== 0 && item <= this.#highest) sink.report('row/item-parted', { reason: 'it comes too late' });
      this.#item = item;
      this.#itemRows = 0;
      if (item > this.#highest) this.#highest = item;
    } else if (this.#itemRows === MAX_ITEM_ROWS) {
      sink.report('row/item-parted', { reason: `the item has more than ${MAX_ITEM_ROWS} rows` });
      this.#itemRows = 0;
    }
    if (item !== 0 && !sink.isRejected) this.#itemRows++;
  }

  /** Another list begins, with item numbers of its own. */
  forgetItems(): void {
    this.#item = 0;
    this.#itemRows = 0;
    this.#highest = 0;
  }

  #continues(item: number): boolean {
    return item !== 0 && item === this.#item && this.#itemRows > 0 && this.#itemRows < MAX_ITEM_ROWS;
  }

  wants(field: FieldId): boolean {
    return this.context.want.has(field);
  }

  /**
   * A key that is of its writer is told once and left out. Any other costs the row: with `op` for `operation`, what was to be
   * withdrawn was listed.
   */
  readonly unknown = (key: string, known: readonly string[]): void => {
    if (key.startsWith(OWN)) this.#tellOwn(key);
    else {
      const near = closest(key, known);
      const nearest = near === null ? '' : `; did you mean ${near}?`;
      this.sink.reject('row/unknown-field', { field: shownKey(key), nearest });
    }
  };

  #tellOwn(key: string): void {
    if (this.#told.has(key)) return;
    if (this.#told.size < MAX_TOLD) this.#told.add(key);
    this.sink.report('row/unknown-key', { key: shownKey(key) });
  }

  /** A number for a name of this file, or -1 where there are too many. Names enter the run's table with their row. */
  nameOf(name: string): number {
    const { names } = this.#names;
    return names.length < MAX_SOURCES || names.includes(name) ? this.#names.id(name) : -1;
  }

  /** Adds an origin to the row; false where a batch could not hold its source. */
  addOrigin(name: number, line: number, op: number): boolean {
    const source = this.#sources[name] ?? this.#addSource(name);
    if (source < 0) return false;
    this.sink.builder.addOrigin(source, line, op);
    return true;
  }

  #addSource(name: number): number {
    const { sources } = this.context.interns;
    const text = this.#names.name(name);
    if (sources.names.length >= MAX_SOURCES) {
      this.#runNames ??= new Set(sources.names);
      if (!this.#runNames.has(text)) return -1;
    }
    const source = sources.id(text);
    this.#sources[name] = source;
    return source;
  }

  /** The set of this one opinion or review, or -1 where the value is none. */
  singleOf(field: 'opinions' | 'reviews', value: JsonValue, onUnknown: OnUnknown): number {
    return singleOf(this.context.interns, field, value, onUnknown);
  }

  union(field: 'opinions' | 'reviews', a: number, b: number): number {
    return this.context.interns[field].union(a, b);
  }
}
