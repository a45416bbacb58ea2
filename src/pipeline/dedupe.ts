// Drops repeated keys as they stream by: the first row of a key stays where it is. For rows that carry nothing but
// their key; rows that say more are merged instead, so that nothing they say is lost.
import { type Batch, pick } from '../model/batch.ts';
import type { Findings } from '../model/findings.ts';
import { KeyIndex, laneNumber } from './key-index.ts';
import { placeOf, type Stage } from './stage.ts';

export interface DedupeSettings {
  readonly seed: number;
  /** Bytes the keys may take before temporary files are used. */
  readonly memory: number;
  /** How many rows may come in all; 0 when unknown. */
  readonly expected: () => number;
  /** Rows left out so far. */
  readonly repeats: { count: number };
  /** Where repeats are told; null where they are only counted. */
  readonly findings: Findings | null;
}

/** Repeats are counted by the million, so only the first few become examples. */
const EXAMPLES = 20;

type OnRepeat = (batch: Batch, row: number) => void;

export function dedupe({ seed, expected, repeats, findings }: DedupeSettings): Stage {
  const index = new KeyIndex(seed, expected);
  let ordinals = new Uint32Array(0);
  const onRepeat: OnRepeat = (batch, row) => {
    if (repeats.count++ < EXAMPLES) findings?.report('merge/repeated', {}, placeOf(batch, row));
  };
  return async function* deduped(batches) {
    for await (const batch of batches) {
      if (ordinals.length < batch.count) ordinals = new Uint32Array(batch.count);
      const fresh = batch.uniform
        ? freshRows(index, batch, ordinals, onRepeat)
        : freshMixedRows(index, batch, onRepeat);
      if (fresh.length > 0) yield fresh.length === batch.count ? batch : pick(batch, fresh);
    }
    findings?.count('merge/repeated', Math.max(0, repeats.count - EXAMPLES));
  };
}

/** Rows of a uniform batch whose key was not met before. */
function freshRows(index: KeyIndex, batch: Batch, ordinals: Uint32Array, onRepeat: OnRepeat): Uint32Array {
  const lane = index.lane(laneNumber(batch.kind[0]!, batch.scope[0]!, batch.op[0]!));
  let next = lane.count;
  lane.putRows(batch, null, batch.count, ordinals);
  const fresh = new Uint32Array(batch.count);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    if (ordinals[i] === next) {
      next++;
      fresh[n++] = i;
    } else {
      onRepeat(batch, i);
    }
  }
  return fresh.subarray(0, n);
}

function freshMixedRows(index: KeyIndex, batch: Batch, onRepeat: OnRepeat): Uint32Array {
  const fresh = new Uint32Array(batch.count);
  const row = new Uint32Array(1);
  const ordinal = new Uint32Array(1);
  let n = 0;
  for (let i = 0; i < batch.count; i++) {
    const lane = index.lane(laneNumber(batch.kind[i]!, batch.scope[i]!, batch.op[i]!));
    const next = lane.count;
    row[0] = i;
    lane.putRows(batch, row, 1, ordinal);
    if (ordinal[0] === next) fresh[n++] = i;
    else onRepeat(batch, i);
  }
  return fresh.subarray(0, n);
}
