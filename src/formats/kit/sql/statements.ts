// Cuts a text of SQL into its statements: at semicolons outside of quotation marks and comments. A statement is one record,
// whatever line ends its names hold.
import type { Batch } from '../../../model/batch.ts';
import { type ByteChunks, fromUtf8 } from '../../../model/bytes.ts';
import type { ReadContext } from '../../format.ts';
import { toUtf8Chunks } from '../decode.ts';
import { MAX_LINE } from '../lines.ts';
import { RowSink, type SourceRecord } from '../row-sink.ts';

const LF = 10;
const QUOTE = 39;
const DOUBLE = 34;
const SEMICOLON = 59;
const DASH = 45;

/** `setup` runs once per input; what it returns gets each statement without its semicolon. */
export function readStatements<Options>(
  setup: (rows: RowSink, context: ReadContext<Options>) => (statement: string) => void,
): (input: ByteChunks, context: ReadContext<Options>) => AsyncIterable<Batch> {
  return async function* read(input, context) {
    const scanner = new StatementScanner();
    const rows = new RowSink(context, scanner);
    const take = setup(rows, context);
    const { builder } = rows;
    const give = (): void => {
      if (scanner.isTooLong) {
        rows.begin();
        rows.reject('input/line-too-long', { limit: MAX_LINE });
      } else if (scanner.text !== '') take(scanner.text);
    };
    for await (const chunk of toUtf8Chunks(input, context.report)) {
      scanner.feed(chunk);
      while (scanner.next()) {
        give();
        if (builder.isFull) yield builder.take();
      }
    }
    if (scanner.rest()) {
      rows.begin();
      rows.reject('input/cut-short', {});
    }
    if (builder.count > 0) yield builder.take();
  };
}

class StatementScanner implements SourceRecord {
  line = 1;
  isTooLong = false;
  /** The statement at hand, without blanks around it and without its semicolon. */
  text = '';
  #bytes = new Uint8Array(0);
  #from = 0;
  #at = 0;
  #quote = 0;
  #inComment = false;
  #isLong = false;
  #currentLine = 1;
  #startLine = 0;
  #raw = new Uint8Array(0);

  feed(chunk: Uint8Array): void {
    const left = this.#bytes.subarray(this.#from);
    const bytes = new Uint8Array(left.length + chunk.length);
    bytes.set(left);
    bytes.set(chunk, left.length);
    this.#at -= this.#from;
    this.#from = 0;
    this.#bytes = bytes;
    if (bytes.length <= MAX_LINE) return;
    // Too long to be a statement about one file: what is here of it is let go.
    const end = this.#at;
    if (end > MAX_LINE) {
      this.#isLong = true;
      this.#from = end;
    }
  }

  /** Moves to the next whole statement. */
  next(): boolean {
    const bytes = this.#bytes;
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!;
      // Whether it begins a comment is known with the byte behind it.
      if (byte === DASH && this.#at === bytes.length - 1) return false;
      if (byte > 32 && this.#startLine === 0 && !this.#inComment && !this.#isComment(byte))
        this.#startLine = this.#currentLine;
      if (byte === LF) this.#currentLine++;
      if (this.#inComment) this.#inComment = byte !== LF;
      else if (this.#quote !== 0) {
        if (byte === this.#quote) this.#quote = 0; // a doubled one opens the next part at once
      } else if (byte === QUOTE || byte === DOUBLE) this.#quote = byte;
      else if (this.#isComment(byte)) this.#inComment = true;
      else if (byte === SEMICOLON) {
        this.#take(this.#at++);
        return true;
      }
    }
    return false;
  }

  /** Whether something that is no whole statement is left; it is the statement at hand then. */
  rest(): boolean {
    this.#take(this.#bytes.length);
    return this.text !== '' || this.isTooLong;
  }

  raw(): Uint8Array {
    return this.#raw;
  }

  #isComment(byte: number): boolean {
    return byte === DASH && this.#bytes[this.#at + 1] === DASH;
  }

  #take(end: number): void {
    let start = this.#from;
    while (start < end && this.#bytes[start]! <= 32) start++; // the line end behind the statement before
    this.#raw = this.#bytes.slice(start, Math.min(end + 1, this.#bytes.length));
    this.text = withoutComments(fromUtf8(this.#bytes, this.#from, end));
    this.line = this.#startLine === 0 ? this.#currentLine : this.#startLine;
    this.isTooLong = this.#isLong || end - this.#from > MAX_LINE;
    this.#isLong = false;
    this.#startLine = 0;
    this.#from = Math.min(end + 1, this.#bytes.length);
  }
}

/** Without comments in front; those inside a statement make it none that is understood. */
function withoutComments(text: string): string {
  return text.replace(/^(?:\s|--[^\n]*(?:\n|$))+/u, '').trim();
}
