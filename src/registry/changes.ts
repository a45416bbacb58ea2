// What a new edition changes: two sorted lists walked side by side, and only the differences written.
import { type Batch, NOTHING_SAID } from '../model/batch.ts';
import { EXCEPTED, PRESENT } from '../model/scope.ts';
import { GONE, GONE_EXCEPTION } from './block-codec.ts';
import { Cursor } from './overlay.ts';
import { compareRecords, endOf, sameRows, saysSame } from './records.ts';
import { Rows } from './rows.ts';

/** In rows. `listed`: neither withdrawn nor gone. */
export interface Counts {
  rows: number;
  listed: number;
  added: number;
  removed: number;
  changed: number;
  grouped: boolean;
}

export function noCounts(): Counts {
  return { rows: 0, listed: 0, added: 0, removed: 0, changed: 0, grouped: false };
}

/** Writes the records that are new, others or gone; counts these. Both lists are in full order. */
export async function writeChanges(
  older: Iterable<Batch>,
  newer: AsyncIterable<Batch>,
  write: (rows: Batch) => void,
  counts: Counts,
): Promise<void> {
  const known = new Cursor(older);
  const rows = new Rows();
  const put = (batch: Batch, from: number, to: number): void => {
    if (from === to) return;
    rows.add(batch, from, to);
    if (rows.isFull) write(rows.take());
  };
  const gone = new Gone();
  for await (const batch of newer) {
    let fresh = 0; // rows from here on are new, and go out together
    for (let row = 0; row < batch.count; ) {
      const same = known.batch === null ? 0 : sameRows(known.batch, known.row, batch, row);
      if (same > 0) {
        put(batch, fresh, row);
        row += same;
        fresh = row;
        known.moveTo(known.row + same);
        continue;
      }
      const end = endOf(batch, row);
      while (known.batch !== null && compareRecords(known.batch, known.row, batch, row) < 0) {
        put(batch, fresh, row);
        fresh = row;
        counts.removed += listedIn(known.batch, known.row, known.end);
        put(gone.of(known.batch), known.row, known.end);
        known.moveTo(known.end);
      }
      if (known.batch !== null && compareRecords(known.batch, known.row, batch, row) === 0) {
        put(batch, fresh, row);
        fresh = end;
        if (!saysSame(known.batch, known.row, batch, row)) {
          put(batch, row, end);
          const [was, is] = [listedIn(known.batch, known.row, known.end), listedIn(batch, row, end)];
          counts.added += Math.max(0, is - was);
          counts.removed += Math.max(0, was - is);
          if (was === is) counts.changed += end - row;
        }
        known.moveTo(known.end);
      } else counts.added += listedIn(batch, row, end);
      row = end;
    }
    put(batch, fresh, batch.count);
  }
  for (; known.batch !== null; known.moveTo(known.end)) {
    counts.removed += listedIn(known.batch, known.row, known.end);
    put(gone.of(known.batch), known.row, known.end);
  }
  if (rows.count > 0) write(rows.take());
}

function listedIn({ op }: Batch, from: number, to: number): number {
  let listed = 0;
  for (let i = from; i < to; i++) if (op[i] === PRESENT || op[i] === EXCEPTED) listed++;
  return listed;
}

/** Of the rows of a batch only the keys, and that they are gone. An excepted key stays another key than a listed one. */
class Gone {
  #batch: Batch | null = null;
  #gone: Batch | null = null;

  of(batch: Batch): Batch {
    if (this.#gone === null || this.#batch !== batch) this.#gone = gone(batch);
    this.#batch = batch;
    return this.#gone;
  }
}

function gone(rows: Batch): Batch {
  const op = new Uint8Array(rows.count);
  for (let i = 0; i < op.length; i++) op[i] = rows.op[i] === EXCEPTED ? GONE_EXCEPTION : GONE;
  return {
    ...rows,
    op,
    uniform: false,
    line: new Uint32Array(rows.count),
    ...NOTHING_SAID,
  };
}
