// What a comparison of two editions holds: the keys of both, those of the newer one to tell repeats, but of the rows only
// what is compared. It can be taken apart into rows and taken up again from them, part by part, when memory is at an end.
import { BATCH_ROWS, type Batch, NO_TIMES, NOTHING_SAID } from '../model/batch.ts';
import { EXCEPTED, PRESENT, WITHDRAWN } from '../model/scope.ts';
import { F64Column, U8Column, U32Column } from './columns.ts';
import { knownIn, metBy } from './merge/columns.ts';
import { OriginColumn } from './merge/origins.ts';
import { MergeRows } from './merge/rows.ts';

export interface DiffCount {
  added: number;
  removed: number;
  changed: number;
  unchanged: number;
}

export const noDifference = (): DiffCount => ({ added: 0, removed: 0, changed: 0, unchanged: 0 });

/** In the state of a row of the older edition, beside its operation: the newer one has met it. */
const MET = 4;

export class DiffState {
  readonly #index: MergeRows;
  /** Who lists each key: a withdrawal speaks for its source, so a removed key is withdrawn for all that listed it. */
  readonly #origins = new OriginColumn();
  readonly #opinions = new U32Column();
  readonly #expires = new U32Column();
  readonly #state = new U8Column();
  /** Where the keys of the older edition stood among all its rows, where that is not their number here. */
  #places: F64Column | null = null;
  #olderRows = 0;
  #target = new Uint32Array(0);
  #fresh = new Uint8Array(0);

  constructor(seed: number) {
    this.#index = new MergeRows(seed);
  }

  /** Keys so far. */
  get count(): number {
    return this.#index.count;
  }

  get byteLength(): number {
    const { byteLength } = this.#index;
    const said = this.#opinions.byteLength + this.#expires.byteLength + this.#state.byteLength;
    return byteLength + said + this.#origins.byteLength + (this.#places?.byteLength ?? 0);
  }

  /** Takes rows of the older edition: all of them before any of the newer one. */
  addOlder(batch: Batch, places: Float64Array | null = null): void {
    this.#locate(batch);
    const [target, fresh] = [this.#target, this.#fresh];
    const known = knownIn(fresh, 0, batch.count);
    const placed = { from: 0, to: batch.count, target, fresh, known, met: metBy(known, target) };
    this.#origins.beginAll(batch, placed);
    this.#origins.take(batch, placed);
    if (places !== null) this.#places ??= new F64Column();
    for (let i = 0; i < batch.count; i++) {
      const row = target[i]!;
      this.#opinions.set(row, batch.opinions?.[i] ?? 0);
      this.#expires.set(row, expiryOf(batch, i));
      this.#state.set(row, batch.op[i]!);
      if (places !== null && fresh[i] === 1) this.#places?.set(row, places[i]!);
    }
    this.#olderRows = this.#index.count;
  }

  /** The rows of a batch of the newer edition that belong into the delta, which are counted, as are those that do not. */
  differing(batch: Batch, count: DiffCount): Uint32Array {
    this.#locate(batch);
    const rows = new Uint32Array(batch.count);
    let n = 0;
    for (let i = 0; i < batch.count; i++) {
      const row = this.#target[i]!;
      const isFirst = this.#fresh[i] === 1;
      const verdict = row < this.#olderRows ? this.#compare(row, batch, i) : unknown(batch.op[i]!, isFirst);
      if (verdict === 'repeat') continue;
      count[verdict]++;
      if (verdict !== 'unchanged') rows[n++] = i;
    }
    return rows.subarray(0, n);
  }

  #locate(batch: Batch): void {
    if (this.#target.length < batch.count) {
      this.#target = new Uint32Array(batch.count);
      this.#fresh = new Uint8Array(batch.count);
    }
    if (batch.count > 0) this.#index.locate(batch, this.#target, this.#fresh);
  }

  #compare(row: number, batch: Batch, i: number): keyof DiffCount | 'repeat' {
    const state = this.#state.get(row);
    if (state >= MET) return 'repeat';
    this.#state.set(row, state | MET);
    const [was, is] = [state, batch.op[i]!];
    if (was !== WITHDRAWN && is === WITHDRAWN) return 'removed';
    if (was === WITHDRAWN && is !== WITHDRAWN) return 'added';
    const isSame =
      was === is &&
      this.#opinions.get(row) === (batch.opinions?.[i] ?? 0) &&
      this.#expires.get(row) === expiryOf(batch, i);
    return isSame ? 'unchanged' : 'changed';
  }

  /** Withdrawals of what the older edition listed and the newer one did not meet, with the places these rows had. */
  *removed(count: DiffCount): Generator<{ readonly batch: Batch; readonly places: Float64Array }> {
    for (const rows of inBatches(this.#olderRows, (row) => this.#state.get(row) === PRESENT)) {
      count.removed += rows.length;
      const batch = this.#batchOf(rows, new Uint8Array(rows.length).fill(WITHDRAWN));
      batch.origins?.op.fill(WITHDRAWN);
      yield { batch, places: Float64Array.from(rows, (row) => this.#places?.get(row) ?? row) };
    }
  }

  /** Exceptions that only the older edition has. They are removed, too, but a withdrawal would take back what is listed. */
  exceptionsGone(): number {
    let gone = 0;
    for (let row = 0; row < this.#olderRows; row++) if (this.#state.get(row) === EXCEPTED) gone++;
    return gone;
  }

  /** What the older edition said, as rows that another state takes up by `addOlder`. */
  *olderRows(): Generator<Batch> {
    for (const rows of inBatches(this.#olderRows, () => true)) {
      const expires = Float64Array.from(rows, (row) => this.#expires.get(row) || Number.NaN);
      yield {
        ...this.#batchOf(
          rows,
          Uint8Array.from(rows, (row) => this.#state.get(row) & ~MET),
        ),
        opinions: this.#opinions.pick(rows),
        times: { ...NO_TIMES, expires },
      };
    }
  }

  /** The keys that the newer edition had so far, as rows that mark them in another state by `differing`. */
  *newerKeys(): Generator<Batch> {
    const isMet = (row: number): boolean => row >= this.#olderRows || this.#state.get(row) >= MET;
    for (const rows of inBatches(this.#index.count, isMet)) {
      const op = Uint8Array.from(rows, (row) => (this.#index.laneNumberOf(row) & 1 ? EXCEPTED : PRESENT));
      yield { ...this.#batchOf(rows, op), origins: null };
    }
  }

  #batchOf(rows: Uint32Array, op: Uint8Array): Batch {
    const keys = this.#index.keysOf(rows);
    return {
      ...keys,
      source: this.#origins.firstSource(rows[0]!),
      op,
      uniform: false,
      line: this.#origins.lines(rows),
      item: null,
      ...NOTHING_SAID,
      origins: this.#origins.emit(rows),
    };
  }
}

/** A key the older list does not have: a withdrawal of it changes nothing. */
function unknown(op: number, isFirst: boolean): 'added' | 'repeat' {
  return isFirst && op !== WITHDRAWN ? 'added' : 'repeat';
}

/** Seconds since the epoch fit 32 bits until 2106; 0 stands for none. */
function expiryOf(batch: Batch, i: number): number {
  const expires = batch.times.expires?.[i] ?? Number.NaN;
  return Number.isNaN(expires) ? 0 : Math.min(Math.max(Math.floor(expires), 1), 0xffffffff);
}

/** Those of `count` rows that are wanted, a batch at a time. */
function* inBatches(count: number, isWanted: (row: number) => boolean): Generator<Uint32Array> {
  let rows: number[] = [];
  for (let row = 0; row < count; row++) {
    if (!isWanted(row)) continue;
    rows.push(row);
    if (rows.length < BATCH_ROWS) continue;
    yield Uint32Array.from(rows);
    rows = [];
  }
  if (rows.length > 0) yield Uint32Array.from(rows);
}
