// How old the entries of a list are, when they lapse and who has looked at them: numbers in bands, for reports.
import type { TimeField } from './fields.ts';

/** Days up to which a band reaches; one more band takes what is beyond the last. */
export const ageDays = [7, 30, 90, 180, 365, 730] as const;
export const expiryDays = [7, 30, 90, 180, 365] as const;

/** Dates that tell how old an entry is. */
export const ageFields = ['lastVerified', 'lastReviewed', 'firstSeen'] as const satisfies readonly TimeField[];
export type AgeField = (typeof ageFields)[number];

/** Entries by how far a date of theirs is from the day of the run. */
export interface Bands {
  /** For each number of days, and for what is beyond. */
  readonly within: readonly number[];
  /** The date lies on the other side of that day: seen in the future, expired in the past. */
  readonly otherSide: number;
  /** There is no such date. */
  readonly none: number;
}

/** Entries by who has confirmed them. */
export interface ReviewCoverage {
  /** By the number of persons: none, one, two, three or more. */
  readonly persons: readonly [none: number, one: number, two: number, more: number];
  readonly twoOrganisations: number;
  readonly twoCountries: number;
  /** Confirmed by one and refuted by another. */
  readonly disputed: number;
}

export interface Upkeep {
  /** Entries that are listed: neither withdrawn nor excepted. */
  readonly entries: number;
  readonly ages: Readonly<Record<AgeField, Bands>>;
  readonly expiry: Bands;
  readonly reviews: ReviewCoverage;
}
