// Rows of a list as the bytes of a block, column by column: a column that is absent or says the same in every row takes a
// few bytes, digests stand side by side as they are. Numbers are little-endian. The form is part of the schema.
//
//   count, then the columns in the order in which they are put: a tag, and what the tag says
import { type Batch, NO_TIMES, type Times } from '../model/batch.ts';
import { fromUtf8, toUtf8 } from '../model/bytes.ts';
import { type Extras, timeFields } from '../model/fields.ts';

/** Operations of rows that only say that the list has a key, or an exception, no more. They never leave the registry. */
export const GONE = 3;
export const GONE_EXCEPTION = 4;

const ABSENT = 0;
const SAME = 1;
const OCTETS = 2;
const WORDS = 3;
const FLOATS = 4;
const TEXT = 5;

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** `line` of such rows is the number of a term, as those of sets are; docs in terms.ts. */
export function encodeBlock(batch: Batch): Uint8Array {
  const out = new Pieces();
  const { count, start } = batch;
  out.numbers(Uint32Array.of(count));
  out.numbers(batch.kind.subarray(0, count));
  out.numbers(batch.scope.subarray(0, count));
  out.numbers(batch.op.subarray(0, count));
  const widths = new Uint32Array(count);
  for (let i = 0; i < count; i++) widths[i] = start[i + 1]! - start[i]!;
  out.numbers(widths);
  out.raw(OCTETS, batch.bytes.subarray(start[0]!, start[count]!));
  out.numbers(joins(batch));
  out.numbers(batch.opinions?.subarray(0, count) ?? null);
  out.numbers(batch.reviews?.subarray(0, count) ?? null);
  out.numbers(batch.line.subarray(0, count));
  for (const field of timeFields) out.numbers(batch.times[field]?.subarray(0, count) ?? null);
  out.numbers(batch.size?.subarray(0, count) ?? null);
  out.texts(batch.partnerKey, count);
  for (const field of EXTRAS) out.texts(batch.extras?.map((extra) => extra?.[field]) ?? null, count);
  return out.joined();
}

const EXTRAS = ['name', 'note', 'spelling'] as const;

export function decodeBlock(block: Uint8Array, source: number): Batch {
  const from = new Reader(block);
  const count = from.words(1)?.[0] ?? 0;
  const isKindSame = from.isSame;
  const kind = from.octets(count);
  const isScopeSame = from.isSame;
  const scope = from.octets(count);
  const uniform = isKindSame && isScopeSame && from.isSame;
  const op = from.octets(count);
  const widths = from.words(count) ?? new Uint32Array(count);
  const start = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) start[i + 1] = start[i]! + widths[i]!;
  const bytes = from.octets(start[count]!);
  const item = itemsOf(from.words(count), count);
  const opinions = from.words(count);
  const reviews = from.words(count);
  const line = from.words(count) ?? new Uint32Array(count);
  const times: Times = { ...NO_TIMES, ...Object.fromEntries(timeFields.map((field) => [field, from.floats(count)])) };
  const size = from.floats(count);
  const partnerKey = from.texts();
  const extras = extrasOf(
    EXTRAS.map(() => from.texts()),
    count,
  );
  const keys = { count, source, kind, scope, op, uniform, start, bytes, line, item };
  return { ...keys, opinions, reviews, times, size, partnerKey, extras, origins: null };
}

/** For each row whether it is of one record with the row before it. */
function joins({ item, count }: Batch): Uint8Array | null {
  if (item === null) return null;
  const joined = new Uint8Array(count);
  for (let i = 1; i < count; i++) joined[i] = item[i] === item[i - 1] ? 1 : 0;
  return joined;
}

function itemsOf(joined: Numbers | null, count: number): Uint32Array | null {
  if (joined === null) return null;
  const item = new Uint32Array(count);
  for (let i = 0, number = 0; i < count; i++) item[i] = joined[i] === 1 && i > 0 ? number : ++number;
  return item;
}

function extrasOf(texts: readonly ((string | undefined)[] | null)[], count: number): (Extras | undefined)[] | null {
  if (texts.every((column) => column === null)) return null;
  return Array.from({ length: count }, (_, i) => {
    const given = EXTRAS.flatMap((field, n) => (texts[n]?.[i] === undefined ? [] : [[field, texts[n]?.[i]]]));
    return given.length === 0 ? undefined : (Object.fromEntries(given) as Extras);
  });
}

function isSame(column: Numbers): boolean {
  const [first] = column;
  if (first === undefined) return false;
  // Absent numbers are not equal to themselves.
  for (let i = 1; i < column.length; i++) if (!Object.is(column[i], first)) return false;
  return true;
}

const NOTHING = new Uint8Array(0);

function isNarrow(column: Uint8Array | Uint32Array): boolean {
  if (column instanceof Uint8Array) return true;
  for (let i = 0; i < column.length; i++) if (column[i]! > 0xff) return false;
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

class Pieces {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  numbers(given: Numbers | null): void {
    const column = given instanceof Float64Array ? (wholeNumbers(given) ?? given) : given;
    if (column === null || column.length === 0) this.raw(ABSENT, NOTHING);
    else if (isSame(column)) this.raw(SAME, bytesOf(Float64Array.of(column[0]!)));
    else if (column instanceof Float64Array) this.raw(FLOATS, bytesOf(column));
    else if (isNarrow(column)) this.raw(OCTETS, Uint8Array.from(column));
    else this.raw(WORDS, bytesOf(column));
  }

  texts(column: readonly (string | undefined)[] | null, count: number): void {
    if (column === null || column.every((text) => text === undefined)) this.raw(ABSENT, NOTHING);
    else this.raw(TEXT, toUtf8(JSON.stringify(Array.from({ length: count }, (_, i) => column[i] ?? null))));
  }

  /** Tag, length, and the bytes, copied at the end. */
  raw(tag: number, bytes: Uint8Array): void {
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

function bytesOf(column: Numbers): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

class Reader {
  readonly #block: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(block: Uint8Array) {
    this.#block = block;
    this.#view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  }

  /** Whether the next column says the same in every row. */
  get isSame(): boolean {
    return this.#block[this.#at] === SAME;
  }

  octets(count: number): Uint8Array {
    const column = this.#column(count, Uint8Array);
    return column instanceof Uint8Array ? column : Uint8Array.from(column ?? []);
  }

  words(count: number): Uint32Array | null {
    const column = this.#column(count, Uint32Array);
    return column === null || column instanceof Uint32Array ? column : Uint32Array.from(column);
  }

  floats(count: number): Float64Array | null {
    const column = this.#column(count, Float64Array);
    return column === null || column instanceof Float64Array ? column : Float64Array.from(column);
  }

  #column(count: number, Same: new (count: number) => Numbers): Numbers | null {
    const tag = this.#block[this.#at]!;
    const length = this.#view.getUint32(this.#at + 1, true);
    const from = this.#at + 5;
    this.#at = from + length;
    if (tag === ABSENT) return null;
    if (tag === SAME) return new Same(count).fill(this.#view.getFloat64(from, true));
    const bytes = this.#block.subarray(from, this.#at);
    if (tag === OCTETS) return bytes;
    const own = new Uint8Array(bytes).buffer; // begins where wider numbers may begin
    return tag === WORDS ? new Uint32Array(own) : new Float64Array(own);
  }

  texts(): (string | undefined)[] | null {
    const length = this.#view.getUint32(this.#at + 1, true);
    const from = this.#at + 5;
    const isThere = this.#block[this.#at] === TEXT;
    this.#at = from + length;
    if (!isThere) return null;
    const texts = JSON.parse(fromUtf8(this.#block, from, this.#at)) as (string | null)[]; // as it was put
    return texts.map((text) => text ?? undefined);
  }
}
