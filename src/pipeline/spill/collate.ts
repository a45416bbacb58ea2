// Puts finished parts together again: each is in the order of the places of its rows, and so is what comes out.
import { BATCH_ROWS } from '../../model/batch.ts';
import { RecordCursor } from './row-codec.ts';
import { type PlacedRows, RowCollector } from './row-collector.ts';
import type { Spool } from './spool.ts';
import { type Stream, StreamReader } from './stream.ts';

/** One part, at the row it is to give next. */
class Run {
  readonly reader: StreamReader;
  readonly row = new RecordCursor();

  constructor(reader: StreamReader) {
    this.reader = reader;
  }

  get place(): number {
    return this.row.place;
  }
}

export async function* collate(spool: Spool, streams: readonly Stream[]): AsyncGenerator<PlacedRows> {
  const runs: Run[] = [];
  for (const stream of streams) {
    const run = new Run(new StreamReader(spool, stream, true));
    if (!(await run.reader.more())) continue;
    run.row.read(run.reader);
    push(runs, run);
  }
  const rows = new RowCollector(true);
  for (let run = runs[0]; run !== undefined; run = runs[0]) {
    const isFull = rows.count >= BATCH_ROWS && run.row.record !== rows.lastRecord;
    if (isFull || !rows.fits(run.row)) yield rows.take();
    rows.add(run.row);
    if (run.reader.has || (await run.reader.more())) run.row.read(run.reader);
    else replaceFirst(runs);
    sink(runs, 0);
  }
  if (rows.count > 0) yield rows.take();
}

// --- a binary heap: the run with the smallest place is the first ---

function push(runs: Run[], run: Run): void {
  runs.push(run);
  for (let at = runs.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (runs[parent]!.place <= run.place) return;
    runs[at] = runs[parent]!;
    runs[parent] = run;
    at = parent;
  }
}

/** Puts the last run in the place of the first, which has no more rows. */
function replaceFirst(runs: Run[]): void {
  const last = runs.pop();
  if (last !== undefined && runs.length > 0) runs[0] = last;
}

function sink(runs: Run[], from: number): void {
  const run = runs[from];
  if (run === undefined) return;
  for (let at = from; ; ) {
    let child = at * 2 + 1;
    if (child + 1 < runs.length && runs[child + 1]!.place < runs[child]!.place) child++;
    if (child >= runs.length || run.place <= runs[child]!.place) return;
    runs[at] = runs[child]!;
    runs[child] = run;
    at = child;
  }
}
