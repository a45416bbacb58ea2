// How many keys the sources share, as a table for two to ten sources and as the largest pairs for more.
import type { Overlap } from '../model/tally.ts';
import { grouped, share } from './numbers.ts';
import { harmless } from './redact.ts';
import type { Style } from './style.ts';
import { joined, padded, tail, width } from './table.ts';

const MOST_SOURCES = 10;
const MOST_WIDTH = 120;
const MOST_PAIRS = 10;
const MOST_NAME = 32;

/** Nothing for fewer than two sources, which overlap with nobody. */
export function overlapLines(overlap: Overlap | null, style: Style): string[] {
  if (overlap === null || overlap.sources.length < 2) return [];
  const names = overlap.sources.map((name) => tail(harmless(name), MOST_NAME));
  const lines = matrix(names, overlap);
  const isReadable = names.length <= MOST_SOURCES && lines.every((line) => width(line) <= MOST_WIDTH);
  const [heading = '', ...rest] = isReadable ? lines : pairs(names, overlap);
  return [style.faint(heading), ...rest];
}

/**
 * One row a source: its number, its keys, and what it shares with the sources above. The half above the diagonal
 * would only repeat the other, and the names of ten sources would not fit above the columns.
 */
function matrix(names: readonly string[], { shared }: Overlap): string[] {
  const last = names.length - 1;
  const heading = ['overlap', 'keys', ...names.slice(0, last).map((_, i) => (i === 0 ? 'with 1' : String(i + 1)))];
  const rows = names.map((name, i) => [
    `${String(i + 1).padStart(String(names.length).length)} ${name}`,
    grouped(shared[i]?.[i] ?? 0),
    ...names.slice(0, i).map((_, j) => grouped(shared[i]?.[j] ?? 0)),
  ]);
  return padded([heading, ...rows], ['left', 'right', ...names.slice(0, last).map(() => 'right' as const)]).map((row) =>
    joined(row),
  );
}

function pairs(names: readonly string[], { shared }: Overlap): string[] {
  const found = names
    .flatMap((_, i) => names.slice(0, i).map((_, j) => ({ a: j, b: i, count: shared[i]?.[j] ?? 0 })))
    .sort((x, y) => y.count - x.count);
  const some = found.filter(({ count }) => count > 0);
  const shown = some.slice(0, MOST_PAIRS);
  const rows = shown.map(({ a, b, count }) => [
    names[a] ?? '',
    names[b] ?? '',
    grouped(count),
    share(count, shared[a]?.[a] ?? 0),
    share(count, shared[b]?.[b] ?? 0),
  ]);
  const title = `overlap: ${grouped(some.length)} of ${grouped(found.length)} pairs of sources share keys`;
  if (rows.length === 0) return [title];
  const heading = ['first', 'second', 'shared', 'of first', 'of second'];
  const table = padded([heading, ...rows], ['left', 'left', 'right', 'right', 'right']).map((row) => joined(row));
  const more = some.length > shown.length ? [`showing the largest ${shown.length} of ${grouped(some.length)}`] : [];
  return [title, ...[...table, ...more].map((line) => `  ${line}`)];
}
