// The summary of a run: what came in, what was left out and why, what went out, and one last line with the verdict.
// Every number is exact. It must fit a screen whatever the size of the lists.
import { EXIT } from '../model/failure.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import type { Forecast } from '../model/policy.ts';
import type { InputTally, Tally } from '../model/tally.ts';
import { acceptOptions, insteadLines, lossLines, lossTable, optionLines } from './loss-lines.ts';
import { counted, grouped, size } from './numbers.ts';
import { overlapLines } from './overlap.ts';
import { harmless, redactedNote, safeLines } from './redact.ts';
import type { ReportInput } from './reporter.ts';
import { totalOf, totals } from './severity.ts';
import type { Style } from './style.ts';
import { type Align, joined, MOST_WIDTH, padded, tail, width } from './table.ts';
import { keysOf } from './words.ts';

/** Longer paths lose their front; findings and machine reports give them whole. */
const MOST_PATH = 40;
/** Of more inputs than this, those that tell most are listed. The totals count them all. */
const MOST_INPUTS = 20;

export function summaryText(input: ReportInput): string {
  const { tally, style } = input;
  const sections = [
    inputTable(input),
    labelled(facts(tally), style),
    lossSection(input),
    overlapLines(tally.overlap, style, input.width ?? MOST_WIDTH),
    [verdict(input)],
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return safeLines(`${text}\n`);
}

interface Column {
  readonly title: string;
  readonly align: Align;
  readonly cell: (each: InputTally) => string;
  readonly total?: (all: readonly InputTally[]) => number;
}

/**
 * Columns that give way where the terminal is narrow, the first ones first: `detect/chosen` says why as well, and most
 * sources are called like their files.
 */
const NARROWER: readonly (readonly string[])[] = [[], ['because'], ['because', 'source']];

function inputTable(input: ReportInput): string[] {
  const { inputs } = input.tally;
  if (inputs.length === 0 || input.isByHand === true) return [];
  const listed = mostTelling(inputs);
  const columns = inputColumns(input);
  const tables = NARROWER.map((without) =>
    rowsOf(
      columns.filter(({ title }) => !without.includes(title) || (title === 'source' && !listed.every(isNamedByFile))),
      listed,
      inputs,
    ),
  );
  const most = input.width ?? MOST_WIDTH;
  const lines = tables.find((rows) => rows.every((row) => width(row) <= most)) ?? tables.at(-1) ?? [];
  const [heading = '', ...rest] = lines;
  const of = inputs.some(({ rejected }) => rejected > 0) ? 'those with most rows rejected' : 'those with most rows';
  const isWhole = listed.length === inputs.length;
  const hidden = isWhole ? [] : [`showing ${listed.length} of ${counted(inputs.length, 'input')}, ${of}`];
  return [input.style.faint(heading), ...rest, ...hidden];
}

function inputColumns({ tally: { inputs, overlap }, showValues }: ReportInput): Column[] {
  const columns: Column[] = [
    { title: 'input', align: 'left', cell: ({ input }) => operand(input) },
    // The overlap speaks of sources by name.
    { title: 'source', align: 'left', cell: ({ source }) => harmless(source) },
    { title: 'format', align: 'left', cell: ({ format }) => harmless(format) },
    number('accepted', ({ accepted }) => accepted),
    number('rejected', ({ rejected }) => rejected),
    number('withdrawn', ({ withdrawn }) => withdrawn),
    { title: 'because', align: 'left', cell: ({ because }) => redactedNote(because, { showValues }) },
  ];
  const hasOverlap = overlap !== null && overlap.sources.length > 1;
  // Most lists withdraw nothing, and then the column only stands in the way.
  const hasWithdrawn = inputs.some(({ withdrawn }) => withdrawn > 0);
  return columns.filter(({ title }) => (title !== 'source' || hasOverlap) && (title !== 'withdrawn' || hasWithdrawn));
}

function rowsOf(columns: readonly Column[], listed: readonly InputTally[], inputs: readonly InputTally[]): string[] {
  const rows = [columns.map(({ title }) => title), ...listed.map((each) => columns.map(({ cell }) => cell(each)))];
  if (inputs.length > 1) {
    rows.push(columns.map(({ total }, i) => (i === 0 ? 'total' : total === undefined ? '' : grouped(total(inputs)))));
  }
  const aligns = columns.map(({ align }) => align);
  return padded(rows, aligns).map((row) => joined(row));
}

const isNamedByFile = ({ source, input }: InputTally): boolean => input.includes(source);

/** The inputs to list, in the order they were given: those with most refused rows, then those with most rows. */
export function mostTelling(inputs: readonly InputTally[]): InputTally[] {
  const order = [...inputs].sort((a, b) => b.rejected - a.rejected || b.accepted - a.accepted);
  const first = new Set(order.slice(0, MOST_INPUTS));
  return inputs.filter((each) => first.has(each));
}

function number(title: string, of: (each: InputTally) => number): Column {
  return {
    title,
    align: 'right',
    cell: (each) => grouped(of(each)),
    total: (all) => all.reduce((sum, each) => sum + of(each), 0),
  };
}

function operand(path: string): string {
  return path === '-' ? '<stdin>' : tail(harmless(path), MOST_PATH);
}

/** Label and text of what happened between the inputs and the output; what did not happen is left out. */
export function facts(tally: Tally): (readonly [label: string, text: string])[] {
  const found: (readonly [string, string])[] = [];
  const kinds = kindIds.filter((kind) => (tally.kinds[kind] ?? 0) > 0);
  if (kinds.length > 0)
    found.push(['keys', `${kinds.map((kind) => kindCount(tally, kind)).join(', ')}${exceptionsIn(tally)}`]);
  if (tally.duplicates > 0) found.push(['duplicates', counted(tally.duplicates, 'repeated key')]);
  const dropped = tally.dropped.filter(({ count }) => count > 0);
  if (dropped.length > 0) {
    const each = dropped.map(({ code, count }) => `${grouped(count)} for ${code}`).join(', ');
    found.push(['dropped', each]);
  }
  if (tally.forecast && mayLapse(tally.forecast)) found.push(['lapse', forecastText(tally.forecast)]);
  const rejected = tally.inputs.reduce((sum, each) => sum + each.rejected, 0);
  if (rejected > 0) {
    const rows = counted(rejected, 'row');
    const kept = tally.rejects;
    found.push([
      'rejects',
      kept === null
        ? `${rows}, not kept; --rejects FILE keeps them as sent`
        : `${harmless(kept)}, ${rows} as sent (list values: keep the file private)`,
    ]);
  }
  const { output } = tally;
  if (output !== null) {
    const where = output.output === '-' ? '<stdout>' : harmless(output.output);
    const what = `${harmless(output.format)}, ${counted(output.rows, 'row')}, ${size(output.bytes)}`;
    found.push(['output', `${where}, ${what}`]);
  }
  return found;
}

/** Whether any entry has a date at which it lapses. */
export function mayLapse({ lapsed, within, later }: Forecast): boolean {
  return lapsed + later + within.reduce((sum, { count }) => sum + count, 0) > 0;
}

/** How many entries lapse when: what somebody must look at again. */
export function forecastText({ lapsed, within, later, open }: Forecast): string {
  const past = lapsed === 0 ? [] : [`${grouped(lapsed)} ${lapsed === 1 ? 'has' : 'have'} lapsed`];
  const soon = within.map(({ days, count }) => `${grouped(count)} within ${days}`).join(', ');
  const rest = [
    ...(later === 0 ? [] : [`${grouped(later)} later`]),
    ...(open === 0 ? [] : [`${grouped(open)} at no date`]),
  ];
  return [...past, `${soon} days`, ...rest].join('; ');
}

/** An exception is a key of its own kind, and takes nothing in: without a word it looks like an entry more. */
function exceptionsIn({ exceptions = 0 }: Tally): string {
  return exceptions === 0 ? '' : `; ${counted(exceptions, 'exception')} among them`;
}

function kindCount(tally: Tally, kind: KindId): string {
  return counted(tally.kinds[kind] ?? 0, ...keysOf(kind));
}

function labelled(rows: readonly (readonly [string, string])[], style: Style): string[] {
  return padded(rows, ['left', 'left']).map(([label = '', text = '']) => joined([style.faint(label), text]));
}

export function lossSection({ tally, findings, style, showValues }: ReportInput): string[] {
  const target = tally.target ?? 'output';
  const lines = lossLines(tally.losses, target, findings, { showValues });
  if (lines.length === 0) return [];
  const accept = acceptOptions(lines);
  const table = lossTable(lines, style).map((line) => `  ${line}`);
  const ways = accept === '' ? [] : [`to accept: ${style.strong(accept)}`, ...insteadLines(tally.losses, lines)];
  const options = optionLines(tally.losses, lines, target);
  return [style.faint('lost'), ...table, ...[...options, ...ways].map((line) => `  ${line}`)];
}

/** One line that says how it ended. */
function verdict(input: ReportInput): string {
  const { word, isGood, text } = verdictOf(input);
  return `${isGood ? input.style.good(word) : input.style.bad(word)}: ${text}`;
}

/** How it ended, in a word, and the numbers behind it. */
export function verdictOf(input: ReportInput): {
  readonly word: string;
  readonly isGood: boolean;
  readonly text: string;
} {
  const { exitCode, findings, tally } = input;
  const [word, isGood] = ending(input);
  const counts = totals(findings);
  const off = totalOf(findings, 'off');
  // Behind a failure "nothing found" would read as good news.
  const nothing = exitCode === EXIT.ok ? ['nothing found'] : [];
  const parts = [
    ...(counts === '' ? nothing : [counts]),
    ...(off > 0 ? [`${grouped(off)} switched off`] : []),
    `as of ${harmless(tally.asOf)}`,
    ...(exitCode === EXIT.ok ? [] : [`exit ${exitCode}`]),
  ];
  return { word, isGood, text: parts.join('; ') };
}

function ending({
  exitCode,
  command,
  findings,
  tally: { output, rejects },
}: ReportInput): readonly [word: string, isGood: boolean] {
  switch (exitCode) {
    case EXIT.ok:
      // Only --fail-on never ends well over errors, and a line that says ok would be read as clean.
      return totalOf(findings, 'error') === 0 ? ['ok', true] : ['not failed, by --fail-on never', false];
    case EXIT.findings:
      return [command === 'diff' && totalOf(findings, 'error') === 0 ? 'differences found' : 'not ok', false];
    case EXIT.refused:
      if (output !== null || isPartial(findings)) return ['refused', false];
      return [
        `refused, nothing was written${rejects === null ? '' : ` but the rejects to ${harmless(rejects)}`}`,
        false,
      ];
    case EXIT.interrupted:
    case EXIT.terminated:
      return ['interrupted', false];
    case EXIT.bug:
      return ['internal error', false];
    default:
      return ['stopped', false];
  }
}

/** Whether others have part of what was refused. */
function isPartial(findings: ReportInput['findings']): boolean {
  return findings.some(({ code, count }) => code === 'output/partial' && count > 0);
}
