// What there is to tell of a merged row, as one number beside it: a row may go through a temporary file before it comes
// out, and is told of when it does, so that findings come in the order of the list.
import type { Batch } from '../../model/batch.ts';
import { entryAt } from '../../model/entry.ts';
import type { Findings } from '../../model/findings.ts';
import type { Interns } from '../../model/opinions.ts';
import { placeOf } from '../stage.ts';

/** A batch and what there is to tell of its rows; null: nothing of any. */
export interface RemarkedBatch {
  readonly batch: Batch;
  readonly remarks: Uint32Array | null;
}

/** Members disagree about the key. */
export const DISPUTED = 1;

/** This source withdrew the key, another lists it. */
export function withdrawnBy(source: number): number {
  return (source + 1) << 1;
}

export function tellRemarks(
  { batch, remarks }: RemarkedBatch,
  { findings, interns }: { readonly findings: Findings; readonly interns: Interns },
): void {
  if (remarks === null) return;
  for (let i = 0; i < batch.count; i++) {
    const withdrawer = (remarks[i]! >> 1) - 1;
    if (withdrawer < 0) continue;
    const args = { source: interns.sources.name(withdrawer) };
    findings.report('merge/withdrawn-elsewhere', args, placeOf(batch, i), () => entryAt(batch, i));
  }
  for (let i = 0; i < batch.count; i++) {
    if ((remarks[i]! & DISPUTED) === 0) continue;
    findings.report('merge/disputed', {}, placeOf(batch, i), () => entryAt(batch, i));
  }
}
