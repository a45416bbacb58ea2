// A list policy: what a list must be like, as plain data. The texts it is read from are the business of
// hygiene/policies/, the sentences it is explained in that of report/.
import type { Age } from './age.ts';
import type { Severity } from './diagnostics.ts';
import type { ListFieldId, TimeField } from './fields.ts';
import type { KindId } from './kinds.ts';
import type { Decision } from './opinions.ts';
import type { Scope } from './scope.ts';

/** What reviews must differ in to count as two. */
export const distinctions = ['person', 'organisation', 'country'] as const;
export type Distinction = (typeof distinctions)[number];

/** How old a fact may be, and since when at the earliest; both hold where both are given. */
export interface Limit {
  readonly maxAge: Age | null;
  /** Epoch seconds. */
  readonly since: number | null;
}

export interface ReviewPolicy {
  readonly needed: number;
  /** Two reviews are independent where they are known to differ in any of these. */
  readonly distinct: readonly Distinction[];
  /** Decisions that count. */
  readonly decisions: readonly Decision[];
  /** Of the latest review: lists say when that was, and of no other. */
  readonly limit: Limit;
  /** Whether a review counts that comes from who listed the entry. */
  readonly reporterMayReview: boolean;
}

export interface ExpiryPolicy {
  /** For entries without a date of their own: so long after `from`. Null: they never expire. */
  readonly lifetime: Age | null;
  readonly from: TimeField;
  /** Whether an entry must have an expiry date, its own or the policy's. */
  readonly required: boolean;
  /** What lapses within this time is told. */
  readonly soon: Age;
}

/** What a fact that is yes, no or unknown must be. A flag is a label in a scheme of its name. */
export interface FlagPolicy {
  readonly flag: string;
  /** `yes` or `no`, or an age in years that must be below or from a number on. */
  readonly want: boolean | { readonly below: number } | { readonly from: number };
}

export interface ListPolicy {
  readonly facts: readonly ListFieldId[];
  /** Of the date of issue. */
  readonly limit: Limit;
  /** In per cent of the edition that is replaced. */
  readonly maxShrink: number | null;
  readonly maxGrowth: number | null;
}

export interface Policy {
  readonly id: string;
  readonly title: string;
  /** The policy that it extends. */
  readonly base: string | null;
  /** Where what it states is published. */
  readonly basis: readonly string[];
  /** What its author had to leave open. */
  readonly open: readonly string[];
  /** Null: all. */
  readonly kinds: readonly KindId[] | null;
  readonly scopes: readonly Scope[] | null;
  readonly reviews: ReviewPolicy | null;
  readonly verification: Limit | null;
  readonly expiry: ExpiryPolicy;
  readonly flags: readonly FlagPolicy[];
  /** Who entries may come from; null: anybody. */
  readonly parties: readonly string[] | null;
  /** Schemes with their labels, null for all labels; null: any scheme. */
  readonly schemes: ReadonlyMap<string, readonly string[] | null> | null;
  readonly labelRequired: boolean;
  readonly list: ListPolicy;
  /** Whether entries that contradict each other are looked for where nothing is merged. */
  readonly contradictions: boolean;
  /** Severities of codes, or of groups as `group/*`. */
  readonly grades: readonly { readonly code: string; readonly severity: Severity | 'off' }[];
}

/** What of a policy outlives the run that judged by it: who must have looked, what lapses when, how a list may change. */
export type Standing = Pick<Policy, 'reviews' | 'verification' | 'expiry' | 'list'>;

/** How many entries lapse when, if nobody does anything. */
export interface Forecast {
  /** Lapsed already. */
  readonly lapsed: number;
  /** Within so many days from the day the list is judged by; each holds the ones before. */
  readonly within: readonly { readonly days: number; readonly count: number }[];
  readonly later: number;
  /** Nothing says when. */
  readonly open: number;
}
