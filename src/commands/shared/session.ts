// What every command that reads lists shares: one collection of findings, graded as the user asked, reported where the
// user asked, and the exit code that follows.
import { type DiagnosticCode, diagnosticOf, type Severity } from '../../model/diagnostics.ts';
import { EXIT, type ExitCode } from '../../model/failure.ts';
import { Findings, type Grading } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { type LossClass, lossCode } from '../../model/loss.ts';
import { createInterns } from '../../model/opinions.ts';
import type { Policy } from '../../model/policy.ts';
import type { Outcome, World } from '../../pipeline/job.ts';
import { nameEntries } from '../../pipeline/name-entries.ts';
import type { Place } from '../../pipeline/places.ts';
import type { DiffNumbers } from '../../report/diff-text.ts';
import { ProgressLine } from '../../report/progress.ts';
import type { ReportInput } from '../../report/reporter.ts';
import { reports } from '../../report/reports.ts';
import { fails } from '../../report/severity.ts';
import { colourLevel, styleOf } from '../../report/style.ts';
import { failureText } from '../../report/text.ts';
import { takeEarly } from '../../threads/early.ts';
import { createElsewhere } from '../../threads/elsewhere.ts';
import { ENTRY, WORTH } from '../../threads/reader.ts';
import { createWriters } from '../../threads/second-writer.ts';
import { tool } from '../../tool.ts';
import type { ConfigUse } from './config.ts';
import type { JudgeOptions, ReportOptions } from './options.ts';
import { keptExamples, reportPlaces, reportWishes, writeReports } from './report-wishes.ts';
import { repositoryOf } from './repository.ts';
import type { OptionsOf } from './spec.ts';

type SessionOptions = OptionsOf<ReportOptions> &
  Pick<OptionsOf<JudgeOptions>, 'deny' | 'warn' | 'allow' | 'drop' | 'failOn'> & {
    readonly allowLoss?: readonly LossClass[];
    readonly config?: ConfigUse | undefined;
    readonly isByHand?: boolean;
  };

/** Examples of a code that are kept where nobody says how many. */
const USUAL_EXAMPLES = 20;

export interface Told extends ReportInput {
  readonly exitCode: ExitCode;
}

export interface Session {
  /** What lists are held against; null: nothing. */
  readonly policy: Policy | null;
  /** Files that reports go to, and what may be replaced there. */
  readonly reportPlaces: readonly Place[];
  readonly world: World;
  readonly showsValues: boolean;
  /** Whether a report needs the SHA-256 of the inputs. */
  readonly needsSha256: boolean;
  /** Whether a report tells ages, expiry and reviews. */
  readonly needsUpkeep: boolean;
  /** What the reports of a finished run are made from, with its exit code. */
  told(outcome: Outcome, changes?: DiffNumbers): Told;
  /** Prints and saves the reports of a finished run, with what changed where editions were compared; returns the exit code. */
  finish(outcome: Outcome, changes?: DiffNumbers): Promise<ExitCode>;
}

export function openSession(
  command: string,
  options: SessionOptions,
  host: Host,
  policy: Policy | null = null,
): Session {
  const wishes = reportWishes(options);
  const grade = grading(options, policy?.grades ?? []);
  const interns = createInterns();
  const findings = new Findings({ examples: keptExamples(wishes, options.maxExamples, USUAL_EXAMPLES), grade });
  tellConfig(options.config, findings);
  const style = styleOf(colourLevel(options.color, host.env, host.stderr));
  const progress = options.quiet ? null : new ProgressLine(host);
  const told = (outcome: Outcome, changes?: DiffNumbers): Told => {
    const differs = changes !== undefined && changes.added + changes.removed + changes.changed > 0;
    const found = judged(findings, options.failOn) || differs ? EXIT.findings : EXIT.ok;
    return {
      tool,
      command,
      tally: outcome.tally,
      findings: nameEntries(findings.list(), outcome.secretOf, options.showValues),
      sourceNames: interns.sources.names,
      exitCode: outcome.failure?.exit ?? found,
      changes,
      failure: outcome.failure ?? undefined,
      showValues: options.showValues,
      mostExamples: options.maxExamples ?? USUAL_EXAMPLES,
      failOn: options.failOn,
      hasLastingAliases: options.aliasKey !== undefined,
      cwd: host.cwd,
      root: repositoryOf(host),
      style,
      isByHand: options.isByHand === true,
      width: host.stderr.isTTY ? host.stderr.columns : undefined,
    };
  };
  return {
    policy,
    reportPlaces: reportPlaces(wishes),
    world: {
      host,
      interns,
      findings,
      ...((host.cores ?? 1) > 1
        ? { elsewhere: createElsewhere(ENTRY, WORTH, () => takeEarly(host)), writers: createWriters() }
        : {}),
      onProgress: (soFar) => progress?.show(soFar),
    },
    showsValues: options.showValues,
    needsUpkeep: wishes.some(({ kind }) => reports[kind].tellsUpkeep === true),
    needsSha256: wishes.some(({ kind }) => reports[kind].tellsSums === true),
    told,
    async finish(outcome, changes) {
      await progress?.clear();
      const input = told(outcome, changes);
      const isSilent = input.exitCode === EXIT.usage;
      await writeReports(wishes, input, { host, isQuiet: options.quiet, isSilent });
      if (outcome.failure !== null) {
        await host.stderr.write(failureText(outcome.failure, style, { showValues: options.showValues }));
      }
      return input.exitCode;
    },
  };
}

/**
 * Severities of the catalogue, changed by the policy and before that by --deny, --warn and --allow. A loss accepted by name
 * is no error any more, nor is what --drop leaves out.
 */
function grading({ deny, warn, allow, drop, allowLoss = [] }: SessionOptions, grades: Policy['grades']): Grading {
  const accepted = new Set<DiagnosticCode>(allowLoss.map(lossCode));
  if (accepted.has('loss/entry-unfit')) accepted.add('output/unfit');
  return (code) => {
    if (matches(deny, code)) return 'error';
    if (matches(warn, code)) return 'warning';
    if (matches(allow, code)) return 'off';
    const severity = gradeIn(grades, code) ?? diagnosticOf(code).severity;
    return severity === 'error' && (accepted.has(code) || matches(drop, code)) ? 'warning' : severity;
  };
}

/** Which file decided on the run: without it nobody could explain why the same command did something else elsewhere. */
function tellConfig(use: ConfigUse | undefined, findings: Findings): void {
  if (use === undefined || use.options.length === 0) return;
  const { file: input, options, loosened } = use;
  findings.report('config/used', { input, options: options.join(', ') });
  if (loosened.length > 0) findings.report('config/loosened', { input, options: loosened.join(', ') });
}

/** What a policy says of a code, or else of its group. */
function gradeIn(grades: Policy['grades'], code: DiagnosticCode): Severity | 'off' | undefined {
  const own = grades.find((each) => each.code === code) ?? grades.find((each) => matches([each.code], code));
  return own?.severity;
}

/** Whether any pattern, a code or `group/*`, is meant for this code. */
export function matches(patterns: readonly string[], code: DiagnosticCode): boolean {
  return patterns.some((pattern) => pattern === code || pattern === `${code.split('/')[0]}/*`);
}

function judged(findings: Findings, failOn: Severity | 'never'): boolean {
  return findings.list().some(({ severity, count }) => severity !== 'off' && count > 0 && fails(severity, failOn));
}
