// What every command that reads lists shares: one collection of findings, graded as the user asked, reported where the
// user asked, and the exit code that follows.
import { type DiagnosticCode, diagnosticOf, type Severity } from '../../model/diagnostics.ts';
import { EXIT, type ExitCode, usage } from '../../model/failure.ts';
import { Findings, type Grading } from '../../model/findings.ts';
import type { Host } from '../../model/host.ts';
import { type LossClass, lossCode } from '../../model/loss.ts';
import { createInterns } from '../../model/opinions.ts';
import type { Outcome, World } from '../../pipeline/job.ts';
import { saveText } from '../../pipeline/text-file.ts';
import { ProgressLine } from '../../report/progress.ts';
import type { ReportInput } from '../../report/reporter.ts';
import { isReportKind, type ReportKind, reporters, reportKinds } from '../../report/reports.ts';
import { colourLevel, styleOf } from '../../report/style.ts';
import { failureText, findingsText } from '../../report/text.ts';
import { createElsewhere } from '../../threads/elsewhere.ts';
import { tool } from '../../tool.ts';
import type { JudgeOptions, ReportOptions } from './options.ts';
import type { OptionsOf } from './spec.ts';

type SessionOptions = OptionsOf<ReportOptions> &
  Pick<OptionsOf<JudgeOptions>, 'deny' | 'warn' | 'allow' | 'drop' | 'failOn'> & {
    readonly allowLoss?: readonly LossClass[];
  };

interface ReportWish {
  readonly kind: ReportKind;
  /** Null: standard error. */
  readonly file: string | null;
}

export interface Session {
  /** Files that reports go to. */
  readonly reportFiles: readonly string[];
  readonly world: World;
  readonly showsValues: boolean;
  /** Whether a report needs the SHA-256 of the inputs. */
  readonly needsSha256: boolean;
  /** Prints and saves the reports of a finished run; returns the exit code. */
  finish(outcome: Outcome, settings?: { readonly differs?: boolean }): Promise<ExitCode>;
}

export function openSession(command: string, options: SessionOptions, host: Host): Session {
  const wishes = reportWishes(options);
  const grade = grading(options);
  const interns = createInterns();
  const findings = new Findings({ examples: options.maxExamples, grade });
  const style = styleOf(colourLevel(options.color, host.env, host.stderr));
  const progress = options.quiet ? null : new ProgressLine(host);
  const inputOf = (outcome: Outcome, exitCode: ExitCode): ReportInput => ({
    tool,
    command,
    tally: outcome.tally,
    findings: findings.list(),
    sourceNames: interns.sources.names,
    exitCode,
    failure: outcome.failure ?? undefined,
    showValues: options.showValues,
    style,
    width: host.stderr.isTTY ? host.stderr.columns : undefined,
  });
  return {
    reportFiles: wishes.map(({ file }) => file).filter((file) => file !== null),
    world: {
      host,
      interns,
      findings,
      elsewhere: (host.cores ?? 1) > 1 ? createElsewhere() : undefined,
      onProgress: (read, total, rows) => progress?.show(read, total, rows),
    },
    showsValues: options.showValues,
    needsSha256: wishes.some(({ kind }) => kind !== 'text'),
    async finish(outcome, { differs = false } = {}) {
      await progress?.clear();
      const found = judged(findings, options.failOn) || differs ? EXIT.findings : EXIT.ok;
      const exitCode = outcome.failure?.exit ?? found;
      const input = inputOf(outcome, exitCode);
      // A command line that was not understood has read nothing: the failure says it all.
      const isSilent = exitCode === EXIT.usage;
      for (const { kind, file } of wishes) {
        // Colour is for eyes: never in a file.
        const text = reporters[kind](file === null ? input : { ...input, style: styleOf(0), width: undefined });
        if (file !== null) await saveText(file, text, host);
        else if (kind === 'text' && isSilent) continue;
        else if (kind !== 'text' || !options.quiet) await host.stderr.write(text);
        else await host.stderr.write(findingsText({ ...input, findings: onlyErrors(input) }));
      }
      if (outcome.failure !== null) {
        await host.stderr.write(failureText(outcome.failure, style, { showValues: options.showValues }));
      }
      return exitCode;
    },
  };
}

function onlyErrors({ findings }: ReportInput): ReportInput['findings'] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** The reports asked for; the text report on standard error unless that is asked for otherwise. */
function reportWishes({ report }: Pick<SessionOptions, 'report'>): ReportWish[] {
  const wishes = report.map((text): ReportWish => {
    const at = text.indexOf('=');
    const kind = at < 0 ? text : text.slice(0, at);
    if (!isReportKind(kind)) {
      throw usage('usage/bad-option', { option: `--report ${text}`, reason: `it is one of ${reportKinds.join(', ')}` });
    }
    return { kind, file: at < 0 ? null : text.slice(at + 1) };
  });
  return wishes.some(({ file }) => file === null) ? wishes : [...wishes, { kind: 'text', file: null }];
}

/**
 * Severities of the catalogue, changed by --deny, --warn and --allow. A loss accepted by name is no error any more, nor is
 * what --drop leaves out.
 */
function grading({ deny, warn, allow, drop, allowLoss = [] }: SessionOptions): Grading {
  const accepted = new Set<DiagnosticCode>(allowLoss.map(lossCode));
  if (accepted.has('loss/entry-unfit')) accepted.add('output/unfit');
  return (code) => {
    if (matches(deny, code)) return 'error';
    if (matches(warn, code)) return 'warning';
    if (matches(allow, code)) return 'off';
    const { severity } = diagnosticOf(code);
    return severity === 'error' && (accepted.has(code) || matches(drop, code)) ? 'warning' : severity;
  };
}

/** Whether any pattern, a code or `group/*`, is meant for this code. */
export function matches(patterns: readonly string[], code: DiagnosticCode): boolean {
  return patterns.some((pattern) => pattern === code || pattern === `${code.split('/')[0]}/*`);
}

function judged(findings: Findings, failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  return severities.slice(0, severities.indexOf(failOn) + 1).some((severity) => findings.total(severity) > 0);
}
