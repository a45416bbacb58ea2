// Profiles of feeds whose columns are published: what each column means is written down once, in the format's file.
import type { TimeField } from '../../../model/fields.ts';
import type { Decision } from '../../../model/opinions.ts';
import { isoPattern } from '../time/pattern.ts';
import { columnNamed, textCell } from './labels.ts';
import { type OpinionColumns, plainName, type ReviewColumns, type TableProfile } from './profile.ts';
import { keyColumn, publishedProfile } from './published.ts';

export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly container: TableProfile['container'];
  readonly header: TableProfile['header'];
  /** The column with the URL. */
  readonly url: string;
  readonly partnerKey: string;
  readonly times: Partial<Readonly<Record<TimeField, string>>>;
  /** The column with the label, and the scheme it belongs to. */
  readonly label: { readonly column: string; readonly scheme: string };
  readonly note?: string;
  /** Who says so: a column, or always the same. */
  readonly member: { readonly column: string } | { readonly always: string };
  readonly review?: ReviewColumns;
  /** Tokens of an empty cell. */
  readonly blanks: readonly string[];
  /** Columns that say nothing the others do not. */
  readonly derived: readonly string[];
}

export function feedProfile(feed: Feed): TableProfile {
  const member = 'always' in feed.member ? { fixed: feed.member.always } : textCell(columnNamed(feed.member.column));
  const opinion: OpinionColumns = {
    member,
    scheme: { fixed: feed.label.scheme },
    label: textCell(columnNamed(feed.label.column)),
    polarity: { fixed: 'deny' },
  };
  const times = Object.entries(feed.times) as [TimeField, string][]; // keys of a record of times
  return publishedProfile({
    id: feed.id,
    title: feed.title,
    container: feed.container,
    comment: feed.header === 'comment' ? '#' : null,
    header: feed.header,
    blanks: feed.blanks,
    keys: [keyColumn(columnNamed(feed.url, 'must'), 'url')],
    opinions: [opinion],
    reviews: feed.review === undefined ? [] : [feed.review],
    times: times.map(([field, column]) => ({ column: columnNamed(column), field, patterns: [isoPattern] })),
    texts: [
      { column: columnNamed(feed.partnerKey), field: 'partnerKey' },
      ...(feed.note === undefined ? [] : [{ column: columnNamed(feed.note), field: 'note' as const }]),
    ],
    required: [columnNamed(feed.url, 'must')],
    ignore: { names: new Set(feed.derived.map(plainName)), indexes: new Set() },
  });
}

/** One reviewer who is always the same, and a column with what they decided. */
export function reviewBy(
  reviewer: string,
  column: string,
  decisions: ReadonlyMap<string, Decision | null>,
): ReviewColumns {
  const is = new Map([...decisions].map(([word, decision]) => [word, decision === null ? null : reviewer]));
  return {
    reviewer: {
      column: columnNamed(column),
      values: is,
      otherwise: 'refuse',
      empty: { value: null },
      list: null,
      want: [...is.keys()].join(' or '),
    },
    patterns: [],
    organisation: { fixed: null },
    country: { fixed: null },
    checksCountry: false,
    decision: {
      column: columnNamed(column),
      values: decisions,
      otherwise: 'refuse',
      empty: { value: null },
      list: null,
      want: [...is.keys()].join(' or '),
    },
  };
}
