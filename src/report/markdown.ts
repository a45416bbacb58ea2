// The parts of Markdown, and the page of the documentation about all diagnostics.
// The same data gives the same page, so a test can tell when a page is stale.
import { type DiagnosticCode, diagnosticOf } from '../model/diagnostics.ts';
import { templateOf } from './phrase.ts';

export const GENERATED = '<!-- Written by `npm run docs`. Changes made here are lost: change the source instead. -->';

/** A text that means itself inside a table cell. */
export function cell(text: string): string {
  return prose(text)
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/gu, ' ');
}

/** A text that means itself in a paragraph: two patterns such as `lists/*.csv` would print as italics. */
function prose(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

/** A piece of code inside a table cell, where a pipe would end it. The fence is longer than any run of ticks in the text. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text.replaceAll('|', '\\|')}${pad}${ticks}`;
}

/**
 * Text that may come from a list or from the name of a file, for a report: nothing in it is markup, a link, a mention or
 * the end of a cell. Named characters rather than backslashes, because renderers differ in what a backslash takes. Left as
 * they are: hyphens and full stops where they begin no list and no name of a host, and brackets without a link before.
 */
export function literal(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[!#$&*+<=>@[-`{-~]|^\s*-|^\s*\d+[.)]|[.:](?!\s|$|\d|\.)/gu, (marks) =>
      marks.replaceAll(/[^\s\d]/gu, (mark) => `&#${mark.charCodeAt(0)};`),
    )
    .replaceAll('&#64;', '&#64;&#8288;');
}

/** A table from cells that are Markdown already; `numbers` are the columns that line up at the right. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = heading.map((_, i) => (numbers.includes(i) ? '---:' : '---'));
  return `${line(heading)}${line(rule)}${rows.map((row) => line(row)).join('')}`;
}

const SEVERITY = { error: 'Error', warning: 'Warning', info: 'Note' };

/** docs/diagnostics.md: every code with what it says, why it matters and what to do. */
export function diagnosticsPage(codes: readonly DiagnosticCode[]): string {
  const groups = [...new Set(codes.map((each) => groupOf(each)))];
  const sections = groups.map((group) => {
    const entries = codes.filter((each) => groupOf(each) === group).map((each) => diagnosticSection(each));
    return `## ${group}\n\n${entries.join('\n')}`;
  });
  return [
    '# Diagnostics',
    GENERATED,
    `Every finding and failure has a code, which is never renamed or reused. \`listbridge explain CODE\` prints the same. \
An error fails the run (exit 1) unless \`--fail-on\` says otherwise; \`--deny\`, \`--warn\` and \`--allow\` change the \
severity of a code or of a group such as \`url/*\`.`,
    ...sections,
  ]
    .map((part) => part.trimEnd())
    .join('\n\n')
    .concat('\n');
}

function groupOf(code: DiagnosticCode): string {
  return code.slice(0, code.indexOf('/'));
}

function diagnosticSection(each: DiagnosticCode): string {
  const { severity, why, fix, sensitive = [] } = diagnosticOf(each);
  const hidden = sensitive.map((name) => code(`<${name}>`)).join(', ');
  return [
    `### ${code(each)}\n`,
    `${SEVERITY[severity]}: ${code(templateOf(each))}\n`,
    `- Why: ${prose(why)}`,
    `- Fix: ${prose(fix)}`,
    ...(hidden === '' ? [] : [`- Shown as kind and length without \`--show-values\`: ${hidden}`]),
    '',
  ].join('\n');
}
