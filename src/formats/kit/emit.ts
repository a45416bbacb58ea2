// Writers put bytes, not strings, into one growing buffer, and hand out one piece per batch.
import type { Batch } from '../../model/batch.ts';
import { encodeBase64, encodeHex } from '../../model/bytes.ts';
import { encodeHexLines } from '../../model/hex-lines.ts';
import { spent } from '../../model/lending.ts';
import { isoTime } from '../../model/times.ts';
import type { WriteContext } from '../format.ts';
import { type Block, type BlockTable, blockOf } from './block.ts';

const encoder = new TextEncoder();
/** Two digits each of the numbers below a hundred, the first one low. */
const TWO_DIGITS = Uint16Array.from({ length: 100 }, (_, n) => 48 + Math.floor(n / 10) + ((48 + (n % 10)) << 8));
const DAY = 86_400;
/** Days whose digits are kept: eleven years, for rows come in no order of time. A power of two. */
const DAYS = 4096;
/** No day is kept yet. */
const NO_DAYS = new Int32Array(DAYS).fill(0x7fffffff);
/** Characters that JSON strings must escape: controls, quotation mark, backslash. */
const JSON_PLAIN = new Uint8Array(256).fill(1);
JSON_PLAIN.fill(0, 0, 32);
JSON_PLAIN[34] = 0;
JSON_PLAIN[92] = 0;

export class ByteWriter {
  bytes = new Uint8Array(1 << 12);
  length = 0;
  /** Over `bytes`. */
  #view = new DataView(this.bytes.buffer);
  /** The day kept in each slot, by its number modulo DAYS, and its ten digits as two words. */
  #days = NO_DAYS;
  #dayTexts = new Float64Array(0);

  /** Makes sure that `count` more bytes fit. */
  room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  block({ words, length }: Block): void {
    this.room(length + 7); // the last word is put down whole
    const view = this.#view;
    const at = this.length;
    for (let i = 0; i < words.length; i++) view.setFloat64(at + i * 8, words[i]!, true);
    this.length = at + length;
  }

  /** Block i of the table, which must be there. */
  blockIn({ words, places }: BlockTable, i: number): void {
    const first = places[i * 2]!;
    const length = places[i * 2 + 1]!;
    this.room(length + 7);
    const view = this.#view;
    const at = this.length;
    for (let done = 0, n = first; done < length; done += 8, n++) view.setFloat64(at + done, words[n]!, true);
    this.length = at + length;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  /** Text known to be ASCII. */
  ascii(text: string): void {
    this.room(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.length = at;
  }

  utf8(text: string): void {
    this.room(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  copy(src: Uint8Array, from = 0, to = src.length): void {
    this.room(to - from);
    if (to - from === src.length) this.bytes.set(src, this.length);
    else if (to - from > 24) this.bytes.set(src.subarray(from, to), this.length);
    else for (let i = from, at = this.length; i < to; i++, at++) this.bytes[at] = src[i]!;
    this.length += to - from;
  }

  hex(src: Uint8Array, from: number, to: number): void {
    this.room((to - from) * 2);
    this.length = encodeHex(src, from, to, this.#view, this.length);
  }

  /** As some forensic tools spell digests. */
  upperHex(src: Uint8Array, from: number, to: number): void {
    const start = this.length;
    this.hex(src, from, to);
    const { bytes } = this;
    for (let i = start; i < this.length; i++) if (bytes[i]! >= 97) bytes[i]! -= 32;
  }

  /** Digests of `width` bytes each, one after another from `src[from]`, as a line each. */
  hexLines(src: Uint8Array, from: number, width: number, count: number): void {
    this.room(count * (width * 2 + 1));
    const lines = { bytes: this.bytes, view: this.#view };
    this.length = encodeHexLines(src, from, { count, width }, lines, this.length);
  }

  base64(src: Uint8Array, from: number, to: number): void {
    this.room(Math.ceil((to - from) / 3) * 4);
    this.length = encodeBase64(src, from, to, this.bytes, this.length);
  }

  /** A whole number from 0 to 2^53. */
  integer(value: number): void {
    if (value > 0xffffffff) {
      this.ascii(String(value));
      return;
    }
    this.room(10);
    let digits = 1;
    for (let limit = 10; digits < 10 && value >= limit; limit *= 10) digits++;
    const start = this.length;
    let rest = value >>> 0;
    let at = start + digits;
    for (; at - 2 >= start; at -= 2) {
      const next = (rest / 100) >>> 0;
      this.#view.setUint16(at - 2, TWO_DIGITS[rest - next * 100]!, true);
      rest = next;
    }
    if (at > start) this.bytes[start] = 48 + rest;
    this.length = start + digits;
  }

  /** ISO 8601 UTC, as `isoTime` spells it; lists repeat days, so their digits are kept. */
  time(seconds: number): void {
    // Milliseconds as isoTime has them; most times have none.
    const isWhole = seconds === Math.floor(seconds);
    const thousandths = isWhole ? 0 : Math.round(seconds * 1000);
    const second = isWhole ? seconds : Math.floor(thousandths / 1000);
    const millis = isWhole ? 0 : (thousandths - second * 1000) | 0;
    const day = Math.floor(second / DAY) | 0; // of a time that the next line lets through
    if (!(second >= -62_135_596_800 && second <= 253_402_300_799)) {
      this.ascii(isoTime(seconds));
      return;
    }
    const slot = day & (DAYS - 1);
    if (this.#days[slot] !== day) this.#keepDay(slot, day);
    this.room(24);
    const view = this.#view;
    const at = this.length;
    view.setFloat64(at, this.#dayTexts[slot * 2]!, true);
    view.setFloat64(at + 8, this.#dayTexts[slot * 2 + 1]!, true);
    const rest = (second - day * DAY) | 0;
    if (rest === 0 && millis === 0) {
      this.length = at + 10;
      return;
    }
    const minutes = (rest / 60) | 0;
    const hour = (minutes / 60) | 0;
    view.setInt8(at + 10, 84);
    view.setUint16(at + 11, TWO_DIGITS[hour]!, true);
    view.setInt8(at + 13, 58);
    view.setUint16(at + 14, TWO_DIGITS[minutes - hour * 60]!, true);
    view.setInt8(at + 16, 58);
    view.setUint16(at + 17, TWO_DIGITS[rest - minutes * 60]!, true);
    this.length = at + 20;
    if (millis > 0) {
      const hundreds = (millis / 100) | 0;
      view.setInt8(at + 19, 46);
      view.setInt8(at + 20, 48 + hundreds);
      view.setUint16(at + 21, TWO_DIGITS[millis - hundreds * 100]!, true);
      this.length = at + 24;
    }
    view.setInt8(this.length - 1, 90);
  }

  #keepDay(slot: number, day: number): void {
    if (this.#days === NO_DAYS) {
      this.#days = NO_DAYS.slice();
      this.#dayTexts = new Float64Array(DAYS * 2);
    }
    this.#dayTexts.set(blockOf(isoTime(day * DAY)).words, slot * 2);
    this.#days[slot] = day;
  }

  /** Bytes of UTF-8 text as a JSON string with quotation marks. */
  jsonBytes(src: Uint8Array, from: number, to: number): void {
    this.room((to - from) * 6 + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = 34;
    for (let i = from; i < to; i++) {
      const byte = src[i]!;
      if (JSON_PLAIN[byte] === 1) bytes[at++] = byte;
      else at = escapeJson(bytes, at, byte);
    }
    bytes[at++] = 34;
    this.length = at;
  }

  json(value: unknown): void {
    if (typeof value !== 'string' || !this.#plainJson(value)) this.utf8(JSON.stringify(value));
  }

  /** A text that JSON spells as it is, as nearly all are; false where it needs escapes, and nothing is written. */
  #plainJson(text: string): boolean {
    this.room(text.length + 2);
    const { bytes, length } = this;
    let at = length;
    bytes[at++] = 34;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127 || JSON_PLAIN[unit] === 0) return false;
      bytes[at++] = unit;
    }
    bytes[at++] = 34;
    this.length = at;
    return true;
  }

  /** What was written so far. It is valid until more is written: the next piece starts in the same buffer. */
  take(): Uint8Array {
    const piece = this.bytes.subarray(0, this.length);
    this.length = 0;
    return piece;
  }
}

function escapeJson(bytes: Uint8Array, at: number, byte: number): number {
  const text = JSON.stringify(String.fromCharCode(byte));
  for (let i = 1; i < text.length - 1; i++) bytes[at++] = text.charCodeAt(i);
  return at;
}

interface Layout<Options> {
  /** Written before the first row. */
  readonly banner?: (out: ByteWriter, context: WriteContext<Options>) => void;
  /** Called once per run; the result writes row i of a batch. */
  readonly row: (context: WriteContext<Options>) => (out: ByteWriter, batch: Batch, i: number) => void;
  /** Writes all rows of a batch at once, as `row` would one by one; false where it did not. */
  readonly batch?: (out: ByteWriter, batch: Batch) => boolean;
  readonly footer?: (out: ByteWriter, context: WriteContext<Options>) => void;
}

/** A writer of row-by-row formats: one piece of output per batch. */
export function writeRows<Options>(
  layout: Layout<Options>,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  return async function* write(batches, context) {
    const out = new ByteWriter();
    const row = layout.row(context);
    // The facts of the list are in the context once the first rows have been read, not before.
    let isBegun = false;
    for await (const batch of batches) {
      if (!isBegun) layout.banner?.(out, context);
      isBegun = true;
      if (layout.batch?.(out, batch) !== true) writeBatch(out, batch, row);
      spent(batch);
      yield out.take();
    }
    if (!isBegun) layout.banner?.(out, context);
    layout.footer?.(out, context);
    if (out.length > 0) yield out.take();
  };
}

/** What writes an output of which more is known than its last row: its head and its end. */
export interface BatchWriter {
  readonly out: ByteWriter;
  batch(batch: Batch): void;
  /** Also of a list without rows. */
  end(): void;
}

/** One piece of output per batch, and one for the end. */
export function writeBatches<Options>(
  begin: (context: WriteContext<Options>) => BatchWriter,
): (batches: AsyncIterable<Batch>, context: WriteContext<Options>) => AsyncIterable<Uint8Array> {
  return async function* write(batches, context) {
    const writer = begin(context);
    for await (const batch of batches) {
      writer.batch(batch);
      yield writer.out.take();
    }
    writer.end();
    yield writer.out.take();
  };
}

function writeBatch(out: ByteWriter, batch: Batch, row: (out: ByteWriter, batch: Batch, i: number) => void): void {
  for (let i = 0; i < batch.count; i++) row(out, batch, i);
}
