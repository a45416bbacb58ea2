// The report a tired engineer reads: per code what is wrong, how often, where first, and what to do about it.
// It must stay greppable (`file:line:column` whole, one code a heading) and as long as the number of codes, not of rows.

import { diagnosticOf, type Severity } from '../model/diagnostics.ts';
import type { Failure } from '../model/failure.ts';
import { grouped } from './numbers.ts';
import { commonSentence, type FileOf, position, sentence } from './phrase.ts';
import type { Redaction } from './redact.ts';
import { entryText, safeLines, shownValue } from './redact.ts';
import { fileNames, type ReportInput } from './reporter.ts';
import { inOrder, type ShownCount } from './severity.ts';
import type { Style } from './style.ts';
import { joined, padded, wrapped } from './table.ts';

const EXAMPLES = 5;
/** Positions without words of their own share lines of this width, a usual terminal less the indent. */
const WIDTH = 78;

interface Context {
  readonly style: Style;
  readonly redaction: Redaction;
  readonly fileOf: FileOf;
  readonly examples: number;
}

/** The findings of a run, or nothing when there are none. */
export function findingsText(input: ReportInput): string {
  const groups = inOrder(input.findings);
  const [first] = groups;
  if (first === undefined) return '';
  const { style, showValues, examples = EXAMPLES } = input;
  const context = { style, redaction: { showValues }, fileOf: fileNames(input), examples };
  const headings = padded(
    groups.map(({ severity, code, count }) => [severity, code, grouped(count)]),
    ['left', 'left', 'right'],
  );
  const blocks = groups.map((group, i) => {
    const heading = painted(headings[i] ?? [], group, style);
    return group.severity === 'info' ? noteLine(heading, group, context) : block(heading, group, context);
  });
  const explain = `${style.faint('why:')} listbridge explain ${first.code} ${style.faint('(or any code above)')}`;
  return safeLines(`${stacked(groups, blocks)}\n\n${explain}\n`);
}

/** A blank line around each block; notes, being one line each, stand together. */
function stacked(groups: readonly ShownCount[], blocks: readonly string[]): string {
  return blocks
    .map((text, i) => {
      if (i === 0) return text;
      return groups[i - 1]?.severity === 'info' ? `\n${text}` : `\n\n${text}`;
    })
    .join('');
}

function painted(cells: readonly string[], { severity }: ShownCount, style: Style): string {
  const [word = '', code = '', count = ''] = cells;
  return joined([style.severity(severity, word), style.strong(code), count]);
}

/** A note is one line: it was counted and mended, and the first place is enough to look it up. */
function noteLine(heading: string, group: ShownCount, { redaction, fileOf, style }: Context): string {
  const [first] = group.examples;
  const where = first === undefined ? '' : position(first.at, fileOf, redaction);
  const entry = entryText(first?.entry, redaction);
  const known = entry === '' ? where : `${where}, ${entry}`;
  const place = where === '' ? '' : style.faint(` (${group.count === 1 ? 'at' : 'first at'} ${known})`);
  return `${heading}  ${commonSentence(group.code, group.examples, redaction)}${place}`;
}

function block(heading: string, group: ShownCount, context: Context): string {
  const { style } = context;
  const lines = places(group, context).map((line) => `  ${line}`);
  const { fix } = diagnosticOf(group.code);
  if (!fix.startsWith('Nothing to do')) lines.push(`  ${style.faint('fix:')} ${fix}`);
  return [heading, ...lines].join('\n');
}

/** The first few places with what was wrong there; the sentence once where it is the same everywhere. */
function places(group: ShownCount, { style, redaction, fileOf, examples }: Context): string[] {
  const shown = group.examples.slice(0, examples);
  const found = shown.map(({ code, args, at, entry }) => {
    const text = sentence(code, args, redaction);
    const file = position(at, fileOf, redaction);
    const known = entryText(entry, redaction);
    // "lists/a.csv  lists/a.csv is empty" says it twice.
    return { text, where: file === '' || text.includes(file) ? '' : known === '' ? file : `${file} (${known})` };
  });
  const rowsAsSent = redaction.showValues ? shown.filter(({ raw }) => raw !== undefined) : [];
  if (rowsAsSent.length > 0) {
    return shown.flatMap((finding, i) => [
      joined([found[i]?.where ?? '', found[i]?.text ?? '']),
      ...(finding.raw === undefined ? [] : [style.faint(`  ${shownValue(finding.raw)}`)]),
    ]);
  }
  const texts = new Set(found.map(({ text }) => text));
  const hidden = group.count - shown.length;
  const more =
    hidden > 0 && shown.length > 0 ? [style.faint(`showing ${shown.length} of ${grouped(group.count)}`)] : [];
  if (texts.size <= 1) {
    const text = found[0]?.text ?? commonSentence(group.code, [], redaction);
    const wheres = found.map(({ where }) => where).filter((where) => where !== '');
    if (wheres.length === 1 && group.count === 1) return [`${wheres[0]}  ${text}`];
    return [text, ...wrapped([...new Set(wheres)], WIDTH), ...more];
  }
  const rows = found.map(({ where, text }) => [where, text]);
  if (rows.every(([where]) => where === '')) return [...texts, ...more];
  return [...padded(rows, ['left', 'left']).map((row) => joined(row)), ...more];
}

/** What stopped a run, and what to do. */
export function failureText(failure: Told, style: Style, redaction: Redaction): string {
  return toldText('error', failure, style, redaction);
}

/** The same of what stopped nothing, by commands that read no list and so make no report. */
export function noticeText(notice: Told, style: Style, redaction: Redaction): string {
  return toldText(diagnosticOf(notice.code).severity, notice, style, redaction);
}

type Told = Pick<Failure, 'code' | 'args'>;

function toldText(severity: Severity, { code, args }: Told, style: Style, redaction: Redaction): string {
  const lines = [`${style.severity(severity, severity)}  ${sentence(code, args, redaction)}`];
  const { fix } = diagnosticOf(code);
  if (!fix.startsWith('Nothing to do')) lines.push(`  ${style.faint('fix:')} ${fix}`);
  // A mistyped command line is its own explanation.
  if (!code.startsWith('usage/')) lines.push(`  ${style.faint('why:')} listbridge explain ${code}`);
  return safeLines(`${lines.join('\n')}\n`);
}
