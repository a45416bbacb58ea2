// How many of the reviews of an entry count: those by people independent of each other and of who reported it.
import type { Batch } from '../../model/batch.ts';
import type { Interns, Review } from '../../model/opinions.ts';
import type { ReviewPolicy } from '../../model/policy.ts';
import { independent, isBy, isByAnybody, type Reason, type Reviewer, reviewerOf } from './independence.ts';
import { type Reporter, Reporters } from './reporters.ts';

interface Agreement {
  readonly count: number;
  /** Why it is no more; null where it is enough. */
  readonly reason: Reason | null;
}

export /** How many of these are independent of each other and of who reported the entry. */
function agreeing(
  counting: readonly Reviewer[],
  reporters: readonly Reporter[],
  { needed, distinct }: ReviewPolicy,
): Agreement {
  const areBodies = distinct.some((each) => each !== 'person');
  /** Of a review without an organisation nobody knows whether the reporter's own people made it. */
  const isOpen = ({ organisation }: Reviewer): boolean => distinct.includes('organisation') && organisation === '';
  const byOthers = counting.filter((each) => !reporters.some((reporter) => isBy(each, reporter, areBodies)));
  const others = reporters.length === 0 ? byOthers : byOthers.filter((each) => !isOpen(each));
  const { count, reason } = independent(others, distinct, needed);
  if (count >= needed) return { count, reason: null };
  return { count, reason: reason ?? (others.length < byOthers.length ? 'no-organisation' : 'reporter') };
}

/** The same for an entry of a list of this partner, with whatever reviews it may get. */
export function agreementOn(
  policy: ReviewPolicy,
  { opinions, sources }: Interns,
  partner: string | undefined,
): (batch: Batch, row: number, reviews: readonly Review[]) => Agreement {
  const reporters = policy.reporterMayReview ? null : new Reporters(opinions);
  const senders = { partnerOf: () => partner, nameOf: (source: number) => sources.name(source) };
  return (batch, row, reviews) => {
    const counting = reviews
      .filter(({ decision }) => policy.decisions.includes(decision))
      .map(reviewerOf)
      .filter(isByAnybody);
    const by = reporters?.of(reporters.groupAt(batch, row, senders, () => {})) ?? [];
    return agreeing(counting, by, policy);
  };
}
