// Entries of a kind or scope that does not belong on such a list: a domain list with URLs in it is the wrong file, or blocks
// nothing of what it means.
import { kindIds, kindOf, kinds } from '../../../model/kinds.ts';
import { PRESENT, scopeCode, scopeOf, scopes } from '../../../model/scope.ts';
import type { PolicyRule } from '../rule.ts';

const KIND = 1;
const SCOPE = 2;

export const belongs: PolicyRule = {
  id: 'belongs',
  codes: ['policy/kind', 'policy/scope'],
  of(policy) {
    if (policy.kinds === null && policy.scopes === null) return null;
    const verdicts = new Uint8Array(256);
    for (const id of kindIds) {
      const isKind = policy.kinds?.includes(id) ?? true;
      for (const scope of scopes) {
        const isScope = policy.scopes?.includes(scope) ?? true;
        verdicts[kinds[id].code * 4 + scopeCode(scope)] = isKind ? (isScope ? 0 : SCOPE) : KIND;
      }
    }
    return {
      judge({ count, kind, scope, op, uniform }, { report }) {
        const verdictOn = (i: number): number => verdicts[(kind[i] ?? 0) * 4 + (scope[i] ?? 0)] ?? 0;
        if (uniform && (op[0] !== PRESENT || verdictOn(0) === 0)) return;
        for (let i = 0; i < count; i++) {
          const verdict = verdictOn(i);
          if (verdict === 0 || op[i] !== PRESENT) continue;
          if (verdict === KIND) report('policy/kind', i, () => ({ kind: kindOf(kind[i] ?? 0).id }));
          else report('policy/scope', i, () => ({ scope: scopeOf(scope[i] ?? 0) }));
        }
      },
    };
  },
};
