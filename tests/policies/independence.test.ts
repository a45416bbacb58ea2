// The most reviews that are independent of each other, against trying every choice of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { independent, type Reviewer, reviewerOf } from '../../src/hygiene/policies/independence.ts';
import { type Distinction, distinctions } from '../../src/model/policy.ts';
import { RUNS, SEED } from '../support/runs.ts';

const reviewer = fc
  .record({
    reviewer: fc.constantFrom('anna berg', 'A. Berg', 'bo dahl', 'cy ek'),
    organisation: fc.constantFrom('', 'x', 'X ', 'y'),
    country: fc.constantFrom('', 'SE', 'GB', 'UK'),
  })
  .map((fields): Reviewer => reviewerOf({ ...fields, decision: 'confirmed' }));

const distinct = fc.subarray([...distinctions], { minLength: 1 });

/** Two of them alone are independent or not; that much is taken for granted here. */
const arePair = (a: Reviewer, b: Reviewer, by: readonly Distinction[]): boolean =>
  independent([a, b], by, 2).count === 2;

function most(all: readonly Reviewer[], by: readonly Distinction[]): number {
  let best = 0;
  for (let choice = 0; choice < 1 << all.length; choice++) {
    const chosen = all.filter((_, i) => (choice >> i) & 1);
    const areApart = chosen.every((a, i) => chosen.every((b, k) => k <= i || arePair(a, b, by)));
    if (areApart) best = Math.max(best, chosen.length);
  }
  return best;
}

describe('independent reviews', () => {
  it('are as many as any choice of them gives, up to those needed', () => {
    fc.assert(
      fc.property(fc.array(reviewer, { maxLength: 7 }), distinct, fc.integer({ min: 1, max: 5 }), (all, by, needed) => {
        const { count, reason } = independent(all, by, needed);
        expect(Math.min(count, needed)).toBe(Math.min(most(all, by), needed));
        if (count < needed && all.length >= needed) expect(reason).not.toBeNull();
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('do not depend on who comes first', () => {
    fc.assert(
      fc.property(reviewer, reviewer, distinct, (a, b, by) => arePair(a, b, by) === arePair(b, a, by)),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('are found among hundreds without trying every choice', () => {
    const crowd = Array.from({ length: 400 }, (_, i) =>
      reviewerOf({ reviewer: `analyst ${i}`, organisation: 'one', decision: 'confirmed' }),
    );
    expect(independent(crowd, ['organisation'], 9).count).toBe(1);
    expect(independent(crowd, ['person'], 9).count).toBe(9);
  });
});
