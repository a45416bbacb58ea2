// Cells of a column that repeat, looked up by the kernel for all records it has cut, while it has them at hand: 10 ns a cell
// instead of 50. What it does not know its user looks up in the other way, and tells it when that is worth it.
import { LONGEST_CELL, type Places, placesOf } from './cut-places.ts';

// The places that the text of the kernel names.
const NUMBERS = 262_144;
const TABLES = 327_680;
const TABLE = 131_072;
/** Columns that are looked up. */
const MOST_COLUMNS = 16;
/** Records of a run whose cells are looked up. */
const MOST_RECORDS = 1024;
/** After so many cells, half of which were empty or not known, looking a column up costs more than it saves. */
const TRIAL = 8192;

const UNKNOWN = -1;

/** Whose cells the tables hold: those of the list that was begun last. */
let holder: KnownColumns | null = null;

/** The columns of one list. */
export class KnownColumns {
  readonly #columns: KnownCells[] = [];

  /** A column to look up from the next run on; null: that cannot be done. */
  add(field: number): KnownCells | null {
    const places = placesOf();
    if (places === null || this.#columns.length === MOST_COLUMNS) return null;
    if (holder !== this && this.#columns.length > 0) return null;
    holder = this;
    const column = new KnownCells(places, this, field, this.#columns.length);
    this.#columns.push(column);
    return column;
  }

  /** Looks up cells of the records that were just cut, the first of which starts at `start`. Returns of how many records. */
  look(start: number, records: number): number {
    if (holder !== this || this.#columns.length === 0) return 0;
    const count = Math.min(records, MOST_RECORDS);
    for (const column of this.#columns) column.look(start, count);
    return count;
  }
}

export class KnownCells {
  /** By the number of the record in its run: what the cell was told to stand for, or -1. */
  readonly numbers: Int32Array;
  readonly #places: Places;
  readonly #columns: KnownColumns;
  readonly #field: number;
  readonly #table: Uint8Array;
  #looked = 0;
  #known = 0;
  #isWorth = true;

  constructor(places: Places, columns: KnownColumns, field: number, n: number) {
    const { buffer } = places.kernel.memory;
    this.#places = places;
    this.#columns = columns;
    this.#field = field;
    this.numbers = new Int32Array(buffer, NUMBERS + n * MOST_RECORDS * 4, MOST_RECORDS);
    this.#table = new Uint8Array(buffer, TABLES + n * TABLE, TABLE);
    this.forget();
  }

  look(start: number, count: number): void {
    if (!this.#isWorth) return;
    const { kernel } = this.#places;
    this.#known += kernel.look(this.#table.byteOffset, this.numbers.byteOffset, this.#field, start, count);
    this.#looked += count;
    if (this.#looked < TRIAL) return;
    this.#isWorth = this.#known * 2 >= this.#looked;
    if (!this.#isWorth) this.numbers.fill(UNKNOWN);
    this.#looked = 0;
    this.#known = 0;
  }

  /** Cells with these bytes stand for this number. */
  learn(bytes: Uint8Array, from: number, to: number, number: number): void {
    const length = to - from;
    if (length === 0 || length > LONGEST_CELL || !this.#isWorth || holder !== this.#columns) return;
    const { cell, kernel } = this.#places;
    for (let i = 0; i < LONGEST_CELL; i++) cell[i] = i < length ? bytes[from + i]! : 0;
    kernel.learn(this.#table.byteOffset, length, number);
  }

  /** Numbers stand for other cells from now on. */
  forget(): void {
    if (holder !== this.#columns) return;
    this.#table.fill(0);
    this.numbers.fill(UNKNOWN);
  }
}
