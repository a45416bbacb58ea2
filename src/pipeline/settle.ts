// The settled loss: what a run lost in fact, whether the user accepted it, and whether the output may be put in place.
import { diagnosticOf } from '../model/diagnostics.ts';
import { type Failure, refused } from '../model/failure.ts';
import type { Findings } from '../model/findings.ts';
import { type Loss, type LossClass, lossCode, lossOf, type Presence } from '../model/loss.ts';
import type { Job } from './job.ts';
import type { Target } from './target.ts';

/** What was lost, with counts; `unfit` are entries the writer could not express. */
export function lossesOf(present: Presence, target: Target, unfit: number): Loss[] {
  const losses = lossOf(present, target.carries);
  return unfit === 0
    ? losses
    : [{ class: 'entry-unfit', what: 'too long or not expressible', count: unfit }, ...losses];
}

export function tellLosses(losses: readonly Loss[], target: Target, findings: Findings): void {
  for (const { class: lossClass, what, count } of losses) {
    const code = lossCode(lossClass);
    findings.add({ code, args: { target: target.format.id, what, count: count ?? 0 }, at: {} });
  }
}

/** Why the output may not be put in place, or null. */
export function whyNot(losses: readonly Loss[], target: Target, rows: number, job: Job): Failure | null {
  const classes = losses.map((loss) => loss.class).filter((lossClass) => isRefused(lossClass, job));
  if (classes.length > 0) {
    return refused('output/refused-loss', { output: target.operand, classes: [...new Set(classes)].join(', ') });
  }
  if (rows === 0 && target.operand !== '-' && !target.force) {
    return refused('output/would-be-empty', { output: target.operand });
  }
  return null;
}

/** What is on standard output cannot be taken back: the run stops at the first row it would lose. */
export function stopOnStandardOutput(lossClass: LossClass, target: Target, job: Job): void {
  if (target.operand === '-' && isRefused(lossClass, job)) {
    throw refused('output/refused-loss', { output: 'standard output', classes: lossClass });
  }
}

function isRefused(lossClass: LossClass, { allowedLoss }: Job): boolean {
  return diagnosticOf(lossCode(lossClass)).severity === 'error' && !allowedLoss.has(lossClass);
}
