// What of a batch stands once all states of records are known. A row that several records list loses only the records that
// are past, and what their members said.
import { type Batch, pick } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { isRecordKey, joinKeys, keysIn, WITHOUT } from '../../model/record-key.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { opinionsWithout } from './opinions.ts';
import type { RecordStates } from './states.ts';

/** The verdict on the rows of a batch. */
export interface Standings {
  /** What is listed, what is withdrawn. */
  readonly listed: readonly number[];
  readonly withdrawn: readonly number[];
  /** Rows whose partner key is another now, and those whose opinions are. */
  readonly keys: ReadonlyMap<number, string | undefined>;
  readonly opinions: ReadonlyMap<number, number>;
  /** Rows that lost a record to a later state, and to a retraction. */
  readonly replaced: readonly number[];
  readonly retracted: readonly number[];
}

export class Judgement {
  readonly #states: RecordStates;
  readonly #interns: Interns;

  constructor(states: RecordStates, interns: Interns) {
    this.#states = states;
    this.#interns = interns;
  }

  of(batch: Batch): Standings {
    const verdict = {
      listed: [] as number[],
      withdrawn: [] as number[],
      keys: new Map<number, string | undefined>(),
      opinions: new Map<number, number>(),
      replaced: [] as number[],
      retracted: [] as number[],
    };
    for (let i = 0; i < batch.count; i++) {
      const isWithdrawn = batch.op[i] === WITHDRAWN;
      const text = batch.partnerKey?.[i];
      const keys = text === undefined ? [] : keysIn(text);
      if (!keys.some(isRecordKey)) (isWithdrawn ? verdict.withdrawn : verdict.listed).push(i);
      else if (isWithdrawn) this.#judgeWithdrawn(batch, i, keys, verdict);
      else this.#judgeListed(batch, i, keys, verdict);
    }
    return verdict;
  }

  #judgeWithdrawn(batch: Batch, i: number, keys: readonly string[], verdict: Verdict): void {
    const left = keys.filter((key) => !isRecordKey(key) || this.#states.isWithdrawnBy(key, batch, i));
    if (!left.some(isRecordKey)) {
      verdict.replaced.push(i);
      return;
    }
    verdict.withdrawn.push(i);
    if (left.length === keys.length) return;
    const past = keys.filter((key) => !left.includes(key));
    verdict.keys.set(i, joinKeys(left));
    verdict.opinions.set(i, opinionsWithout(this.#interns, batch.opinions?.[i] ?? EMPTY_SET, past, left));
  }

  #judgeListed(batch: Batch, i: number, keys: readonly string[], verdict: Verdict): void {
    const left: string[] = [];
    const gone: string[] = [];
    const past: string[] = [];
    for (const key of keys) {
      const standing = isRecordKey(key) ? this.#states.standing(key, batch, i, keys.length > 1) : 'stands';
      (standing === 'stands' ? left : standing === 'retracted' ? gone : past).push(key);
    }
    if (past.length > 0) verdict.replaced.push(i);
    if (gone.length > 0) verdict.retracted.push(i);
    if (left.length > 0) {
      verdict.listed.push(i);
      if (left.length === keys.length) return;
      verdict.keys.set(i, joinKeys(left));
      verdict.opinions.set(
        i,
        opinionsWithout(this.#interns, batch.opinions?.[i] ?? EMPTY_SET, [...past, ...gone], left),
      );
    } else if (gone.length > 0) {
      verdict.withdrawn.push(i);
      verdict.keys.set(i, joinKeys(gone));
      verdict.opinions.set(i, opinionsWithout(this.#interns, batch.opinions?.[i] ?? EMPTY_SET, past, gone));
    }
  }

  withdrawn(batch: Batch, { withdrawn, keys, opinions }: Standings): Batch | null {
    if (withdrawn.length === 0) return null;
    const rows = pick(batch, Uint32Array.from(withdrawn));
    const op = new Uint8Array(rows.count).fill(WITHDRAWN);
    const partnerKey = rows.partnerKey?.slice() ?? null;
    const sets = rows.opinions?.slice() ?? null;
    const updated = rows.times.updated?.slice() ?? new Float64Array(rows.count).fill(Number.NaN);
    withdrawn.forEach((i, n) => {
      if (partnerKey !== null && keys.has(i)) partnerKey[n] = keys.get(i);
      const set = opinions.get(i);
      if (sets !== null && set !== undefined) sets[n] = set;
      for (const key of keysIn(partnerKey?.[n] ?? WITHOUT)) {
        if (!isRecordKey(key)) continue;
        this.#states.effect(key);
        if (batch.op[i] !== WITHDRAWN) updated[n] = this.#states.goneAt(key);
      }
    });
    const origins = rows.origins && { ...rows.origins, op: new Uint8Array(rows.origins.op.length).fill(WITHDRAWN) };
    return { ...rows, op, uniform: false, partnerKey, opinions: sets, origins, times: { ...rows.times, updated } };
  }

  listed(batch: Batch, { listed, keys, opinions }: Standings): Batch | null {
    if (listed.length === 0) return null;
    const rows = listed.length === batch.count ? batch : pick(batch, Uint32Array.from(listed));
    if (keys.size === 0) return rows;
    const partnerKey = rows.partnerKey?.slice() ?? null;
    const sets = rows.opinions?.slice() ?? null;
    listed.forEach((i, n) => {
      if (partnerKey !== null && keys.has(i)) partnerKey[n] = keys.get(i);
      const set = opinions.get(i);
      if (sets !== null && set !== undefined) sets[n] = set;
    });
    return { ...rows, partnerKey, opinions: sets };
  }
}

type Verdict = {
  -readonly [K in keyof Standings]: Standings[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : number[];
};
