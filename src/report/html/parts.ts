// The parts that sections of the HTML report are made of: sections, tables, numbers. What they hold comes escaped out of
// the templates of markup.ts.
import type { Tally } from '../../model/tally.ts';
import { type Markup, markup, type Value } from '../markup.ts';
import { HIDE_VALUES, redactedFact, redactedNote } from '../redact.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** For the contents, where the title is long. */
  readonly short?: string;
  readonly body: Markup;
}

export interface Column<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => Value;
  /** What stands below all rows. */
  readonly foot?: Value;
}

/** Columns that a phone has room for, whatever the numbers in them. */
const MOST_COLUMNS = 3;

/** A table whose first column names the row. The caption says what is counted. */
export function table<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  hasFoot = false,
): Markup {
  const head = columns.map(({ title, isNumber }) => markup`<th scope="col"${numberClass(isNumber)}>${title}</th>`);
  const body = rows.map(
    (row) => markup`<tr>${columns.map((column, i) => cell(column.cell(row), i, column.isNumber))}</tr>
`,
  );
  const foot = markup`<tfoot><tr>${columns.map((column, i) => cell(column.foot ?? '', i, column.isNumber))}</tr></tfoot>
`;
  const whole = markup`<table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
${hasFoot ? foot : []}</table>
`;
  return columns.length > MOST_COLUMNS ? scrolling(`Table: ${caption}`, whole) : whole;
}

function cell(value: Value, column: number, isNumber: boolean | undefined): Markup {
  return column === 0 ? markup`<th scope="row">${value}</th>` : markup`<td${numberClass(isNumber)}>${value}</td>`;
}

function numberClass(isNumber: boolean | undefined): Markup {
  return isNumber === true ? markup` class="number"` : markup``;
}

/** A text and, in small letters below it, what else there is to know. */
export function withNote(text: Value, notes: readonly string[]): Markup {
  const note = notes.filter((each) => each !== '').join(' · ');
  return note === '' ? markup`${text}` : markup`${text}<span class="small">${note}</span>`;
}

/** What people call a source: by who sent it, where no other list is of the same sender. */
export function senderOf(source: string, { inputs }: Tally): string {
  const partner = inputs.find((each) => each.source === source)?.list.partner;
  const isOne = inputs.filter(({ list }) => list.partner === partner).length === 1;
  return partner !== undefined && isOne ? redactedFact(partner, HIDE_VALUES) : redactedNote(source, HIDE_VALUES);
}

/** A sentence from the catalogue as one of prose: what its examples do not share is left open. */
export function prose(text: string): string {
  const open = text.replaceAll('...', '\u2026');
  // The name of a format stays as it is.
  return /^[a-z]+(?![\w-])/u.test(open) ? `${open.charAt(0).toUpperCase()}${open.slice(1)}` : open;
}

/** A part of a table that is wider than a phone scrolls by itself, by keyboard too, and not the page. */
export function scrolling(label: string, content: Markup): Markup {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
${content}</div>
`;
}

/** A day as people write it: `23 November 2026`. A time of day stays as it is. */
export function longDay(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/u.exec(iso);
  const month = MONTHS[Number(parts?.[2]) - 1];
  return parts === null || month === undefined ? iso : `${Number(parts[3])} ${month} ${parts[1]}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
