// Everything a run may print, by all reporters, for looking for what must not be in it.
import { Failure } from '../../src/model/failure.ts';
import type { Findings } from '../../src/model/findings.ts';
import type { Interns } from '../../src/model/opinions.ts';
import type { Outcome } from '../../src/pipeline/job.ts';
import { nameEntries } from '../../src/pipeline/name-entries.ts';
import { bugBanner } from '../../src/report/bug.ts';
import { planText } from '../../src/report/plan.ts';
import type { ReportInput } from '../../src/report/reporter.ts';
import { reportKinds, reports } from '../../src/report/reports.ts';
import { plain } from '../../src/report/style.ts';
import { failureText } from '../../src/report/text.ts';

const TOOL = { name: 'listbridge', version: '0.0.0' };

export function everythingPrinted(outcome: Outcome, findings: Findings, interns: Interns, showValues = false): string {
  const list = nameEntries(findings.list(), () => 'a secret of the tests', showValues);
  const input: ReportInput = {
    tool: TOOL,
    command: 'convert',
    tally: outcome.tally,
    findings: list,
    sourceNames: interns.sources.names,
    exitCode: 1,
    showValues,
    style: plain,
    examples: 1000,
  };
  const texts = reportKinds.map((kind) => reports[kind].render(input));
  texts.push(planText({ from: 'a', to: 'b', losses: outcome.plan, graded: list, style: plain }));
  if (outcome.failure !== null) texts.push(printedError(outcome.failure, showValues));
  return texts.join('\n');
}

/** What is printed of an error, expected or not. */
export function printedError(error: unknown, showValues = false): string {
  if (error instanceof Failure) return failureText(error, plain, { showValues });
  return bugBanner(error, { tool: TOOL, command: 'convert', node: 'v20.19.0' });
}
