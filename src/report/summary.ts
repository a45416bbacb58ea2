// The summary of a run: what came in, what was left out and why, what went out, and one last line with the verdict.
// Every number is exact. It must fit a screen whatever the size of the lists.
import { EXIT } from '../model/failure.ts';
import { type KindId, kindIds } from '../model/kinds.ts';
import type { InputTally, Tally } from '../model/tally.ts';
import { acceptOptions, insteadLines, lossLines, lossTable } from './loss-lines.ts';
import { counted, grouped, size } from './numbers.ts';
import { overlapLines } from './overlap.ts';
import { harmless, redactedNote, safeLines } from './redact.ts';
import type { ReportInput } from './reporter.ts';
import { totalOf, totals } from './severity.ts';
import type { Style } from './style.ts';
import { type Align, joined, padded, tail } from './table.ts';
import { keysOf } from './words.ts';

/** Longer paths lose their front; findings and machine reports give them whole. */
const MOST_PATH = 40;
/** Of more inputs than this, those that had most rows refused are listed. The totals count them all. */
const MOST_INPUTS = 20;

export function summaryText(input: ReportInput): string {
  const { tally, style } = input;
  const sections = [
    inputTable(input),
    labelled(facts(tally), style),
    lossSection(input),
    overlapLines(tally.overlap, style),
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

function inputTable({ tally, style, showValues }: ReportInput): string[] {
  const { inputs } = tally;
  if (inputs.length === 0) return [];
  const hasOverlap = tally.overlap !== null && tally.overlap.sources.length > 1;
  const columns: Column[] = [
    { title: 'input', align: 'left', cell: ({ input }) => operand(input) },
    // The overlap speaks of sources by name.
    ...(hasOverlap
      ? [{ title: 'source', align: 'left' as const, cell: ({ source }: InputTally) => harmless(source) }]
      : []),
    { title: 'format', align: 'left', cell: ({ format }) => harmless(format) },
    number('accepted', ({ accepted }) => accepted),
    number('rejected', ({ rejected }) => rejected),
    number('withdrawn', ({ withdrawn }) => withdrawn),
    { title: 'because', align: 'left', cell: ({ because }) => redactedNote(because, { showValues }) },
  ];
  // Most lists withdraw nothing, and then the column only stands in the way.
  const used = columns.filter(({ title }) => title !== 'withdrawn' || inputs.some(({ withdrawn }) => withdrawn > 0));
  const listed = mostRefused(inputs);
  const rows = [used.map(({ title }) => title), ...listed.map((each) => used.map(({ cell }) => cell(each)))];
  if (inputs.length > 1) {
    rows.push(used.map(({ total }, i) => (i === 0 ? 'total' : total === undefined ? '' : grouped(total(inputs)))));
  }
  const lines = padded(
    rows,
    used.map(({ align }) => align),
  ).map((row) => joined(row));
  const hidden = inputs.length - listed.length;
  if (hidden > 0)
    lines.push(`showing ${listed.length} of ${counted(inputs.length, 'input')}, those with most rows rejected`);
  return lines.map((line, i) => (i === 0 ? style.faint(line) : line));
}

/** The inputs to list, in the order they were given. */
function mostRefused(inputs: readonly InputTally[]): InputTally[] {
  const worst = [...inputs].sort((a, b) => b.rejected - a.rejected).slice(0, MOST_INPUTS);
  return inputs.filter((each) => worst.includes(each));
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
function facts(tally: Tally): (readonly [label: string, text: string])[] {
  const found: (readonly [string, string])[] = [];
  const kinds = kindIds.filter((kind) => (tally.kinds[kind] ?? 0) > 0);
  if (kinds.length > 0) found.push(['keys', kinds.map((kind) => kindCount(tally, kind)).join(', ')]);
  if (tally.duplicates > 0) found.push(['duplicates', counted(tally.duplicates, 'repeated key')]);
  const dropped = tally.dropped.filter(({ count }) => count > 0);
  if (dropped.length > 0) {
    const each = dropped.map(({ code, count }) => `${grouped(count)} for ${code}`).join(', ');
    found.push(['dropped', each]);
  }
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

function kindCount(tally: Tally, kind: KindId): string {
  return counted(tally.kinds[kind] ?? 0, ...keysOf(kind));
}

function labelled(rows: readonly (readonly [string, string])[], style: Style): string[] {
  return padded(rows, ['left', 'left']).map(([label = '', text = '']) => joined([style.faint(label), text]));
}

function lossSection({ tally, findings, style, showValues }: ReportInput): string[] {
  const lines = lossLines(tally.losses, tally.output?.format ?? 'output', findings, { showValues });
  if (lines.length === 0) return [];
  const accept = acceptOptions(lines);
  const table = lossTable(lines, style).map((line) => `  ${line}`);
  const ways = accept === '' ? [] : [`to accept: ${style.strong(accept)}`, ...insteadLines(tally.losses, lines)];
  return [style.faint('lost'), ...table, ...ways.map((line) => `  ${line}`)];
}

/** One line that says how it ended. */
function verdict({ exitCode, findings, tally, style }: ReportInput): string {
  const [word, isGood] = ending(exitCode, tally);
  const counts = totals(findings);
  const off = totalOf(findings, 'off');
  const parts = [
    counts === '' ? 'nothing found' : counts,
    ...(off > 0 ? [`${grouped(off)} switched off`] : []),
    `as of ${harmless(tally.asOf)}`,
    ...(exitCode === EXIT.ok ? [] : [`exit ${exitCode}`]),
  ];
  return `${isGood ? style.good(word) : style.bad(word)}: ${parts.join('; ')}`;
}

function ending(exitCode: number, { output }: Tally): readonly [word: string, isGood: boolean] {
  switch (exitCode) {
    case EXIT.ok:
      return ['ok', true];
    case EXIT.findings:
      return ['not ok', false];
    case EXIT.refused:
      return [output === null ? 'refused, nothing was written' : 'refused', false];
    case EXIT.interrupted:
    case EXIT.terminated:
      return ['interrupted', false];
    case EXIT.bug:
      return ['internal error', false];
    default:
      return ['stopped', false];
  }
}
