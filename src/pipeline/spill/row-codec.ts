// Rows as records of a stream, all their columns. Numbers of interned sets and names stay valid while the process runs,
// so the bytes mean nothing to another one.
//
//   flags(2) kind(1) scope+op(1) key-length key place back [next primary] source line [facts, in the order in which they are put]
//
// The place of a row says where it stands among all rows; its record began `back` rows before it.
import { Buffer } from 'node:buffer';
import type { Batch } from '../../model/batch.ts';
import type { ChosenSets } from '../merge/columns.ts';
import type { StateRows } from '../merge/pieces.ts';
import { REMARK } from '../merge/remarks.ts';
import type { StreamReader, StreamWriter } from './stream.ts';

export const HAS = {
  opinions: 1,
  reviews: 2,
  firstSeen: 4,
  lastVerified: 8,
  lastReviewed: 16,
  expires: 32,
  size: 64,
  partnerKey: 128,
  name: 256,
  note: 512,
  spelling: 1024,
  origins: 2048,
  /** A row of a merge taken apart: the row behind it in its item, and the row its key leads to if it is a shadow. */
  state: 4096,
  chosen: 8192,
  /** What there is to tell of a merged row. */
  remark: 16_384,
  updated: 32_768,
} as const;

/** Floats that stand between the sets and the partner key of a row. */
const FLOATS = [HAS.firstSeen, HAS.lastVerified, HAS.lastReviewed, HAS.expires, HAS.updated, HAS.size];

/** Bytes of a row beside its key, texts and origins, at most. */
const ROOM = 256;

/** The rows of a batch, which begins at `base`. */
export function putBatch(out: StreamWriter, batch: Batch, base: number): void {
  const { item } = batch;
  for (let i = 0, first = 0; i < batch.count; i++) {
    if (item === null || item[i] !== item[first]) first = i;
    putRow(out, batch, i, base + i, i - first);
  }
}

/** Rows of a merge taken apart, whose numbers are their places. */
export function putStateRows(out: StreamWriter, rows: StateRows, first: number): void {
  for (let i = 0; i < rows.batch.count; i++) putRow(out, rows.batch, i, first + i, 0, { state: rows });
}

/** Row i of a batch, at this place; its record began `back` rows before it. */
export function putRow(
  out: StreamWriter,
  batch: Batch,
  i: number,
  place: number,
  back: number,
  { state = null, remarks = null }: { readonly state?: StateRows | null; readonly remarks?: Uint32Array | null } = {},
): void {
  const { start, bytes, times, origins } = batch;
  const from = start[i]!;
  const to = start[i + 1]!;
  const partnerKey = batch.partnerKey?.[i];
  const extras = batch.extras?.[i];
  const { name, note, spelling } = extras ?? {};
  let texts = 0;
  for (const text of [partnerKey, name, note, spelling]) if (text !== undefined) texts += text.length;
  const others = origins === null ? 0 : origins.start[i + 1]! - origins.start[i]!;
  out.begin(ROOM + to - from + texts * 2 + others * 16);
  const flagsAt = out.length;
  out.octet(0);
  out.octet(0);
  out.octet(batch.kind[i]!);
  out.octet(batch.scope[i]! | (batch.op[i]! << 2));
  out.number(to - from);
  out.copy(bytes, from, to);
  out.number(place);
  out.number(back);
  let flags = 0;
  if (state !== null) {
    flags |= HAS.state;
    out.number(state.next?.[i] ?? 0);
    out.number(state.primary?.[i] ?? 0);
  }
  out.number(batch.source);
  out.number(batch.line[i]!);
  flags |= putSet(out, HAS.opinions, batch.opinions, i) | putSet(out, HAS.reviews, batch.reviews, i);
  flags |= putFloat(out, HAS.firstSeen, times.firstSeen, i) | putFloat(out, HAS.lastVerified, times.lastVerified, i);
  flags |= putFloat(out, HAS.lastReviewed, times.lastReviewed, i) | putFloat(out, HAS.expires, times.expires, i);
  flags |= putFloat(out, HAS.updated, times.updated, i);
  flags |= putFloat(out, HAS.size, batch.size, i) | putText(out, HAS.partnerKey, partnerKey);
  if (extras !== undefined) {
    flags |= putText(out, HAS.name, name) | putText(out, HAS.note, note) | putText(out, HAS.spelling, spelling);
  }
  if (origins !== null) {
    flags |= HAS.origins;
    out.number(others);
    for (let n = origins.start[i]!; n < origins.start[i + 1]!; n++) {
      out.number(origins.source[n]! * 4 + origins.op[n]!);
      out.number(origins.line[n]!);
    }
  }
  if (state !== null && state.chosen !== null) {
    flags |= HAS.chosen;
    putChosen(out, state.chosen.opinions, i);
    putChosen(out, state.chosen.reviews, i);
  }
  if (remarks !== null && hasRemark(remarks, i)) {
    flags |= HAS.remark;
    for (let n = 0; n < REMARK; n++) out.number(remarks[i * REMARK + n]!);
  }
  out.bytes[flagsAt] = flags & 255;
  out.bytes[flagsAt + 1] = flags >> 8;
  out.end();
}

function hasRemark(remarks: Uint32Array, i: number): boolean {
  for (let n = 0; n < REMARK; n++) if (remarks[i * REMARK + n] !== 0) return true;
  return false;
}

function putSet(out: StreamWriter, flag: number, column: Uint32Array | null, i: number): number {
  if (column === null || column[i] === 0) return 0;
  out.number(column[i]!);
  return flag;
}

function putFloat(out: StreamWriter, flag: number, column: Float64Array | null, i: number): number {
  if (column === null || Number.isNaN(column[i])) return 0;
  out.float(column[i]!);
  return flag;
}

function putText(out: StreamWriter, flag: number, text: string | undefined): number {
  if (text === undefined) return 0;
  out.text(text);
  return flag;
}

function putChosen(out: StreamWriter, chosen: ChosenSets | null, i: number): void {
  out.number(chosen === null ? 0 : chosen.set[i]!);
  out.float(chosen === null || chosen.at === null ? Number.NaN : chosen.at[i]!);
}

/** A record at hand: what routing needs of it is read at once, the facts of a row one after another by who wants them. */
export class RecordCursor {
  bytes: Buffer = Buffer.alloc(0);
  /** Where the record lies, its length included. */
  from = 0;
  to = 0;
  flags = 0;
  kind = 0;
  scope = 0;
  op = 0;
  keyFrom = 0;
  keyTo = 0;
  place = 0;
  /** Place of the first row of its record: rows of one record share it. */
  record = 0;
  next = 0;
  primary = 0;
  source = 0;
  line = 0;
  #at = 0;

  /** Reads the record the reader stands at, and moves the reader behind it. */
  read(reader: StreamReader): void {
    const { bytes } = reader;
    this.bytes = bytes;
    this.from = reader.at;
    this.to = reader.end;
    reader.at = this.to;
    this.#at = this.from + 6;
    this.flags = bytes[this.from + 4]! | (bytes[this.from + 5]! << 8);
    this.kind = bytes[this.#at++]!;
    const scopeAndOp = bytes[this.#at++]!;
    this.scope = scopeAndOp & 3;
    this.op = scopeAndOp >> 2;
    const length = this.number();
    this.keyFrom = this.#at;
    this.keyTo = this.#at + length;
    this.#at = this.keyTo;
    this.place = this.number();
    this.record = this.place - this.number();
    const isState = (this.flags & HAS.state) !== 0;
    this.next = isState ? this.number() : 0;
    this.primary = isState ? this.number() : 0;
    this.source = this.number();
    this.line = this.number();
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  number(): number {
    const { bytes } = this;
    let octet = bytes[this.#at++]!;
    let value = octet & 127;
    for (let shift = 7; octet >= 128 && shift < 28; shift += 7) {
      octet = bytes[this.#at++]!;
      value |= (octet & 127) << shift;
    }
    for (let scale = 2 ** 28; octet >= 128; scale *= 128) {
      octet = bytes[this.#at++]!;
      value += (octet & 127) * scale;
    }
    return value;
  }

  float(): number {
    const value = this.bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  /** Its partner key, instead of its facts. */
  partnerKey(): string | undefined {
    if (!this.has(HAS.partnerKey)) return undefined;
    if (this.has(HAS.opinions)) this.number();
    if (this.has(HAS.reviews)) this.number();
    for (const flag of FLOATS) if (this.has(flag)) this.#at += 8;
    return this.text();
  }

  text(): string {
    const head = this.number();
    const from = this.#at;
    this.#at += head % 2 === 1 ? head - 1 : head / 2;
    return this.bytes.toString(head % 2 === 1 ? 'utf16le' : 'latin1', from, this.#at);
  }
}
