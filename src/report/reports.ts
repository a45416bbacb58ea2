// The kinds of report by the name that --report takes, and what a run must know or keep for each.
import { lossCode } from '../model/loss.ts';
import { githubReport } from './annotations.ts';
import { htmlReport } from './html/report.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown-report.ts';
import { ndjsonReport } from './ndjson.ts';
import type { Reporter, ReportInput } from './reporter.ts';
import { MOST_RESULTS, sarifReport } from './sarif.ts';
import { summaryText } from './summary.ts';
import { findingsText } from './text.ts';

export const reportKinds = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown', 'html'] as const;
export type ReportKind = (typeof reportKinds)[number];

export interface ReportSpec {
  readonly render: Reporter;
  /** How its files begin, whatever was found: only such a file is replaced by the next one. */
  readonly begins: RegExp;
  /** Read by many and kept for long: refused with --show-values, whatever else is asked for. */
  readonly isPublished?: true;
  /** Stands beside the text on standard error and does not take its place. */
  readonly isBesideText?: true;
  /** Says which bytes it speaks of. */
  readonly tellsSums?: true;
  /** Tells ages, expiry and reviews, which are counted for it alone. */
  readonly tellsUpkeep?: true;
  /** Examples of each code that it has a use for, where the user has not said how many. */
  readonly examples?: number;
}

/** A finding, the table of inputs, or where nothing was read how it ended. */
const TEXT =
  /^(?:(?:error|warning|info) +[a-z]+\/[a-z0-9-]+ +[\d,]+|input +\S.* accepted +rejected|(?:ok|not ok|not failed, by --fail-on never|differences found|refused[a-z ,]*|stopped|interrupted|internal error): [^\n]*as of )/u;

export const reports: Readonly<Record<ReportKind, ReportSpec>> = {
  text: { render: textReport, begins: TEXT },
  json: {
    render: jsonReport,
    begins: /^\{\s+"type": "report",\s+"schemaVersion": \d/u,
    tellsSums: true,
    tellsUpkeep: true,
  },
  ndjson: {
    render: ndjsonReport,
    begins: /^\{"type":"(?:diagnostic","code|summary","schemaVersion)"/u,
    tellsSums: true,
    tellsUpkeep: true,
  },
  sarif: {
    render: sarifReport,
    begins: /^\{[^[]*"version": "2\.1\.0",\s+"runs": \[[\s{]+"tool": [\s{]+"driver": [\s{]+"name": "listbridge"/u,
    isPublished: true,
    tellsSums: true,
    examples: MOST_RESULTS,
  },
  junit: { render: junitReport, begins: /^<\?xml [^>]*>\s*<testsuites name="listbridge /u },
  github: { render: githubReport, begins: /^::(?:error|warning|notice) /u, isPublished: true, isBesideText: true },
  markdown: { render: markdownReport, begins: /^## listbridge /u },
  html: {
    render: htmlReport,
    begins: /^<!DOCTYPE html>[\s\S]*<meta name="generator" content="listbridge /u,
    isPublished: true,
    tellsSums: true,
    tellsUpkeep: true,
  },
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
