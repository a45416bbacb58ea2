// Merges all rows into one list: every key once, with every source, opinion and review on record.
import type { Overlap } from '../model/tally.ts';
import { type MergeSettings, MergeState } from './merge-state.ts';
import type { Stage } from './stage.ts';

/** What a merge counted, for the tally. */
export interface MergeCount {
  duplicates: number;
  overlap: Overlap | null;
}

export interface MergeStageSettings extends MergeSettings {
  /** Bytes the merge may hold before it uses temporary files. */
  readonly memory: number;
  readonly signal: AbortSignal;
}

export function merge(settings: MergeStageSettings, count: MergeCount): Stage {
  return async function* merged(batches) {
    const state = new MergeState(settings);
    for await (const batch of batches) state.add(batch);
    state.tellTotals();
    yield* state.emit();
    count.duplicates = state.duplicates;
    count.overlap = state.overlap.matrix();
  };
}
