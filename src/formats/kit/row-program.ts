// Rows of forensic tools as nearly all of them are: digests, a size and a name on a line. A format says what stands in the
// cells, and such rows are found, cut and decoded in one pass over the bytes: to look for the end of a line first, and then
// for the ends of its cells, was half of the time. It decides nothing: a line that is not as described is left to the
// format, which takes it or says what is wrong with it.
import { ADDED, type BatchBuilder } from '../../model/batch-builder.ts';
import { viewOf } from '../../model/bytes.ts';
import type { Kind } from '../../model/kinds.ts';
import type { ReadContext } from '../format.ts';
import { isAscii } from './decode.ts';
import type { RowSink } from './row-sink.ts';
import { digitsEnd, MOST_DIGITS, numberIn } from './size-digits.ts';

/** What stands in a cell. `rest`: a name up to the end of the line, whatever it holds. `empty`: anything is for the format. */
export type Cell = Kind | 'size' | 'name' | 'note' | 'rest' | 'ignored' | 'empty';

export interface RowShape {
  readonly cells: readonly Cell[];
  /** What parts the cells: a comma, or as md5sum writes it a blank and another or a star. */
  readonly between: 'comma' | 'blanks';
  /** Whether a cell may stand between quotation marks, and then hold commas. None may hold such a mark. */
  readonly hasQuotes: boolean;
  /** Whether the size and some of the digests may be missing. */
  readonly mayLack: boolean;
  /** Whether a name that is the rest of the line may be empty. */
  readonly mayBeNameless: boolean;
  /** The letter that headers begin with and no row does, in upper case; 0 where there is none. */
  readonly never: number;
}

interface WantedFacts {
  readonly size: boolean;
  readonly name: boolean;
  readonly note: boolean;
}

export function wantedOf({ want }: ReadContext<unknown>): WantedFacts {
  return { size: want.has('size'), name: want.has('name'), note: want.has('note') };
}

/** Longer rows are left to the format, which may refuse them for their length. */
const LONGEST = 1 << 16;

const LF = 10;
const CR = 13;
const BLANK = 32;
const QUOTE = 34;
const STAR = 42;
const COMMA = 44;
const UPPER = 0xdf;

const DIGEST = 0;
const SIZE = 1;
const TEXT = 2;
const REST = 3;
const EMPTY = 4;

export class RowProgram {
  /** Sizes, names and notes passed over because nobody wants them. */
  readonly #skipped = { size: 0, name: 0, note: 0 };
  readonly #shape: RowShape;
  readonly #wanted: WantedFacts;
  readonly #what: Uint8Array;
  readonly #kinds: readonly (Kind | null)[];
  readonly #close: number;
  /** Where the cells of the row at hand begin and end. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #sizeSlot: number;
  readonly #nameSlot: number;
  readonly #noteSlot: number;
  readonly #restSlot: number;
  #isRestAscii = true;
  /** Where rows were last, and a view over it. */
  #bytes: Uint8Array = new Uint8Array(0);
  #view = viewOf(this.#bytes);

  constructor(shape: RowShape, wanted: WantedFacts) {
    const { cells } = shape;
    this.#shape = shape;
    this.#wanted = wanted;
    this.#what = Uint8Array.from(cells, codeOf);
    this.#kinds = cells.map((cell) => (typeof cell === 'string' ? null : cell));
    this.#close = shape.between === 'comma' ? COMMA : BLANK;
    this.#start = new Int32Array(cells.length);
    this.#end = new Int32Array(cells.length);
    this.#sizeSlot = cells.indexOf('size');
    this.#nameSlot = cells.findIndex((cell) => cell === 'name' || cell === 'rest');
    this.#noteSlot = cells.indexOf('note');
    this.#restSlot = cells.indexOf('rest');
  }

  /**
   * Cuts the row that begins at `from` and adds its digests. Returns where the next line begins, or -1 where the row is not
   * as described or does not end before `to`, where a line feed stands; the record begun last is then of no use.
   */
  row(bytes: Uint8Array, from: number, to: number, builder: BatchBuilder): number {
    const { hasQuotes, mayBeNameless, never, between } = this.#shape;
    const what = this.#what;
    const starts = this.#start;
    const ends = this.#end;
    const slots = what.length;
    const comma = this.#close;
    let at = from;
    if (never !== 0 && (bytes[bytes[at] === QUOTE ? at + 1 : at]! & UPPER) === never) return -1;
    for (let slot = 0; slot < slots; slot++) {
      if (slot > 0) {
        if (bytes[at] !== comma) return -1;
        at++;
        if (between === 'blanks') {
          if (bytes[at] !== BLANK && bytes[at] !== STAR) return -1;
          at++;
        }
      }
      const isQuoted = hasQuotes && bytes[at] === QUOTE;
      const close = isQuoted ? QUOTE : comma;
      const start = isQuoted ? at + 1 : at;
      const is = what[slot];
      let end = start;
      if (is === DIGEST) end = this.#digest(this.#kinds[slot]!, bytes, start, to, builder);
      else if (is === SIZE) end = this.#sizeEnd(bytes, start, to);
      else if (is === REST) end = this.#restEnd(bytes, start, to);
      else end = this.#textEnd(bytes, start, to, close);
      if (end < 0) return -1;
      at = end;
      if (isQuoted) {
        if (bytes[at] !== QUOTE) return -1;
        at++;
      } else if (bytes[at] === LF) {
        while (end > start && bytes[end - 1] === CR) end--; // as the scanner of lines leaves them out
      }
      if (end > start ? is === EMPTY : is === REST && !mayBeNameless) return -1;
      starts[slot] = start;
      ends[slot] = end;
    }
    while (bytes[at] === CR) at++;
    if (bytes[at] !== LF || at >= to || at - from > LONGEST || builder.recordRows === 0) return -1;
    return at + 1;
  }

  /** Adds a digest: where it ends, or where it begins if it is missing or none, or -1 where it may not be. */
  #digest(kind: Kind, bytes: Uint8Array, from: number, to: number, builder: BatchBuilder): number {
    const end = from + kind.width * 2;
    if (end <= to && builder.addHex(kind, bytes, from) === ADDED) return end;
    return this.#shape.mayLack ? from : -1;
  }

  #sizeEnd(bytes: Uint8Array, from: number, to: number): number {
    const end = digitsEnd(bytes, from, to);
    return end - from > MOST_DIGITS || (end === from && !this.#shape.mayLack) ? -1 : end;
  }

  /** Where a cell ends, four bytes at a time as long as all of them are above commas, quotation marks and line ends. */
  #textEnd(bytes: Uint8Array, from: number, to: number, close: number): number {
    const never = this.#shape.hasQuotes ? QUOTE : close;
    if (bytes !== this.#bytes) this.#look(bytes);
    const view = this.#view;
    let end = from;
    for (const last = to - 3; end <= last; end += 4) {
      const word = view.getInt32(end, true);
      if (((word - 0x2d2d2d2d) & ~word & 0x80808080) !== 0) break;
    }
    for (let byte = bytes[end]!; byte !== close && byte !== LF; byte = bytes[++end]!) if (byte === never) return -1;
    return end;
  }

  /** The line feed behind `from`, four bytes at a time, and whether all before it is ASCII. */
  #restEnd(bytes: Uint8Array, from: number, to: number): number {
    if (bytes !== this.#bytes) this.#look(bytes);
    const view = this.#view;
    let at = from;
    let all = 0;
    for (const last = to - 3; at <= last; at += 4) {
      const word = view.getInt32(at, true);
      const other = word ^ 0x0a0a0a0a;
      if (((other - 0x01010101) & ~other & 0x80808080) !== 0) break;
      all |= word;
    }
    for (let byte = bytes[at]!; byte !== LF; byte = bytes[++at]!) all |= byte;
    this.#isRestAscii = (all & 0x80808080) === 0;
    return at;
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
  }

  /** Sets what is said of the file on the row cut last. */
  facts(bytes: Uint8Array, rows: RowSink): void {
    const wanted = this.#wanted;
    const skipped = this.#skipped;
    const size = this.#sizeSlot;
    if (size >= 0 && this.#start[size] !== this.#end[size]) {
      if (wanted.size) rows.builder.setSize(numberIn(bytes, this.#start[size]!, this.#end[size]!));
      else skipped.size++;
    }
    if (this.#nameSlot >= 0) this.#text('name', bytes, this.#nameSlot, rows);
    if (this.#noteSlot >= 0) this.#text('note', bytes, this.#noteSlot, rows);
  }

  /** Tells what was passed over since it was last told. */
  tellSkipped(context: ReadContext<unknown>): void {
    const skipped = this.#skipped;
    for (const field of ['size', 'name', 'note'] as const) {
      if (skipped[field] > 0) context.skipped(field, skipped[field]);
      skipped[field] = 0;
    }
  }

  #text(field: 'name' | 'note', bytes: Uint8Array, slot: number, rows: RowSink): void {
    const start = this.#start[slot]!;
    const end = this.#end[slot]!;
    if (start === end) return;
    if (this.#wanted[field]) {
      rows.extra(field, bytes, start, end);
      return;
    }
    this.#skipped[field]++;
    // Told whether or not anybody wants the text: what is wrong with a list does not depend on what becomes of it.
    const isPlain = slot === this.#restSlot ? this.#isRestAscii : isAscii(bytes, start, end);
    if (!isPlain) rows.text(bytes, start, end);
  }
}

function codeOf(cell: Cell): number {
  if (typeof cell !== 'string') return DIGEST;
  return cell === 'size' ? SIZE : cell === 'rest' ? REST : cell === 'empty' ? EMPTY : TEXT;
}
