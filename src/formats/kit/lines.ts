// The byte line scanner that most list formats stand on. The cursor is one reused object over one working buffer:
// no string exists until text is asked for, and nothing of it may be kept after the callback returns.
import type { Batch } from '../../model/batch.ts';
import type { BatchBuilder } from '../../model/batch-builder.ts';
import type { ByteChunks } from '../../model/bytes.ts';
import { startsWithAscii, viewOf } from '../../model/bytes.ts';
import type { Kind } from '../../model/kinds.ts';
import type { ReadContext } from '../format.ts';
import { hasZero, toUtf8Chunks } from './decode.ts';
import { feedsBefore, LoneReturns, tellMixedEnds } from './lone-returns.ts';
import type { RowProgram } from './row-program.ts';
import { RowSink, type SourceRecord } from './row-sink.ts';

/** No list has longer lines; a file that does is another format. */
export const MAX_LINE = 1 << 20;

/** Lines read one by one at most before rows are looked for again, where none was found. */
const MOST_PATIENCE = 1 << 8;

const LF = 10;
const CR = 13;

const NOTHING = new Uint8Array(0);
const LATIN1 = new TextDecoder('latin1');

export class LineScanner implements SourceRecord {
  bytes = new Uint8Array(1 << 12);
  /** Byte range of the line without its line end. */
  from = 0;
  to = 0;
  /** Line number, from 1. */
  line = 0;
  readonly isWholeLine = true;
  /** Over `bytes`. */
  #view = viewOf(this.bytes);
  #next = 0;
  #filled = 0;
  /** How far a line end was looked for in vain. */
  #searched = 0;
  #ended = false;
  #tooLong = false;
  /** Lines to be read one by one before rows are looked for again, and how many it was the last time. */
  #patience = 0;
  #lastPatience = 0;
  /** The first line that ends in a return alone; 0: none does. */
  #loneLine = 0;
  readonly #returns = new LoneReturns((at) => {
    if (this.#loneLine === 0) this.#loneLine = this.line + (this.#tooLong ? 0 : 1) + feedsBefore(this.bytes, at);
  });
  readonly #onTooLong: (line: number, piece: Uint8Array, isFirst: boolean) => void;

  constructor(onTooLong: (line: number, piece: Uint8Array, isFirst: boolean) => void) {
    this.#onTooLong = onTooLong;
  }

  /** Takes over the bytes of the next piece; the piece itself is not kept. */
  feed(chunk: Uint8Array): void {
    const left = this.#makeRoom(this.#returns.room(chunk));
    this.#filled = this.#returns.copy(chunk, this.bytes, left);
    this.bytes[this.#filled] = LF; // where `takeRows` stops at the latest
  }

  /** No more pieces: the last line may lack its line end. */
  finish(): void {
    this.#filled = this.#returns.rest(this.bytes, this.#makeRoom(this.#returns.room(NOTHING)));
    this.bytes[this.#filled] = LF;
    this.#ended = true;
  }

  /** Moves what is left to the front, with room behind it for so many bytes and one more. Returns how many are left. */
  #makeRoom(room: number): number {
    const left = this.#filled - this.#next;
    if (left + room >= this.bytes.length) {
      const larger = new Uint8Array(Math.max(left + room + 1, this.bytes.length * 2));
      larger.set(this.bytes.subarray(this.#next, this.#filled));
      this.bytes = larger;
      this.#view = viewOf(larger);
    } else if (this.#next > 0) {
      this.bytes.copyWithin(0, this.#next, this.#filled);
    }
    this.#searched = this.#next === 0 ? this.#searched : Math.max(0, this.#searched - this.#next);
    this.#next = 0;
    return left;
  }

  /** Moves to the next line; false when more bytes are needed, or when there are none. */
  next(): boolean {
    for (;;) {
      const { bytes } = this;
      const filled = this.#filled;
      const at = this.#lineEnd();
      if (at === filled) {
        this.#searched = at;
        if (at - this.#next > MAX_LINE) this.#giveUp();
        if (!this.#ended || this.#next === filled) return false;
      }
      const start = this.#next;
      this.#next = at === filled ? at : at + 1;
      if (this.#tooLong || at - start > MAX_LINE) {
        this.#tell(bytes.subarray(start, this.#next));
        this.#tooLong = false;
        continue;
      }
      this.line++;
      let end = at;
      while (end > start && bytes[end - 1] === CR) end--; // CR LF, and the CR CR LF some tools leave
      this.from = start;
      this.to = end;
      return true;
    }
  }

  /**
   * Where the next line end is, or the end of the bytes. Four bytes at a time: a word has its mark where one of them is the
   * line end, which is half of what a line of a hundred bytes took.
   */
  #lineEnd(): number {
    const { bytes } = this;
    const view = this.#view;
    const filled = this.#filled;
    let at = Math.max(this.#searched, this.#next);
    for (const last = filled - 4; at <= last; at += 4) {
      const word = view.getInt32(at, true) ^ 0x0a0a0a0a;
      if (((word - 0x01010101) & ~word & 0x80808080) !== 0) break;
    }
    while (at < filled && bytes[at] !== LF) at++;
    return at;
  }

  /** Hands the part of an endless line that is here to the rejects, so that memory stays bounded. */
  #giveUp(): void {
    this.#tell(this.bytes.subarray(this.#next, this.#filled));
    this.#tooLong = true;
    this.#next = this.#filled;
  }

  #tell(piece: Uint8Array): void {
    if (!this.#tooLong) this.line++;
    this.#onTooLong(this.line, piece, !this.#tooLong);
  }

  get isOpen(): boolean {
    const last = this.bytes[this.#next - 1];
    return this.#ended && this.#next === this.#filled && last !== LF && last !== CR;
  }

  /** The first line that ends in a return alone, if others do not; 0: there is none. */
  get mixedAt(): number {
    return this.#returns.hasFeed ? this.#loneLine : 0;
  }

  /** The line as sent, without its line end. */
  raw(): Uint8Array {
    return this.bytes.subarray(this.from, this.to);
  }

  get isBlank(): boolean {
    return this.from === this.to;
  }

  /** The line with one character a byte, for patterns: a place in it is a place in the line. */
  latin1(): string {
    return LATIN1.decode(this.raw());
  }

  startsWith(ascii: string): boolean {
    return startsWithAscii(this.bytes, this.from, this.to, ascii);
  }

  /**
   * Adds the lines from here on that are a digest of this kind in hexadecimal and nothing else, to the first other line,
   * the end of the bytes or a full batch. They are not looked at one by one: see `LineReader`.
   */
  takeDigests(kind: Kind, builder: BatchBuilder): void {
    const { bytes } = this;
    const digits = kind.width * 2;
    const start = this.#next;
    if (this.#tooLong) return; // behind an endless line stands its rest, whatever it looks like
    const end = bytes[start + digits] === CR ? 2 : 1;
    const stride = digits + end;
    const most = Math.floor((this.#filled - start) / stride);
    const taken = builder.addHexLines(kind, bytes, start, stride, most, this.line + 1);
    this.line += taken;
    this.#next += taken * stride;
  }

  /**
   * Takes the lines from here on that are rows as the program describes them, to the first other line, the end of the bytes
   * or a full batch. A list that has none of them is not looked at twice, but for a line now and then.
   */
  takeRows(program: RowProgram, rows: RowSink, context: ReadContext<unknown>): void {
    if (this.#tooLong || this.#patience-- > 0) return;
    const { builder } = rows;
    const { bytes, line: before } = this;
    const filled = this.#filled;
    while (this.#next < filled && !builder.isFull) {
      this.line++;
      rows.begin();
      const end = program.row(bytes, this.#next, filled, builder);
      if (end < 0) {
        builder.cancel();
        this.line--;
        break;
      }
      program.facts(bytes, rows);
      this.#next = end;
    }
    this.#lastPatience = this.line > before ? 0 : Math.min(this.#lastPatience * 2 + 1, MOST_PATIENCE);
    this.#patience = this.#lastPatience;
    program.tellSkipped(context);
  }

  /** Leaves out blanks and tabs at both ends. */
  trim(): void {
    const { bytes } = this;
    while (this.from < this.to && isBlankByte(bytes[this.from]!)) this.from++;
    while (this.to > this.from && isBlankByte(bytes[this.to - 1]!)) this.to--;
  }
}

export function isBlankByte(byte: number): boolean {
  return byte === 32 || byte === 9;
}

type OnLine = (line: LineScanner) => void;

/** What a reader does with lines where it need not look at each of them. */
interface LineReader {
  readonly line: OnLine;
  /**
   * The kind, if any, of which a line that is a digest in hexadecimal and nothing else is a row and nothing else. Such
   * lines are taken many at a time without calling `line`: ten million in 0.4 instead of 2.4 s (docs/decisions/0005).
   * Asked for before each run of them.
   */
  readonly digests?: () => Kind | null;
  /** What nearly all lines look like, if that is known: asked for before each run of them, as `digests` is. */
  readonly rows?: () => RowProgram | null;
  /** Called behind the last line, for a reader that holds lines until it knows what they mean. */
  readonly end?: () => void;
}

/**
 * A reader of line formats: `setup` runs once per input and returns what to do with each line. Lines with NUL bytes and
 * lines without end never reach it; both are told and kept for the rejects file.
 */
export function readLines<Options>(
  setup: (rows: RowSink, context: ReadContext<Options>) => OnLine | LineReader,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const scanner = new LineScanner((line, piece, isFirst) => {
      const at = { source: context.source, line };
      if (isFirst) context.reject('input/line-too-long', { limit: MAX_LINE }, at, piece);
      else context.rejectMore(piece);
    });
    const rows = new RowSink(context, scanner);
    const reader = setup(rows, context);
    const plain: LineReader = typeof reader === 'function' ? { line: reader } : reader;
    const guarded: LineReader = {
      line(line) {
        if (!line.raw().includes(0)) return plain.line(line);
        rows.begin();
        rows.reject('input/nul-byte', {});
      },
      ...(plain.digests && { digests: plain.digests }), // NUL is no digit
    };
    const pump = (): boolean => pumpLines(scanner, hasNul ? guarded : plain, rows, context);
    let hasNul = false;
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      scanner.feed(chunk);
      hasNul ||= hasZero(chunk);
      while (pump()) yield rows.builder.take();
    }
    scanner.finish();
    while (pump()) yield rows.builder.take();
    plain.end?.();
    tellMixedEnds(scanner, context);
    if (rows.builder.count > 0) yield rows.builder.take();
  };
}

/** Feeds lines to the format until the batch is full (true) or the bytes run out (false). The hot loop: no await. */
function pumpLines(scanner: LineScanner, reader: LineReader, rows: RowSink, context: ReadContext<unknown>): boolean {
  const { builder } = rows;
  const { line, digests, rows: programs } = reader;
  for (;;) {
    if (digests !== undefined) {
      const kind = digests();
      if (kind !== null) scanner.takeDigests(kind, builder);
      if (builder.isFull) return true;
    }
    if (programs !== undefined) {
      const program = programs();
      if (program !== null) scanner.takeRows(program, rows, context);
      if (builder.isFull) return true;
    }
    if (!scanner.next()) return false;
    line(scanner);
    if (builder.isFull) return true;
  }
}
