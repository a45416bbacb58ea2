// Reviews: enough of them, by people who can be told apart, of one mind. Answers are worked out once for each set of reviews,
// because a list of millions has a few thousand sets.
import { folded } from '../../../model/folded.ts';
import type { Review } from '../../../model/opinions.ts';
import type { Policy, ReviewPolicy } from '../../../model/policy.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET, type SetTable } from '../../../model/set-table.ts';
import type { Lack } from '../../check.ts';
import { independent, type Reason, type Reviewer, reasons, reviewerOf } from '../independence.ts';
import { type PolicyRule, perSet } from '../rule.ts';

const MISSING = 1;
const DEPENDENT = 2;
const DISPUTED = 4;
/** Above the bits: how many were found, and why no more are independent. */
const FOUND = 8;
const MOST_FOUND = 255;
const WHY = FOUND * (MOST_FOUND + 1);

/** Groups of reporters whose answers are kept; lists with more, such as those of volunteers, are asked each time. */
const MOST_GROUPS = 16;

export const reviews: PolicyRule = {
  id: 'reviews',
  codes: ['review/missing', 'review/not-independent', 'review/disputed'],
  of({ reviews: policy }: Policy, { opinions, reviews: table }) {
    if (policy === null) return null;
    const { needed } = policy;
    const none: Lack<'review/missing'> = { code: 'review/missing', args: { found: 0, needed }, field: 'reviews' };
    const answer = verdicts(policy, table);
    const reporters = policy.reporterMayReview ? null : reportersIn(opinions);
    const byNobody = perSet(table, (set) => answer(set, []));
    const kept: ((set: number) => number)[] = [byNobody];
    const verdictOn = (group: number, set: number): number => {
      const held = kept[group];
      if (held !== undefined) return held(set);
      const by = reporters?.names[group] ?? [];
      if (group >= MOST_GROUPS) return answer(set, by);
      const made = perSet(table, (each) => answer(each, by));
      kept[group] = made;
      return made(set);
    };
    return {
      judge(batch, { report, lacks }) {
        const said = reporters === null ? null : batch.opinions;
        for (let i = 0; i < batch.count; i++) {
          const set = batch.reviews === null ? EMPTY_SET : (batch.reviews[i] ?? EMPTY_SET);
          const group = said === null || reporters === null ? 0 : reporters.groupOf(said[i] ?? EMPTY_SET);
          const verdict = group === 0 ? byNobody(set) : verdictOn(group, set);
          if (verdict === 0 || batch.op[i] !== PRESENT) continue;
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
  },
};

/** What there is to say of a set of reviews of an entry that these people reported; 0: nothing. */
function verdicts(
  { needed, distinct, decisions }: ReviewPolicy,
  table: SetTable<Review>,
): (set: number, reporters: readonly string[]) => number {
  const known = new Map<Review, Reviewer>();
  const reviewer = (review: Review): Reviewer => {
    const held = known.get(review) ?? reviewerOf(review);
    known.set(review, held);
    return held;
  };
  const areBodies = distinct.some((each) => each !== 'person');
  const isBy = ({ name, organisation }: Reviewer, reporters: readonly string[]): boolean =>
    reporters.includes(name) || (areBodies && reporters.includes(organisation));
  return (set, reporters) => {
    const all = table.list(set);
    const said = (decision: Review['decision']): boolean => all.some((each) => each.decision === decision);
    const dispute = said('confirmed') && said('refuted') ? DISPUTED : 0;
    const counting = all.filter(({ decision }) => decisions.includes(decision)).map(reviewer);
    if (counting.length < needed) return dispute | MISSING | encoded(counting.length, 'same-person');
    const others = reporters.length === 0 ? counting : counting.filter((each) => !isBy(each, reporters));
    const { count, reason } = independent(others, distinct, needed);
    return count >= needed ? dispute : dispute | DEPENDENT | encoded(count, reason ?? 'reporter');
  };
}

function encoded(found: number, why: Reason): number {
  return Math.min(found, MOST_FOUND) * FOUND + reasons.indexOf(why) * WHY;
}

/** Who reported, by the set of opinions: the members who say something of an entry. */
function reportersIn(table: SetTable<{ readonly member: string }>): {
  readonly names: readonly (readonly string[])[];
  readonly groupOf: (set: number) => number;
} {
  const numbers = new Map<string, number>([['[]', 0]]);
  const names: (readonly string[])[] = [[]];
  const groupOf = perSet(table, (set) => {
    const members = [...new Set(table.list(set).map(({ member }) => folded(member)))].sort();
    const key = JSON.stringify(members);
    const number = numbers.get(key) ?? names.length;
    if (number === names.length) {
      numbers.set(key, number);
      names.push(members);
    }
    return number;
  });
  return { names, groupOf };
}
