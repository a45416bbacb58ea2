// Cells of reviews that name nobody (`-`, `n/a`) or no country (`SWE`, `Sweden`). They count for nothing, and that is told once
// of a list: no single row can be mended where a partner fills every empty cell with a hyphen.
import { countryIn } from '../../../model/countries.ts';
import { nameIn } from '../../../model/folded.ts';
import type { Review } from '../../../model/opinions.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { firstSource, type PolicyRule, perSet } from '../rule.ts';

const UNNAMED = 1;
const NO_COUNTRY = 2;

export const reviewCells: PolicyRule = {
  id: 'review-cells',
  codes: ['review/unnamed', 'review/country-unknown'],
  of({ reviews: policy }, { reviews: table }) {
    if (policy === null) return null;
    const hasCountries = policy.distinct.includes('country');
    const partIn = (set: number): string | null => first(table.list(set), (each) => unnamedPart(each, hasCountries));
    const countryOf = (set: number): string | null => (hasCountries ? first(table.list(set), oddCountry) : null);
    const oddIn = perSet(
      table,
      (set) => (partIn(set) === null ? 0 : UNNAMED) | (countryOf(set) === null ? 0 : NO_COUNTRY),
    );
    /** What was told of each list. */
    const told: number[] = [];
    return {
      judge({ count, op, reviews, ...batch }, { report }) {
        if (reviews === null) return;
        for (let i = 0; i < count; i++) {
          const set = reviews[i] ?? EMPTY_SET;
          const odd = oddIn(set);
          if (odd === 0 || op[i] !== PRESENT) continue;
          const source = firstSource(batch, i);
          const known = told[source] ?? 0;
          told[source] = known | odd;
          if ((odd & ~known & UNNAMED) !== 0) report('review/unnamed', i, () => ({ part: partIn(set) ?? '' }));
          if ((odd & ~known & NO_COUNTRY) !== 0)
            report('review/country-unknown', i, () => ({ country: countryOf(set) ?? '' }));
        }
      },
    };
  },
};

function first(reviews: readonly Review[], look: (review: Review) => string | null): string | null {
  for (const review of reviews) {
    const found = look(review);
    if (found !== null) return found;
  }
  return null;
}

/** The part of a review that holds something and names nobody. */
function unnamedPart({ reviewer, organisation = '', country = '' }: Review, hasCountries: boolean): string | null {
  const isUnnamed = (text: string): boolean => text.trim() !== '' && nameIn(text) === '';
  if (isUnnamed(reviewer)) return 'reviewer';
  if (isUnnamed(organisation)) return 'organisation';
  return hasCountries && isUnnamed(country) && countryIn(country) === '' ? 'country' : null;
}

/** What stands for a country and is no code of one. */
function oddCountry({ country = '' }: Review): string | null {
  return nameIn(country) !== '' && countryIn(country) === '' ? country : null;
}
