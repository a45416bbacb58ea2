// Reads a part: its rows as batches, in the order in which they were put there.
import { BATCH_ROWS } from '../../model/batch.ts';
import { RecordCursor } from './row-codec.ts';
import { type PlacedRows, RowCollector } from './row-collector.ts';
import type { StreamReader } from './stream.ts';

export async function* readPart(reader: StreamReader): AsyncGenerator<PlacedRows> {
  const row = new RecordCursor();
  const rows = new RowCollector('none');
  while (reader.has || (await reader.more())) {
    row.read(reader);
    const isFull = rows.count >= BATCH_ROWS && row.record !== rows.lastRecord;
    if (isFull || !rows.fits(row)) yield rows.take();
    rows.add(row);
  }
  if (rows.count > 0) yield rows.take();
}
