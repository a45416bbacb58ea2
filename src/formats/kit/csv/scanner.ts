// The CSV record scanner: cuts chunks of bytes into records and fields, and names what it had to refuse.
// It knows no header, no column meaning, no builder and no diagnostic, and makes no string until text() is called.
//
// A record is the shortest run of whole lines, from the one it starts on, that is well-formed CSV; when no run within
// maxRecord bytes is, that first line alone is refused and reading goes on with the next. So a stray quote costs one
// line, never the rest of the file (frictionless-py#1048), and hostile input stays linear: after a refused line with
// an odd number of quotes, no line before the next odd one can leave a quote open, so none is read far ahead again.
// A line ends in LF and any CRs right before it (CR CR LF exists), or in a CR alone; inside quotes these are data.
import { HardRecords } from './hard.ts';
import type { KnownCells } from './known-cells.ts';
import { BLANK, type COMMENT, type CsvFlaw, CsvWindow, HARD, NEEDS_MORE, RECORD, REFUSED, TOO_LONG } from './scan.ts';

export interface CsvDialect {
  readonly delimiter: number; // one byte
  readonly comment?: string | undefined; // prefix of comment lines, seen only at the start of a line outside quotes
  readonly maxRecord: number; // bytes in a record, its line feed not counted
  readonly maxColumns: number;
}

export const csvLimits = { maxRecord: 1 << 20, maxColumns: 4096 } as const;

export interface CsvFault {
  readonly kind: CsvFlaw | 'too-long';
  readonly line: number; // 1-based line on which the refused bytes start
  readonly column: number; // 1-based byte of the trouble in that line, 0 when it lies on a later line of the record
  readonly raw: Uint8Array; // a copy of the refused bytes with their line end; the receiver may keep it
  readonly piece: number; // 0 is the fault; an overlong line goes on in pieces 1, 2, ... which are no new faults
  readonly more: boolean; // another piece follows
}

const LF = 10;
const CR = 13;
const QUOTE = 34;

// How far hard records are collected before csv-parse is called: enough to make its set-up cost vanish.
const LOOK_AHEAD = 1 << 16;

export class CsvScanner {
  /** The cursor: valid after next() returned true, until the next call of next() or feed(). */
  bytes: Uint8Array;
  count = 0;
  line = 0;
  /** Byte range of each field in `bytes`, without its quotes. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** No field is longer; infinite where that was not looked at. */
  longest = 0;
  /** Number of the record among those whose cells were looked up ahead (see `know`); -1: they were not. */
  ahead = -1;
  /** Fields a record should have: those up to here that it lacks are empty. */
  width = 0;

  /** Lines that are neither in a record nor in a fault. */
  blankLines = 0;
  commentLines = 0;

  readonly #maxRecord: number;
  readonly #onFault: (fault: CsvFault) => void;
  readonly #onComment: ((line: number, raw: Uint8Array) => void) | undefined;
  readonly #window: CsvWindow;
  readonly #hard: HardRecords;
  #current: Buffer; // `bytes` as a Buffer
  #unquoted: Buffer = Buffer.allocUnsafeSlow(1024); // contents of a hard record
  #rawFrom = 0;
  #rawTo = 0;
  #nextLine = 1;
  #loneLine = 0;
  #hasFeed = false;
  #waiting = false; // the record at the window's start is not all here
  #piece = -1; // the next piece of the overlong line that is being passed on

  /** `onComment` gets a view of each comment line without its line end, valid during the call. */
  constructor(
    dialect: CsvDialect,
    onFault: (fault: CsvFault) => void,
    onComment?: (line: number, raw: Uint8Array) => void,
  ) {
    const { delimiter, comment = '', maxRecord, maxColumns } = dialect;
    if (!Number.isInteger(delimiter) || delimiter < 0 || delimiter > 255 || [LF, CR, QUOTE].includes(delimiter)) {
      throw new RangeError('a CSV delimiter is one byte, and neither a quote nor part of a line end');
    }
    if (!(maxRecord >= 1 && maxColumns >= 1)) throw new RangeError('the CSV limits are at least 1');
    this.#maxRecord = maxRecord;
    this.#onFault = onFault;
    this.#onComment = onComment;
    this.#window = new CsvWindow(delimiter, comment, maxRecord, maxColumns);
    this.#hard = new HardRecords(delimiter);
    this.starts = this.#window.shape.starts;
    this.ends = this.#window.shape.ends;
    this.#current = this.#window.buffer;
    this.bytes = this.#current;
  }

  /** Takes a copy of `chunk`. Call next() until it returns false before feeding more, or memory grows. */
  feed(chunk: Uint8Array): void {
    if (this.#window.ended) throw new Error('feed() after end()');
    this.count = 0;
    this.#window.append(chunk);
  }

  /** No more chunks: the last record may lack its line feed. */
  end(): void {
    this.#window.finish();
  }

  /** Moves to the next record. False: feed more; or, after end(), there is none. */
  next(): boolean {
    const window = this.#window;
    if (this.#waiting) {
      if (!window.mayFinish()) return false;
      this.#waiting = false;
    }
    for (;;) {
      if (this.#piece >= 0 && !this.#passRest()) return false;
      const start = window.pos;
      if (start === window.limit) return false;
      const verdict = window.takeCut() ? RECORD : window.scan(start);
      if (verdict === RECORD) {
        this.#current = window.buffer;
        this.bytes = window.buffer;
        this.line = this.#nextLine++;
        this.count = window.shape.count;
        this.longest = window.longest;
        this.ahead = window.ahead;
        if (this.count < this.width) this.#emptyRest();
        this.#rawFrom = start;
        this.#rawTo = window.contentEnd;
        this.#advance();
        return true;
      }
      if (verdict === HARD) {
        if (this.#takeHard(start)) return true;
      } else if (verdict === REFUSED) {
        this.#refuse(start, window.flaw, window.flawAt);
      } else if (verdict === TOO_LONG) {
        this.#piece = 0;
      } else if (verdict === NEEDS_MORE) {
        this.#waiting = true;
        return false;
      } else {
        this.#skip(start, verdict);
      }
    }
  }

  /** Has the cells of a column looked up ahead, those of many records at once; null: that cannot be done. */
  know(field: number): KnownCells | null {
    return this.#window.know(field);
  }

  /** The record stays on the cursor while others read: what was looked up of it may be that of another list then. */
  hold(): void {
    this.ahead = -1;
  }

  /** Field `i` as UTF-8 text; bytes that are not UTF-8 become U+FFFD here and stay as they are in `bytes`. */
  text(i: number): string {
    return i < this.count ? this.#current.toString('utf8', this.starts[i], this.ends[i]) : '';
  }

  /** Whether nothing ends the record: it is the last of the input, which may go on elsewhere. */
  get isOpen(): boolean {
    return this.#window.pos === this.#rawTo;
  }

  /** The record as sent, without its line end. A view, valid as long as the cursor. */
  raw(): Uint8Array {
    return this.#window.buffer.subarray(this.#rawFrom, this.#rawTo);
  }

  /** The line where the first record ends that does so in a return alone, if others do not; 0: there is none. */
  get mixedAt(): number {
    return this.#hasFeed ? this.#loneLine : 0;
  }

  /** To behind the record that was found, whose lines are counted. */
  #advance(): void {
    const window = this.#window;
    if (!window.lone.has(window.end)) this.#hasFeed ||= window.end < window.limit;
    else if (this.#loneLine === 0) this.#loneLine = this.#nextLine - 1;
    window.pos = window.after();
  }

  #skip(start: number, verdict: typeof BLANK | typeof COMMENT): void {
    const window = this.#window;
    const line = this.#nextLine++;
    this.#advance();
    if (verdict === BLANK) {
      this.blankLines++;
      return;
    }
    this.commentLines++;
    let to = window.end;
    while (to > start && window.buffer[to - 1] === CR) to--;
    this.#onComment?.(line, window.buffer.subarray(start, to));
  }

  #emptyRest(): void {
    this.starts.fill(0, this.count, this.width);
    this.ends.fill(0, this.count, this.width);
  }

  // Sets the cursor on a hard record, or refuses it when csv-parse disagrees with the walk.
  #takeHard(start: number): boolean {
    const window = this.#window;
    const { starts, ends, lines } = window.shape;
    const { end, contentEnd } = window;
    let fields = this.#hard.take(start);
    if (fields === undefined) {
      // Nothing is queued, or the window has moved since and the places no longer fit.
      this.#lookAhead(start);
      window.end = end;
      fields = this.#hard.take(start);
    }
    if (!fields) {
      this.#refuse(start, 'bad-quote', -1);
      return false;
    }
    const size = contentEnd - start;
    if (this.#unquoted.length < size) this.#unquoted = Buffer.allocUnsafeSlow(2 * size);
    let at = 0;
    for (const [i, field] of fields.entries()) {
      starts[i] = at;
      at += this.#unquoted.write(field, at, 'latin1');
      ends[i] = at;
    }
    this.#current = this.#unquoted;
    this.bytes = this.#unquoted;
    this.count = fields.length;
    this.longest = Number.POSITIVE_INFINITY;
    this.ahead = -1;
    if (this.count < this.width) this.#emptyRest();
    this.line = this.#nextLine;
    this.#nextLine += lines + 1;
    this.#rawFrom = start;
    this.#rawTo = contentEnd;
    window.lone.restore(window.buffer, start, contentEnd);
    this.#advance();
    return true;
  }

  // Parses the hard record at `start` with those that follow in the window: csv-parse's set-up costs more than a record.
  #lookAhead(start: number): void {
    const window = this.#window;
    this.#hard.clear();
    let at = start;
    while (at < window.limit && at - start < LOOK_AHEAD) {
      const verdict = window.scan(at);
      if (verdict === NEEDS_MORE) break;
      if (verdict === HARD) {
        window.lone.restore(window.buffer, at, window.contentEnd);
        this.#hard.add(window.buffer, at, window.shape);
        window.lone.undo(window.buffer, at, window.contentEnd);
      }
      at = window.after();
    }
    this.#hard.parse();
  }

  #refuse(start: number, kind: CsvFlaw, flawAt: number): void {
    const window = this.#window;
    const line = this.#nextLine;
    const to = window.after();
    for (let at = start; at < to; at = window.buffer.indexOf(LF, at) + 1) this.#nextLine++;
    this.#advance();
    window.lone.restore(window.buffer, start, to);
    const column = flawAt < 0 ? 0 : flawAt - start + 1;
    const raw = new Uint8Array(window.buffer.subarray(start, to));
    this.#onFault({ kind, line, column, raw, piece: 0, more: false });
  }

  // Passes on what is here of an overlong line. False: its line feed is still to come.
  #passRest(): boolean {
    const window = this.#window;
    const found = window.buffer.indexOf(LF, window.pos);
    const complete = found < window.limit || window.ended;
    window.lone.restore(window.buffer, window.pos, found + 1);
    const raw = new Uint8Array(window.buffer.subarray(window.pos, Math.min(found + 1, window.limit)));
    if (raw.length === 0 && !complete) return false;
    const line = this.#nextLine;
    const piece = this.#piece;
    window.pos += raw.length;
    this.#piece = complete ? -1 : piece + 1;
    if (complete) this.#nextLine++;
    this.#onFault({ kind: 'too-long', line, column: this.#maxRecord + 1, raw, piece, more: !complete });
    return complete;
  }
}
