// Sorts the rows of many batches in memory. To fetch rows from all over a long list waits for the memory at every column of
// every row, which took half the time of an import. So each batch is sorted by itself, which the cache of the processor
// holds, cut at the same keys as all others, and the pieces between two keys are put together and sorted.
import { type Batch, pick, slice } from '../model/batch.ts';
import { concat } from '../model/batch-concat.ts';
import { buffersIn, takeBack } from '../model/column-memory.ts';
import { compareAcross, recordEnd, recordStarts, recordsInOrder } from './row-order.ts';

/** Records looked at for each of the keys at which batches are cut. */
const SAMPLES = 16;

interface Sorted {
  readonly batch: Batch;
  readonly starts: Uint32Array;
  /** The first record that was not taken yet. */
  at: number;
}

/** The rows in order, in batches of `size` and the rest of a record; `held` is emptied. */
export function* inOrder(held: Batch[], size: number): Generator<Batch> {
  const all = gathered(held, size).map(sorted);
  let rest: Batch | null = null;
  for (const cut of [...cutsOf(all, size), null]) {
    const pieces = all.flatMap((each) => pieceBefore(each, cut) ?? []);
    if (rest !== null) pieces.unshift(rest);
    if (pieces.length === 0) continue;
    rest = null;
    const together = concat(pieces);
    for (const batch of piecesInOrder(together, size)) {
      if (batch.count >= size || cut === null) yield batch;
      else rest = batch;
    }
    takeBack(buffersIn(together));
  }
}

/** Short batches put together. */
function gathered(held: Batch[], size: number): Batch[] {
  const all: Batch[] = [];
  let few: Batch[] = [];
  let rows = 0;
  for (const batch of held.splice(0)) {
    few.push(batch);
    rows += batch.count;
    if (rows < size) continue;
    all.push(few.length === 1 ? batch : concat(few));
    few = [];
    rows = 0;
  }
  if (rows > 0) all.push(concat(few));
  return all;
}

function sorted(batch: Batch): Sorted {
  const ordered = pick(batch, rowsOf(batch, recordsInOrder(batch)));
  return { batch: ordered, starts: recordStarts(ordered), at: 0 };
}

/** All rows of the records that begin with these. */
function rowsOf(batch: Batch, firsts: Uint32Array): Uint32Array {
  if (batch.item === null) return firsts;
  const rows = new Uint32Array(batch.count);
  let n = 0;
  for (const first of firsts) for (let row = first, end = recordEnd(batch, first); row < end; row++) rows[n++] = row;
  return rows;
}

interface Cut {
  readonly batch: Batch;
  readonly row: number;
}

/** Records between which about `size` rows lie. */
function cutsOf(all: readonly Sorted[], size: number): Cut[] {
  if (all.length < 2) return [];
  const samples: Cut[] = all.flatMap(({ batch, starts }) =>
    Array.from({ length: SAMPLES }, (_, n) => ({ batch, row: starts[Math.floor((n * starts.length) / SAMPLES)]! })),
  );
  samples.sort((a, b) => compareAcross(a.batch, a.row, b.batch, b.row));
  const parts = Math.ceil(all.reduce((sum, { batch }) => sum + batch.count, 0) / size);
  return Array.from({ length: parts - 1 }, (_, n) => samples[Math.floor(((n + 1) * samples.length) / parts)]!);
}

/** The records of a sorted batch that come before a key and were not taken yet; null where there is none. */
function pieceBefore(from: Sorted, cut: Cut | null): Batch | null {
  const { batch, starts, at } = from;
  let [low, high] = [at, starts.length];
  while (cut !== null && low < high) {
    const middle = (low + high) >>> 1;
    if (compareAcross(batch, starts[middle]!, cut.batch, cut.row) < 0) low = middle + 1;
    else high = middle;
  }
  const end = cut === null ? starts.length : low;
  if (end === at) return null;
  from.at = end;
  return slice(batch, starts[at]!, starts[end] ?? batch.count);
}

function* piecesInOrder(all: Batch, size: number): Generator<Batch> {
  const firsts = recordsInOrder(all);
  const rows = rowsOf(all, firsts);
  for (let from = 0, record = 0; from < rows.length; ) {
    let to = from;
    for (; to - from < size && record < firsts.length; record++) {
      to += recordEnd(all, firsts[record]!) - firsts[record]!;
    }
    yield pick(all, rows.slice(from, to));
    from = to;
  }
}
