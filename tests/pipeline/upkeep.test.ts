// Counting by columns against counting row by row, over reviews and dates of every sort.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { createInterns, type Review } from '../../src/model/opinions.ts';
import { PRESENT, WITHDRAWN } from '../../src/model/scope.ts';
import { ageDays, expiryDays } from '../../src/model/upkeep.ts';
import { UpkeepCount } from '../../src/pipeline/upkeep.ts';
import { RUNS, SEED } from '../support/runs.ts';

const DAY = 86_400;
const AS_OF = 1_767_614_400;

const review = fc.record(
  {
    reviewer: fc.constantFrom('a', 'b', 'c'),
    organisation: fc.constantFrom('A', 'B'),
    country: fc.constantFrom('DE', 'FR'),
    decision: fc.constantFrom('confirmed', 'refuted', 'unsure'),
  },
  { requiredKeys: ['reviewer', 'decision'] },
) as fc.Arbitrary<Review>;

const away = fc.oneof(
  fc.constantFrom(0, 1, 7 * DAY, 7 * DAY + 1, 730 * DAY, 731 * DAY, -1, Number.NaN),
  fc.integer({ min: -900 * DAY, max: 900 * DAY }),
);

interface Given {
  readonly isListed: boolean;
  readonly reviews: readonly Review[];
  readonly verified: number;
  readonly expires: number;
}

const row: fc.Arbitrary<Given> = fc.record({
  isListed: fc.boolean(),
  reviews: fc.array(review, { maxLength: 5 }),
  verified: away,
  expires: away,
});

/** A batch of nothing but what is counted. */
function batchOf(rows: readonly Given[], interns: ReturnType<typeof createInterns>): Batch {
  const empty = new BatchBuilder(0).take();
  return {
    ...empty,
    count: rows.length,
    op: Uint8Array.from(rows, ({ isListed }) => (isListed ? PRESENT : WITHDRAWN)),
    uniform: rows.every(({ isListed }) => isListed) || rows.every(({ isListed }) => !isListed),
    reviews: Uint32Array.from(rows, ({ reviews }) => interns.reviews.of(reviews)),
    times: {
      ...empty.times,
      lastVerified: Float64Array.from(rows, ({ verified }) => AS_OF - verified),
      expires: Float64Array.from(rows, ({ expires }) => AS_OF + expires),
    },
  };
}

function bandsOf(values: readonly number[], days: readonly number[]) {
  const bandOf = (value: number): number => days.filter((day) => value > day * DAY).length;
  const dated = values.filter((value) => value >= 0);
  return {
    within: Array.from({ length: days.length + 1 }, (_, i) => dated.filter((value) => bandOf(value) === i).length),
    otherSide: values.filter((value) => value < 0).length,
    none: values.filter((value) => Number.isNaN(value)).length,
  };
}

const confirming = ({ reviews }: Given): Review[] => reviews.filter(({ decision }) => decision === 'confirmed');
const differing = (given: Given, of: (each: Review) => string | undefined): number =>
  new Set(
    confirming(given)
      .map(of)
      .filter((each) => each !== undefined),
  ).size;

describe('upkeep', () => {
  it('is the same by columns as row by row, however the rows come', () =>
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 8 }), { maxLength: 6 }), (batches) => {
        const interns = createInterns();
        const count = new UpkeepCount(interns, AS_OF);
        for (const rows of batches) count.look(batchOf(rows, interns));
        const listed = batches.flat().filter(({ isListed }) => isListed);
        const number = (isMeant: (given: Given) => boolean): number => listed.filter(isMeant).length;
        const persons = (given: Given): number =>
          differing(given, (each) => `${each.organisation ?? ''} ${each.reviewer}`);
        const unknown = { within: [0, 0, 0, 0, 0, 0, 0], otherSide: 0, none: listed.length };
        expect(count.upkeep()).toEqual({
          entries: listed.length,
          ages: {
            lastVerified: bandsOf(
              listed.map(({ verified }) => verified),
              ageDays,
            ),
            lastReviewed: unknown,
            firstSeen: unknown,
          },
          expiry: bandsOf(
            listed.map(({ expires }) => expires),
            expiryDays,
          ),
          reviews: {
            persons: [0, 1, 2, 3].map((many) => number((given) => Math.min(persons(given), 3) === many)),
            twoOrganisations: number((given) => differing(given, ({ organisation }) => organisation) > 1),
            twoCountries: number((given) => differing(given, ({ country }) => country) > 1),
            disputed: number(
              (given) => confirming(given).length > 0 && given.reviews.some(({ decision }) => decision === 'refuted'),
            ),
          },
        });
      }),
      { numRuns: RUNS, seed: SEED },
    ));
});
