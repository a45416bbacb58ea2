// Who has looked at the entries of a list: how many of them independent reviewers confirmed, and which are in doubt.
import type { Batch } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import type { ReviewPolicy } from '../../model/policy.ts';
import { PRESENT } from '../../model/scope.ts';
import { independent, isByAnybody, reviewerOf } from './independence.ts';
import { perSet } from './rule.ts';

/** Entries that are listed, by who looked at them. */
export interface Coverage {
  /** Confirmed by no reviewer, by one, by two or more who are independent of each other. */
  none: number;
  one: number;
  more: number;
  /** Refuted by somebody; of these, confirmed by somebody else. */
  refuted: number;
  disputed: number;
  /** An appeal waits for its decision. */
  appealed: number;
}

export interface CoverageCount {
  count(batch: Batch): void;
  readonly coverage: Coverage;
}

/** Where no policy says what reviewers must differ in, or what counts. */
const USUAL: Pick<ReviewPolicy, 'distinct' | 'decisions'> = { distinct: ['person'], decisions: ['confirmed'] };

const REFUTED = 4;
const DISPUTED = 8;

export function coverageBy(policy: ReviewPolicy | null, { reviews, opinions }: Interns): CoverageCount {
  const { distinct, decisions } = policy ?? USUAL;
  const classOf = perSet(reviews, (set) => {
    const all = reviews.list(set);
    const counting = all.filter(({ decision }) => decisions.includes(decision)).map(reviewerOf);
    const { count } = independent(counting.filter(isByAnybody), distinct, 2);
    const isRefuted = all.some(({ decision }) => decision === 'refuted');
    const isConfirmed = all.some(({ decision }) => decision === 'confirmed');
    return Math.min(count, 2) | (isRefuted ? REFUTED : 0) | (isRefuted && isConfirmed ? DISPUTED : 0);
  });
  const appeals = perSet(opinions, (set) =>
    opinions.list(set).some(({ scheme, label }) => scheme === 'appeal' && label === 'pending') ? 1 : 0,
  );
  const coverage: Coverage = { none: 0, one: 0, more: 0, refuted: 0, disputed: 0, appealed: 0 };
  return {
    coverage,
    count(batch) {
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] !== PRESENT) continue;
        const found = batch.reviews === null ? 0 : classOf(batch.reviews[i] ?? 0);
        const confirmed = found & 3;
        if (confirmed === 0) coverage.none++;
        else if (confirmed === 1) coverage.one++;
        else coverage.more++;
        if ((found & REFUTED) !== 0) coverage.refuted++;
        if ((found & DISPUTED) !== 0) coverage.disputed++;
        if (batch.opinions !== null) coverage.appealed += appeals(batch.opinions[i] ?? 0);
      }
    },
  };
}
