// Who entries come from: third parties that the policy names. Any of those who list an entry is enough.

import type { Batch } from '../../../model/batch.ts';
import { folded } from '../../../model/folded.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { firstSource, type PolicyRule, perSet } from '../rule.ts';

export const parties: PolicyRule = {
  id: 'parties',
  codes: ['source/unknown'],
  of(policy, { opinions: table, sources }) {
    if (policy.parties === null) return null;
    const named = new Set(policy.parties.map(folded));
    const hasMember = perSet(table, (set) => (table.list(set).some(({ member }) => named.has(folded(member))) ? 1 : 0));
    const known: (boolean | undefined)[] = [];
    return {
      judge(batch, { report, namesOf }) {
        const isNamed = (source: number): boolean => {
          known[source] ??= namesOf(source).some((name) => named.has(folded(name)));
          return known[source] === true;
        };
        const { count, op, opinions, origins } = batch;
        if (origins === null && isNamed(batch.source)) return;
        for (let i = 0; i < count; i++) {
          if (op[i] !== PRESENT || hasMember(opinions === null ? EMPTY_SET : (opinions[i] ?? EMPTY_SET)) === 1)
            continue;
          if (origins !== null && hasOrigin(batch, i, isNamed)) continue;
          report('source/unknown', i, () => ({ source: sources.name(firstSource(batch, i)) }));
        }
      },
    };
  },
};

function hasOrigin({ origins }: Batch, i: number, isNamed: (source: number) => boolean): boolean {
  if (origins === null) return false;
  for (let n = origins.start[i] ?? 0; n < (origins.start[i + 1] ?? 0); n++) {
    if (isNamed(origins.source[n] ?? 0)) return true;
  }
  return false;
}
