// Keeps entries that would block far more than what was meant out of lists that machines obey. A list that says who says
// what of an entry is for people and programs that judge, and is written with its findings.
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { type Failure, refused } from '../model/failure.ts';
import type { Findings } from '../model/findings.ts';
import { goesAtOnce, outputName, type Target } from './target.ts';

/** Why the output may not be put in place, or null. */
export function overBlocking(target: Target, findings: Findings): Failure | null {
  if (!isObeyed(target)) return null;
  const errors = findings.list().filter(({ code, severity }) => isOverBlocking(code) && severity === 'error');
  const count = errors.reduce((sum, finding) => sum + finding.count, 0);
  return count === 0 ? null : refused('output/over-blocking', { output: outputName(target), count });
}

/** What is on standard output cannot be taken back: the run stops at the first such entry. Null where it need not. */
export function stopAtOverBlocking(target: Target | null, findings: Findings): ((code: DiagnosticCode) => void) | null {
  if (target === null || !goesAtOnce(target) || !isObeyed(target)) return null;
  return (code) => {
    if (!isOverBlocking(code) || findings.severityOf(code) !== 'error') return;
    throw refused('output/over-blocking', { output: outputName(target), count: 1 });
  };
}

function isObeyed({ carries }: Target): boolean {
  return carries.opinions === 'none';
}

function isOverBlocking(code: DiagnosticCode): boolean {
  return code.startsWith('overblock/');
}
