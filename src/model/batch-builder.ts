// Builds batches row by row. A reader begins a record, adds its keys, sets the facts of the record, and takes the batch
// when it is full; the rows of one record become one item and are never parted.
import { BATCH_ROWS, type Batch } from './batch.ts';
import { decodeBase64, decodeHex } from './bytes.ts';
import { cutTimes, grown, noTimes, padded, type TimeColumns } from './columns.ts';
import { type ExtraField, type Extras, type TimeField, timeFields } from './fields.ts';
import type { Kind } from './kinds.ts';
import { OriginColumns } from './origin-columns.ts';
import { EXACT, PRESENT } from './scope.ts';
import { EMPTY_SET } from './set-table.ts';

/** Returned by the digest lanes when the key was added; any other value is the offset of the first bad character. */
export const ADDED = -1;

export class BatchBuilder {
  readonly source: number;
  readonly #limit: number;
  count = 0;
  /** Capacity of the row columns. */
  #room: number;
  #kind: Uint8Array<ArrayBuffer>;
  #scope: Uint8Array<ArrayBuffer>;
  #op: Uint8Array<ArrayBuffer>;
  #start: Uint32Array<ArrayBuffer>;
  #line: Uint32Array<ArrayBuffer>;
  #bytes: Uint8Array<ArrayBuffer>;
  #used = 0;
  #uniform = true;
  #item: Uint32Array<ArrayBuffer>;
  #records = 0;
  /** First row of the record begun last, its line and operation. */
  #first = 0;
  #recordLine = 0;
  #recordOp = PRESENT;
  #grouped = false;
  #joined = false;
  #opinions: Uint32Array<ArrayBuffer> | null = null;
  #reviews: Uint32Array<ArrayBuffer> | null = null;
  #times: TimeColumns = noTimes();
  #size: Float64Array<ArrayBuffer> | null = null;
  #partnerKey: (string | undefined)[] | null = null;
  #extras: (Extras | undefined)[] | null = null;
  #origins: OriginColumns | null = null;
  #byteGuess: number;

  constructor(source: number, limit = BATCH_ROWS) {
    this.source = source;
    this.#limit = limit;
    this.#room = limit + 16;
    this.#byteGuess = limit * 20;
    this.#kind = new Uint8Array(this.#room);
    this.#scope = new Uint8Array(this.#room);
    this.#op = new Uint8Array(this.#room);
    this.#start = new Uint32Array(this.#room + 1);
    this.#line = new Uint32Array(this.#room);
    this.#item = new Uint32Array(this.#room);
    this.#bytes = new Uint8Array(this.#byteGuess);
  }

  get isFull(): boolean {
    return this.count >= this.#limit;
  }

  /** Rows added since `begin`. */
  get recordRows(): number {
    return this.count - this.#first;
  }

  /** Starts the record on this line; the keys added next belong to one item. */
  begin(line: number, op: number = PRESENT): void {
    this.#close();
    this.#first = this.count;
    this.#records++;
    this.#recordLine = line;
    this.#recordOp = op;
  }

  /** Called after `begin`: the record has its own line and facts but belongs to the item of the row before it. */
  join(): void {
    // Not the number before: records that were refused in between have used some up.
    this.#records = this.count === 0 ? this.#records - 1 : this.#item[this.count - 1]!;
    this.#joined = true;
  }

  /** Takes back the keys of the record begun last, for a row that turns out to be bad half way. */
  cancel(): void {
    const end = this.count;
    this.count = this.#first;
    this.#used = this.#start[this.count]!;
    for (const column of [this.#opinions, this.#reviews]) column?.fill(EMPTY_SET, this.count, end);
    for (const field of timeFields) this.#times[field]?.fill(Number.NaN, this.count, end);
    this.#size?.fill(Number.NaN, this.count, end);
    for (const column of [this.#partnerKey, this.#extras]) if (column) column.length = this.count;
    this.#origins?.truncate(this.count);
  }

  /** Adds a digest spelled in hexadecimal; the caller has checked that there are exactly `width * 2` characters. */
  addHex(kind: Kind, src: Uint8Array, from: number, width = kind.width): number {
    const at = this.#reserve(width);
    const bad = decodeHex(src, from, width, this.#bytes, at);
    if (bad >= 0) return bad;
    this.#commit(kind.code, EXACT, at + width);
    return ADDED;
  }

  /** Adds a digest spelled in base64 of any padding; the caller checks the length where the kind has a fixed width. */
  addBase64(kind: Kind, src: Uint8Array, from: number, to: number): number {
    const at = this.#reserve(to - from);
    const written = decodeBase64(src, from, to, this.#bytes, at);
    if (written < 0) return -1 - written;
    if (kind.width !== 0 && written !== kind.width) return to - from;
    this.#commit(kind.code, EXACT, at + written);
    return ADDED;
  }

  /** Adds a key by its canonical bytes. */
  addBytes(code: number, scope: number, src: Uint8Array, from: number, to: number): void {
    const at = this.#reserve(to - from);
    const bytes = this.#bytes;
    if (to - from <= 64) for (let i = from, n = at; i < to; i++, n++) bytes[n] = src[i]!;
    else bytes.set(src.subarray(from, to), at);
    this.#commit(code, scope, at + to - from);
  }

  /**
   * Adds a key that `write` puts straight into the column: it gets the column's bytes and the place, and returns how
   * many it wrote, or a negative number to add nothing. At most `room` bytes may be written.
   */
  addWritten(code: number, scope: number, room: number, write: (dst: Uint8Array, at: number) => number): number {
    const at = this.#reserve(room);
    const written = write(this.#bytes, at);
    if (written >= 0) this.#commit(code, scope, at + written);
    return written;
  }

  // --- facts of the record begun last, set on each of its rows after its keys were added ---

  setOpinions(set: number): void {
    if (set === EMPTY_SET) return;
    this.#opinions ??= new Uint32Array(this.#room);
    for (let i = this.#first; i < this.count; i++) this.#opinions[i] = set;
  }

  setReviews(set: number): void {
    if (set === EMPTY_SET) return;
    this.#reviews ??= new Uint32Array(this.#room);
    for (let i = this.#first; i < this.count; i++) this.#reviews[i] = set;
  }

  setTime(field: TimeField, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    let column = this.#times[field];
    if (column === null) {
      column = new Float64Array(this.#room).fill(Number.NaN);
      this.#times[field] = column;
    }
    for (let i = this.#first; i < this.count; i++) column[i] = seconds;
  }

  setSize(bytes: number): void {
    this.#size ??= new Float64Array(this.#room).fill(Number.NaN);
    for (let i = this.#first; i < this.count; i++) this.#size[i] = bytes;
  }

  setPartnerKey(key: string): void {
    this.#partnerKey ??= [];
    for (let i = this.#first; i < this.count; i++) this.#partnerKey[i] = key;
  }

  setExtra(field: ExtraField, text: string): void {
    this.#extras ??= [];
    for (let i = this.#first; i < this.count; i++) this.#extras[i] = { ...this.#extras[i], [field]: text };
  }

  /** The sender's spelling of the key added last: it belongs to that key alone, not to the record. */
  setSpelling(text: string): void {
    this.#extras ??= [];
    this.#extras[this.count - 1] = { ...this.#extras[this.count - 1], spelling: text };
  }

  /** One more source of the key added last and what it said, for readers of lists that were merged before. */
  addOrigin(source: number, line: number, op: number): void {
    this.#origins ??= new OriginColumns(this.#room);
    this.#origins.add(this.count - 1, source, line, op);
  }

  setOrigins(origins: readonly { readonly source: number; readonly line: number; readonly op: number }[]): void {
    for (const { source, line, op } of origins) this.addOrigin(source, line, op);
  }

  /** The batch built so far; the builder starts an empty one. */
  take(): Batch {
    this.#close();
    const { count } = this;
    const batch: Batch = {
      count,
      source: this.source,
      kind: this.#kind.subarray(0, count),
      scope: this.#scope.subarray(0, count),
      op: this.#op.subarray(0, count),
      uniform: this.#uniform,
      start: this.#start.subarray(0, count + 1),
      bytes: this.#bytes.subarray(0, this.#used),
      line: this.#line.subarray(0, count),
      item: this.#grouped ? this.#item.subarray(0, count) : null,
      opinions: this.#opinions?.subarray(0, count) ?? null,
      reviews: this.#reviews?.subarray(0, count) ?? null,
      times: cutTimes(this.#times, count),
      size: this.#size?.subarray(0, count) ?? null,
      partnerKey: padded(this.#partnerKey, count),
      extras: padded(this.#extras, count),
      origins: this.#origins?.take(count, { source: this.source, line: this.#line, op: this.#op }) ?? null,
    };
    this.#reset();
    return batch;
  }

  /** Ends the record begun last. */
  #close(): void {
    if (this.count > this.#first + (this.#joined ? 0 : 1)) this.#grouped = true;
    this.#joined = false;
  }

  #reset(): void {
    this.#byteGuess = Math.max(64, this.#used + (this.#used >> 4));
    this.#kind = new Uint8Array(this.#room);
    this.#scope = new Uint8Array(this.#room);
    this.#op = new Uint8Array(this.#room);
    this.#start = new Uint32Array(this.#room + 1);
    this.#line = new Uint32Array(this.#room);
    this.#item = new Uint32Array(this.#room);
    this.#bytes = new Uint8Array(this.#byteGuess);
    this.count = 0;
    this.#used = 0;
    this.#uniform = true;
    this.#first = 0;
    this.#records = 0;
    this.#grouped = false;
    this.#opinions = null;
    this.#reviews = null;
    this.#times = noTimes();
    this.#size = null;
    this.#partnerKey = null;
    this.#extras = null;
    this.#origins = null;
  }

  /** Makes room for one more row with a key of `width` bytes; returns where the key goes. */
  #reserve(width: number): number {
    if (this.#used + width > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + width, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    if (this.count === this.#room) this.#growRows();
    return this.#used;
  }

  #commit(code: number, scope: number, end: number): void {
    const i = this.count++;
    const op = this.#recordOp;
    this.#kind[i] = code;
    this.#scope[i] = scope;
    this.#op[i] = op;
    this.#line[i] = this.#recordLine;
    this.#item[i] = this.#records;
    this.#used = end;
    this.#start[i + 1] = end;
    if (this.#uniform && i > 0) {
      this.#uniform = code === this.#kind[i - 1] && scope === this.#scope[i - 1] && op === this.#op[i - 1];
    }
  }

  /** Only a record with very many keys gets here: its rows may not be parted, so the batch grows. */
  #growRows(): void {
    const room = this.#room * 2;
    this.#kind = grown(this.#kind, room);
    this.#scope = grown(this.#scope, room);
    this.#op = grown(this.#op, room);
    this.#line = grown(this.#line, room);
    this.#item = grown(this.#item, room);
    this.#start = grown(this.#start, room + 1);
    this.#opinions = this.#opinions && grown(this.#opinions, room);
    this.#reviews = this.#reviews && grown(this.#reviews, room);
    this.#size = this.#size && grown(this.#size, room);
    for (const field of timeFields) {
      const column = this.#times[field];
      this.#times[field] = column && grown(column, room);
    }
    this.#room = room;
  }
}
