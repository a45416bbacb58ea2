// Profiles of layouts that are published: what they have alike is said once, and a format says only its columns.
import { type KindId, kinds } from '../../../model/kinds.ts';
import { EXACT, PRESENT } from '../../../model/scope.ts';
import { columnNamed } from './labels.ts';
import type { ColumnRef, KeyColumn, TableProfile } from './profile.ts';

/** What a layout says by itself; the rest is that of a list with commas, a header and present entries. */
type Layout = Pick<TableProfile, 'id' | 'title' | 'keys'> & Partial<TableProfile>;

export function publishedProfile(layout: Layout): TableProfile {
  return {
    container: 'delimited',
    delimiter: 44,
    comment: null,
    header: 'line',
    ragged: false,
    maxField: 1 << 16,
    apostrophes: false,
    list: {},
    blanks: [],
    operation: { fixed: PRESENT },
    item: null,
    opinions: [],
    unlabelled: null,
    member: null,
    reviews: [],
    times: [],
    texts: [],
    size: null,
    origins: null,
    required: [],
    ignore: { names: new Set(), indexes: new Set() },
    ...layout,
  };
}

/**
 * A column for each kind of digest, under the name the layout has for it. PhotoDNA is spelled in more ways than anybody lists:
 * one that cannot be read does not cost the digests beside it.
 */
export function digestColumns(digests: Readonly<Record<string, KindId>>, need: ColumnRef['need']): KeyColumn[] {
  return Object.entries(digests).map(([name, kind]) => ({
    ...keyColumn(columnNamed(name, need), kind),
    isSpare: kind === 'photodna',
  }));
}

export function keyColumn(column: ColumnRef, kind: KindId): KeyColumn {
  return { column, kind: { fixed: kinds[kind] }, scope: { fixed: EXACT }, encoding: null, strip: [], list: null };
}
