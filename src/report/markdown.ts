// Pages of the documentation that are written from data: here the parts of Markdown and the page of all diagnostics.
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

/** A piece of code; a pipe inside one would still end a table cell. */
export function code(text: string): string {
  const ticks = text.includes('`') ? '``' : '`';
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text.replaceAll('|', '\\|')}${pad}${ticks}`;
}

/** A table from cells that are Markdown already. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return `${line(heading)}${line(heading.map(() => '---'))}${rows.map((row) => line(row)).join('')}`;
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
