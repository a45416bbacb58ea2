// Columns of published layouts, for the profiles that formats have built in.
import { type Cell, type ColumnRef, type OpinionColumns, plainName } from './profile.ts';

export function columnNamed(name: string, need: ColumnRef['need'] = 'should'): ColumnRef {
  return { shown: name, names: [plainName(name)], need };
}

/** A column whose cells are labels of one scheme. A word that is not in the table stays what it is, is kept, and is told. */
export function labelColumn(
  name: string,
  scheme: string,
  values: ReadonlyMap<string, string> | null,
  need: ColumnRef['need'] = 'should',
): OpinionColumns {
  const label: Cell<string> = {
    ...textCell(columnNamed(name, need)),
    values,
    otherwise: values === null ? 'keep' : 'tell',
  };
  return { member: { fixed: null }, scheme: { fixed: scheme }, label, polarity: { fixed: null } };
}

/** A column whose cells are taken as they are, and may be empty. */
export function textCell(column: ColumnRef): Cell<string> {
  return { column, values: null, otherwise: 'keep', empty: { value: null }, list: null, want: 'text' };
}
