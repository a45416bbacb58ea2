// Two editions compared by key: what was added, what was removed, and what says something else now. The keys of both are
// held, those of the newer one to tell repeats, but of the rows only what is compared.
import { BATCH_ROWS, type Batch, compact, NO_TIMES } from '../model/batch.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { U8Column, U32Column } from './columns.ts';
import { knownIn } from './merge/columns.ts';
import { OriginColumn } from './merge/origins.ts';
import { MergeRows } from './merge/rows.ts';
import type { Batches } from './stage.ts';

export interface DiffCount {
  added: number;
  removed: number;
  changed: number;
  unchanged: number;
}

/**
 * Yields the delta from `older` to `newer`: added and changed rows as the newer list has them, removed keys as
 * withdrawn rows. Changed: another operation, other opinions or another expiry. `whenRead` is called once both are read
 * and before any key is taken for removed.
 */
export async function* diff(
  older: Batches,
  newer: Batches,
  count: DiffCount,
  seed: number,
  whenRead: () => void,
): AsyncGenerator<Batch> {
  const index = new MergeRows(seed);
  const known = new KnownRows();
  let target = new Uint32Array(0);
  let fresh = new Uint8Array(0);
  const room = (rows: number): void => {
    if (target.length >= rows) return;
    target = new Uint32Array(rows);
    fresh = new Uint8Array(rows);
  };
  for await (const batch of older) {
    room(batch.count);
    if (batch.count > 0) index.locate(batch, target, fresh);
    const placed = { from: 0, to: batch.count, target, fresh, known: knownIn(fresh, 0, batch.count) };
    known.origins.beginAll(batch, placed);
    known.origins.take(batch, placed);
    for (let i = 0; i < batch.count; i++) known.remember(target[i]!, batch, i);
  }
  const olderRows = index.count;
  for await (const batch of newer) {
    room(batch.count);
    if (batch.count > 0) index.locate(batch, target, fresh);
    const keep = new Uint8Array(batch.count);
    let kept = 0;
    for (let i = 0; i < batch.count; i++) {
      const row = target[i]!;
      const verdict = row < olderRows ? known.compare(row, batch, i) : unknown(batch.op[i]!, fresh[i] === 1);
      if (verdict === 'repeat') continue;
      count[verdict]++;
      if (verdict === 'unchanged') continue;
      keep[i] = 1;
      kept++;
    }
    if (kept > 0) yield compact(batch, keep, kept);
  }
  whenRead();
  for (const rows of known.unmet(olderRows)) {
    count.removed += rows.length;
    yield withdrawn(index, rows, known);
  }
}

/** A key the older list does not have: a withdrawal of it changes nothing. */
function unknown(op: number, isFirst: boolean): 'added' | 'repeat' {
  return isFirst && op !== WITHDRAWN ? 'added' : 'repeat';
}

/** What the older list said about each key, and whether the newer one met it. */
class KnownRows {
  /** Who lists each key: a withdrawal speaks for its source, so a removed key is withdrawn for all that listed it. */
  readonly origins = new OriginColumn();
  readonly #opinions = new U32Column();
  readonly #expires = new U32Column();
  /** Operation in the low bits, 4 once met again. */
  readonly #state = new U8Column();

  remember(row: number, batch: Batch, i: number): void {
    this.#opinions.set(row, batch.opinions?.[i] ?? 0);
    this.#expires.set(row, expiryOf(batch, i));
    this.#state.set(row, batch.op[i]!);
  }

  compare(row: number, batch: Batch, i: number): 'added' | 'changed' | 'unchanged' | 'removed' | 'repeat' {
    const state = this.#state.get(row);
    if (state >= 4) return 'repeat';
    this.#state.set(row, state | 4);
    const [was, is] = [state & 3, batch.op[i]!];
    if (was !== WITHDRAWN && is === WITHDRAWN) return 'removed';
    if (was === WITHDRAWN && is !== WITHDRAWN) return 'added';
    const isSame =
      was === is &&
      this.#opinions.get(row) === (batch.opinions?.[i] ?? 0) &&
      this.#expires.get(row) === expiryOf(batch, i);
    return isSame ? 'unchanged' : 'changed';
  }

  /** Rows that were listed and never met again, a batch at a time. */
  *unmet(count: number): Generator<number[]> {
    let rows: number[] = [];
    for (let row = 0; row < count; row++) {
      const state = this.#state.get(row);
      if (state >= 4 || state === WITHDRAWN) continue;
      rows.push(row);
      if (rows.length < BATCH_ROWS) continue;
      yield rows;
      rows = [];
    }
    if (rows.length > 0) yield rows;
  }
}

/** Seconds since the epoch fit 32 bits until 2106; 0 stands for none. */
function expiryOf(batch: Batch, i: number): number {
  const expires = batch.times.expires?.[i] ?? Number.NaN;
  return Number.isNaN(expires) ? 0 : Math.min(Math.max(Math.floor(expires), 1), 0xffffffff);
}

function withdrawn(index: MergeRows, removed: readonly number[], { origins }: KnownRows): Batch {
  const rows = Uint32Array.from(removed);
  const keys = index.keysOf(rows);
  const from = origins.emit(rows);
  return {
    ...keys,
    source: origins.firstSource(rows[0]!),
    op: new Uint8Array(keys.count).fill(WITHDRAWN),
    uniform: false,
    line: Uint32Array.from(rows, (row) => origins.firstLine(row)),
    item: null,
    opinions: null,
    reviews: null,
    times: NO_TIMES,
    size: null,
    partnerKey: null,
    extras: null,
    origins: { ...from, op: from.op.fill(WITHDRAWN) },
  };
}
