// Who must agree before a held edition goes live or an entry is withdrawn by hand, and who has.
import { independent, type Reason, reviewerOf } from '../../hygiene/policies/independence.ts';
import type { Report } from '../../model/findings.ts';
import type { Distinction } from '../../model/policy.ts';
import { ASKED, noteOf } from '../../registry/audit.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { forget, personText, type Vote, vote, votesSum } from '../../registry/votes.ts';
import type { Agreed, Decision } from './registry-run.ts';

/** Aliases that a record names; the count says how many there are. */
const MOST_NAMED = 20;

/** How many must agree before a held edition goes live or an entry is withdrawn by hand, and what they must differ in. */
function demandOf({ standing }: ListEntry): { readonly needed: number; readonly distinct: readonly Distinction[] } {
  return standing?.reviews ?? { needed: 1, distinct: ['person'] };
}

/** Who agreed to what is done now, entry by entry. */
export type Agreement = (readonly Vote[])[];

/** As the history tells it: all who agreed, with how much where that is not all of it, and what they gave as reasons. */
export function agreed(
  agreement: Agreement,
  { action, by, reason }: Decision,
  { database }: Registry,
  list: ListEntry,
): Agreed {
  const votes = agreement.flat().sort((a, b) => a.at - b.at);
  const counts = new Map<string, number>();
  for (const person of votes.map(personText)) counts.set(person, (counts.get(person) ?? 0) + 1);
  const reasons = new Set<string>();
  for (const each of new Map(votes.map((vote) => [`${personText(vote)}\n${vote.at}`, vote])).values()) {
    const asked = { action: `${action}${ASKED}`, list: list.name, by: personText(each), at: each.at };
    if (asked.by !== personText(by)) reasons.add(noteOf(database, asked)); // his is known: he gives it now
  }
  reasons.add(reason).delete('');
  const all = agreement.length;
  const names = [...counts].map(([name, count]) => (count < all ? `${name} (${count} of ${all})` : name));
  const last = names.pop() ?? personText(by);
  return {
    person: names.length === 0 ? last : `${names.join(', ')} and ${last}`,
    reason: reasons.size === 0 ? null : [...reasons].join('; '),
  };
}

/**
 * Adds the vote of whoever decides to each of these; those of which as many independent people now say so as the list asks
 * for. Of the others that is told, and the vote stays. Inside a transaction.
 */
export function decided(
  { registry, list, decision, agreement }: Voting,
  subjects: readonly string[],
  what: (waiting: number) => string,
  tell: Report,
  aliases: readonly string[] = [],
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
      agreement.push(votes);
      forget(registry.database, list, subject);
    }
  }
  const note = reason === '' ? {} : { note: reason };
  const named = aliases.length === 0 ? {} : { aliases: aliases.slice(0, MOST_NAMED) };
  const about = { what: what(subjects.length), ...named };
  const votes = votesSum(registry.database, list);
  registry.record({
    at: now,
    action: `${action}${ASKED}`,
    list: list.name,
    by: personText(by),
    ...note,
    ...about,
    votes,
  });
  if (enough.size < subjects.length) {
    const args = { action: what(subjects.length - enough.size), list: list.name, have: least, needed };
    const differ = distinct.join(' or ');
    tell('registry/second-needed', { ...args, differ });
    if (why !== null) tell('registry/vote-uncounted', { by: personText(by), why });
  }
  return enough;
}

interface Voting {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly decision: Decision;
  readonly agreement: Agreement;
}
