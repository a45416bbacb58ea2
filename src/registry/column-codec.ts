// Columns as bytes, one behind the other: one that is absent or says the same in every row takes a few bytes, and numbers
// take no more than the largest needs. Numbers are little-endian. The form is part of the schema.
import { fromUtf8, toUtf8 } from '../model/bytes.ts';
import { arrayIn } from './stored.ts';

const ABSENT = 0;
const SAME = 1;
const OCTETS = 2;
const WORDS = 3;
const FLOATS = 4;
const TEXT = 5;
/** Since version 2 of the schema. */
const SHORTS = 6;

type Numbers = Uint8Array | Uint32Array | Float64Array;

function isSame(column: Numbers): boolean {
  const [first] = column;
  if (first === undefined) return false;
  // Absent numbers are not equal to themselves.
  for (let i = 1; i < column.length; i++) if (!Object.is(column[i], first)) return false;
  return true;
}

const NOTHING = new Uint8Array(0);

function isWithin(column: Uint8Array | Uint32Array, most: number): boolean {
  if (column instanceof Uint8Array) return true;
  for (let i = 0; i < column.length; i++) if (column[i]! > most) return false;
  return true;
}

/** Whole numbers of 32 bits, as times and sizes mostly are; null where one is not, or is absent. */
function wholeNumbers(column: Float64Array): Uint32Array | null {
  const whole = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const number = column[i]!;
    if (!Object.is(number, number >>> 0)) return null;
    whole[i] = number;
  }
  return whole;
}

export class ColumnWriter {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  numbers(given: Numbers | null): void {
    const column = given instanceof Float64Array ? (wholeNumbers(given) ?? given) : given;
    if (column === null || column.length === 0) this.#raw(ABSENT, NOTHING);
    else if (isSame(column)) this.#raw(SAME, bytesOf(Float64Array.of(column[0]!)));
    else if (column instanceof Float64Array) this.#raw(FLOATS, bytesOf(column));
    else if (isWithin(column, 0xff)) this.#raw(OCTETS, new Uint8Array(column));
    else if (isWithin(column, 0xffff)) this.#raw(SHORTS, bytesOf(new Uint16Array(column)));
    else this.#raw(WORDS, bytesOf(column));
  }

  octets(bytes: Uint8Array): void {
    this.#raw(OCTETS, bytes);
  }

  texts(column: readonly (string | undefined)[] | null, count: number): void {
    if (column === null || column.every((text) => text === undefined)) this.#raw(ABSENT, NOTHING);
    else this.#raw(TEXT, toUtf8(JSON.stringify(Array.from({ length: count }, (_, i) => column[i] ?? null))));
  }

  /** Tag, length, and the bytes, copied at the end. */
  #raw(tag: number, bytes: Uint8Array): void {
    const head = new Uint8Array(5);
    head[0] = tag;
    new DataView(head.buffer).setUint32(1, bytes.length, true);
    this.#pieces.push(head, bytes);
    this.#length += head.length + bytes.length;
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}

function bytesOf(column: Numbers | Uint16Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Reads columns one after the other. `rows`: only these, of the many that a block has; null: all. */
export class ColumnReader {
  readonly #block: Uint8Array;
  readonly #view: DataView;
  #at: number;

  /** `at`: where the next column begins, as another reader of the same block had it. */
  constructor(block: Uint8Array, at = 0) {
    this.#block = block;
    this.#view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  /** Whether the next column says the same in every row. */
  get isSame(): boolean {
    return this.#block[this.#at] === SAME;
  }

  octets(count: number): Uint8Array {
    const column = this.#column(count, Uint8Array, null);
    return column instanceof Uint8Array ? column : new Uint8Array(column ?? []);
  }

  words(count: number, rows: Uint32Array | null = null): Uint32Array | null {
    const column = this.#column(count, Uint32Array, rows);
    return column === null || column instanceof Uint32Array ? column : new Uint32Array(column);
  }

  floats(count: number, rows: Uint32Array | null = null): Float64Array | null {
    const column = this.#column(count, Float64Array, rows);
    return column === null || column instanceof Float64Array ? column : new Float64Array(column);
  }

  #column(count: number, Same: new (count: number) => Numbers, rows: Uint32Array | null): Numbers | null {
    const tag = this.#block[this.#at]!;
    const length = this.#view.getUint32(this.#at + 1, true);
    const from = this.#at + 5;
    this.#at = from + length;
    if (tag === ABSENT) return null;
    if (tag === SAME) return new Same(rows?.length ?? count).fill(this.#view.getFloat64(from, true));
    if (rows !== null) return this.#some(tag, from, rows);
    const bytes = this.#block.subarray(from, this.#at);
    if (tag === OCTETS) return bytes;
    const own = new Uint8Array(bytes).buffer; // begins where wider numbers may begin
    if (tag === SHORTS) return new Uint32Array(new Uint16Array(own));
    return tag === WORDS ? new Uint32Array(own) : new Float64Array(own);
  }

  #some(tag: number, from: number, rows: Uint32Array): Numbers {
    const view = this.#view;
    if (tag === FLOATS) return Float64Array.from(rows, (row) => view.getFloat64(from + row * 8, true));
    const some = new Uint32Array(rows.length);
    for (let n = 0; n < rows.length; n++) {
      const row = rows[n]!;
      if (tag === OCTETS) some[n] = view.getUint8(from + row);
      else some[n] = tag === SHORTS ? view.getUint16(from + row * 2, true) : view.getUint32(from + row * 4, true);
    }
    return some;
  }

  texts(rows: Uint32Array | null = null): (string | undefined)[] | null {
    const length = this.#view.getUint32(this.#at + 1, true);
    const from = this.#at + 5;
    const isThere = this.#block[this.#at] === TEXT;
    this.#at = from + length;
    if (!isThere) return null;
    const texts = arrayIn(fromUtf8(this.#block, from, this.#at), 'a block of rows') as (string | null)[]; // as it was put
    if (rows !== null) return Array.from(rows, (row) => texts[row] ?? undefined);
    return texts.map((text) => text ?? undefined);
  }
}
