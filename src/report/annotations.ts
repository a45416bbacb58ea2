// Annotations for GitHub Actions: lines that its runner takes for commands and shows beside the lines of the list.
// The only door to such commands: nothing of a list or of the name of a file may begin one, end one or add to one.

import { diagnosticOf, type Severity } from '../model/diagnostics.ts';
import type { Finding } from '../model/findings.ts';
import { shared } from './fair-share.ts';
import { position, sentence } from './phrase.ts';
import { entryText, HIDE_VALUES, harmless } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { filePlace, operandOf } from './repository.ts';
import { inOrder, type ShownCount } from './severity.ts';

/** The runner shows ten annotations of a step for each of these words; what is more is lost (research, C.5). */
const MOST = 10;

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export function githubReport(input: ReportInput): string {
  const { failure } = input;
  const groups = inOrder(input.findings);
  const lines = failure === undefined ? [] : [failureLine(failure)];
  const errors = annotated(groups, 'error', MOST - lines.length, input);
  const warnings = annotated(groups, 'warning', MOST, input);
  lines.push(...errors.lines, ...warnings.lines);
  const shown = errors.shown + warnings.shown;
  const count = errors.count + warnings.count;
  if (shown < count) lines.push(command('notice', {}, sentence('run/report-cut', { shown, count }, HIDE_VALUES)));
  return lines.map((line) => `${line}\n`).join('');
}

interface Annotated {
  readonly lines: string[];
  readonly shown: number;
  readonly count: number;
}

function annotated(groups: readonly ShownCount[], severity: Severity, most: number, input: ReportInput): Annotated {
  const alike = groups.filter((group) => group.severity === severity);
  const shares = shared(alike, most);
  const lines = shares.flatMap(({ shown }) => shown.map((finding) => annotation(finding, severity, input)));
  // Some are only counted; they have no example, and are told all the same.
  for (const { code, shown } of shares) {
    if (shown.length === 0 && lines.length < most) lines.push(annotation({ code, args: {}, at: {} }, severity, input));
  }
  return { lines, shown: lines.length, count: alike.reduce((sum, { count }) => sum + count, 0) };
}

function annotation({ code, args, at, entry }: Finding, severity: Severity, input: ReportInput): string {
  const operand = operandOf(at, input);
  const name = entryText(entry, HIDE_VALUES);
  const message = `${sentence(code, args, HIDE_VALUES)}${name === '' ? '' : ` (${name})`}. ${diagnosticOf(code).fix}`;
  if (operand === undefined || operand === '-') {
    const where = position(at, fileNames(input), HIDE_VALUES);
    return command(COMMANDS[severity], { title: code }, where === '' ? message : `${where}: ${message}`);
  }
  const { line, column } = at;
  const place = {
    file: filePlace(operand, input).path,
    ...(line === undefined ? {} : { line: String(line) }),
    ...(line === undefined || column === undefined ? {} : { col: String(column) }),
  };
  return command(COMMANDS[severity], { ...place, title: code }, message);
}

function failureLine({ code, args }: NonNullable<ReportInput['failure']>): string {
  return command('error', { title: code }, `${sentence(code, args, HIDE_VALUES)}. ${diagnosticOf(code).fix}`);
}

/** A command. What is a mark in it is encoded: `%` and line ends everywhere, and what parts one property from the next. */
function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name}${pairs.length === 0 ? '' : ` ${pairs.join(',')}`}::${data(message)}`;
}

/** Line ends are spelled out before, by `harmless`; were one left, it would be encoded as the runner asks for it. */
function data(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
