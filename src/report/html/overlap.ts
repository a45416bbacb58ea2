// What the lists of partners have in common: all pairs of a few lists, the largest pairs of many.
import type { Overlap, Tally } from '../../model/tally.ts';
import { type Markup, markup } from '../markup.ts';
import { grouped, share } from '../numbers.ts';
import type { ReportInput } from '../reporter.ts';
import { type Section, scrolling, senderOf, table } from './parts.ts';

const MOST_SOURCES = 8;
const MOST_PAIRS = 15;

export function overlap({ tally }: ReportInput): Section | null {
  if (tally.overlap === null || tally.overlap.sources.length < 2) return null;
  const { sources, pairs } = tally.overlap;
  const isFew = sources.length <= MOST_SOURCES;
  const body =
    pairs.length === 0
      ? markup`<p>No two lists share an entry.</p>
`
      : isFew
        ? matrix(tally.overlap, tally)
        : largest(tally.overlap, tally);
  return { id: 'overlap', title: 'Overlap between lists', short: 'Overlap', body };
}

/** A row and a column for each list; the darker, the larger a part of the list in that row. */
function matrix({ sources, keys, alone, pairs }: Overlap, tally: Tally): Markup {
  const names = sources.map((name) => senderOf(name, tally));
  const shared = new Map(
    pairs.flatMap((pair) => [
      [pair.first * sources.length + pair.second, pair.shared],
      [pair.second * sources.length + pair.first, pair.shared],
    ]),
  );
  const head = names.map(
    (name, i) =>
      markup`<th scope="col" class="number"><span aria-hidden="true">${i + 1}</span><span class="hidden">${name}</span></th>`,
  );
  const rows = names.map((name, i) => {
    const whole = keys[i] ?? 0;
    const cells = names.map((_, k) =>
      i === k
        ? markup`<td class="number self">${grouped(whole)}<span class="small">all</span></td>`
        : pairCell(shared.get(i * sources.length + k) ?? 0, whole),
    );
    return markup`<tr><th scope="row"><span aria-hidden="true">${i + 1} </span>${name}<span class="small">${`${share(alone[i] ?? 0, whole)} only here`}</span></th>${cells}</tr>
`;
  });
  const content = markup`<table class="matrix">
<caption>What the list in a row shares with each of the others, by their numbers, and which part of it that is.</caption>
<thead><tr><th scope="col">List</th>${head}</tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
  return scrolling('Table: overlap between lists', content);
}

function pairCell(count: number, whole: number): Markup {
  const part = whole === 0 ? 0 : count / whole;
  const heat = part === 0 ? '' : part < 0.05 ? ' heat-1' : part < 0.25 ? ' heat-2' : part < 0.6 ? ' heat-3' : ' heat-4';
  return markup`<td class="${`number${heat}`}">${grouped(count)}<span class="small">${share(count, whole)}</span></td>`;
}

function largest({ sources, keys, pairs }: Overlap, tally: Tally): Markup {
  const shown = [...pairs].sort((a, b) => b.shared - a.shared).slice(0, MOST_PAIRS);
  const name = (source: number): string => senderOf(sources[source] ?? '', tally);
  const caption = `The ${grouped(shown.length)} largest of ${grouped(pairs.length)} pairs of lists that share entries; ${grouped(sources.length)} lists in all.`;
  return table(caption, shown, [
    { title: 'Lists', cell: ({ first, second }) => `${name(first)} and ${name(second)}` },
    { title: 'Shared', isNumber: true, cell: ({ shared }) => grouped(shared) },
    { title: 'Of the first', isNumber: true, cell: ({ first, shared }) => share(shared, keys[first] ?? 0) },
    { title: 'Of the second', isNumber: true, cell: ({ second, shared }) => share(shared, keys[second] ?? 0) },
  ]);
}
