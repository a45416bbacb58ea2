// What a merge in progress is taken apart into, and taken up again from in pieces, when its memory is at an end.
import type { Batch } from '../model/batch.ts';
import type { Chosen } from './merge-facts.ts';

/** Where rows stand among all rows of the run, for a state that gets only some of them. */
export interface Places {
  readonly of: Float64Array;
  /** Added for a shadow row: shadows are numbered behind all rows of their batch. */
  readonly span: number;
}

/** Rows as they stand in a state, by their numbers there: all that another state needs to take them up again. */
export interface StateRows {
  /** Opinions are all that were said; the operation tells exceptions only, origins tell the rest. */
  readonly batch: Batch;
  /** Number + 1 of the row behind each in its item; of the row found by its key, for a shadow; 0 for none. */
  readonly next: Uint32Array | null;
  readonly primary: Uint32Array | null;
  readonly chosen: Chosen | null;
}
