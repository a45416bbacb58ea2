// The optional facts of a row and of a list: their ids, which formats declare in `carries` and loss is told in.

/** Optional facts of a row, beside its key, scope, operation and opinions. */
export const fieldIds = [
  'firstSeen',
  'lastVerified',
  'lastReviewed',
  'updated',
  'expires',
  'reviews',
  'partnerKey',
  'size',
  'name',
  'note',
  'spelling',
  'origins',
] as const;
export type FieldId = (typeof fieldIds)[number];

/** `updated`: when the sender last changed the record; what it says, was looked at or lapses then is told by the others. */
export const timeFields = ['firstSeen', 'lastVerified', 'lastReviewed', 'updated', 'expires'] as const;
export type TimeField = (typeof timeFields)[number];

/** Text facts of a row that few lists have; kept as an object per row, so absent costs nothing. */
export interface Extras {
  readonly name?: string;
  readonly note?: string;
  /** The key as the sender spelled it, where the canonical form differs. */
  readonly spelling?: string;
}
export type ExtraField = keyof Extras;

/** Facts of a whole list, which most text formats put in comments or nowhere. */
export interface ListFacts {
  readonly partner?: string;
  readonly title?: string;
  readonly version?: string;
  /** ISO 8601, as sent. */
  readonly issuedAt?: string;
  /** Rows the sender says the list has. */
  readonly claimedCount?: number;
  /** Handling marking, such as TLP:AMBER. */
  readonly marking?: string;
  /** Whether absence withdraws (full) or says nothing (delta). */
  readonly edition?: 'full' | 'delta';
}
export type ListFieldId = keyof ListFacts;
export const listFieldIds = [
  'partner',
  'title',
  'version',
  'issuedAt',
  'claimedCount',
  'marking',
  'edition',
] as const satisfies readonly ListFieldId[];
