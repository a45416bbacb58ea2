// What a column profile says, as plain data: which columns hold keys, labels, reviews, times and the rest.
// Profiles written by a user, and the names that `csv` and `json-lines` know by themselves, both end up as this.
import type { ExtraField, ListFacts, TimeField } from '../../../model/fields.ts';
import type { Kind } from '../../../model/kinds.ts';
import type { Decision, Polarity } from '../../../model/opinions.ts';
import type { TimePattern } from '../time/pattern.ts';

/** One column, one header name or one JSON path. */
/** Instead of a scope code, where nobody says how far a name reaches: a URL is exact then, and for a name it is asked. */
export const UNSAID = 255;

export interface ColumnRef {
  /** As the profile spells it, for findings. */
  readonly shown: string;
  /** Plain names (see `plainName`) any of which is meant. Empty where the column goes by its place. */
  readonly names: readonly string[];
  /** Place in the row, from 0. */
  readonly index?: number;
  /** Steps into nested objects and arrays; a name is plain. */
  readonly path?: readonly (string | number)[];
  /** `must`: the list is refused without it; `should`: told when absent; `may`: nobody minds. */
  readonly need: 'must' | 'should' | 'may';
}

/** How several values share a cell. */
export interface ListSyntax {
  /** One byte. */
  readonly separator: number;
  /** Whether `%3B`, `%25` and the like stand for characters that the cell cannot hold as they are. */
  readonly escapes: boolean;
  /** In JSON, where a list is an array: what separates items within one text, null for nothing. */
  readonly inText: string | null;
}

/** In JSON the items of an array are put into one field with a character between them that no text of a list holds. */
export const ARRAY_SEPARATOR = 31;

/** A column whose cells are looked up, or taken as they are. */
export interface Cell<T> {
  readonly column: ColumnRef;
  /** By lower-case token; null maps a token to nothing. Without a table the text itself is the value. */
  readonly values: ReadonlyMap<string, T | null> | null;
  /** A token that is not in the table: refuse the row, take the text as it is, take it and tell, or take this value. */
  readonly otherwise: 'refuse' | 'keep' | 'tell' | { readonly value: T | null };
  /** An empty cell. */
  readonly empty: 'refuse' | { readonly value: T | null };
  readonly list: ListSyntax | null;
  /** What a good cell would be, for findings: `a known scope`. */
  readonly want: string;
}

/** The same value for every row (null: none), or a column. */
export type Source<T> = { readonly fixed: T | null } | Cell<T>;

export function isCell<T>(source: Source<T>): source is Cell<T> {
  return 'column' in source;
}

export interface KeyColumn {
  readonly column: ColumnRef;
  readonly kind: Source<Kind>;
  /** A scope code, or UNSAID. */
  readonly scope: Source<number>;
  readonly encoding: 'hex' | 'base64' | null;
  /** Prefixes that belong to the sender's layout, such as `sha256:`. */
  readonly strip: readonly string[];
  readonly list: ListSyntax | null;
  /** Whether a fault in it costs no more than itself where the record has another key. */
  readonly isSpare?: boolean;
  /** What becomes of an address with a port behind it, where the layout has such: no key, or that of the whole address. */
  readonly endpoints?: 'refuse' | 'address';
}

export interface OpinionColumns {
  readonly member: Source<string>;
  readonly scheme: Source<string>;
  readonly label: Source<string>;
  readonly polarity: Source<Polarity>;
}

export interface ReviewColumns {
  readonly reviewer: Cell<string>;
  /** Ways to take the cell apart into reviewer, organisation and country; the first that fits is used. */
  readonly patterns: readonly ReviewerPattern[];
  readonly organisation: Source<string>;
  readonly country: Source<string>;
  /** Whether a country must be two letters; otherwise it is kept as it is. */
  readonly checksCountry: boolean;
  readonly decision: Source<Decision>;
}

export type ReviewerPart = 'reviewer' | 'organisation' | 'country';

/** `{reviewer}@{organisation}/{country}`: parts, and the text before each and after the last. */
export interface ReviewerPattern {
  readonly parts: readonly ReviewerPart[];
  readonly between: readonly string[];
}

export interface TimeColumn {
  readonly column: ColumnRef;
  readonly field: TimeField;
  readonly patterns: readonly TimePattern[];
  /** Nobody said in which zone times of day are; they are read as UTC, and that is told. */
  readonly isZoneUnsaid?: boolean;
}

export interface TextColumn {
  readonly column: ColumnRef;
  readonly field: ExtraField | 'partnerKey';
}

export interface TableProfile {
  readonly id: string;
  readonly title: string;
  readonly container: 'delimited' | 'json-lines';
  /** One byte; null: found out from the first records. */
  readonly delimiter: number | null;
  readonly comment: string | null;
  readonly header: 'line' | 'comment' | 'none';
  /** Whether rows may be shorter or longer than the header. */
  readonly ragged: boolean;
  /** Most bytes of a cell. */
  readonly maxField: number;
  /** Whether a leading apostrophe before `=`, `+`, `-`, `@` protects the cell from spreadsheets and is no part of it. */
  readonly apostrophes: boolean;
  readonly list: ListFacts;
  /** Lower-case tokens that mean an empty cell. */
  readonly blanks: readonly string[];
  readonly keys: readonly KeyColumn[];
  /** An operation code. */
  readonly operation: Source<number>;
  readonly item: ColumnRef | null;
  readonly opinions: readonly OpinionColumns[];
  /** Whose opinion a row without a label is: known member or polarity, nothing else. */
  readonly unlabelled: OpinionColumns | null;
  /** The member of opinions that name none; null: the name of the source. */
  readonly member: string | null;
  readonly reviews: readonly ReviewColumns[];
  readonly times: readonly TimeColumn[];
  readonly texts: readonly TextColumn[];
  readonly size: ColumnRef | null;
  readonly origins: { readonly column: ColumnRef; readonly list: ListSyntax } | null;
  /** The column of this program's own, in formats whose columns say less than rows do. */
  readonly own?: ColumnRef;
  /** Columns whose cells may not be empty. */
  readonly required: readonly ColumnRef[];
  /** Plain names, or places, that are left out without a word; null: all the profile does not name. */
  readonly ignore: { readonly names: ReadonlySet<string>; readonly indexes: ReadonlySet<number> } | null;
}

/** The columns whose cells hold several values. */
export function listColumns(profile: TableProfile): ReadonlyMap<ColumnRef, ListSyntax> {
  const lists = new Map<ColumnRef, ListSyntax>();
  const add = (column: ColumnRef, list: ListSyntax | null): void => {
    if (list !== null) lists.set(column, list);
  };
  const addCells = (...sources: Source<unknown>[]): void => {
    for (const source of sources) if (isCell(source)) add(source.column, source.list);
  };
  for (const { column, list } of profile.keys) add(column, list);
  for (const { member, scheme, label, polarity } of profile.opinions) addCells(member, scheme, label, polarity);
  for (const each of profile.reviews) addCells(each.reviewer, each.organisation, each.country, each.decision);
  if (profile.origins !== null) add(profile.origins.column, profile.origins.list);
  return lists;
}

/** A name for comparison: lower case, without spaces, hyphens, underscores and dots. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s._-]+/gu, '');
}
