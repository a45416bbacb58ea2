// What a merge in progress is taken apart into, and taken up again from in pieces, when its memory is at an end.
import type { Batch } from '../../model/batch.ts';
import type { Chosen } from './facts.ts';

/** Rows as they stand in a state, numbered in the order of the list: all that another state needs to take them up. */
export interface StateRows {
  /** Opinions are all that were said; the operation tells exceptions only, origins tell the rest. */
  readonly batch: Batch;
  /** Number + 1 of the row behind each in its item; of the row found by its key, for a shadow; 0 for none. */
  readonly next: Uint32Array | null;
  readonly primary: Uint32Array | null;
  readonly chosen: Chosen | null;
}
