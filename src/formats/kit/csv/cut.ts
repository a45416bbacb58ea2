// Plain CSV records cut in runs by a kernel (cut-kernel.wat): a byte at a time, and a call for each record, it was a quarter of
// reading a list. A piece of the window is copied to where the kernel looks; what it stops at, scan.ts takes a look at.
import { PIECE, placesOf } from './cut-places.ts';
import { type KnownCells, KnownColumns } from './known-cells.ts';
import type { CsvShape } from './walk.ts';

/** Numbers that are told of a record. */
const NUMBERS = 3;
const LF = 10;
/** A run of fewer records costs as much as looking at them one by one. */
const WORTH = 8;
/** After runs that were not worth it so many records are left to the other way, at most, before the next try. */
const MOST_PATIENCE = 256;

/** Whose piece the kernel has: what it says is good until another window asks. */
let owner: CsvCut | null = null;

export class CsvCut {
  readonly #places = placesOf();
  readonly #shape: CsvShape;
  readonly #delimiter: number;
  readonly #comment: number;
  readonly #maxRecord: number;
  /** The piece is [base, base + length) of the window. */
  #base = 0;
  #length = 0;
  /** Behind its last line feed: before that, what is not cut is not plain. */
  #whole = 0;
  /** Records that were cut, those that were taken, and the ends of fields that these have. */
  #cut = 0;
  #taken = 0;
  #ends = 0;
  /** Where the next one starts in the window; -1 where nothing is cut. */
  #next = -1;
  /** Records to leave to the other way. */
  #patience = 0;
  #wait = 1;

  /** Where the line feed of the record is that was taken, and its longest field. */
  end = 0;
  longest = 0;
  /** Its number among those of the run whose cells were looked up; -1: they were not. */
  ahead = -1;

  readonly #columns = new KnownColumns();
  /** Records of the run whose cells were looked up. */
  #looked = 0;

  constructor(shape: CsvShape, delimiter: number, comment: number, maxRecord: number) {
    this.#shape = shape;
    this.#delimiter = delimiter;
    this.#comment = comment;
    this.#maxRecord = maxRecord;
  }

  /** The window has moved: places in it are others now. */
  forget(): void {
    this.#next = -1;
    this.#whole = 0;
  }

  /** Looks up this field of the records that are cut from now on; null: it cannot. */
  know(field: number): KnownCells | null {
    this.#looked = 0;
    return this.#columns.add(field);
  }

  /** Puts the fields of the record that starts at `pos` into the shape; false: it is to be looked at in the other way. */
  take(buffer: Uint8Array, pos: number, limit: number): boolean {
    if (pos !== this.#next || this.#taken === this.#cut || owner !== this) {
      if (this.#patience > 0) {
        this.#patience--;
        return false;
      }
      if (!this.#run(buffer, pos, limit)) return false;
    }
    const { ends, records } = this.#places!;
    const { starts, ends: shapeEnds } = this.#shape;
    const base = this.#base;
    this.ahead = this.#taken < this.#looked ? this.#taken : -1;
    const record = this.#taken++ * NUMBERS;
    const last = records[record]!;
    let from = pos;
    let count = 0;
    for (let n = this.#ends; n < last; n++) {
      const to = base + ends[n]!;
      starts[count] = from;
      shapeEnds[count++] = to;
      from = to + 1;
    }
    this.#ends = last;
    this.#shape.count = count;
    this.end = base + records[record + 1]!;
    this.longest = records[record + 2]!;
    this.#next = this.end + 1;
    return true;
  }

  /** Cuts what it can from `pos` on; false: not even one record. */
  #run(buffer: Uint8Array, pos: number, limit: number): boolean {
    if (this.#places === null) {
      this.#patience = Number.POSITIVE_INFINITY;
      return false;
    }
    if (owner !== this || pos < this.#base || pos >= this.#whole) this.#copy(this.#places.input, buffer, pos, limit);
    this.#cutFrom(pos);
    if (this.#cut >= WORTH) this.#wait = 1;
    else {
      this.#patience = this.#wait;
      this.#wait = Math.min(this.#wait * 2, MOST_PATIENCE);
    }
    return this.#cut > 0;
  }

  #copy(input: Uint8Array, buffer: Uint8Array, pos: number, limit: number): void {
    owner = this;
    this.#base = pos;
    this.#length = Math.min(PIECE, limit - pos);
    input.set(buffer.subarray(pos, pos + this.#length));
    this.#whole = pos + input.lastIndexOf(LF, this.#length - 1) + 1;
  }

  #cutFrom(pos: number): void {
    const at = pos - this.#base;
    const most = this.#shape.starts.length;
    const { cut } = this.#places!.kernel;
    this.#cut = cut(at, this.#length, this.#delimiter, this.#comment, most, this.#maxRecord);
    this.#taken = 0;
    this.#ends = 0;
    this.#looked = this.#columns.look(at, this.#cut);
  }
}
