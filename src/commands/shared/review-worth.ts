// What becomes of entries that were just reviewed: whether a confirmation counts for the policy of the list, and why not, and
// whether what was refuted stays in force. Reviews are kept all the same.
import { agreementOn } from '../../hygiene/policies/agreeing.ts';
import type { Report } from '../../model/findings.ts';
import type { Review } from '../../model/opinions.ts';
import type { Searched } from './entry-changes.ts';
import type { Changing } from './registry-change.ts';

/** Told for each reason, with how many entries, and of refuted ones whether they stay in force. `after`: the reviews of an entry with the new one in place. */
export function tellWorth(
  { registry, list, session }: Changing,
  { found }: Searched,
  given: Review,
  after: (before: readonly Review[]) => readonly Review[],
  tell: Report,
): void {
  const { interns } = session.world;
  const policy = list.standing?.reviews ?? null;
  const agreement = policy === null ? null : agreementOn(policy, interns, registry.current(list)?.facts.partner);
  const needed = policy?.needed ?? 0;
  const counts = new Map<string, number>();
  let [still, again] = [0, 0];
  for (const { batch, from } of found) {
    const before = batch.reviews === null ? [] : interns.reviews.list(batch.reviews[from] ?? 0);
    const were = agreement?.(batch, from, before) ?? NONE_ASKED;
    const are = agreement?.(batch, from, after(before)) ?? NONE_ASKED;
    if (given.decision === 'refuted') {
      // What waited before is told with all that waits.
      if (are.count >= needed) still++;
      else if (were.count >= needed) again++;
      continue;
    }
    if (were.count >= needed || are.count > were.count) continue;
    const isAgain = after(before).length === before.length;
    const why = isAgain ? 'confirmed-before' : (are.reason ?? 'same-person');
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  if (still > 0) tell('registry/still-listed', { list: list.name, count: still });
  if (again > 0) tell('registry/waits-again', { list: list.name, count: again });
  for (const [why, count] of counts) tell('registry/review-uncounted', { list: list.name, count, why });
}

/** Where no policy asks for reviews, none is missing. */
const NONE_ASKED = { count: 0, reason: null };
