// The merge policy: for each fact of a key, what stands when several rows tell it. A table, not code paths;
// the first policy named for a fact is its default.
import { usage } from '../../model/failure.ts';

const policies = {
  /** `union` keeps every opinion and reports disputes; `strictest` keeps the strictest label of each ordered scheme. */
  opinions: ['union', 'first', 'last', 'newest', 'strictest'],
  reviews: ['union', 'first', 'last', 'newest'],
  firstSeen: ['oldest', 'newest', 'first', 'last'],
  lastVerified: ['newest', 'oldest', 'first', 'last'],
  lastReviewed: ['newest', 'oldest', 'first', 'last'],
  /** `oldest`: of two records that list one key, the later edition of either is newer than that (model/record-key.ts). */
  updated: ['oldest', 'newest', 'first', 'last'],
  /** `longest`: the latest date, and none at all where one source gives none: no partner's entry lapses for another's date. */
  expires: ['longest', 'newest', 'oldest', 'first', 'last'],
  size: ['first', 'last'],
  /** `union`: of a key that several records list, each can be taken back alone. */
  partnerKey: ['union', 'first', 'last'],
  name: ['first', 'last'],
  note: ['first', 'last'],
  spelling: ['first', 'last'],
} as const;

export type MergeFact = keyof typeof policies;
export type Policy<F extends MergeFact = MergeFact> = (typeof policies)[F][number];
export type MergePolicy = { readonly [F in MergeFact]: Policy<F> };

/** Which shared digests may join two records into one: all exact ones, SHA-224 and better, or none. */
export const linkChoices = ['all', 'strong', 'none'] as const;
export type Link = (typeof linkChoices)[number];

export const mergeFacts = Object.keys(policies) as readonly MergeFact[];

export const defaultPolicy = Object.fromEntries(
  Object.entries(policies).map(([fact, [standard]]) => [fact, standard]),
) as MergePolicy; // fromEntries forgets the keys

export function policiesFor(fact: MergeFact): readonly Policy[] {
  return policies[fact];
}

/** The default table with `fact=policy` settings laid over it. */
export function mergePolicy(settings: readonly string[]): MergePolicy {
  const table: Record<string, string> = { ...defaultPolicy };
  for (const setting of settings) {
    const [fact = '', policy = ''] = setting.split('=', 2);
    if (!Object.hasOwn(policies, fact)) {
      throw usage('usage/bad-option', {
        option: '--merge-policy',
        reason: `there is no fact ${fact}; it is one of ${mergeFacts.join(', ')}`,
      });
    }
    const allowed: readonly string[] = policies[fact as MergeFact];
    if (!allowed.includes(policy)) {
      throw usage('usage/bad-option', {
        option: '--merge-policy',
        reason: `${fact} is one of ${allowed.join(', ')}`,
      });
    }
    table[fact] = policy;
  }
  return table as MergePolicy; // every value was checked against its fact
}
