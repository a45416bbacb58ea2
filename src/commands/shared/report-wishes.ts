// The reports a user asks for: which kinds, where each goes, and what the run must keep for them.

import { fromUtf8 } from '../../model/bytes.ts';
import { usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import type { Place } from '../../pipeline/places.ts';
import { appendText, saveText } from '../../pipeline/text-file.ts';
import { withoutForeignNames } from '../../report/foreign-names.ts';
import { markdownReport } from '../../report/markdown-report.ts';
import type { ReportInput } from '../../report/reporter.ts';
import { isReportKind, type ReportKind, reportKinds, reports } from '../../report/reports.ts';
import { styleOf } from '../../report/style.ts';
import { lossSection } from '../../report/summary.ts';
import { findingsText } from '../../report/text.ts';

export interface ReportWish {
  readonly kind: ReportKind;
  /** Null: standard error. */
  readonly file: string | null;
}

/** The files that reports go to, and what may be replaced there. */
export function reportPlaces(wishes: readonly ReportWish[]): Place[] {
  return wishes.flatMap(({ kind, file }) =>
    file === null
      ? []
      : {
          operand: file,
          what: `a ${kind} report of this program`,
          isOwn: (head) => reports[kind].begins.test(fromUtf8(head)),
        },
  );
}

interface Wanted {
  readonly report: readonly string[];
  readonly showValues: boolean;
}

/** The reports asked for; the text report on standard error unless another takes its place there. */
export function reportWishes({ report, showValues }: Wanted): ReportWish[] {
  const wishes = report.map((text): ReportWish => {
    const at = text.indexOf('=');
    const kind = at < 0 ? text : text.slice(0, at);
    const refuse = (reason: string): Error => usage('usage/bad-option', { option: `--report ${text}`, reason });
    if (!isReportKind(kind)) throw refuse(`it is one of ${reportKinds.join(', ')}`);
    if (at === text.length - 1) throw refuse('there is no name of a file behind the equals sign');
    return { kind, file: at < 0 ? null : text.slice(at + 1) };
  });
  refuseValues(wishes, showValues);
  const isTaken = wishes.some(({ kind, file }) => file === null && reports[kind].isBesideText !== true);
  return isTaken ? wishes : [...wishes, { kind: 'text', file: null }];
}

function refuseValues(wishes: readonly ReportWish[], showValues: boolean): void {
  const kinds = wishes.map(({ kind }) => kind).filter((kind) => reports[kind].isPublished === true);
  if (!showValues || kinds.length === 0) return;
  const reason = `not with --report ${[...new Set(kinds)].join(', ')}: such a report is shown to many and kept`;
  throw usage('usage/bad-option', { option: '--show-values', reason });
}

/** Examples of a code that are kept: as many as the user says, or else as any of the reports has a use for. */
export function keptExamples(wishes: readonly ReportWish[], given: number | undefined, usual: number): number {
  return given ?? Math.max(usual, ...wishes.map(({ kind }) => reports[kind].examples ?? 0));
}

export interface Writing {
  readonly host: Host;
  readonly isQuiet: boolean;
  /** A command line that was not understood has read nothing: the failure says it all. */
  readonly isSilent: boolean;
}

/** Writes all of them. A file that cannot be written keeps no other from being written, and is told at the end. */
export async function writeReports(wishes: readonly ReportWish[], input: ReportInput, writing: Writing): Promise<void> {
  const failed: unknown[] = [];
  for (const wish of wishes) await writeReport(wish, input, writing).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

async function writeReport({ kind, file }: ReportWish, given: ReportInput, writing: Writing): Promise<void> {
  // The text on the terminal alone shows values, where its owner asked for them.
  const input = kind === 'text' && given.showValues ? given : withoutForeignNames(given);
  const { host, isQuiet, isSilent } = writing;
  const { render } = reports[kind];
  // Colour is for eyes: never in a file.
  if (file !== null) await saveText(file, render({ ...input, style: styleOf(0), width: undefined }), host);
  else if (kind !== 'text') await host.stderr.write(render(input));
  else if (!isSilent) await host.stderr.write(isQuiet ? quietText(input) : render(input));
  const summary = host.env['GITHUB_STEP_SUMMARY'];
  if (kind === 'github' && summary) await appendText(summary, markdownReport(input), host);
}

/** Errors alone; and where the run was refused for what would be lost, the ways on, which the failure only points to. */
function quietText(input: ReportInput): string {
  const findings = findingsText(withErrors(input));
  const isRefused = input.failure?.code.startsWith('output/refused') === true;
  const lost = isRefused ? lossSection(input) : [];
  return lost.length === 0 ? findings : `${findings}${findings === '' ? '' : '\n'}${lost.join('\n')}\n`;
}

function withErrors(input: ReportInput): ReportInput {
  return { ...input, findings: input.findings.filter(({ severity }) => severity === 'error') };
}
