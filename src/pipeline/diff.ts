// Two editions compared by key: what was added, what was removed, and what says something else now.
import { type Batch, pick } from '../model/batch.ts';
import { type DiffCount, DiffState } from './diff-state.ts';
import type { SpillSettings } from './spill/sizes.ts';
import { SpilledDiff } from './spill/spill-diff.ts';
import type { Batches } from './stage.ts';

/** `memory`: bytes that the keys of both editions and what is compared may take before a temporary file is used. */
export interface DiffSettings extends SpillSettings {
  readonly seed: number;
  /** Called once, when the editions exceed the memory. */
  readonly onSpill?: () => void;
  /** Called once both editions are read and before any key is taken for removed. */
  readonly whenRead?: () => void;
  /** Told of exceptions that were removed, which no delta can say. */
  readonly onExceptionsGone?: (count: number) => void;
}

/**
 * Yields the delta from `older` to `newer`: added and changed rows as the newer list has them, removed keys as
 * withdrawn rows, but for exceptions. Changed: another operation, other opinions or another expiry.
 */
export async function* diff(
  older: Batches,
  newer: Batches,
  count: DiffCount,
  settings: DiffSettings,
): AsyncGenerator<Batch> {
  let state = new DiffState(settings.seed);
  let spilled: SpilledDiff | null = null;
  try {
    for await (const batch of older) {
      if (spilled !== null) {
        await spilled.addOlder(batch);
        continue;
      }
      state.addOlder(batch);
      spilled = await beyondMemory(state, settings);
      if (spilled !== null) state = new DiffState(settings.seed); // the full one must not be held any longer
    }
    for await (const batch of newer) {
      if (spilled !== null) {
        await spilled.addNewer(batch);
        continue;
      }
      const rows = state.differing(batch, count);
      if (rows.length > 0) yield rows.length === batch.count ? batch : pick(batch, rows);
      spilled = await beyondMemory(state, settings);
      if (spilled !== null) state = new DiffState(settings.seed);
    }
    settings.whenRead?.();
    if (spilled !== null) yield* spilled.emit(count);
    for (const { batch } of state.removed(count)) yield batch;
    const gone = (spilled?.exceptionsGone ?? 0) + state.exceptionsGone();
    count.removed += gone;
    if (gone > 0) settings.onExceptionsGone?.(gone);
  } finally {
    await spilled?.close();
  }
}

/** What goes on in the place of a state that has become too large; null where it has not. */
async function beyondMemory(state: DiffState, settings: DiffSettings): Promise<SpilledDiff | null> {
  if (state.byteLength <= settings.memory) return null;
  const spilled = await SpilledDiff.takeOver(state, settings);
  settings.onSpill?.();
  return spilled;
}
