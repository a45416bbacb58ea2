// Runs the hygiene checks over each batch, and removes the rows whose finding the user asked to drop.
// The only place where a finding removes a row, so the tally of what was left out, and why, is complete.
import type { Check, Guard, RowReport } from '../hygiene/check.ts';
import { type Batch, compact } from '../model/batch.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import { placeOf, type Stage, sourceOf } from './stage.ts';

export interface MarkSettings {
  readonly checks: readonly Check[];
  readonly drop: ReadonlySet<DiagnosticCode>;
  readonly guard: Guard;
  /** The scope that a row has where it goes, by `kind * 4 + scope`; null: its own. */
  readonly reach: Uint8Array | null;
  readonly asOf: number;
  readonly findings: Findings;
  /** Told of every finding; throws where the run must not go on. */
  readonly stop: ((code: DiagnosticCode) => void) | null;
  /** Rows removed so far, by the first code that removed them. */
  readonly dropped: Map<DiagnosticCode, number>;
}

export function mark(settings: MarkSettings): Stage {
  return async function* marked(batches) {
    for await (const batch of batches) {
      const kept = markBatch(batch, settings);
      if (kept.count > 0) yield kept;
    }
  };
}

function markBatch(batch: Batch, settings: MarkSettings): Batch {
  const { checks, drop, guard, reach, asOf, findings, dropped, stop } = settings;
  let keep: Uint8Array | null = null;
  let removed = 0;
  const report: RowReport = (code, i, args) => {
    const source = sourceOf(batch, i);
    if (findings.hasEnough(code, source)) findings.addAll(code, 1, [], source);
    else findings.report(code, args, placeOf(batch, i), () => entryAt(batch, i));
    stop?.(code);
    if (!drop.has(code)) return;
    keep ??= new Uint8Array(batch.count).fill(1);
    if (keep[i] === 0) return;
    keep[i] = 0;
    removed++;
    dropped.set(code, (dropped.get(code) ?? 0) + 1);
  };
  const judged = reach === null ? batch : { ...batch, scope: reached(batch, reach) };
  for (const check of checks) check.check(judged, { report, guard, asOf });
  return keep === null ? batch : compact(batch, keep, batch.count - removed);
}

/** An entry that the target widens must be judged as wide as it will be: the widening is what blocks too much. */
function reached({ kind, scope }: Batch, reach: Uint8Array): Uint8Array {
  const wide = new Uint8Array(scope.length);
  for (let i = 0; i < wide.length; i++) wide[i] = reach[kind[i]! * 4 + scope[i]!]!;
  return wide;
}
