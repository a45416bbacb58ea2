// Rows that belong together although they stand on lines of their own: neighbours with the same value in the item column.
import { compareBytes } from '../../../model/bytes.ts';
import type { TableDesk, TableRecord } from './desk.ts';

/** The rows of an item are never parted, so they are held in memory together. No file has so many digests. */
const MOST_ROWS = 10_000;

export class ItemTracker {
  readonly #desk: TableDesk;
  readonly #slot: number;
  readonly #shown: string;
  #current = new Uint8Array(64);
  #length = 0;
  /** Rows of the current item that were accepted. */
  #rows = 0;

  constructor(desk: TableDesk, slot: number, shown: string) {
    this.#desk = desk;
    this.#slot = slot;
    this.#shown = shown;
  }

  /** Whether the record has the item of the last accepted row. */
  joins(record: TableRecord): boolean {
    return this.#rows > 0 && this.#isCurrent(record);
  }

  /** Begins the record, as part of the item before it where it has the same. False: the record was refused. */
  begin(record: TableRecord): boolean {
    const { rows } = this.#desk;
    rows.begin();
    if (this.#isCurrent(record)) {
      if (this.#rows >= MOST_ROWS) {
        this.#desk.bad(this.#shown, `an item of at most ${MOST_ROWS} rows`, this.#slot);
        return false;
      }
      if (this.#rows > 0) rows.builder.join();
      return true;
    }
    const from = record.starts[this.#slot]!;
    this.#length = record.ends[this.#slot]! - from;
    this.#rows = 0;
    if (this.#length > this.#current.length) this.#current = new Uint8Array(this.#length * 2);
    for (let i = 0; i < this.#length; i++) this.#current[i] = record.bytes[from + i]!;
    return true;
  }

  /** Begins the same record again, with another operation. */
  beginAgain(op: number): void {
    const { rows } = this.#desk;
    rows.begin(op);
    if (this.#rows > 0) rows.builder.join();
  }

  /** The record was accepted. */
  accepted(): void {
    this.#rows++;
  }

  #isCurrent(record: TableRecord): boolean {
    if (this.#length === 0) return false;
    const from = record.starts[this.#slot]!;
    const to = record.ends[this.#slot]!;
    return to - from === this.#length && compareBytes(this.#current, 0, this.#length, record.bytes, from, to) === 0;
  }
}
