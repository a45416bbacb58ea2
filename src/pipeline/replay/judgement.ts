// What of a batch stands once all states of records are known. A row that several records list loses only the records that
// are past, and what their members said.
import { type Batch, pick } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { isRecordKey, joinKeys, keysIn } from '../../model/record-key.ts';
import { PRESENT, WITHDRAWN } from '../../model/scope.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { opinionsWithout } from './opinions.ts';
import { RECORD, type RecordStates } from './states.ts';

export interface Judged {
  /** What stands, in its order. */
  readonly rows: Batch | null;
  /** Which rows of the batch these are. */
  readonly kept: readonly number[];
  /** Rows that lost a record to a later state, and to a retraction. */
  readonly replaced: readonly number[];
  readonly retracted: readonly number[];
  /** Retractions by name of records that no input knows, and of those that some input does. */
  readonly unmatched: readonly number[];
  readonly matched: readonly number[];
}

/** What a row becomes, where it does not stay as it is. */
interface Change {
  readonly op: number;
  readonly keys: string | undefined;
  readonly opinions: number;
  readonly updated: number;
}

export class Judgement {
  readonly #states: RecordStates;
  readonly #interns: Interns;

  constructor(states: RecordStates, interns: Interns) {
    this.#states = states;
    this.#interns = interns;
  }

  of(batch: Batch): Judged {
    const kept: number[] = [];
    const changes = new Map<number, Change>();
    const told = {
      replaced: [] as number[],
      retracted: [] as number[],
      unmatched: [] as number[],
      matched: [] as number[],
    };
    for (let i = 0; i < batch.count; i++) {
      const text = batch.partnerKey?.[i];
      const keys = text === undefined ? [] : keysIn(text);
      let change: Change | 'same' | null = 'same';
      if (batch.kind[i] === RECORD) change = this.#retraction(batch, i, text, told);
      else if (!keys.some(isRecordKey)) change = 'same';
      else if (batch.op[i] === WITHDRAWN) change = this.#withdrawn(batch, i, keys, told);
      else change = this.#listed(batch, i, keys, told);
      if (change === null) continue;
      kept.push(i);
      if (change !== 'same') changes.set(i, change);
    }
    return { ...told, kept, rows: applied(batch, kept, changes) };
  }

  #retraction(batch: Batch, i: number, key: string | undefined, told: Told): 'same' | null {
    if (key === undefined || !isRecordKey(key) || this.#states.isSettled(key)) return 'same';
    if (!this.#states.isWithdrawnBy(key, batch, i)) return null;
    if (this.#states.isKnown(key)) {
      told.matched.push(i);
      return null;
    }
    if (this.#states.isEffected(key)) return null; // the same page twice takes back once
    this.#states.effect(key);
    told.unmatched.push(i);
    return 'same';
  }

  #withdrawn(batch: Batch, i: number, keys: readonly string[], told: Told): Change | 'same' | null {
    // As long as its record is gone, whatever it says of when: merged with what was withdrawn by itself it is older than
    // the record's other keys, and a list read again would be another.
    const left = keys.filter((key) => !isRecordKey(key) || this.#stays(key));
    const records = left.filter(isRecordKey);
    if (records.length === 0) {
      told.replaced.push(i);
      return null;
    }
    for (const key of records) this.#states.effect(key);
    if (left.length === keys.length) return 'same';
    const past = keys.filter((key) => !left.includes(key));
    return this.#change(batch, i, { op: WITHDRAWN, past, left });
  }

  #stays(key: string): boolean {
    return this.#states.isTakenBack(key) || this.#states.isSettled(key);
  }

  #listed(batch: Batch, i: number, keys: readonly string[], told: Told): Change | 'same' | null {
    const [left, gone, past]: [string[], string[], string[]] = [[], [], []];
    for (const key of keys) {
      const standing = isRecordKey(key) ? this.#states.standing(key, batch, i) : 'stands';
      (standing === 'stands' ? left : standing === 'retracted' ? gone : past).push(key);
    }
    if (left.length === keys.length) return 'same';
    if (past.length > 0) told.replaced.push(i);
    if (gone.length > 0) told.retracted.push(i);
    if (left.length > 0) return this.#change(batch, i, { op: batch.op[i] ?? PRESENT, past: [...past, ...gone], left });
    if (gone.length === 0) return null;
    for (const key of gone) this.#states.effect(key);
    const updated = gone.reduce((oldest, key) => Math.min(oldest, this.#states.goneAt(key)), Number.POSITIVE_INFINITY);
    return { ...this.#change(batch, i, { op: WITHDRAWN, past, left: gone }), updated };
  }

  #change(
    batch: Batch,
    i: number,
    { op, past, left }: { op: number; past: readonly string[]; left: readonly string[] },
  ) {
    return {
      op,
      keys: joinKeys(left),
      opinions: opinionsWithout(this.#interns, batch.opinions?.[i] ?? EMPTY_SET, past, left),
      updated: batch.times.updated?.[i] ?? Number.NaN,
    };
  }
}

type Told = { [K in Exclude<keyof Judged, 'rows' | 'kept'>]: number[] };

/** The rows that are kept, as they are now; the batch itself where nothing changed. */
function applied(batch: Batch, kept: readonly number[], changes: ReadonlyMap<number, Change>): Batch | null {
  if (kept.length === 0) return null;
  const rows = kept.length === batch.count ? batch : pick(batch, Uint32Array.from(kept));
  if (changes.size === 0) return rows;
  const op = rows.op.slice();
  const partnerKey = rows.partnerKey?.slice() ?? null;
  const opinions = rows.opinions?.slice() ?? null;
  const updated = rows.times.updated?.slice() ?? new Float64Array(rows.count).fill(Number.NaN);
  const origins = rows.origins && { ...rows.origins, op: rows.origins.op.slice() };
  kept.forEach((i, n) => {
    const change = changes.get(i);
    if (change === undefined) return;
    if (change.op === WITHDRAWN) origins?.op.fill(WITHDRAWN, origins.start[n], origins.start[n + 1]);
    op[n] = change.op;
    updated[n] = change.updated;
    if (partnerKey !== null) partnerKey[n] = change.keys;
    if (opinions !== null) opinions[n] = change.opinions;
  });
  return { ...rows, op, uniform: false, partnerKey, opinions, origins, times: { ...rows.times, updated } };
}
