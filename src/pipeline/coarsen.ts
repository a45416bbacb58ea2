// Shortens URLs to what the target looks at: without the scheme where http and https are alike there, in small letters
// where case does not count. Whatever reaches further by that is counted; where another page would be blocked too, the
// row is left out until the user accepts it.
import { type Batch, compact } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { coarserUrl } from '../model/coarser-url.ts';
import { kinds } from '../model/kinds.ts';
import { ignoredParts } from '../model/loss.ts';
import { EXCEPTED, WITHDRAWN } from '../model/scope.ts';
import type { Rekeyed, RekeySettings } from './rekey.ts';
import type { Stage } from './stage.ts';

const URL_KIND = kinds.url.code;

export function coarsen({ target, allowed, onLoss }: RekeySettings, rekeyed: Rekeyed): Stage {
  const ignored = target.kinds.includes('url') ? (target.ignoresInUrls ?? []) : [];
  return async function* coarsened(batches) {
    if (ignored.length === 0) yield* batches;
    else for await (const batch of batches) yield* coarser(batch);
  };

  function* coarser(batch: Batch): Generator<Batch> {
    const keep = new Uint8Array(batch.count).fill(1);
    const keys: (Uint8Array | undefined)[] = [];
    let kept = batch.count;
    for (let i = 0; i < batch.count; i++) {
      if (batch.kind[i] !== URL_KIND || isLeftOut(batch.op[i]!, target)) continue;
      const found = coarserUrl(batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!), ignored);
      if (found === null) continue;
      keys[i] = found.key;
      const losses = found.lost.map((part) => ignoredParts[part]);
      for (const { class: lossClass, what } of losses) rekeyed.add(lossClass, what);
      const isRefused = losses.some((loss) => loss.class === 'scope-widened' && !allowed.has(loss.class));
      if (!isRefused) continue;
      onLoss('scope-widened', 'url');
      keep[i] = 0;
      kept--;
    }
    if (kept > 0) yield compact(keys.length === 0 ? batch : withKeys(batch, keys), keep, kept);
  }
}

/** Rows that the target cannot hold lose nothing of their URL. */
function isLeftOut(op: number, target: Carries): boolean {
  return (op === WITHDRAWN && target.withdrawals !== 'rows') || (op === EXCEPTED && !target.exceptions);
}

/** The same rows with other keys where there are any. */
function withKeys(batch: Batch, keys: readonly (Uint8Array | undefined)[]): Batch {
  const all = Array.from({ length: batch.count }, (_, i) => {
    return keys[i] ?? batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
  });
  const start = new Uint32Array(batch.count + 1);
  for (const [i, key] of all.entries()) start[i + 1] = start[i]! + key.length;
  const bytes = new Uint8Array(start[batch.count]!);
  for (const [i, key] of all.entries()) bytes.set(key, start[i]!);
  return { ...batch, start, bytes };
}
