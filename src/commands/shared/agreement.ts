// Who must agree before a held edition goes live or an entry is withdrawn by hand, and who has.
import { independent, type Reason, reviewerOf } from '../../hygiene/policies/independence.ts';
import type { Distinction } from '../../model/policy.ts';
import { ASKED } from '../../registry/audit.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { forget, personText, vote, votesSum } from '../../registry/votes.ts';
import type { Decision } from './registry-run.ts';
import type { Session } from './session.ts';

/** How many must agree before a held edition goes live or an entry is withdrawn by hand, and what they must differ in. */
function demandOf({ standing }: ListEntry): { readonly needed: number; readonly distinct: readonly Distinction[] } {
  return standing?.reviews ?? { needed: 1, distinct: ['person'] };
}

/**
 * Adds the vote of whoever decides to each of these; those of which as many independent people now say so as the list asks
 * for. Of the others that is told, and the vote stays. Inside a transaction.
 */
export function decided(
  { registry, list, session, decision }: Voting,
  subjects: readonly string[],
  what: (waiting: number) => string,
): ReadonlySet<string> {
  const { action, by, reason, now } = decision;
  const { needed, distinct } = demandOf(list);
  const enough = new Set<string>();
  let least = Number.POSITIVE_INFINITY;
  let why: Reason | 'asked-before' | null = null;
  for (const subject of subjects) {
    const { votes, isNew } = vote(registry.database, list, subject, by, now);
    const { count: have, reason: same } = independent(
      votes.map((each) => reviewerOf({ ...each, decision: 'confirmed' })),
      distinct,
      needed,
    );
    if (have < needed) {
      least = Math.min(least, have);
      why ??= isNew ? same : 'asked-before';
    } else {
      enough.add(subject);
      forget(registry.database, list, subject);
    }
  }
  const note = reason === '' ? {} : { note: reason };
  const votes = votesSum(registry.database, list);
  registry.record({ at: now, action: `${action}${ASKED}`, list: list.name, by: personText(by), ...note, votes });
  if (enough.size < subjects.length) {
    const args = { action: what(subjects.length - enough.size), list: list.name, have: least, needed };
    const differ = distinct.join(' or ');
    session.world.findings.report('registry/second-needed', { ...args, differ });
    if (why !== null) session.world.findings.report('registry/vote-uncounted', { by: personText(by), why });
  }
  return enough;
}

interface Voting {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly session: Session;
  readonly decision: Decision;
}
