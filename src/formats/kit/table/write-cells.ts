// Cells of a table: quoted where they must be (RFC 4180), and made harmless to spreadsheets, which run a cell that begins
// with =, +, -, @ or a tab. The apostrophe that prevents it is taken off again by our reader.
import type { Batch } from '../../../model/batch.ts';
import { toUtf8 } from '../../../model/bytes.ts';
import type { Report } from '../../../model/findings.ts';
import { keyText } from '../../../model/key-text.ts';
import { kindOf } from '../../../model/kinds.ts';
import type { ByteWriter } from '../emit.ts';
import { isBlankByte } from '../lines.ts';
import { isFormulaStart } from './desk.ts';

const QUOTE = 34;
const APOSTROPHE = 39;
const HASH = 35;
/** Our reader takes no longer cells. */
const LONGEST = 1 << 16;

export class CellWriter {
  readonly out: ByteWriter;
  readonly delimiter: number;
  /** Why the row being written cannot be. */
  fault: string | null = null;
  /** Null: spreadsheets are no concern. */
  readonly #report: Report | null;

  constructor(out: ByteWriter, delimiter: number, report: Report | null) {
    this.out = out;
    this.delimiter = delimiter;
    this.#report = report;
  }

  /** The key of row i in its canonical spelling. */
  key(batch: Batch, i: number): void {
    const kind = kindOf(batch.kind[i]!);
    const from = batch.start[i]!;
    const to = batch.start[i + 1]!;
    if (kind.codec === 'hex') this.out.hex(batch.bytes, from, to);
    else if (kind.codec === 'text') this.#bytes(batch.bytes, from, to, 'key');
    else this.text(keyText(kind, batch.bytes.subarray(from, to)), 'key');
  }

  text(text: string, column: string): void {
    const bytes = toUtf8(text);
    this.#bytes(bytes, 0, bytes.length, column);
  }

  /** Whether the bytes can be a cell, or stand anywhere in one, as they are. */
  isPlain(bytes: Uint8Array): boolean {
    const { length } = bytes;
    return (
      length <= LONGEST && !bytes.includes(0) && !wouldRun(bytes, 0, length) && !this.#needsQuotes(bytes, 0, length)
    );
  }

  #bytes(src: Uint8Array, from: number, to: number, column: string): void {
    if (from === to) return;
    const { out } = this;
    const needsApostrophe = this.#report !== null && wouldRun(src, from, to);
    if (needsApostrophe) this.#report?.('output/formula-neutralised', { column });
    if (to - from > LONGEST) this.fault = `a text is longer than ${LONGEST} bytes`;
    for (let i = from; i < to; i++) if (src[i] === 0) this.fault = 'a text holds a NUL byte';
    if (!this.#needsQuotes(src, from, to)) {
      if (needsApostrophe) out.byte(APOSTROPHE);
      out.copy(src, from, to);
      return;
    }
    out.room((to - from) * 2 + 3);
    const { bytes } = out;
    let at = out.length;
    bytes[at++] = QUOTE;
    if (needsApostrophe) bytes[at++] = APOSTROPHE;
    for (let i = from; i < to; i++) {
      const byte = src[i]!;
      if (byte === QUOTE) bytes[at++] = QUOTE;
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    out.length = at;
  }

  /** Besides the delimiter and line ends: blanks at the ends, and a hash that would make the line a comment. */
  #needsQuotes(src: Uint8Array, from: number, to: number): boolean {
    if (src[from] === HASH || isBlankByte(src[from]!) || isBlankByte(src[to - 1]!)) return true;
    for (let i = from; i < to; i++) {
      const byte = src[i]!;
      if (byte === QUOTE || byte === this.delimiter || byte === 10 || byte === 13) return true;
    }
    return false;
  }
}

/** Also a text that already looks protected, or reading it back would take off what is its own. */
function wouldRun(src: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && src[at] === APOSTROPHE) at++;
  return at < to && isFormulaStart(src[at]!);
}
