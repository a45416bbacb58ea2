// The report as one JSON object, for CI jobs and for attaching to a ticket.
import { countRecords, diagnosticRecords, headRecord, tailRecord } from './records.ts';
import { safeJson } from './redact.ts';
import type { Report } from './report-data.ts';
import type { ReportInput } from './reporter.ts';

/** No option opens a report that is kept. */
export function jsonReport(input: ReportInput): string {
  return `${safeJson(reportRecord({ ...input, showValues: false }), 2)}\n`;
}

export function reportRecord(input: ReportInput): Report {
  const { records, truncated } = diagnosticRecords(input);
  return {
    type: 'report',
    ...headRecord(input),
    ...countRecords(input),
    diagnostics: records,
    truncated,
    ...tailRecord(input),
  };
}
