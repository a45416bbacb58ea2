// How many keys the sources share, as a table for two to ten sources and as the largest pairs for more.
import type { Overlap } from '../model/tally.ts';
import { grouped, share } from './numbers.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, MOST_WIDTH, padded, tail, width } from './table.ts';

const MOST_SOURCES = 10;
const MOST_PAIRS = 10;
const MOST_NAME = 32;

/** Nothing for fewer than two sources, which overlap with nobody. */
export function overlapLines(overlap: Overlap | null, style: Style, most: number = MOST_WIDTH): string[] {
  if (overlap === null || overlap.sources.length < 2) return [];
  const names = overlap.sources.map((name) => tail(harmless(name), MOST_NAME));
  const table = names.length <= MOST_SOURCES ? matrix(names, overlap) : [];
  const isReadable = table.length > 0 && table.every((line) => width(line) <= most);
  const [heading = '', ...rest] = isReadable ? table : largest(names, overlap);
  return [style.faint(heading), ...rest];
}

/**
 * One row a source: its number, its keys, and what it shares with the sources above. The half above the diagonal
 * would only repeat the other, and the names of ten sources would not fit above the columns.
 */
function matrix(names: readonly string[], { keys, pairs }: Overlap): string[] {
  const shared = new Map(pairs.map((pair) => [pair.first * names.length + pair.second, pair.shared]));
  const last = names.length - 1;
  const heading = ['overlap', 'keys', ...names.slice(0, last).map((_, i) => (i === 0 ? 'with 1' : String(i + 1)))];
  const rows = names.map((name, i) => [
    `${String(i + 1).padStart(String(names.length).length)} ${name}`,
    grouped(keys[i] ?? 0),
    ...names.slice(0, i).map((_, j) => grouped(shared.get(j * names.length + i) ?? 0)),
  ]);
  return padded([heading, ...rows], ['left', 'right', ...names.slice(0, last).map(() => 'right' as const)]).map((row) =>
    joined(row),
  );
}

function largest(names: readonly string[], { keys, pairs }: Overlap): string[] {
  const shown = [...pairs].sort((a, b) => b.shared - a.shared).slice(0, MOST_PAIRS);
  const rows = shown.map(({ first, second, shared }) => [
    names[first] ?? '',
    names[second] ?? '',
    grouped(shared),
    share(shared, keys[first] ?? 0),
    share(shared, keys[second] ?? 0),
  ]);
  const all = (names.length * (names.length - 1)) / 2;
  const title = `overlap: ${grouped(pairs.length)} of ${grouped(all)} pairs of sources share keys`;
  if (rows.length === 0) return [title];
  const heading = ['first', 'second', 'shared', 'of first', 'of second'];
  const table = padded([heading, ...rows], ['left', 'left', 'right', 'right', 'right']).map((row) => joined(row));
  const more = pairs.length > shown.length ? [`showing the largest ${shown.length} of ${grouped(pairs.length)}`] : [];
  return [title, ...[...table, ...more].map((line) => `  ${line}`)];
}
