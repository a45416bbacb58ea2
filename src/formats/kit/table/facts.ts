// Columns with a fact of their own in each row: times, sizes, names, notes, the sender's id, where a row came from.
// A column that the run does not want is not decoded; that it had something is told once a row.
import type { ExtraField, FieldId, TimeField } from '../../../model/fields.ts';
import type { NameTable } from '../../../model/opinions.ts';
import { type Operation, operationCode, operations } from '../../../model/scope.ts';
import { isAscii } from '../decode.ts';
import { isoPattern, type TimePattern } from '../time/pattern.ts';
import { isBlank, itemsOf } from './cells.ts';
import type { TableDesk, TableRecord } from './desk.ts';
import type { ListSyntax } from './profile.ts';

/** Reads one fact of the record begun last and sets it on its rows. False: the record was refused. */
export interface FactReader {
  read(record: TableRecord): boolean;
}

/** A fact that the run does not want. */
export class SkippedReader implements FactReader {
  readonly #desk: TableDesk;
  readonly #field: FieldId;
  readonly #slots: readonly number[];

  constructor(desk: TableDesk, field: FieldId, slots: readonly number[]) {
    this.#desk = desk;
    this.#field = field;
    this.#slots = slots;
  }

  read(record: TableRecord): boolean {
    let isFilled = false;
    for (const slot of this.#slots) {
      const from = record.starts[slot]!;
      const to = record.ends[slot]!;
      if (from === to) continue;
      isFilled = true;
      this.#checkText(record.bytes, from, to);
    }
    if (isFilled) this.#desk.context.skipped(this.#field);
    return true;
  }

  /** Not decoded, but told as decoding would tell it: a check must find what a conversion finds. */
  #checkText(bytes: Uint8Array, from: number, to: number): void {
    if (!isAscii(bytes, from, to)) this.#desk.rows.text(bytes, from, to);
  }
}

interface TimeSlot {
  readonly slot: number;
  readonly shown: string;
  readonly patterns: readonly TimePattern[];
  readonly isZoneUnsaid?: boolean;
}

/** One time, from one column or several: of several reviews the latest counts, of several sights the first. */
export class TimeReader implements FactReader {
  readonly #desk: TableDesk;
  readonly #field: TimeField;
  readonly #slots: readonly TimeSlot[];
  readonly #first: TimePattern;
  readonly #only: number;
  /** Slots whose times of day may lack a zone, until the first one that does: that is told once a list. */
  #unsaid: readonly number[];

  constructor(desk: TableDesk, field: TimeField, slots: readonly TimeSlot[]) {
    this.#desk = desk;
    this.#field = field;
    this.#slots = slots;
    this.#first = slots[0]?.patterns[0] ?? isoPattern;
    this.#only = slots.length === 1 ? slots[0]!.slot : -1;
    this.#unsaid = slots.filter(({ isZoneUnsaid }) => isZoneUnsaid === true).map(({ slot }) => slot);
  }

  read(record: TableRecord): boolean {
    const isRead = this.#read(record);
    if (this.#unsaid.length > 0 && isRead) this.#tellZone(record);
    return isRead;
  }

  #tellZone({ bytes, starts, ends }: TableRecord): void {
    if (!this.#unsaid.some((slot) => isZoneless(bytes, starts[slot]!, ends[slot]!))) return;
    this.#unsaid = [];
    this.#desk.rows.report('time/no-zone', { field: this.#field });
  }

  #read(record: TableRecord): boolean {
    if (this.#only >= 0) {
      const from = record.starts[this.#only]!;
      const to = record.ends[this.#only]!;
      if (from === to) return true;
      const seconds = this.#first(record.bytes, from, to);
      if (!Number.isNaN(seconds)) {
        this.#desk.rows.builder.setTime(this.#field, seconds);
        return true;
      }
    }
    return this.#readAll(record);
  }

  #readAll(record: TableRecord): boolean {
    let kept = Number.NaN;
    for (const time of this.#slots) {
      const seconds = this.#readOne(record, time);
      if (seconds === null) return false;
      if (Number.isNaN(kept)) kept = seconds;
      else if (!Number.isNaN(seconds)) kept = isLatest(this.#field) ? Math.max(kept, seconds) : Math.min(kept, seconds);
    }
    this.#desk.rows.builder.setTime(this.#field, kept);
    return true;
  }

  /** NaN: the cell is empty; null: it is no time, and the record was refused. */
  #readOne(record: TableRecord, time: TimeSlot): number | null {
    const { bytes } = record;
    let from = record.starts[time.slot]!;
    let to = record.ends[time.slot]!;
    while (from < to && bytes[from] === 32) from++;
    while (to > from && bytes[to - 1] === 32) to--;
    if (from === to) return Number.NaN;
    for (const pattern of time.patterns) {
      const seconds = pattern(bytes, from, to);
      if (!Number.isNaN(seconds)) return seconds;
    }
    if (isBlank(this.#desk.text(record, time.slot), this.#desk.blanks)) return Number.NaN;
    this.#desk.bad(time.shown, 'a time of the expected form', time.slot);
    return null;
  }
}

const COLON = 58;

/** Whether a time that was read gives a time of day, behind which no zone stands. */
function isZoneless(bytes: Uint8Array, from: number, to: number): boolean {
  // The zone that nearly all have; `2026-01-05` has no time of day.
  if (to - from <= 10 || (bytes[to - 1]! | 32) === 122) return false;
  let at = from;
  while (at < to && bytes[at] !== COLON) at++;
  if (at === to) return false;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === 43 || byte === 45 || (byte | 32) === 122) return false;
  }
  return true;
}

function isLatest(field: TimeField): boolean {
  return field === 'lastReviewed' || field === 'lastVerified' || field === 'updated';
}

export class TextReader implements FactReader {
  readonly #desk: TableDesk;
  readonly #field: ExtraField | 'partnerKey';
  readonly #slot: number;

  constructor(desk: TableDesk, field: ExtraField | 'partnerKey', slot: number) {
    this.#desk = desk;
    this.#field = field;
    this.#slot = slot;
  }

  read(record: TableRecord): boolean {
    if (record.starts[this.#slot]! === record.ends[this.#slot]!) return true;
    const text = this.#desk.verbatim(record, this.#slot);
    if (isBlank(text, this.#desk.blanks)) return true;
    const { builder } = this.#desk.rows;
    if (this.#field === 'partnerKey') builder.setPartnerKey(text);
    else if (this.#field === 'spelling') builder.setSpelling(text);
    else builder.setExtra(this.#field, text);
    return true;
  }
}

export class SizeReader implements FactReader {
  readonly #desk: TableDesk;
  readonly #slot: number;
  readonly #shown: string;

  constructor(desk: TableDesk, slot: number, shown: string) {
    this.#desk = desk;
    this.#slot = slot;
    this.#shown = shown;
  }

  read(record: TableRecord): boolean {
    const { bytes } = record;
    const from = record.starts[this.#slot]!;
    const to = record.ends[this.#slot]!;
    let size = 0;
    for (let i = from; i < to; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9 || size > Number.MAX_SAFE_INTEGER / 16) return this.#readSlow(record);
      size = size * 10 + digit;
    }
    if (from < to) this.#desk.rows.builder.setSize(size);
    return true;
  }

  /** Blanks around the number are fine; anything else is no size. */
  #readSlow(record: TableRecord): boolean {
    const text = this.#desk.text(record, this.#slot);
    if (isBlank(text, this.#desk.blanks)) return true;
    const size = /^\d+$/u.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(size)) {
      this.#desk.rows.builder.setSize(size);
      return true;
    }
    this.#desk.bad(this.#shown, 'a number of bytes', this.#slot);
    return false;
  }
}

/** Where a row of a merged list came from: `a.csv:12;b.csv:7:withdrawn`, as our own writer spells it. */
export class OriginsReader implements FactReader {
  readonly #desk: TableDesk;
  readonly #slot: number;
  readonly #shown: string;
  readonly #list: ListSyntax;
  readonly #sources: NameTable;

  constructor(desk: TableDesk, slot: number, shown: string, list: ListSyntax) {
    this.#desk = desk;
    this.#slot = slot;
    this.#shown = shown;
    this.#list = list;
    this.#sources = desk.context.interns.sources;
  }

  read(record: TableRecord): boolean {
    const text = this.#desk.text(record, this.#slot);
    if (isBlank(text, this.#desk.blanks)) return true;
    const origins = [];
    for (const item of itemsOf(text, this.#list)) {
      const match = ORIGIN.exec(item ?? '');
      if (match?.groups === undefined || Number(match.groups['line']) > LAST_LINE) {
        this.#desk.bad(this.#shown, 'a list of sources and lines', this.#slot);
        return false;
      }
      const { source = '', line, operation = 'present' } = match.groups;
      if (this.#sources.names.length >= MOST_SOURCES) {
        this.#desk.bad(this.#shown, 'a list of sources that this run knows', this.#slot);
        return false;
      }
      origins.push({ source: this.#sources.id(source), line: Number(line), op: operationCode(operation as Operation) });
    }
    this.#desk.rows.builder.setOrigins(origins);
    return true;
  }
}

/** Sources are 16-bit numbers; a list with a new one in every row is no list of ours. */
const MOST_SOURCES = 60_000;
const LAST_LINE = 0xffffffff;
const ORIGIN = new RegExp(`^(?<source>.*):(?<line>[0-9]{1,10})(?::(?<operation>${operations.join('|')}))?$`, 'su');
