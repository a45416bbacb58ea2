// What a format can carry. Loss is computed from two of these, never judged by a writer on its own.
import { type FieldId, fieldIds, type ListFieldId } from './fields.ts';
import { type KindId, kindIds } from './kinds.ts';
import { type Scope, scopes } from './scope.ts';
import type { UrlPart } from './url-parts.ts';

export interface Carries {
  readonly kinds: readonly KindId[];
  readonly scopes: readonly Scope[];
  /** Whether several digests of one file stay together. */
  readonly perItem: 'one' | 'many';
  readonly opinions: 'none' | 'one' | 'many';
  /** `rows`: a withdrawn entry is a row; `by-absence`: a full edition just leaves it out; `none`: cannot be said. */
  readonly withdrawals: 'none' | 'rows' | 'by-absence';
  /** Whether entries that must never be blocked can be written. */
  readonly exceptions: boolean;
  readonly fields: Partial<Readonly<Record<FieldId, 'exact' | 'coarse'>>>;
  readonly order: boolean;
  /** Bytes of every hash prefix, where they must be alike; longer ones can be cut to it. */
  readonly prefixBytes?: number;
  /** Whether one key may stand on several rows. */
  readonly duplicates: boolean;
  readonly list: readonly ListFieldId[];
  /** Parts of a URL that its consumer does not look at; none where nothing is said. */
  readonly ignoresInUrls?: readonly UrlPart[];
}

/** Every fact of a row as it stands, and none of the list. */
export const everyRow: Carries = {
  kinds: kindIds,
  scopes,
  perItem: 'many',
  opinions: 'many',
  withdrawals: 'rows',
  exceptions: true,
  fields: Object.fromEntries(fieldIds.map((field) => [field, 'exact'])),
  order: true,
  duplicates: true,
  list: [],
};

/** What a writer must be given; the runner inserts the stages. */
export interface Needs {
  /** No key twice. */
  readonly unique?: true;
  /**
   * No name below a listed subtree, no URL that begins like a listed prefix: to some consumers it opens a hole. `segments`:
   * the consumer reads a prefix by whole segments of the path, so that `/a` covers `/a/b` and not `/ab`.
   */
  readonly noCovered?: true | 'segments';
  /** Rows sorted by kind, then key bytes. */
  readonly sorted?: true;
  /** Exceptions before all other rows: what a rule of a response policy zone must look like depends on them. */
  readonly exceptionsFirst?: true;
}
