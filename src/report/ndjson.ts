// The report as JSON Lines: one diagnostic a line, then one summary line with everything else.
import { countRecords, diagnosticRecords, headRecord, tailRecord } from './records.ts';
import { safeJson } from './redact.ts';
import type { ReportInput } from './reporter.ts';

export function ndjsonReport(given: ReportInput): string {
  const input = { ...given, showValues: false }; // no option opens a report that is kept
  const { records, truncated } = diagnosticRecords(input);
  const summary = {
    type: 'summary',
    ...headRecord(input),
    ...countRecords(input),
    listed: records.length,
    truncated,
    ...tailRecord(input),
  };
  return [...records.map((record) => ({ type: 'diagnostic', ...record })), summary]
    .map((line) => `${safeJson(line)}\n`)
    .join('');
}
