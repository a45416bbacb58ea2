// Bar charts as inline SVG: labels, bars and numbers in one picture, with all its numbers in the description, so that who
// hears it knows what who sees it knows. Drawn at the size of a phone, so that letters are legible there.
import { type Markup, markup } from '../markup.ts';
import { counted, grouped, share } from '../numbers.ts';

export interface Bar {
  readonly label: string;
  readonly count: number;
  /** `over`: what ought not to be; `none`: what is not known. */
  readonly look?: 'over' | 'none';
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** What a count counts, one and many. */
  readonly unit: readonly [one: string, many: string];
  readonly bars: readonly Bar[];
}

const WIDTH = 360;
const ROW = 24;
/** Where labels end, bars begin and end, and where the two numbers end. */
const X = { bar: 122, barEnd: 240, count: 310, share: WIDTH } as const;

export function chart({ id, title, note, unit, bars }: Chart): Markup {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const height = bars.length * ROW;
  const words = bars
    .map(({ label, count }) => `${label}: ${counted(count, ...unit)}, ${share(count, total)}`)
    .join('; ');
  return markup`<figure>
<figcaption>${title}<span>${note}</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${`${id}-title ${id}-desc`}">
<title id="${`${id}-title`}">${title}</title>
<desc id="${`${id}-desc`}">${words}.</desc>
<line class="axis" x1="${X.bar}" y1="0" x2="${X.bar}" y2="${height}"/>
${bars.map((bar, i) => row(bar, i, most, total))}</svg>
</figure>
`;
}

function row({ label, count, look }: Bar, i: number, most: number, total: number): Markup {
  const y = i * ROW;
  const text = y + 16;
  return markup`<text x="0" y="${text}">${label}</text><rect class="${look ?? 'bar'}" x="${X.bar}" y="${y + 5}" width="${length(count, most)}" height="14"/><text x="${X.count}" y="${text}" text-anchor="end">${grouped(count)}</text><text class="faint" x="${X.share}" y="${text}" text-anchor="end">${share(count, total)}</text>
`;
}

/** Some are never nothing to the eye. */
function length(count: number, most: number): string {
  const full = X.barEnd - X.bar;
  return count === 0 ? '0' : Math.max(1, (count / most) * full).toFixed(1);
}

/** A bar inside a table, beside its number, which says the same: nothing to read aloud. */
export function strip(part: number, whole: number, look: 'bar' | 'over' | 'none' = 'bar'): Markup {
  const width = whole <= 0 || part <= 0 ? 0 : Math.max(0.3, Math.min(100, (part / whole) * 100));
  return markup`<svg class="strip" viewBox="0 0 100 1.6" preserveAspectRatio="none" height="6" aria-hidden="true" focusable="false"><rect class="${look}" width="${width.toFixed(1)}" height="1.6"/></svg>`;
}
