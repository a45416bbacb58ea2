// The formats as a person reads them at a terminal: one line each, or one in full.

import type { FieldId } from '../model/fields.ts';
import { FIELDS_END, type FormatFacts } from './markdown-formats.ts';
import type { Style } from './style.ts';
import { joined, padded, wrapped } from './table.ts';
import { fieldTitle } from './words.ts';

const WIDTH = 76;

/** One line a format. */
export function formatsText(formats: readonly FormatFacts[], style: Style): string {
  const rows = formats.map(({ id, title, reads, writes }) => [id, ability(reads, writes), title]);
  const lines = padded(rows, ['left', 'left', 'left']).map(([id = '', can = '', title = '']) =>
    joined([style.strong(id), style.faint(can), title]),
  );
  return `${lines.join('\n')}\n\nlistbridge formats FORMAT tells what one carries, and its options.\n`;
}

function ability(reads: boolean, writes: boolean): string {
  if (reads && writes) return 'read, write';
  return reads ? 'read' : 'write';
}

/** One format in full. */
export function formatText(format: FormatFacts, style: Style): string {
  const { carries } = format;
  const facts: [string, string][] = [
    ['reads, writes', ability(format.reads, format.writes)],
    ['endings', format.extensions.join(' ')],
    ['kinds', carries.kinds.join(', ')],
    ['scopes', carries.scopes.join(', ')],
    ['digests a record', carries.perItem],
    ['opinions', carries.opinions],
    ['withdrawals', carries.withdrawals],
    ['exceptions', carries.exceptions ? 'yes' : 'no'],
    ['facts', (Object.keys(carries.fields) as FieldId[]).map(fieldTitle).join(', ') || 'none'],
    ['list facts', carries.list.join(', ') || 'none'],
  ];
  if (format.about.spec !== undefined) facts.push(['specification', format.about.spec]);
  const lines = [`${style.strong(format.id)}  ${format.title}`];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  for (const [name, value] of facts) {
    const [first = '', ...more] = wrapped(value.split(' '), WIDTH - width, ' ');
    lines.push(`  ${style.faint(name.padEnd(width))}${first}`);
    for (const line of more) lines.push(`  ${' '.repeat(width)}${line}`);
  }
  if (format.options.length > 0) lines.push('', '  options, for --from-option and --to-option');
  for (const { name, values, meaning, default: standard } of format.options) {
    lines.push(`  ${style.strong(name)}=${values.includes(',') ? 'one of' : values}  ${meaning}`);
    if (values.includes(','))
      for (const line of wrapped(values.split(' '), WIDTH - 6, ' ')) lines.push(`      ${line}`);
    if (standard !== undefined) lines.push(`      default ${standard}`);
  }
  return `${[...lines, ...fieldLines(format, style)].join('\n')}\n`;
}

/** The fields of a form that is our own, each below what it stands in. */
function fieldLines({ fields }: FormatFacts, style: Style): string[] {
  const lines: string[] = [];
  let last = '';
  for (const { place, name, takes, example, meaning } of fields) {
    if (place !== last) lines.push('', `  fields of ${style.strong(place)}`);
    last = place;
    lines.push(`    ${style.strong(name)}  ${meaning}`);
    const about = `${takes}, such as ${example}`;
    for (const line of wrapped(about.split(' '), WIDTH - 6, ' ')) lines.push(`      ${style.faint(line)}`);
  }
  return fields.length === 0
    ? []
    : [...lines, '', ...wrapped(FIELDS_END.split(' '), WIDTH - 2, ' ').map((line) => `  ${line}`)];
}
