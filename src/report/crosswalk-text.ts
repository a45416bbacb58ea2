// A crosswalk in plain words: what it makes of each label, and what it leaves to a person.
import type { Crosswalk } from '../model/crosswalk.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded, wrapped } from './table.ts';

const WIDTH = 90;

/** The crosswalks that come along, one line each. */
export function crosswalksText(crosswalks: readonly Crosswalk[], style: Style): string {
  const rows = crosswalks.map(({ id, title }) => [id, title]);
  const lines = padded(rows, ['left', 'left']).map(([id = '', title = '']) => joined([style.strong(id), title]));
  return `${lines.join('\n')}\n\nThey are examples: show NAME --yaml prints one, to decide on and to change.\n`;
}

export function crosswalkPlainText(crosswalk: Crosswalk, style: Style): string {
  const lines = [`${style.strong(harmless(crosswalk.id))}  ${harmless(crosswalk.title)}`];
  for (const map of crosswalk.maps) {
    const lossy = map.isLossy ? ', which loses' : '';
    lines.push('', style.faint(`From ${harmless(map.from)} to ${harmless(map.to)}${lossy}`));
    const rows = [...map.labels].map(([label, others]) => [harmless(label), meaning(others)]);
    lines.push(...padded(rows, ['left', 'left']).map((cells) => `  ${joined(cells)}`));
  }
  if (crosswalk.basis.length > 0) lines.push('', style.faint('It rests on'));
  for (const text of crosswalk.basis) {
    const [first = '', ...more] = wrapped(harmless(text.replaceAll(/\s+/gu, ' ')).split(' '), WIDTH - 4, ' ');
    lines.push(`  - ${first}`, ...more.map((line) => `    ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

function meaning(others: readonly string[]): string {
  const names = others.map(harmless);
  if (names.length === 0) return 'none, on purpose';
  return names.length === 1 ? (names[0] ?? '') : `${names.join(' or ')}: not translated, a person has to choose`;
}
