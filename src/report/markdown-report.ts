// The report as Markdown: for the summary of a build, a ticket, a merge request. As short as the number of codes.
import { diagnosticOf } from '../model/diagnostics.ts';
import type { InputTally } from '../model/tally.ts';
import { lossLines } from './loss-lines.ts';
import { code, literal, table } from './markdown.ts';
import { grouped, share } from './numbers.ts';
import { commonSentence, position, sentence } from './phrase.ts';
import { entryText, HIDE_VALUES, harmless, redactedNote, safeLines } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { inOrder, type ShownCount } from './severity.ts';
import { facts, mostTelling, verdictOf } from './summary.ts';

const MOST_PAIRS = 10;

export function markdownReport(input: ReportInput): string {
  const { word, text } = verdictOf(input);
  const parts = [
    `## ${input.tool.name} ${input.command}: ${literal(word)}\n`,
    `${literal(text)}\n`,
    ...failureLines(input),
    findingTable(input),
    inputTable(input),
    factList(input),
    lossTable(input),
    overlapTable(input),
  ];
  return safeLines(parts.filter((part) => part !== '').join('\n'));
}

function failureLines({ failure }: ReportInput): string[] {
  if (failure === undefined) return [];
  const { code: why, args } = failure;
  return [`**${code(why)}**: ${literal(sentence(why, args, HIDE_VALUES))}. ${literal(diagnosticOf(why).fix)}\n`];
}

function findingTable(input: ReportInput): string {
  const groups = inOrder(input.findings);
  if (groups.length === 0) return '';
  const rows = groups.map((group) => [
    group.severity,
    code(group.code),
    grouped(group.count),
    literal(commonSentence(group.code, group.examples, HIDE_VALUES)),
    firstPlace(group, input),
    literal(diagnosticOf(group.code).fix),
  ]);
  return table(['severity', 'code', 'count', 'what', 'first at', 'what to do'], rows, [2]);
}

function firstPlace({ examples: [first] }: ShownCount, input: ReportInput): string {
  const where = first === undefined ? '' : position(first.at, fileNames(input), HIDE_VALUES);
  const entry = entryText(first?.entry, HIDE_VALUES);
  return where === '' ? '' : `${code(where)}${entry === '' ? '' : ` ${literal(entry)}`}`;
}

function inputTable({ tally: { inputs } }: ReportInput): string {
  if (inputs.length === 0) return '';
  const listed = mostTelling(inputs);
  const numbers = (each: InputTally): string[] => [each.accepted, each.rejected, each.withdrawn].map(grouped);
  const rows = listed.map((each) => [
    code(each.input === '-' ? '<stdin>' : harmless(each.input)),
    code(harmless(each.format)),
    ...numbers(each),
    literal(redactedNote(each.because, HIDE_VALUES)),
  ]);
  const text = table(['input', 'format', 'accepted', 'rejected', 'withdrawn', 'because'], rows, [2, 3, 4]);
  return listed.length === inputs.length
    ? text
    : `${text}\nshowing ${listed.length} of ${grouped(inputs.length)} inputs\n`;
}

function factList({ tally, changes }: ReportInput): string {
  const changed = Object.entries(changes ?? {}).map(([label, count]): [string, string] => [label, grouped(count)]);
  return [...changed, ...facts(tally)].map(([label, text]) => `- ${literal(label)}: ${literal(text)}\n`).join('');
}

function lossTable({ tally, findings }: ReportInput): string {
  const lines = lossLines(tally.losses, tally.target ?? 'output', findings, HIDE_VALUES);
  if (lines.length === 0) return '';
  return table(
    ['lost', ''],
    lines.map(({ severity, text }) => [severity, literal(text)]),
  );
}

function overlapTable({ tally: { overlap } }: ReportInput): string {
  if (overlap === null || overlap.pairs.length === 0) return '';
  const { sources, keys, pairs } = overlap;
  const largest = [...pairs].sort((a, b) => b.shared - a.shared).slice(0, MOST_PAIRS);
  const name = (source: number): string => code(redactedNote(sources[source] ?? '', HIDE_VALUES));
  const rows = largest.map(({ first, second, shared }) => [
    name(first),
    name(second),
    grouped(shared),
    share(shared, keys[first] ?? 0),
    share(shared, keys[second] ?? 0),
  ]);
  return table(['both in', 'and', 'keys', 'of first', 'of second'], rows, [2, 3, 4]);
}
