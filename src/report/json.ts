// The report as one JSON object, for CI jobs and for attaching to a ticket.
import { countRecords, diagnosticRecords, headRecord, tailRecord } from './records.ts';
import { safeJson } from './redact.ts';
import type { ReportInput } from './reporter.ts';

export function jsonReport(input: ReportInput): string {
  const { records, truncated } = diagnosticRecords(input);
  const report = {
    type: 'report',
    ...headRecord(input),
    ...countRecords(input),
    diagnostics: records,
    truncated,
    ...tailRecord(input),
  };
  return `${safeJson(report, 2)}\n`;
}
