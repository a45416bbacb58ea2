// Merges all rows into one list: every key once, with every source, opinion and review on record.
import { spent } from '../../model/lending.ts';
import type { Overlap } from '../../model/tally.ts';
import { expectedWithin, type SpillSettings } from '../spill/sizes.ts';
import { SpilledMerge } from '../spill/spill-merge.ts';
import type { Stage } from '../stage.ts';
import { tellRemarks } from './remarks.ts';
import { type MergeSettings, MergeState } from './state.ts';

/** What a merge counted, for the tally. */
export interface MergeCount {
  duplicates: number;
  overlap: Overlap | null;
}

/** `memory`: bytes the merge may hold before it uses a temporary file. */
export type MergeStageSettings = MergeSettings & SpillSettings;

export function merge(settings: MergeStageSettings, count: MergeCount): Stage {
  return async function* merged(batches) {
    let state = new MergeState({ ...settings, expected: expectedWithin(settings) });
    let spilled: SpilledMerge | null = null;
    try {
      for await (const batch of batches) {
        if (spilled !== null) {
          await spilled.add(batch);
          continue;
        }
        state.add(batch);
        spent(batch);
        if (state.byteLength <= settings.memory) continue;
        spilled = await SpilledMerge.takeOver(state, settings);
        state = new MergeState(settings); // the full one must not be held any longer
      }
      if (spilled === null) {
        state.tellTotals();
        for (const merged of state.emit()) {
          tellRemarks(merged, settings);
          yield merged.batch;
        }
      } else {
        yield* spilled.emit();
        state = spilled.counted;
      }
    } finally {
      await spilled?.close();
    }
    count.duplicates = state.duplicates;
    count.overlap = state.overlap.overlap();
  };
}
