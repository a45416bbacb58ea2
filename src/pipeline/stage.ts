// A stage turns batches into batches. Stages know nothing of formats; they run between a reader and a writer.
import type { Batch } from '../model/batch.ts';

export type Batches = AsyncIterable<Batch>;
export type Stage = (batches: Batches) => Batches;

/** Lets a function look at every batch on its way. */
export function tap(look: (batch: Batch) => void): Stage {
  return async function* tapped(batches) {
    for await (const batch of batches) {
      look(batch);
      yield batch;
    }
  };
}

/** The source and line a row is known by: that of its first origin. */
export function placeOf(batch: Batch, i: number): { source: number; line: number } {
  const { origins } = batch;
  if (origins === null) return { source: batch.source, line: batch.line[i]! };
  const first = origins.start[i]!;
  return { source: origins.source[first]!, line: origins.line[first]! };
}

/** The source of a row: that of its first origin. */
export function sourceOf({ origins, source }: Batch, i: number): number {
  return origins === null ? source : origins.source[origins.start[i]!]!;
}
