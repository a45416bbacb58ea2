// Sorts records by their first key. Rows of an item stay together. As many rows as fit are sorted at once; where more
// come, each such run goes to a temporary file, and the runs are merged.
import { BATCH_ROWS, type Batch } from '../model/batch.ts';
import { concat } from '../model/batch-concat.ts';
import { inOrder } from './order-memory.ts';
import { bytesOf, type HeldSettings } from './spill/held-rows.ts';
import { SortedRuns } from './spill/sorted-runs.ts';
import type { Stage } from './stage.ts';

/** Rows are put together before they are sorted, and take their memory twice for that while. */
const SHARE = 0.5;
/** Offsets of keys have 32 bits, so that more cannot be put together in any memory. */
const MOST_TOGETHER = 2 ** 31;

export function order(settings: HeldSettings): Stage {
  const most = Math.min(settings.memory * SHARE, MOST_TOGETHER);
  return async function* ordered(batches) {
    const runs = new SortedRuns(settings);
    const held: Batch[] = [];
    let bytes = 0;
    try {
      for await (const batch of batches) {
        held.push(batch);
        bytes += bytesOf(batch);
        if (bytes <= most) continue;
        await runs.add(concat(held));
        held.length = 0;
        bytes = 0;
      }
      if (runs.count === 0) {
        yield* inOrder(held, BATCH_ROWS);
        return;
      }
      if (held.length > 0) await runs.add(concat(held));
      held.length = 0;
      yield* runs.emit();
    } finally {
      await runs.close();
    }
  };
}
