// Who has the last look at a batch says so with `spent`, and the memory of its columns is used again. Only a run lends,
// which knows that nobody else holds what it reads and merges; stages that keep or copy batches need not know of this.
import type { Batch } from './batch.ts';
import { buffersIn, takeBack } from './column-memory.ts';

const lenders = new WeakMap<Batch, (buffers: Set<ArrayBuffer>) => void>();

/** Nobody else holds a column of this batch; `back` gets their memory when it is spent. Lent once: the first lender gets it. */
export function lend(batch: Batch, back: (buffers: Set<ArrayBuffer>) => void = takeBack): Batch {
  if (!lenders.has(batch)) lenders.set(batch, back);
  return batch;
}

/** Nobody looks at this batch any more, nor at a column of it. Does nothing for a batch that was not lent. */
export function spent(batch: Batch): void {
  const back = lenders.get(batch);
  if (back === undefined) return;
  lenders.delete(batch);
  back(buffersIn(batch));
}
