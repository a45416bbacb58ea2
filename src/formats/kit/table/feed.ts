// Profiles of feeds whose columns are published: what each column means is written down once, in the format's file.
import type { TimeField } from '../../../model/fields.ts';
import { kinds } from '../../../model/kinds.ts';
import type { Decision } from '../../../model/opinions.ts';
import { EXACT, PRESENT } from '../../../model/scope.ts';
import { isoPattern } from '../time/pattern.ts';
import {
  type Cell,
  type ColumnRef,
  type OpinionColumns,
  plainName,
  type ReviewColumns,
  type TableProfile,
} from './profile.ts';

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
  const member = 'always' in feed.member ? { fixed: feed.member.always } : textCell(feed.member.column);
  const opinion: OpinionColumns = {
    member,
    scheme: { fixed: feed.label.scheme },
    label: textCell(feed.label.column),
    polarity: { fixed: 'deny' },
  };
  const times = Object.entries(feed.times) as [TimeField, string][]; // keys of a record of times
  return {
    id: feed.id,
    title: feed.title,
    container: feed.container,
    delimiter: 44,
    comment: feed.header === 'comment' ? '#' : null,
    header: feed.header,
    ragged: false,
    maxField: 1 << 16,
    apostrophes: false,
    list: {},
    blanks: feed.blanks,
    keys: [
      {
        column: refTo(feed.url, 'must'),
        kind: { fixed: kinds.url },
        scope: { fixed: EXACT },
        encoding: null,
        strip: [],
        list: null,
      },
    ],
    operation: { fixed: PRESENT },
    item: null,
    opinions: [opinion],
    unlabelled: null,
    member: null,
    reviews: feed.review === undefined ? [] : [feed.review],
    times: times.map(([field, column]) => ({ column: refTo(column), field, patterns: [isoPattern] })),
    texts: [
      { column: refTo(feed.partnerKey), field: 'partnerKey' },
      ...(feed.note === undefined ? [] : [{ column: refTo(feed.note), field: 'note' as const }]),
    ],
    size: null,
    origins: null,
    required: [refTo(feed.url, 'must')],
    ignore: { names: new Set(feed.derived.map(plainName)), indexes: new Set() },
  };
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
      column: refTo(column),
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
      column: refTo(column),
      values: decisions,
      otherwise: 'refuse',
      empty: { value: null },
      list: null,
      want: [...is.keys()].join(' or '),
    },
  };
}

function refTo(name: string, need: ColumnRef['need'] = 'should'): ColumnRef {
  return { shown: name, names: [plainName(name)], need };
}

function textCell(column: string): Cell<string> {
  return { column: refTo(column), values: null, otherwise: 'keep', empty: { value: null }, list: null, want: 'text' };
}
