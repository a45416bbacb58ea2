// Runs the hygiene checks over each batch, and removes the rows whose finding the user asked to drop.
import type { Check, Guard, RowReport } from '../hygiene/check.ts';
import type { Batch } from '../model/batch.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { entryAt } from '../model/entry.ts';
import type { Findings } from '../model/findings.ts';
import { type DropSettings, Keep } from './keep.ts';
import type { Stage } from './stage.ts';

export interface MarkSettings extends DropSettings {
  readonly checks: readonly Check[];
  readonly guard: Guard;
  /** The scope that a row has where it goes, by `kind * 4 + scope`; null: its own. */
  readonly reach: Uint8Array | null;
  readonly asOf: number;
  readonly findings: Findings;
  /** Told of every finding; throws where the run must not go on. */
  readonly stop: ((code: DiagnosticCode) => void) | null;
}

export function mark(settings: MarkSettings): Stage {
  return async function* marked(batches) {
    for await (const batch of batches) {
      const loading = settings.guard.ready(batch);
      if (loading !== null) await loading;
      const kept = markBatch(batch, settings);
      if (kept.count > 0) yield kept;
    }
  };
}

function markBatch(batch: Batch, settings: MarkSettings): Batch {
  const { checks, guard, reach, asOf, findings, stop } = settings;
  const keep = new Keep(batch, settings);
  const report: RowReport = (code, i, args) => {
    // The line of the file that was read: that of an origin, beside the path of this file, would lead nowhere.
    const { source, line } = batch;
    if (findings.hasEnough(code, source)) findings.addAll(code, 1, [], source);
    else findings.report(code, args, { source, line: line[i]! }, () => entryAt(batch, i));
    stop?.(code);
    keep.note(code, i);
  };
  const judged = reach === null ? batch : { ...batch, scope: reached(batch, reach) };
  for (const check of checks) check.check(judged, { report, guard, asOf });
  return keep.kept();
}

/** An entry that the target widens must be judged as wide as it will be: the widening is what blocks too much. */
function reached({ kind, scope }: Batch, reach: Uint8Array): Uint8Array {
  const wide = new Uint8Array(scope.length);
  for (let i = 0; i < wide.length; i++) wide[i] = reach[kind[i]! * 4 + scope[i]!]!;
  return wide;
}
