// Which columns a table is written with: what may be chosen, and what a table with just those columns carries.
import type { Carries } from '../../../model/carries.ts';
import type { FieldId } from '../../../model/fields.ts';
import { kindIds, kinds } from '../../../model/kinds.ts';
import { type FactColumn, factColumns } from './write-columns.ts';

export interface ColumnOptions {
  readonly delimiter?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly formulas?: 'neutralise' | 'keep' | undefined;
}

/** Kinds that may have a column of their own: what only its owner can read is known by no column's name. */
const wideKinds: readonly string[] = kindIds.filter((id) => kinds[id].family !== 'opaque' && id !== 'record');
export const longColumns: readonly string[] = ['kind', 'key', ...Object.keys(factColumns)];

/** Columns that carry a field of a row, beside those of opinions and reviews. */
const fieldOfColumn: Partial<Record<FactColumn, FieldId>> = {
  last_reviewed: 'lastReviewed',
  first_seen: 'firstSeen',
  last_verified: 'lastVerified',
  updated: 'updated',
  expires: 'expires',
  id: 'partnerKey',
  size: 'size',
  name: 'name',
  note: 'note',
  spelling: 'spelling',
  origins: 'origins',
};

/** Whether these columns make a table with one key a row, and not one file a row. */
export function isLong(columns: readonly string[] | undefined): boolean {
  return columns === undefined || columns.includes('key');
}

/** What is wrong with a choice of columns, or null. */
export function columnsFault(names: readonly string[]): string | null {
  if (new Set(names).size < names.length) return 'a column is named twice';
  const unknown = names.find((name) => !longColumns.includes(name) && !wideKinds.includes(name));
  if (unknown !== undefined)
    return `there is no column ${unknown}; there are ${[...longColumns, ...wideKinds].join(', ')}`;
  const isByKey = names.includes('kind') || names.includes('key');
  const hasKinds = names.some((name) => wideKinds.includes(name));
  if (isByKey && !(names.includes('kind') && names.includes('key'))) return 'kind and key go together';
  if (isByKey && hasKinds) return 'either kind and key, or columns of kinds such as md5 and sha1';
  return isByKey || hasKinds ? null : 'no column holds a key, such as md5 or url';
}

/** What a table with just these columns carries. */
export function carriesOfColumns(names: readonly string[], all: Carries): Carries {
  const has = (...wanted: FactColumn[]): boolean => wanted.every((name) => names.includes(name));
  const found = kindIds.filter((id) => names.includes(id));
  const fields = (Object.keys(fieldOfColumn) as FactColumn[]).flatMap((name) => {
    const field = fieldOfColumn[name];
    return field !== undefined && names.includes(name) ? [field] : [];
  });
  if (has('reviewer', 'organisation', 'country', 'decision')) fields.push('reviews');
  const isMany = has('label', 'scheme', 'member', 'polarity');
  return {
    ...all,
    kinds: isLong(names) ? all.kinds : found,
    scopes: has('scope') ? all.scopes : ['exact'],
    perItem: has('item') || found.length > 1 ? 'many' : 'one',
    opinions: isMany ? 'many' : names.includes('label') ? 'one' : 'none',
    withdrawals: has('operation') ? 'rows' : 'by-absence',
    exceptions: has('operation'),
    fields: Object.fromEntries(fields.map((field) => [field, 'exact'])),
  };
}
