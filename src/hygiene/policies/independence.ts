// How many of some reviews are independent of each other, by what the policy names. What is not known never makes two
// reviews out of one: a review without a country does not differ in it.
import { countryIn } from '../../model/countries.ts';
import { nameIn } from '../../model/folded.ts';
import type { Review } from '../../model/opinions.ts';
import type { Distinction } from '../../model/policy.ts';
import { mayBeOne, wordsOf } from './persons.ts';
import type { Reporter } from './reporters.ts';

/** Why two reviews count as one. */
export const reasons = [
  'same-person',
  'same-organisation',
  'same-country',
  'no-person',
  'no-organisation',
  'no-country',
  'reporter',
] as const;
export type Reason = (typeof reasons)[number];

/** A review as it is compared. What is not known is empty. */
export interface Reviewer {
  readonly name: string;
  readonly words: readonly string[];
  readonly organisation: string;
  readonly country: string;
}

export function reviewerOf({ reviewer, organisation = '', country = '' }: Review): Reviewer {
  return {
    name: nameIn(reviewer),
    words: wordsOf(reviewer),
    organisation: nameIn(organisation),
    country: countryIn(country),
  };
}

/** Whether a review names anybody at all. */
export function isByAnybody({ name, organisation }: Reviewer): boolean {
  return name !== '' || organisation !== '';
}

/** Whether a member who lists an entry may be who made this review, or its organisation. */
export function isBy(reviewer: Reviewer, reporter: Reporter, areBodies: boolean): boolean {
  const { name, words, organisation } = reviewer;
  if (name === reporter.name || mayBeOne(words, reporter.words)) return true;
  return areBodies && (organisation === reporter.name || mayBeOne(wordsOf(organisation), reporter.words));
}

/** Null where two reviews are known to differ in one of these; else why not. */
function reasonFor(a: Reviewer, b: Reviewer, distinct: readonly Distinction[]): Reason | null {
  let first: Reason | null = null;
  for (const each of distinct) {
    const reason = sameness(a, b, each);
    if (reason === null) return null;
    first ??= reason;
  }
  return first;
}

function sameness(a: Reviewer, b: Reviewer, distinct: Distinction): Reason | null {
  switch (distinct) {
    case 'person': {
      const areElsewhere = a.organisation !== '' && b.organisation !== '' && a.organisation !== b.organisation;
      if (areElsewhere) return null;
      if (a.name === '' || b.name === '') return 'no-person';
      return a.name === b.name || mayBeOne(a.words, b.words) ? 'same-person' : null;
    }
    case 'organisation':
      if (a.organisation === '' || b.organisation === '') return 'no-organisation';
      return a.organisation === b.organisation ? 'same-organisation' : null;
    case 'country':
      if (a.country === '' || b.country === '') return 'no-country';
      return a.country === b.country ? 'same-country' : null;
  }
}

/** So many reviews are compared in every way; more of them, which no list has, one after the other. */
const FEW = 12;

/** As many of these as are independent of each other, up to `needed`; and why it is no more. */
export function independent(
  all: readonly Reviewer[],
  distinct: readonly Distinction[],
  needed: number,
): { readonly count: number; readonly reason: Reason | null } {
  let reason: Reason | null = null;
  const goesWith = (chosen: readonly Reviewer[], each: Reviewer): boolean =>
    chosen.every((other) => {
      const why = reasonFor(other, each, distinct);
      reason ??= why;
      return why === null;
    });
  // Unknown values make independence intransitive, so the first that fit together need not be the most.
  const most = (chosen: readonly Reviewer[], from: number): number => {
    let best = chosen.length;
    for (let i = from; i < all.length && best < needed; i++) {
      const each = all[i];
      if (each === undefined || !goesWith(chosen, each)) continue;
      best = Math.max(best, most([...chosen, each], i + 1));
      if (all.length > FEW) break;
    }
    return best;
  };
  const count = most([], 0);
  return { count, reason: count < needed ? reason : null };
}
