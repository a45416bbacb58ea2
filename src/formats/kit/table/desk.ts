// What all column readers of one input share: the row sink, the text of a cell, and the words for a cell that is no good.
import type { ReadContext } from '../../format.ts';
import type { KnownCells } from '../csv/known-cells.ts';
import type { RowSink } from '../row-sink.ts';
import type { TableProfile } from './profile.ts';

/** A record cut into fields, valid until the next one: a CSV record, or the mapped values of a JSON object. */
export interface TableRecord {
  readonly bytes: Uint8Array;
  /** Byte range of each field in `bytes`; empty for a field that the record does not have. Arrays, not calls: rows are many. */
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
  /** Number of the record among those whose cells were looked up ahead; -1: they were not. */
  readonly ahead: number;
}

/** What only the scanner knows about a field, asked about faults and texts. */
export interface TablePlace {
  /** Where the field stands in the line as sent, from 1. */
  columnOf(slot: number): number;
  /** Whether blanks at its ends were sent on purpose, because it was quoted. */
  keepsBlanks(slot: number): boolean;
  /** Has the cells of a column looked up ahead; null: that cannot be done. */
  know(slot: number): KnownCells | null;
}

const APOSTROPHE = 39;

export class TableDesk {
  readonly rows: RowSink;
  readonly context: ReadContext<unknown>;
  readonly profile: TableProfile;
  readonly blanks: ReadonlySet<string>;
  readonly #place: TablePlace;

  constructor(rows: RowSink, context: ReadContext<unknown>, profile: TableProfile, place: TablePlace) {
    this.rows = rows;
    this.context = context;
    this.profile = profile;
    this.blanks = new Set(profile.blanks);
    this.#place = place;
  }

  columnOf(slot: number): number {
    return this.#place.columnOf(slot);
  }

  know(slot: number): KnownCells | null {
    return this.#place.know(slot);
  }

  /** Text of a cell, without the blanks around it unless it comes from JSON. */
  text(record: TableRecord, slot: number): string {
    const { bytes } = record;
    const to = record.ends[slot]!;
    const from = this.afterApostrophe(bytes, record.starts[slot]!, to);
    const text = this.rows.text(bytes, from, to);
    return this.profile.container === 'json-lines' ? text : trimAscii(text);
  }

  /** Text of a cell as it stands; blanks around it belong to it where it was quoted. */
  verbatim(record: TableRecord, slot: number): string {
    const { bytes } = record;
    const to = record.ends[slot]!;
    const from = this.afterApostrophe(bytes, record.starts[slot]!, to);
    const text = this.rows.text(bytes, from, to);
    return this.#place.keepsBlanks(slot) ? text : trimAscii(text);
  }

  missing(field: string, slot: number): void {
    this.rows.reject('row/missing-field', { field }, this.#place.columnOf(slot));
  }

  bad(field: string, want: string, slot: number): void {
    this.rows.reject('row/bad-value', { field, want }, this.#place.columnOf(slot));
  }

  /** Where the cell begins behind the apostrophe that kept a spreadsheet from running it. */
  afterApostrophe(bytes: Uint8Array, from: number, to: number): number {
    if (bytes[from] !== APOSTROPHE || !this.profile.apostrophes) return from;
    let at = from;
    while (at < to && bytes[at] === APOSTROPHE) at++;
    return at < to && isFormulaStart(bytes[at]!) ? from + 1 : from;
  }
}

/** Leaves out spaces, tabs and line ends at both ends; other blanks may be part of a name. */
export function trimAscii(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isAsciiBlank(text.charCodeAt(from))) from++;
  while (to > from && isAsciiBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isAsciiBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** Bytes with which a spreadsheet starts to calculate: `=`, `+`, `-`, `@`, tab and carriage return. */
export function isFormulaStart(byte: number): boolean {
  return byte === 61 || byte === 43 || byte === 45 || byte === 64 || byte === 9 || byte === 13;
}
