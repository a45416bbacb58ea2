// Whether reviews that were just given count for the policy of the list, and why not: they are kept all the same.
import { agreementOn } from '../../hygiene/policies/agreeing.ts';
import type { Review } from '../../model/opinions.ts';
import type { Searched } from './entry-changes.ts';
import type { Changing } from './registry-change.ts';

/** Told for each reason, with how many entries. `after`: the reviews of an entry with the new one in place. */
export function tellWorth(
  { registry, list, session }: Changing,
  { found }: Searched,
  given: Review,
  after: (before: readonly Review[]) => readonly Review[],
): void {
  const { findings, interns } = session.world;
  if (given.decision === 'refuted') findings.report('registry/still-listed', { list: list.name, count: found.length });
  const policy = list.standing?.reviews ?? null;
  if (policy === null || given.decision !== 'confirmed') return;
  const agreement = agreementOn(policy, interns, registry.current(list)?.facts.partner);
  const counts = new Map<string, number>();
  for (const { batch, from } of found) {
    const before = batch.reviews === null ? [] : interns.reviews.list(batch.reviews[from] ?? 0);
    const were = agreement(batch, from, before);
    const are = agreement(batch, from, after(before));
    if (were.count >= policy.needed || are.count > were.count) continue;
    const isAgain = after(before).length === before.length;
    const why = isAgain ? 'confirmed-before' : (are.reason ?? 'same-person');
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  for (const [why, count] of counts) findings.report('registry/review-uncounted', { list: list.name, count, why });
}
