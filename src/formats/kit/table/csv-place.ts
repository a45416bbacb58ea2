// The CSV record that a table reader looks at: where its fields stand in the line, and what of it may be kept.
// Pictures are cut out here, before any column reader sees them and before a refused row reaches the rejects file.
import type { KnownCells } from '../csv/known-cells.ts';
import type { CsvScanner } from '../csv/scanner.ts';
import { holdsPicture, isDigestLength, isPictureUri, looksLikePicture, SHORTEST_PICTURE } from '../picture.ts';
import type { RowSink, SourceRecord } from '../row-sink.ts';
import type { TablePlace, TableRecord } from './desk.ts';
import type { Header } from './header.ts';

const QUOTE = 34;

export class CsvPlace implements SourceRecord, TablePlace {
  /** What the column readers read: the scanner, or a copy without its pictures. */
  record: TableRecord;
  readonly #scanner: CsvScanner;
  readonly #delimiter: number;
  #header: Header | null = null;
  #rows: RowSink | null = null;
  #keySlots: ReadonlySet<number> = new Set();
  #maxField = 0;

  constructor(scanner: CsvScanner, delimiter: number) {
    this.#scanner = scanner;
    this.#delimiter = delimiter;
    this.record = scanner;
  }

  bind(header: Header, rows: RowSink, keySlots: ReadonlySet<number>, maxField: number): void {
    this.#header = header;
    this.#rows = rows;
    this.#keySlots = keySlots;
    this.#maxField = maxField;
  }

  get line(): number {
    return this.#scanner.line;
  }

  get isOpen(): boolean {
    return this.#scanner.isOpen;
  }

  /** The record as sent, for the rejects file; without its pictures, and not at all where one cannot be told apart. */
  raw(): Uint8Array {
    const raw = this.record === this.#scanner ? this.#scanner.raw() : this.#spelled();
    return holdsPicture(raw) ? raw.subarray(0, 0) : raw;
  }

  nameOf(slot: number): string {
    return this.#header?.nameOf(slot) ?? `number ${slot + 1}`;
  }

  /** Makes sure that the record may be read. False: it was refused. */
  look(): boolean {
    const scanner = this.#scanner;
    this.record = scanner;
    return scanner.longest < SHORTEST_PICTURE || this.#lookClosely();
  }

  #lookClosely(): boolean {
    const scanner = this.#scanner;
    const { bytes, count } = scanner;
    let copy: FieldCopy | null = null;
    let tooLong = -1;
    for (let slot = 0; slot < count; slot++) {
      const from = scanner.starts[slot]!;
      const to = scanner.ends[slot]!;
      const length = to - from;
      if (length < SHORTEST_PICTURE) continue;
      const isDigest = this.#keySlots.has(slot) && isDigestLength(length);
      if (!isDigest && (looksLikePicture(bytes, from, to) || this.#followsUri(slot))) {
        copy ??= new FieldCopy(scanner);
        copy.drop(slot);
        this.#rows?.report('row/imagery', { field: this.nameOf(slot) });
      } else if (length > this.#maxField && this.#header?.isUsed(slot) === true) {
        tooLong = slot;
      }
    }
    if (copy !== null) this.record = copy;
    if (tooLong < 0) return true;
    this.#rows?.begin();
    const want = `at most ${this.#maxField} bytes long`;
    this.#rows?.reject('row/bad-value', { field: this.nameOf(tooLong), want }, this.columnOf(tooLong));
    return false;
  }

  /** Whether the comma of an unquoted data URI has parted the field from its `data:image/png;base64`. */
  #followsUri(slot: number): boolean {
    const scanner = this.#scanner;
    return slot > 0 && isPictureUri(scanner.bytes, scanner.starts[slot - 1]!, scanner.ends[slot - 1]!);
  }

  columnOf(slot: number): number {
    const scanner = this.#scanner;
    const raw = scanner.raw();
    if (!this.#isVerbatim(raw)) return columnIn(raw, slot, this.#delimiter);
    return scanner.starts[slot]! - (raw.byteOffset - scanner.bytes.byteOffset) + 1;
  }

  know(slot: number): KnownCells | null {
    return this.#scanner.know(slot);
  }

  keepsBlanks(slot: number): boolean {
    const scanner = this.#scanner;
    const from = scanner.starts[slot]!;
    return !this.#isVerbatim(scanner.raw()) || (from > 0 && scanner.bytes[from - 1] === QUOTE);
  }

  /** Whether the fields are ranges of the line itself, which they are unless quotes inside quotes had to be undone. */
  #isVerbatim(raw: Uint8Array): boolean {
    return raw.buffer === this.#scanner.bytes.buffer;
  }

  /** The record without its pictures, spelled anew. */
  #spelled(): Uint8Array {
    const { bytes } = this.record;
    const spelled: number[] = [];
    for (let slot = 0; slot < this.#scanner.count; slot++) {
      if (slot > 0) spelled.push(this.#delimiter);
      const field = bytes.subarray(this.record.starts[slot]!, this.record.ends[slot]!);
      if (!field.some((byte) => byte === QUOTE || byte === this.#delimiter || byte === 10 || byte === 13)) {
        for (const byte of field) spelled.push(byte);
        continue;
      }
      spelled.push(QUOTE);
      for (const byte of field) {
        if (byte === QUOTE) spelled.push(QUOTE);
        spelled.push(byte);
      }
      spelled.push(QUOTE);
    }
    return Uint8Array.from(spelled);
  }
}

/** The fields of a record, some of them emptied. */
class FieldCopy implements TableRecord {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly ahead = -1;

  constructor(record: CsvScanner) {
    this.bytes = record.bytes;
    this.starts = record.starts.slice();
    this.ends = record.ends.slice();
  }

  drop(slot: number): void {
    this.ends[slot] = this.starts[slot]!;
  }
}

/** Where a field starts in a line with quoted fields, from 1. */
function columnIn(raw: Uint8Array, slot: number, delimiter: number): number {
  let at = 0;
  let isQuoted = false;
  for (let left = slot; left > 0 && at < raw.length; at++) {
    if (raw[at] === QUOTE) isQuoted = !isQuoted;
    else if (raw[at] === delimiter && !isQuoted) left--;
  }
  return at + 1 + (raw[at] === QUOTE ? 1 : 0);
}
