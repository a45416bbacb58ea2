// Cells that repeat: labels, members, reviewers, scopes. A cell, or a group of cells, is understood once, as text; every
// later row with the same bytes gets the number of the same set from a dictionary, without making a string.
import { ByteDictionary, PairTable, UNKNOWN } from '../byte-dictionary.ts';
import type { KnownCells } from '../csv/known-cells.ts';
import { type TableDesk, type TableRecord, trimAscii } from './desk.ts';
import { ARRAY_SEPARATOR, type Cell, type ListSyntax } from './profile.ts';

/** Returned instead of a number when the row was refused. */
export const REFUSED = -1;

/** The values of one cell: none, one, or several where the column holds lists. */
export type Values<T> = readonly (T | null)[];

/** Makes the number out of the values of the cells, in their order; null where they do not go together. */
export type MakeNumber = (values: readonly Values<unknown>[]) => number | null;

export class CellReader {
  readonly #desk: TableDesk;
  readonly #cells: readonly Cell<unknown>[];
  readonly #slots: readonly number[];
  readonly #make: MakeNumber;
  readonly #want: string;
  readonly #dictionaries: readonly ByteDictionary[];
  readonly #first: ByteDictionary;
  /** By cell: entries of its dictionary that are looked up ahead. */
  readonly #known: readonly (KnownCells | null)[];
  readonly #firstKnown: KnownCells | null;
  /** The slot of the only cell, or -1. */
  readonly #only: number;
  /** Pair i joins what cells 0..i gave with cell i + 1; the last one holds the results. */
  readonly #pairs: readonly PairTable[];
  /** The entries of the cells of the record at hand. */
  readonly #entries: Int32Array;
  /** The result of cells that are all empty, once it is known. */
  #ofNothing = UNKNOWN;
  /** Whether a word was told that no table knows: each row with it is counted, so that it is understood anew each time. */
  #isTold = false;
  /** With one cell, the result by its entry. */
  #results = new Int32Array(64);

  /** `want` says what the cells would have to be, for a row whose cells do not go together. */
  constructor(
    desk: TableDesk,
    cells: readonly Cell<unknown>[],
    slots: readonly number[],
    make: MakeNumber,
    want: string,
  ) {
    this.#desk = desk;
    this.#cells = cells;
    this.#slots = slots;
    this.#make = make;
    this.#want = want;
    this.#dictionaries = cells.map(() => new ByteDictionary());
    this.#first = this.#dictionaries[0]!;
    this.#known = slots.map((slot) => desk.know(slot));
    this.#firstKnown = this.#known[0]!;
    this.#only = slots.length === 1 ? slots[0]! : -1;
    this.#entries = new Int32Array(cells.length);
    this.#pairs = cells.slice(1).map(() => new PairTable());
  }

  /** The number that the cells of this record stand for, or REFUSED. */
  read(record: TableRecord): number {
    const slot = this.#only;
    if (slot < 0) return this.#readGroup(record);
    const { bytes, ahead } = record;
    const known = ahead < 0 || this.#firstKnown === null ? UNKNOWN : this.#firstKnown.numbers[ahead]!;
    if (known !== UNKNOWN) return this.#results[known]!;
    const from = record.starts[slot]!;
    const to = record.ends[slot]!;
    const entry = this.#first.find(bytes, from, to);
    if (entry !== UNKNOWN) return this.#results[entry]!;
    const result = this.#resolve(record);
    if (result !== REFUSED && !this.#isTold) this.#keep(this.#add(0, bytes, from, to), result);
    return result;
  }

  #readGroup(record: TableRecord): number {
    const { bytes, ahead } = record;
    const entries = this.#entries;
    // In a list with few of the columns that could be there most groups are empty most of the time.
    if (this.#ofNothing !== UNKNOWN && this.#isNothing(record)) return this.#ofNothing;
    // All entries first: a dictionary that forgets its numbers clears the pairs, and must not do so half way through them.
    for (let i = 0; i < entries.length; i++) {
      const cells = this.#known[i]!;
      const known = ahead < 0 || cells === null ? UNKNOWN : cells.numbers[ahead]!;
      if (known !== UNKNOWN) {
        entries[i] = known;
        continue;
      }
      const slot = this.#slots[i]!;
      const from = record.starts[slot]!;
      const to = record.ends[slot]!;
      const entry = this.#dictionaries[i]!.find(bytes, from, to);
      entries[i] = entry === UNKNOWN ? this.#add(i, bytes, from, to) : entry;
    }
    const last = this.#pairs.length - 1;
    let id = entries[0]!;
    for (let i = 0; i <= last; i++) {
      const pairs = this.#pairs[i]!;
      let value = pairs.find(id, entries[i + 1]!);
      if (value === UNKNOWN) {
        value = i < last ? pairs.count : this.#resolve(record);
        if (value === REFUSED || (i === last && this.#isTold)) return value;
        if (pairs.isFull) {
          this.#clearPairs();
          return i < last ? this.#resolve(record) : value;
        }
        pairs.set(id, entries[i + 1]!, value);
      }
      id = value;
    }
    if (this.#ofNothing === UNKNOWN && this.#isNothing(record)) this.#ofNothing = id;
    return id;
  }

  #isNothing(record: TableRecord): boolean {
    for (const slot of this.#slots) if (record.starts[slot]! !== record.ends[slot]!) return false;
    return true;
  }

  #add(i: number, bytes: Uint8Array, from: number, to: number): number {
    const entry = this.#dictionaries[i]!.add(bytes, from, to);
    // The dictionary has forgotten its numbers (or is new): pairs that hold them would answer for other bytes.
    if (entry === 0) {
      this.#clearPairs();
      this.#known[i]?.forget();
    }
    this.#known[i]?.learn(bytes, from, to, entry);
    return entry;
  }

  #clearPairs(): void {
    for (const pairs of this.#pairs) pairs.clear();
  }

  #keep(entry: number, result: number): void {
    if (entry >= this.#results.length) {
      const larger = new Int32Array(this.#results.length * 2);
      larger.set(this.#results);
      this.#results = larger;
    }
    this.#results[entry] = result;
  }

  /** Understands the cells as text: once for each combination of them. */
  #resolve(record: TableRecord): number {
    const values: Values<unknown>[] = [];
    this.#isTold = false;
    for (const [i, cell] of this.#cells.entries()) {
      const slot = this.#slots[i]!;
      const text = this.#desk.text(record, slot);
      const read = cellValues(cell, text, this.#desk.blanks);
      if (read === null) {
        if (isBlank(text, this.#desk.blanks)) this.#desk.missing(cell.column.shown, slot);
        else this.#desk.bad(cell.column.shown, cell.want, slot);
        return REFUSED;
      }
      values.push(read);
      if (cell.otherwise === 'tell' && !read.every((value) => isMeant(cell, value))) {
        this.#isTold = true;
        this.#desk.rows.report('row/unknown-value', { field: cell.column.shown });
      }
    }
    const result = this.#make(values);
    if (result !== null) return result;
    this.#desk.bad(this.#cells[0]!.column.shown, this.#want, this.#slots[0]!);
    return REFUSED;
  }
}

export function isBlank(text: string, blanks: ReadonlySet<string>): boolean {
  return text === '' || (blanks.size > 0 && blanks.has(text.toLowerCase()));
}

/** The values a cell spells, or null when it may not say that. `text` is trimmed. */
function cellValues<T>(cell: Cell<T>, text: string, blanks: ReadonlySet<string>): Values<T> | null {
  if (isBlank(text, blanks)) {
    if (cell.empty === 'refuse') return null;
    return cell.empty.value === null ? [] : [cell.empty.value];
  }
  const values: (T | null)[] = [];
  for (const item of itemsOf(text, cell.list)) {
    const value = item === null ? null : meaningOf(cell, item);
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

/**
 * The items of a cell: one, or as many as the separators make; null for one that says nothing. Blanks around items are
 * left out, except in JSON.
 */
export function itemsOf(text: string, list: ListSyntax | null): (string | null)[] {
  if (list === null) return [text];
  return text.split(String.fromCharCode(list.separator)).map((item) => {
    const trimmed = list.separator === ARRAY_SEPARATOR ? item : trimAscii(item);
    if (trimmed === '') return null;
    return list.escapes ? unescapeItem(trimmed) : trimmed;
  });
}

/** Undefined: the cell may not say that. */
function meaningOf<T>(cell: Cell<T>, text: string): T | null | undefined {
  const known = cell.values?.get(text.trim().toLowerCase());
  if (known !== undefined) return known;
  if (cell.otherwise === 'refuse') return undefined;
  if (typeof cell.otherwise === 'object') return cell.otherwise.value;
  return text as T; // only columns of plain text are kept as they are
}

/** Whether the table of the column means this. */
function isMeant<T>(cell: Cell<T>, value: T | null): boolean {
  if (value === null || cell.values === null) return true;
  for (const meant of cell.values.values()) if (meant === value) return true;
  return false;
}

const ESCAPES = /%(?:3B|25|20|09|0A|0D|00)/gu;

function unescapeItem(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(ESCAPES, (code) =>
    code === '%00' ? '' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
}

/** An item of a list cell: `;` and `%` are spelled out, and so are blanks at the ends, which a reader would trim. */
export function escapeItem(text: string): string {
  if (text === '') return '%00';
  return text
    .replaceAll('%', '%25')
    .replaceAll(';', '%3B')
    .replaceAll(
      /^[ \t\r\n]|[ \t\r\n]$/gu,
      (blank) => `%${blank.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}
