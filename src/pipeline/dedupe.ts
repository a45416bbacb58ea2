// Drops repeated keys as they stream by: the first row of a key stays where it is. For rows that carry nothing but
// their key; rows that say more are merged instead, so that nothing they say is lost.
import { pick } from '../model/batch.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import { spent } from '../model/lending.ts';
import { FreshRows, type OnRepeat } from './fresh-rows.ts';
import { KeyIndex } from './index/key-index.ts';
import { expectedWithin, type SpillSettings } from './spill/sizes.ts';
import { SpilledDedupe } from './spill/spill-dedupe.ts';
import { placeOf, type Stage } from './stage.ts';

/** `memory`: bytes the keys may take before a temporary file is used. */
export interface DedupeSettings extends SpillSettings {
  readonly seed: number;
  /** How many rows may come in all; 0 when unknown. */
  readonly expected: () => number;
  /** Rows left out so far. */
  readonly repeats: { count: number };
  /** Where repeats are told; null where they are only counted. */
  readonly findings: Findings | null;
}

/** Repeats are counted by the million, so only the first few become examples. */
const EXAMPLES = 20;

export function dedupe(settings: DedupeSettings): Stage {
  const { seed, memory, repeats, findings } = settings;
  const onRepeat: OnRepeat = (batch, row) => {
    if (repeats.count++ >= EXAMPLES) return;
    findings?.report('merge/repeated', {}, placeOf(batch, row), () => entryAt(batch, row));
  };
  return async function* deduped(batches) {
    let index = new KeyIndex(seed, expectedWithin(settings));
    const rows = new FreshRows(onRepeat);
    let keys = 0;
    let spilled: SpilledDedupe | null = null;
    try {
      for await (const batch of batches) {
        if (spilled !== null) {
          await spilled.add(batch);
          continue;
        }
        const fresh = rows.of(index, batch);
        keys += fresh.length;
        if (fresh.length === batch.count) yield batch;
        else if (fresh.length > 0) {
          const kept = pick(batch, fresh);
          spent(batch);
          yield kept;
        }
        if (index.byteLength <= memory) continue;
        spilled = await SpilledDedupe.takeOver(index, keys, { ...settings, onRepeat });
        index = new KeyIndex(seed); // the full one must not be held any longer
      }
      if (spilled !== null) yield* spilled.emit();
    } finally {
      await spilled?.close();
    }
    findings?.count('merge/repeated', Math.max(0, repeats.count - EXAMPLES));
  };
}
