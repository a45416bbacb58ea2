// Finds CSV records in a window over the input: a byte fast path, and the careful walk for what that gives up on.
// It passes judgement on one place at a time; moving on, counting lines and telling anybody is the caller's business.
import { LoneReturns } from '../lone-returns.ts';
import { CsvCut } from './cut.ts';
import type { KnownCells } from './known-cells.ts';
import { LonePlaces } from './lone-places.ts';
import { BROKEN, CLOSED, type CsvShape, newShape, walkRecord } from './walk.ts';

// What is found at a place in the window.
export const RECORD = 0; // fields ready, all of them verbatim bytes
export const HARD = 1; // a record with doubled quotes, or line feeds inside quotes
export const BLANK = 2;
export const COMMENT = 3;
export const REFUSED = 4; // see flaw and flawAt
export const TOO_LONG = 5; // no line feed within the limit
export const NEEDS_MORE = 6;
export type CsvVerdict = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export type CsvFlaw = 'bad-quote' | 'unclosed-quote' | 'too-many-columns';

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

const NOTHING = new Uint8Array(0);

export class CsvWindow {
  /**
   * Unread input is [pos, limit) of `buffer`. A line feed stands at `limit`, so that inner loops check no limit, and
   * three bytes of any value behind it, so that they may look at four.
   */
  buffer: Buffer = Buffer.allocUnsafeSlow(1 << 16);
  pos = 0;
  limit = 0;
  ended = false;

  /** Results of scan() besides its verdict; good until the next scan. */
  readonly shape: CsvShape;
  end = 0; // offset of the line feed, or `limit` when the input ends without one
  contentEnd = 0; // the same less the line end's CRs
  flaw: CsvFlaw = 'bad-quote';
  flawAt = 0; // offset of the trouble, -1 when it is not on the first line
  longest = 0; // no field of the record has more bytes
  ahead = -1; // see CsvScanner

  readonly lone = new LonePlaces();
  readonly #returns = new LoneReturns((at) => this.lone.add(at));

  readonly #delimiter: number;
  readonly #delimiters: number; // four of them
  /** Over `buffer`. */
  #view: DataView;
  readonly #comment: Buffer;
  readonly #commentByte: number;
  readonly #maxRecord: number;
  readonly #cut: CsvCut;

  // How far the incomplete record at `pos` was looked through, see mayFinish().
  #seen = 0;
  #inside = false;
  #countsQuotes = false;

  constructor(delimiter: number, comment: string, maxRecord: number, maxColumns: number) {
    this.#delimiter = delimiter;
    this.#delimiters = Math.imul(delimiter, 0x01010101);
    this.#view = viewOf(this.buffer);
    this.#comment = Buffer.from(comment);
    this.#commentByte = this.#comment[0] ?? -1;
    this.#maxRecord = maxRecord;
    this.shape = newShape(maxColumns);
    this.#cut = new CsvCut(this.shape, delimiter, this.#commentByte, maxRecord);
    this.buffer[0] = LF;
  }

  append(chunk: Uint8Array): void {
    this.#reserve(this.#returns.room(chunk));
    this.limit = this.#returns.copy(chunk, this.buffer, this.limit);
    this.buffer[this.limit] = LF;
  }

  finish(): void {
    this.#reserve(this.#returns.room(NOTHING));
    this.limit = this.#returns.rest(this.buffer, this.limit);
    this.buffer[this.limit] = LF;
    this.ended = true;
  }

  #reserve(room: number): void {
    this.#cut.forget();
    if (this.limit + room + 4 <= this.buffer.length) return;
    const old = this.buffer;
    const kept = this.limit - this.pos;
    const needed = kept + room + 4;
    // Room for the leftover once more: a long record that comes in small chunks is then moved seldom, not each time.
    if (needed > old.length) {
      this.buffer = Buffer.allocUnsafeSlow(needed + kept + 4096);
      this.#view = viewOf(this.buffer);
    }
    old.copy(this.buffer, 0, this.pos, this.limit);
    this.lone.move(this.pos);
    this.pos = 0;
    this.limit = kept;
  }

  /** Where the next line starts after the record that was found. */
  after(): number {
    return this.end < this.limit ? this.end + 1 : this.limit;
  }

  know(field: number): KnownCells | null {
    return this.#cut.know(field);
  }

  /** Whether the record at `pos` was cut with others at once: what RECORD says, without another look at its bytes. */
  takeCut(): boolean {
    const cut = this.#cut;
    if (!cut.take(this.buffer, this.pos, this.limit)) return false;
    const { ends, count } = this.shape;
    this.end = cut.end;
    this.contentEnd = ends[count - 1]!;
    this.longest = cut.longest;
    this.ahead = cut.ahead;
    return true;
  }

  /**
   * Looks at the record that starts at `start` and changes nothing but the results above, so it may be asked twice.
   * The fast path: one pass over a record without quotes, or with quotes that only wrap whole fields.
   */
  scan(start: number): CsvVerdict {
    const bytes = this.buffer;
    this.ahead = -1;
    if (bytes[start] === this.#commentByte && this.#isComment(start)) {
      return this.#line(start, bytes.indexOf(LF, start), COMMENT);
    }
    const delimiter = this.#delimiter;
    const { starts, ends } = this.shape;
    const most = starts.length;
    const view = this.#view;
    const delimiters = this.#delimiters;
    let count = 0;
    let from = start;
    let to = start;
    let at = start;
    let longest = 0;
    for (;;) {
      let byte = 0;
      for (;;) {
        // Four bytes at a time: the high bit of each byte below 45 (quotes, line feeds, commas, tabs, also blanks), and
        // of each that is the delimiter. The lowest one set is exact, which is all that is asked of them.
        const word = view.getInt32(at, true);
        const other = word ^ delimiters;
        const marks = (((word - 0x2d2d2d2d) & ~word) | ((other - 0x01010101) & ~other)) & 0x80808080;
        if (marks === 0) {
          at += 4;
          continue;
        }
        at += (31 - Math.clz32(marks & -marks)) >> 3;
        byte = bytes[at]!;
        if (byte === delimiter || byte === LF || byte === QUOTE) break;
        at++;
      }
      if (byte === QUOTE) {
        while (bytes[from] === SPACE) from++;
        if (from !== at) return this.#walk(start);
        from = ++at;
        byte = bytes[at]!;
        while (byte !== QUOTE && byte !== LF) byte = bytes[++at]!;
        if (byte === LF) return this.#walk(start);
        to = at++;
        if (bytes[at] !== delimiter) {
          this.contentEnd = at;
          while (bytes[at] === CR) at++;
          if (bytes[at] !== LF) return this.#walk(start);
          break;
        }
      } else if (byte === LF) {
        to = at;
        while (to > from && bytes[to - 1] === CR) to--;
        if (to === start) return this.#line(start, at, BLANK);
        this.contentEnd = to;
        break;
      } else {
        to = at;
      }
      if (count === most) return this.#walk(start);
      if (to - from > longest) longest = to - from;
      starts[count] = from;
      ends[count++] = to;
      from = ++at;
    }
    if (count === most) return this.#walk(start);
    this.longest = Math.max(longest, to - from);
    starts[count] = from;
    ends[count++] = to;
    this.shape.count = count;
    return this.#line(start, at, RECORD);
  }

  /**
   * After NEEDS_MORE: whether another scan at `pos` would get further. Starting over at each chunk would be quadratic
   * for a long record in small chunks, so this reads new bytes only. Every quote turns inside into outside or back
   * (doubled ones twice), so counting them finds the line feed that may end the record.
   */
  mayFinish(): boolean {
    const bytes = this.buffer;
    const stop = Math.min(this.limit, this.pos + this.#maxRecord + 1);
    let at = this.pos + this.#seen;
    let inside = this.#inside;
    for (; at < stop; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) inside = this.#countsQuotes && !inside;
      else if (byte === LF && !inside) return true;
    }
    this.#seen = at - this.pos;
    this.#inside = inside;
    return this.ended || this.limit - this.pos > this.#maxRecord;
  }

  #isComment(start: number): boolean {
    for (let i = 0; i < this.#comment.length; i++) {
      if (this.buffer[start + i] !== this.#comment[i]) return false;
    }
    return true;
  }

  // The verdict on a line that ends at the line feed `end`, or that has none in sight when this is the one at `limit`.
  #line(start: number, end: number, verdict: CsvVerdict): CsvVerdict {
    this.end = end;
    if (end - start > this.#maxRecord) return TOO_LONG;
    return end < this.limit || this.ended ? verdict : this.#wait(start, end, false);
  }

  #wait(start: number, seen: number, inside: boolean): CsvVerdict {
    this.#seen = seen - start;
    this.#inside = inside;
    this.#countsQuotes = inside;
    return NEEDS_MORE;
  }

  // Everything the fast path gives up on.
  #walk(start: number): CsvVerdict {
    const shape = this.shape;
    this.longest = Number.POSITIVE_INFINITY;
    const firstEnd = this.buffer.indexOf(LF, start);
    const first = this.#line(start, firstEnd, RECORD);
    if (first !== RECORD) return first;
    const capped = this.limit - start > this.#maxRecord;
    const stop = capped ? start + this.#maxRecord + 1 : this.limit;
    const outcome = walkRecord(this.buffer, start, stop, this.ended && !capped, this.#delimiter, shape);
    if (outcome === CLOSED) {
      this.end = shape.end;
      this.contentEnd = shape.contentEnd;
      if (shape.surplus < 0) return shape.doubled || shape.lines > 0 ? HARD : RECORD;
      this.flaw = 'too-many-columns';
      this.flawAt = shape.surplus <= firstEnd ? shape.surplus : -1;
      return REFUSED;
    }
    if (outcome !== BROKEN && !capped && !this.ended) return this.#wait(start, stop, shape.inside);
    this.flaw = shape.opened < 0 ? 'bad-quote' : 'unclosed-quote';
    this.flawAt = shape.opened < 0 ? shape.flaw : shape.opened;
    return REFUSED;
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
