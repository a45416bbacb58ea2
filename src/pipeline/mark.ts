// Runs the hygiene checks over each batch, and removes the rows whose finding the user asked to drop.
// The only place where a finding removes a row, so the tally of what was left out, and why, is complete.
import type { Check, RowReport } from '../hygiene/check.ts';
import { type Batch, compact } from '../model/batch.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import type { Findings } from '../model/findings.ts';
import { placeOf, type Stage } from './stage.ts';

export interface MarkSettings {
  readonly checks: readonly Check[];
  readonly drop: ReadonlySet<DiagnosticCode>;
  readonly asOf: number;
  readonly findings: Findings;
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

function markBatch(batch: Batch, { checks, drop, asOf, findings, dropped }: MarkSettings): Batch {
  let keep: Uint8Array | null = null;
  let removed = 0;
  const report: RowReport = (code, i, args) => {
    findings.report(code, args, placeOf(batch, i));
    if (!drop.has(code)) return;
    keep ??= new Uint8Array(batch.count).fill(1);
    if (keep[i] === 0) return;
    keep[i] = 0;
    removed++;
    dropped.set(code, (dropped.get(code) ?? 0) + 1);
  };
  for (const check of checks) check.check(batch, { report, asOf });
  return keep === null ? batch : compact(batch, keep, batch.count - removed);
}
