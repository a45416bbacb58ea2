// The states of records: when each was last sent and last taken back. Batches are noted in the order in which they come; then
// each of them is told what of it still stands. Exact: records are found by their whole names, never by a hash alone.
import type { Batch } from '../../model/batch.ts';
import { KEPT } from '../../model/findings.ts';
import { kinds } from '../../model/kinds.ts';
import { hasSeveralKeys, isRecordKey, keysIn } from '../../model/record-key.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { F64Column, U8Column, U32Column } from '../columns.ts';
import { ByteLane } from '../index/byte-lane.ts';

export const RECORD = kinds.record.code;

/** What became of a record as one row knows it. */
export type Standing = 'stands' | 'replaced' | 'retracted';

/** Statements about records that name no key say nothing of digests; those that do have this bit. */
const HAS_DIGESTS = 1;
const IS_EFFECTED = 2;
/** Something of this run is about it, not only the list as it is kept. */
const IS_NEWS = 4;

export class RecordStates {
  readonly #index: ByteLane;
  /** The latest statement that the record is there: when, in which input, and where among all statements. */
  readonly #sentAt = new F64Column();
  readonly #sentIn = new U32Column();
  readonly #sentAs = new U32Column();
  /** The latest statement that it is taken back. */
  readonly #goneAt = new F64Column();
  readonly #goneIn = new U32Column();
  readonly #goneAs = new U32Column();
  readonly #flags = new U8Column();
  readonly #inputs: Map<number, number>;
  readonly #pages: ReadonlySet<number>;
  #statements = 0;
  #last = '';
  #lastOrdinal = -1;
  #scratch = new Uint8Array(256);
  readonly #encoder = new TextEncoder();
  /** Whether every record has one state, so that every row stands as it is. */
  isPlain = true;

  /** `inputs`: inputs in the order in which they were read, from 1, by `inputOf`; it grows with the batches. */
  constructor(seed: number, inputs: Map<number, number>, pages: ReadonlySet<number>) {
    this.#inputs = inputs;
    this.#pages = pages;
    this.#index = new ByteLane(0, seed | 1, () => 0);
  }

  get byteLength(): number {
    const columns = [this.#sentAt, this.#sentIn, this.#sentAs, this.#goneAt, this.#goneIn, this.#goneAs, this.#flags];
    return columns.reduce((sum, { byteLength }) => sum + byteLength, this.#index.byteLength);
  }

  /** Takes note of what a batch says of records. */
  note(batch: Batch): void {
    const { partnerKey, count, op } = batch;
    if (partnerKey === null) return;
    noteInput(this.#inputs, batch);
    const times = batch.times.updated;
    for (let i = 0; i < count; i++) {
      const keys = partnerKey[i];
      if (keys === undefined) continue;
      const time = times === null ? Number.NaN : times[i]!;
      const isGone = op[i] === WITHDRAWN || batch.kind[i] === RECORD;
      if (isRecordKey(keys) && !hasSeveralKeys(keys)) this.#note(keys, batch, i, time, isGone);
      else for (const key of keysIn(keys)) if (isRecordKey(key)) this.#note(key, batch, i, time, isGone);
    }
  }

  #note(key: string, batch: Batch, i: number, time: number, isGone: boolean): void {
    const record = this.#ordinal(key, true);
    const input = this.#inputs.get(inputOf(batch, i))!;
    const statement = ++this.#statements;
    if (batch.line[i] !== KEPT) this.#flags.set(record, this.#flag(record) | IS_NEWS);
    const [at, where, as] = isGone
      ? [this.#goneAt, this.#goneIn, this.#goneAs]
      : [this.#sentAt, this.#sentIn, this.#sentAs];
    const held = where.get(record);
    if (isGone) {
      this.isPlain = false;
      if (batch.kind[i] !== RECORD) this.#flags.set(record, this.#flag(record) | HAS_DIGESTS);
    } else if (held !== 0 && (held !== input || !Object.is(at.get(record), time))) this.isPlain = false;
    if (held !== 0 && isEarlier(time, input, at.get(record), held)) return;
    if (held === 0 || isEarlier(at.get(record), held, time, input)) {
      at.set(record, time);
      where.set(record, input);
    }
    as.set(record, statement);
  }

  /** What became of a record since the present row i of a batch. */
  standing(key: string, batch: Batch, i: number): Standing {
    const record = this.#ordinal(key, false);
    if (record < 0 || this.isSettled(key)) return 'stands';
    return this.#isPast(record, batch, i, false) ? 'replaced' : this.#isGone(record) ? 'retracted' : 'stands';
  }

  /** Whether only the list as it is kept speaks of the record: each of its rows is right then. */
  isSettled(key: string): boolean {
    const record = this.#ordinal(key, false);
    return record >= 0 && (this.#flag(record) & IS_NEWS) === 0;
  }

  /** Whether the last word on a record is that it was taken back. */
  isTakenBack(key: string): boolean {
    const record = this.#ordinal(key, false);
    return record >= 0 && this.#isGone(record);
  }

  /** Whether that is the word of row i, a retraction. */
  isWithdrawnBy(key: string, batch: Batch, i: number): boolean {
    const record = this.#ordinal(key, false);
    return record >= 0 && this.#isGone(record) && !this.#isPast(record, batch, i, true);
  }

  /** When the record was taken back, epoch seconds. */
  goneAt(key: string): number {
    const record = this.#ordinal(key, false);
    return record < 0 ? Number.NaN : this.#goneAt.get(record);
  }

  /** Whether any input says what the record listed. */
  isKnown(key: string): boolean {
    const record = this.#ordinal(key, false);
    return record >= 0 && (this.#sentIn.get(record) !== 0 || (this.#flag(record) & HAS_DIGESTS) !== 0);
  }

  /** A row is given on that withdraws what the record listed. */
  effect(key: string): void {
    const record = this.#ordinal(key, false);
    if (record >= 0) this.#flags.set(record, this.#flag(record) | IS_EFFECTED);
  }

  isEffected(key: string): boolean {
    const record = this.#ordinal(key, false);
    return record >= 0 && (this.#flag(record) & IS_EFFECTED) !== 0;
  }

  /** Of retractions whose records are known: those of records that no row was withdrawn for, once each. */
  openIn({ partnerKey }: Batch): number[] {
    const rows: number[] = [];
    partnerKey?.forEach((key, i) => {
      if (key === undefined || this.isEffected(key)) return;
      this.effect(key);
      rows.push(i);
    });
    return rows;
  }

  /** Whether the record has a later state than row i tells. */
  #isPast(record: number, batch: Batch, i: number, isGone: boolean): boolean {
    const [at, where] = isGone ? [this.#goneAt, this.#goneIn] : [this.#sentAt, this.#sentIn];
    const input = this.#inputs.get(inputOf(batch, i))!;
    // A list that is no page is right about itself: the time of a merged row is the oldest of what was merged, and stays when
    // the record that it was of is gone.
    if (where.get(record) === input && !this.#isOfPage(batch, i)) return false;
    return isEarlier(batch.times.updated?.[i] ?? Number.NaN, input, at.get(record), where.get(record));
  }

  #isOfPage({ source, line }: Batch, i: number): boolean {
    return line[i] !== KEPT && this.#pages.has(source);
  }

  /** Taken back, and not sent anew since. */
  #isGone(record: number): boolean {
    const gone = this.#goneIn.get(record);
    const sent = this.#sentIn.get(record);
    if (gone === 0) return false;
    if (sent === 0) return true;
    const [goneAt, sentAt] = [this.#goneAt.get(record), this.#sentAt.get(record)];
    if (isEarlier(goneAt, gone, sentAt, sent)) return false;
    if (isEarlier(sentAt, sent, goneAt, gone)) return true;
    // Neither is later: what was taken back at the moment it was sent is gone; where one has no time the last word counts.
    return goneAt === sentAt || this.#goneAs.get(record) > this.#sentAs.get(record);
  }

  /** Most names are ASCII and short: a call of the encoder costs more than they do. */
  #encode(key: string): number {
    const scratch = this.#scratch;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      if (unit > 127) return this.#encoder.encodeInto(key, scratch).written;
      scratch[i] = unit;
    }
    return key.length;
  }

  #flag(record: number): number {
    return this.#flags.has(record) ? this.#flags.get(record) : 0;
  }

  #ordinal(key: string, adds: boolean): number {
    if (key === this.#last && this.#lastOrdinal >= 0) return this.#lastOrdinal;
    if (this.#scratch.length < key.length * 3) this.#scratch = new Uint8Array(key.length * 6);
    const written = this.#encode(key);
    const ordinal = adds ? this.#index.put(this.#scratch, 0, written) : this.#index.find(this.#scratch, 0, written);
    this.#last = key;
    this.#lastOrdinal = ordinal;
    return ordinal;
  }
}

/** Numbers the input of a batch that says anything of records. */
export function noteInput(inputs: Map<number, number>, batch: Batch): void {
  if (batch.partnerKey === null || batch.count === 0) return;
  const input = inputOf(batch, 0);
  if (!inputs.has(input)) inputs.set(input, inputs.size + 1);
}

/** A delta is of one source with the list as it is kept, and another input. */
function inputOf({ source, line }: Batch, i: number): number {
  return line[i] === KEPT ? ~source : source;
}

/**
 * Whether one statement is earlier than another: by their times, and where one has none by the order of the inputs. Two
 * statements of one input without times are rows of one state.
 */
function isEarlier(time: number, input: number, otherTime: number, otherInput: number): boolean {
  if (Number.isNaN(time) || Number.isNaN(otherTime)) return input < otherInput;
  return time < otherTime;
}
