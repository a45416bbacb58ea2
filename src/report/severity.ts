// How findings are ordered and totalled for every reporter: errors first, then as the catalogue goes, which begins
// with the file as a whole and ends with its rows.
import { type DiagnosticCode, diagnosticCodes, type Severity } from '../model/diagnostics.ts';
import type { FindingCount } from '../model/findings.ts';
import { counted } from './numbers.ts';

export const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/** A count whose severity the user has not switched off. */
export interface ShownCount extends FindingCount {
  readonly severity: Severity;
}

const placeOf = new Map<DiagnosticCode, number>(diagnosticCodes.map((code, i) => [code, i]));

/** The findings to show, in the order to show them. Those switched off are counted elsewhere. */
export function inOrder(findings: readonly FindingCount[]): ShownCount[] {
  return findings
    .filter(isShown)
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (placeOf.get(a.code) ?? 0) - (placeOf.get(b.code) ?? 0),
    );
}

function isShown(finding: FindingCount): finding is ShownCount {
  return finding.severity !== 'off' && finding.count > 0;
}

export function totalOf(findings: readonly FindingCount[], severity: FindingCount['severity']): number {
  return findings.reduce((sum, finding) => (finding.severity === severity ? sum + finding.count : sum), 0);
}

/** `1,236 errors, 12 warnings, 4 info`, leaving out what is none; empty when there is nothing. */
export function totals(findings: readonly FindingCount[]): string {
  const plurals = { error: 'errors', warning: 'warnings', info: 'info' };
  return severities
    .map((severity) => [totalOf(findings, severity), severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => counted(count, severity, plurals[severity]))
    .join(', ');
}

/** Whether a finding of this severity fails the run. */
export function fails(severity: Severity, failOn: Severity | 'never' = 'error'): boolean {
  return failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn);
}
