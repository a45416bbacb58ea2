// Puts finished parts together again: each is in order, and so is what comes out. The order is that of the places of the
// rows, unless another is given.
import { BATCH_ROWS } from '../../model/batch.ts';
import type { RecordCursor } from './row-codec.ts';
import { type PlacedRows, RowCollector } from './row-collector.ts';
import { type IsBefore, Runs } from './runs.ts';
import type { Spool } from './spool.ts';
import type { Stream } from './stream.ts';

export interface CollateOptions {
  readonly isBefore?: IsBefore;
  /** Whether every row is to say where it comes from, because rows of several sources come out side by side. */
  readonly tellsOrigins?: boolean;
}

export async function* collate(
  spool: Spool,
  streams: readonly Stream[],
  { isBefore = isPlacedBefore, tellsOrigins = false }: CollateOptions = {},
): AsyncGenerator<PlacedRows> {
  const runs = await Runs.open(spool, streams, isBefore);
  const rows = new RowCollector(tellsOrigins ? 'all' : 'told');
  for (let row = runs.row; row !== null; row = runs.row) {
    const isFull = rows.count >= BATCH_ROWS && row.record !== rows.lastRecord;
    if (isFull || !rows.fits(row)) yield rows.take();
    rows.add(row);
    if (!runs.next()) await runs.more();
  }
  if (rows.count > 0) yield rows.take();
}

function isPlacedBefore(a: RecordCursor, b: RecordCursor): boolean {
  return a.place < b.place;
}
