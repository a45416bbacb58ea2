// The help screens: examples first, options by group. Rendered from the option tables, so they cannot drift.
import { type CommandSpec, isRequired, type OptionGroup, type OptionSpec } from './spec.ts';

const GROUPS: readonly OptionGroup[] = ['Input', 'Output', 'Merging', 'Judging', 'Reporting', 'Configuration'];
/** What the exit codes mean, in short. */
export const exitMeanings: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done'],
  ['1', 'findings (or differences, or not on the list)'],
  ['2', 'wrong command line or configuration'],
  ['3', 'refused to protect data'],
  ['4', 'unreadable, unwritable or damaged'],
  ['70', 'our bug'],
  ['130, 143', 'interrupted'],
];

const LEFT = 30;
const WIDTH = 98;

/** What a bare `listbridge` prints: what it is, two examples, the commands. */
export function rootHelp(
  verbs: Readonly<Record<string, { readonly summary: string; readonly isOfRegistry?: true }>>,
): string {
  const all = Object.entries(verbs);
  const others = all.filter(([, { isOfRegistry }]) => isOfRegistry !== true);
  const names = others.map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  const registry = all.filter(([, { isOfRegistry }]) => isOfRegistry === true).map(([name]) => name);
  return [
    'listbridge: hash lists and URL blocklists between partner formats, offline, without loss unseen',
    '',
    '  listbridge validate partner.csv',
    '  listbridge merge a.csv b.txt -o merged.jsonl',
    '',
    ...names,
    `  lists over time: ${registry.join(', ')}`,
    'listbridge help COMMAND shows examples and options. Nothing is ever fetched or resolved.',
    '',
  ].join('\n');
}

export function commandHelp({ name, summary, operands, options, examples }: CommandSpec): string {
  const required = Object.values(options)
    .filter(isRequired)
    .map(({ flags }) => flags);
  const lines = [
    `listbridge ${name}: ${summary}`,
    '',
    ...examples.flatMap(({ line, does }) => [`  listbridge ${line}`, `      ${does}`]),
    '',
    `Usage: listbridge ${[name, ...required, '[options]', ...operands.map((operand) => operand.usage)].join(' ')}`,
    ...operands.flatMap(({ usage, about }) => entry(usage, about)),
  ];
  for (const group of GROUPS) {
    const members = Object.values(options).filter((option) => option.group === group);
    if (members.length > 0) lines.push('', group, ...members.flatMap(optionEntry));
  }
  const exits = exitMeanings.map(([code, meaning]) => `${code} ${meaning}`).join('; ');
  lines.push('', ...wrap(`Exit codes: ${exits}.`, WIDTH), '');
  return lines.join('\n');
}

function optionEntry({ flags, about, repeats }: OptionSpec): string[] {
  return entry(flags.startsWith('--') ? `    ${flags}` : flags, repeats === true ? `${about}; repeatable` : about);
}

function entry(left: string, right: string): string[] {
  const lines = wrap(right, WIDTH - LEFT - 2);
  const [first = '', ...more] = lines;
  const head =
    left.length < LEFT - 1 ? [`  ${left.padEnd(LEFT)}${first}`] : [`  ${left}`, `  ${' '.repeat(LEFT)}${first}`];
  return [...head, ...more.map((line) => `  ${' '.repeat(LEFT)}${line}`)];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
