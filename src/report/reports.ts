// The reporters by the name that --report takes.
import { lossCode } from '../model/loss.ts';
import { jsonReport } from './json.ts';
import { ndjsonReport } from './ndjson.ts';
import type { Reporter, ReportInput } from './reporter.ts';
import { summaryText } from './summary.ts';
import { findingsText } from './text.ts';

export const reportKinds = ['text', 'json', 'ndjson'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reporters: Readonly<Record<ReportKind, Reporter>> = {
  text: textReport,
  json: jsonReport,
  ndjson: ndjsonReport,
};

export function isReportKind(text: string): text is ReportKind {
  return (reportKinds as readonly string[]).includes(text);
}

/** Findings, then the summary. Losses that the summary lists with their counts are not told twice. */
function textReport(input: ReportInput): string {
  const told = new Set<string>(input.tally.losses.map((loss) => lossCode(loss.class)));
  const findings = findingsText({ ...input, findings: input.findings.filter(({ code }) => !told.has(code)) });
  return findings === '' ? summaryText(input) : `${findings}\n${summaryText(input)}`;
}
