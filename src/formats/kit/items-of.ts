// The rows of a batch item by item, for formats whose entry is a whole item.
import type { Batch } from '../../model/batch.ts';

/** From which row and up to which each item goes; a row alone is an item. */
export function* itemsOf({ count, item }: Batch): Generator<readonly [from: number, to: number]> {
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (item !== null && to < count && item[to] === item[from]) to++;
    yield [from, to];
    from = to;
  }
}
