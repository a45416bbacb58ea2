// Builds batches row by row. A reader begins a record, adds its keys, sets the facts of the record, and takes the batch
// when it is full; the rows of one record become one item and are never parted.
import { BATCH_ROWS, type Batch } from './batch.ts';
import { decodeBase64, decodeHex, viewOf } from './bytes.ts';
import { floatsColumn, wordsColumn } from './column-memory.ts';
import { cut, cutTimes, noTimes, padded, roomFor, type TimeColumns } from './columns.ts';
import { type ExtraField, type Extras, type TimeField, timeFields } from './fields.ts';
import { decodeHexLines } from './hex-lines.ts';
import { ItemColumn } from './item-column.ts';
import { KeyColumns } from './key-columns.ts';
import type { Kind } from './kinds.ts';
import { OriginColumns } from './origin-columns.ts';
import { EXACT, PRESENT } from './scope.ts';
import { EMPTY_SET } from './set-table.ts';

/** Returned by the digest lanes when the key was added; any other value is the offset of the first bad character. */
export const ADDED = -1;

export class BatchBuilder {
  readonly source: number;
  readonly #limit: number;
  readonly #keys: KeyColumns;
  /** Where the hexadecimal digits were last, and a view over it. */
  #src: Uint8Array = new Uint8Array(0);
  #srcView = viewOf(this.#src);
  readonly #items = new ItemColumn();
  /** First row of the record begun last, its line and operation. */
  #first = 0;
  #recordLine = 0;
  #recordOp = PRESENT;
  #joined = false;
  #opinions: Uint32Array<ArrayBuffer> | null = null;
  #reviews: Uint32Array<ArrayBuffer> | null = null;
  #times: TimeColumns = noTimes();
  #size: Float64Array<ArrayBuffer> | null = null;
  #partnerKey: (string | undefined)[] | null = null;
  #extras: (Extras | undefined)[] | null = null;
  #origins: OriginColumns | null = null;

  constructor(source: number, limit = BATCH_ROWS) {
    this.source = source;
    this.#limit = limit;
    this.#keys = new KeyColumns(limit + 16);
  }

  /** Rows in the batch. */
  get count(): number {
    return this.#keys.count;
  }

  get isFull(): boolean {
    return this.#keys.count >= this.#limit;
  }

  /** Rows added since `begin`. */
  get recordRows(): number {
    return this.#keys.count - this.#first;
  }

  /** Starts the record on this line; the keys added next belong to one item. */
  begin(line: number, op: number = PRESENT): void {
    this.#close();
    this.#first = this.#keys.count;
    this.#recordLine = line;
    this.#recordOp = op;
  }

  /** Called after `begin`: the record has its own line and facts but belongs to the item of the row before it. */
  join(): void {
    this.#joined = true;
  }

  /** Takes back the keys of the record begun last, for a row that turns out to be bad half way. */
  cancel(): void {
    const end = this.#keys.count;
    const first = this.#first;
    this.#keys.truncate(first);
    for (const column of [this.#opinions, this.#reviews]) column?.fill(EMPTY_SET, first, end);
    for (const field of timeFields) this.#times[field]?.fill(Number.NaN, first, end);
    this.#size?.fill(Number.NaN, first, end);
    for (const column of [this.#partnerKey, this.#extras]) if (column) column.length = first;
    this.#origins?.truncate(first);
  }

  /** Takes back the record begun last, which has one key: what that was, for a reader that has to see more first. */
  takeBack(): { readonly key: Uint8Array; readonly spelling: string | undefined } {
    const taken = { key: this.#keys.last(), spelling: this.#extras?.[this.count - 1]?.spelling };
    this.cancel();
    return taken;
  }

  /** Adds a digest spelled in hexadecimal; the caller has checked that there are exactly `width * 2` characters. */
  addHex(kind: Kind, src: Uint8Array, from: number, width = kind.width): number {
    const keys = this.#keys;
    if (src !== this.#src) this.#look(src);
    const at = keys.reserve(width);
    const bad = decodeHex(this.#srcView, from, width, keys.view, at);
    if (bad >= 0) return bad;
    keys.commit(kind.code, EXACT, this.#recordOp, this.#recordLine, at + width);
    return ADDED;
  }

  /**
   * Adds the digests of lines that hold nothing else, `stride` bytes apart: LF behind the digits, or CR and LF. Each is a
   * record, the first one on line `line`. Stops behind `most`, at any other line and when the batch is full; returns how
   * many were added. Takes a tenth of the time of `begin` and `addHex` for each.
   */
  addHexLines(kind: Kind, src: Uint8Array, from: number, stride: number, most: number, line: number): number {
    const { width } = kind;
    const keys = this.#keys;
    const rows = Math.min(most, this.#limit - keys.count);
    if (rows <= 0) return 0;
    if (src !== this.#src) this.#look(src);
    const at = keys.reserve(rows * width, rows);
    const n = decodeHexLines({ bytes: src, view: this.#srcView }, from, { most: rows, width, stride }, keys, at);
    if (n === 0) return 0;
    this.begin(line);
    keys.commitRun(n, kind.code, width, EXACT, PRESENT, line);
    this.#first = keys.count - 1; // each was a record
    return n;
  }

  /**
   * Adds keys that stand in binary `stride` bytes apart: each is a record, the first one on line `line`. Stops behind `most`
   * and when the batch is full; returns how many were added.
   */
  addKeyRun(
    kind: Kind,
    src: Uint8Array,
    from: number,
    stride: number,
    most: number,
    line: number,
    opinions: number = EMPTY_SET,
  ): number {
    const { width } = kind;
    const keys = this.#keys;
    const rows = Math.min(most, this.#limit - keys.count);
    if (rows <= 0) return 0;
    if (src !== this.#src) this.#look(src);
    const view = this.#srcView;
    const words = width & ~3;
    const at = keys.reserve(rows * width, rows);
    const { view: dst } = keys;
    for (let n = 0, s = from, d = at; n < rows; n++, s += stride, d += width) {
      for (let k = 0; k < words; k += 4) dst.setInt32(d + k, view.getInt32(s + k));
      for (let k = words; k < width; k++) dst.setInt8(d + k, view.getInt8(s + k));
    }
    this.begin(line);
    keys.commitRun(rows, kind.code, width, EXACT, PRESENT, line);
    this.#first = keys.count - rows;
    this.setOpinions(opinions);
    this.#first = keys.count - 1; // each was a record
    return rows;
  }

  /** Adds a digest spelled in base64 of any padding; the caller checks the length where the kind has a fixed width. */
  addBase64(kind: Kind, src: Uint8Array, from: number, to: number): number {
    const keys = this.#keys;
    const at = keys.reserve(to - from);
    const written = decodeBase64(src, from, to, keys.bytes, at);
    if (written < 0) return -1 - written;
    if (kind.width !== 0 && written !== kind.width) return to - from;
    keys.commit(kind.code, EXACT, this.#recordOp, this.#recordLine, at + written);
    return ADDED;
  }

  /** Adds a key by its canonical bytes. */
  addBytes(code: number, scope: number, src: Uint8Array, from: number, to: number): void {
    const keys = this.#keys;
    const at = keys.reserve(to - from);
    const { bytes } = keys;
    if (to - from <= 64) for (let i = from, n = at; i < to; i++, n++) bytes[n] = src[i]!;
    else bytes.set(src.subarray(from, to), at);
    keys.commit(code, scope, this.#recordOp, this.#recordLine, at + to - from);
  }

  /**
   * Adds a key that `write` puts straight into the column: it gets the column's bytes and the place, and returns how
   * many it wrote, or a negative number to add nothing. At most `room` bytes may be written.
   */
  addWritten(code: number, scope: number, room: number, write: (dst: Uint8Array, at: number) => number): number {
    const keys = this.#keys;
    const at = keys.reserve(room);
    const written = write(keys.bytes, at);
    if (written >= 0) keys.commit(code, scope, this.#recordOp, this.#recordLine, at + written);
    return written;
  }

  // --- facts of the record begun last, set on each of its rows after its keys were added ---

  setOpinions(set: number): void {
    if (set === EMPTY_SET) return;
    this.#opinions = roomFor(this.#opinions ?? wordsColumn(this.#keys.room), this.count);
    for (let i = this.#first; i < this.count; i++) this.#opinions[i] = set;
  }

  setReviews(set: number): void {
    if (set === EMPTY_SET) return;
    this.#reviews = roomFor(this.#reviews ?? wordsColumn(this.#keys.room), this.count);
    for (let i = this.#first; i < this.count; i++) this.#reviews[i] = set;
  }

  setTime(field: TimeField, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    const column = roomFor(this.#times[field] ?? floatsColumn(this.#keys.room), this.count);
    this.#times[field] = column;
    for (let i = this.#first; i < this.count; i++) column[i] = seconds;
  }

  setSize(bytes: number): void {
    this.#size = roomFor(this.#size ?? floatsColumn(this.#keys.room), this.count);
    for (let i = this.#first; i < this.count; i++) this.#size[i] = bytes;
  }

  setPartnerKey(key: string): void {
    this.#partnerKey ??= [];
    for (let i = this.#first; i < this.count; i++) this.#partnerKey[i] = key;
  }

  setExtra(field: ExtraField, text: string): void {
    this.#extras ??= [];
    const extras = this.#extras;
    // Most rows have a name and nothing else, the same for each digest of a file: one object, and spelled out, for all.
    const alone: Extras = field === 'name' ? { name: text } : { [field]: text };
    for (let i = this.#first; i < this.count; i++) {
      extras[i] = extras[i] === undefined ? alone : { ...extras[i], [field]: text };
    }
  }

  /** The sender's spelling of the key added last: it belongs to that key alone, not to the record. */
  setSpelling(text: string): void {
    this.#extras ??= [];
    this.#extras[this.count - 1] = { ...this.#extras[this.count - 1], spelling: text };
  }

  /** One more source of the key added last and what it said, for readers of lists that were merged before. */
  addOrigin(source: number, line: number, op: number): void {
    this.#origins ??= new OriginColumns(this.#keys.room);
    this.#origins.add(this.count - 1, source, line, op);
  }

  setOrigins(origins: readonly { readonly source: number; readonly line: number; readonly op: number }[]): void {
    for (const { source, line, op } of origins) this.addOrigin(source, line, op);
  }

  /** The batch built so far; the builder starts an empty one. */
  take(): Batch {
    this.#close();
    const { source } = this;
    const keys = this.#keys.take();
    const { count, line, op } = keys;
    const batch: Batch = {
      ...keys,
      source,
      item: this.#items.take(count),
      opinions: cut(this.#opinions, count),
      reviews: cut(this.#reviews, count),
      times: cutTimes(this.#times, count),
      size: cut(this.#size, count),
      partnerKey: padded(this.#partnerKey, count),
      extras: padded(this.#extras, count),
      origins: this.#origins?.take(count, { source, line, op }) ?? null,
    };
    this.#first = 0;
    this.#opinions = null;
    this.#reviews = null;
    this.#times = noTimes();
    this.#size = null;
    this.#partnerKey = null;
    this.#extras = null;
    this.#origins = null;
    return batch;
  }

  /** Ends the record begun last. */
  #close(): void {
    const { count } = this.#keys;
    if (count > this.#first + (this.#joined ? 0 : 1)) this.#items.group(this.#first, count, this.#joined);
    this.#joined = false;
  }

  #look(src: Uint8Array): void {
    this.#src = src;
    this.#srcView = viewOf(src);
  }
}
