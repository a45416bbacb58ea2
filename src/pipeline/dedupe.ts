// Drops repeated keys as they stream by: the first row of a key stays where it is. For rows that carry nothing but
// their key; rows that say more are merged instead, so that nothing they say is lost.
import { BATCH_ROWS, pick } from '../model/batch.ts';
import type { Findings } from '../model/findings.ts';
import { spent } from '../model/lending.ts';
import { bothShares, firstsIn } from './firsts.ts';
import { FreshRows } from './fresh-rows.ts';
import { KeyIndex } from './index/key-index.ts';
import { Repeats } from './repeats.ts';
import { expectedWithin, type SpillSettings } from './spill/sizes.ts';
import { SpilledDedupe } from './spill/spill-dedupe.ts';
import type { Stage } from './stage.ts';

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

export function dedupe(settings: DedupeSettings): Stage {
  const { seed, memory } = settings;
  const repeats = new Repeats(settings.repeats, settings.findings);
  return async function* deduped(batches) {
    let isShared = false;
    const expected = expectedWithin(settings);
    let index = new KeyIndex(seed, () => (isShared ? expected() / 2 : expected()));
    const rows = new FreshRows();
    let both = new Uint32Array(BATCH_ROWS);
    let keys = 0;
    let spilled: SpilledDedupe | null = null;
    try {
      for await (const batch of batches) {
        if (spilled !== null) {
          await spilled.add(batch);
          continue;
        }
        const there = firstsIn(batch);
        // Keys that the other thread looked up are unknown here: repeats of them would pass as new.
        if (keys > 0 && isShared !== (there !== null)) throw new Error('a batch was changed between its two look-ups');
        isShared = there !== null;
        const here = rows.of(index, batch, isShared ? 'writer' : null);
        if (both.length < batch.count) both = new Uint32Array(batch.count);
        const fresh = there === null ? here : bothShares(there, here, both);
        repeats.tellAllBut(fresh, batch);
        keys += fresh.length;
        if (fresh.length === batch.count) yield batch;
        else if (fresh.length > 0) {
          const kept = pick(batch, fresh);
          spent(batch);
          yield kept;
        }
        if (index.byteLength <= memory) continue;
        spilled = await SpilledDedupe.takeOver(index, keys, { ...settings, repeats });
        index = new KeyIndex(seed); // the full one must not be held any longer
      }
      if (spilled !== null) yield* spilled.emit();
    } finally {
      await spilled?.close();
    }
    repeats.countOthers();
  };
}
