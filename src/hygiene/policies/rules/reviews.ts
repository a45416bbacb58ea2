// Reviews: enough of them, by people who can be told apart, of one mind. Answers are worked out once for each set of reviews,
// because a list of millions has a few thousand sets.
import type { Interns, Review } from '../../../model/opinions.ts';
import type { Policy, ReviewPolicy } from '../../../model/policy.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET, type SetTable } from '../../../model/set-table.ts';
import type { Lack, Rule } from '../../check.ts';
import { agreeing } from '../agreeing.ts';
import { isByAnybody, type Reason, type Reviewer, reasons, reviewerOf } from '../independence.ts';
import { type Reporter, Reporters } from '../reporters.ts';
import { firstSource, type PolicyRule, perSet } from '../rule.ts';

const MISSING = 1;
const DEPENDENT = 2;
const DISPUTED = 4;
/** Above the bits: how many were found, and why no more are independent. */
const FOUND = 8;
const MOST_FOUND = 255;
const WHY = FOUND * (MOST_FOUND + 1);

/** Groups of reporters whose answers are kept; lists with more, such as those of volunteers, are asked each time. */
const MOST_GROUPS = 16;

const UNREPORTED: Lack<'review/reporter-unknown'> = { code: 'review/reporter-unknown', args: {}, field: 'reporter' };

export const reviews: PolicyRule = {
  id: 'reviews',
  codes: [
    'review/missing',
    'review/not-independent',
    'review/disputed',
    'review/reporter-unknown',
    'review/reporter-assumed',
  ],
  of({ reviews: policy }: Policy, interns) {
    return policy === null ? null : reviewRule(policy, interns);
  },
};

export function reviewRule(policy: ReviewPolicy, { opinions, reviews: table, sources }: Interns): Rule {
  const { needed } = policy;
  const none: Lack<'review/missing'> = { code: 'review/missing', args: { found: 0, needed }, field: 'reviews' };
  const answer = verdicts(policy, table);
  const reporters = policy.reporterMayReview ? null : new Reporters(opinions);
  const byNobody = perSet(table, (set) => answer(set, []));
  const kept: ((set: number) => number)[] = [byNobody];
  const verdictOn = (group: number, set: number): number => {
    const held = kept[group];
    if (held !== undefined) return held(set);
    const by = reporters?.of(group) ?? [];
    if (group >= MOST_GROUPS) return answer(set, by);
    const made = perSet(table, (each) => answer(each, by));
    kept[group] = made;
    return made(set);
  };
  const nameOf = (source: number): string => sources.name(source);
  /** Lists of which it was told whom they are taken to come from. */
  const assumed = new Set<number>();
  return {
    judge(batch, { report, lacks, partnerOf }) {
      const tellAssumed = (i: number) => () => {
        const source = firstSource(batch, i);
        if (assumed.has(source)) return;
        assumed.add(source);
        report('review/reporter-assumed', i, () => ({ source: nameOf(source) }));
      };
      const senders = { partnerOf, nameOf };
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] !== PRESENT) continue;
        const set = batch.reviews === null ? EMPTY_SET : (batch.reviews[i] ?? EMPTY_SET);
        const group = reporters === null ? 0 : reporters.groupAt(batch, i, senders, tellAssumed(i));
        if (group === 0 && reporters !== null) lacks(UNREPORTED, i);
        const verdict = group === 0 ? byNobody(set) : verdictOn(group, set);
        if (verdict === 0) continue;
        const found = Math.floor(verdict / FOUND) % (MOST_FOUND + 1);
        if ((verdict & DISPUTED) !== 0) report('review/disputed', i, () => ({}));
        if (set === EMPTY_SET) lacks(none, i);
        else if ((verdict & MISSING) !== 0) report('review/missing', i, () => ({ found, needed }));
        else if ((verdict & DEPENDENT) !== 0) {
          const why = reasons[Math.floor(verdict / WHY)] ?? 'same-person';
          report('review/not-independent', i, () => ({ found, needed, why }));
        }
      }
    },
  };
}

/** What there is to say of a set of reviews of an entry that these reported; 0: nothing. */
function verdicts(
  policy: ReviewPolicy,
  table: SetTable<Review>,
): (set: number, reporters: readonly Reporter[]) => number {
  const { needed, decisions } = policy;
  const known = new Map<Review, Reviewer>();
  const reviewer = (review: Review): Reviewer => {
    const held = known.get(review) ?? reviewerOf(review);
    known.set(review, held);
    return held;
  };
  return (set, reporters) => {
    const all = table.list(set);
    const said = (decision: Review['decision']): boolean => all.some((each) => each.decision === decision);
    const dispute = said('confirmed') && said('refuted') ? DISPUTED : 0;
    const counting = all
      .filter(({ decision }) => decisions.includes(decision))
      .map(reviewer)
      .filter(isByAnybody);
    if (counting.length < needed) return dispute | MISSING | encoded(counting.length, 'same-person');
    const { count, reason } = agreeing(counting, reporters, policy);
    return reason === null ? dispute : dispute | DEPENDENT | encoded(count, reason);
  };
}

function encoded(found: number, why: Reason): number {
  return Math.min(found, MOST_FOUND) * FOUND + reasons.indexOf(why) * WHY;
}
