// Writes tables that `csv` reads again without loss: by default one key a row with all its facts, or, with columns named,
// one file a row. Several opinions or reviews stand in parallel cells, item by item, with semicolons between them.
import type { Batch } from '../../../model/batch.ts';
import type { WriteContext } from '../../format.ts';
import { LongTable } from './write-long.ts';
import { type ColumnOptions, isLong } from './write-options.ts';
import { WideTable } from './write-wide.ts';

export async function* writeColumns(
  batches: AsyncIterable<Batch>,
  context: WriteContext<ColumnOptions>,
): AsyncIterable<Uint8Array> {
  const { columns } = context.options;
  const table = isLong(columns) ? new LongTable(context) : new WideTable(context);
  table.header();
  for await (const batch of batches) {
    table.batch(batch);
    yield table.out.take();
  }
  table.finish();
  if (table.out.length > 0) yield table.out.take();
}
