// How far a row will reach in the target: an entry that is widened on its way must be judged as wide as it will be, for
// the widening is what blocks too much.
import { NOWHERE, WHOLE_HOST } from '../hygiene/check.ts';
import type { Carries } from '../model/carries.ts';
import { type KindId, kindIds, kinds, scopesOfKind } from '../model/kinds.ts';
import { type LossClass, mendedScope } from '../model/loss.ts';
import { lossesOnTheWay } from '../model/rekey.ts';
import { EXACT, PREFIX, type Scope, SUBTREE, scopeCode, scopes } from '../model/scope.ts';

/**
 * The scope of each key in the target, by `kind * 4 + scope`, where the user accepts that the target changes it; null
 * where it changes none. What is left out, as the user accepts, reaches nowhere. A URL that becomes the name of its host reaches as far as that name.
 */
export function reachIn(target: Carries, allowed: ReadonlySet<LossClass>): Uint8Array | null {
  const reach = new Uint8Array(64 * 4);
  let changes = false;
  const set = (id: KindId, scope: number, to: number): void => {
    reach[kinds[id].code * 4 + scope] = to;
    changes ||= scope !== to;
  };
  for (const id of kindIds) {
    for (const [code, scope] of scopes.entries()) {
      const to = scopesOfKind(id).includes(scope) ? acceptedScope(id, scope, target, allowed) : scope;
      set(id, code, scopeCode(to));
    }
  }
  const urls = lossesOnTheWay('url', target);
  if (urls[0] === 'url-widened' && allowed.has('url-widened')) {
    const host = reach[kinds.domain.code * 4 + EXACT] === SUBTREE ? SUBTREE : WHOLE_HOST;
    for (const scope of [EXACT, PREFIX]) set('url', scope, host);
  }
  // A hash says nothing of scope: the root of a host is all of it, and a name is all names below it.
  if (allowed.has('key-hashed') && allowed.has('scope-widened')) {
    if (urls[0] === 'key-hashed') set('url', EXACT, PREFIX);
    if (lossesOnTheWay('domain', target)[0] === 'key-hashed') set('domain', EXACT, SUBTREE);
  }
  if (allowed.has('kind-dropped')) {
    for (const id of kindIds) {
      if (lossesOnTheWay(id, target).length > 0) continue;
      for (const [code, scope] of scopes.entries()) {
        const isLeftOut = !target.kinds.includes(id) || mendedScope(id, scope, target) === null;
        if (isLeftOut && scopesOfKind(id).includes(scope)) set(id, code, NOWHERE);
      }
    }
  }
  return changes ? reach : null;
}

function acceptedScope(id: KindId, scope: Scope, target: Carries, allowed: ReadonlySet<LossClass>): Scope {
  const to = mendedScope(id, scope, target);
  if (to === null || to === scope) return scope;
  return allowed.has(to === 'exact' ? 'scope-narrowed' : 'scope-widened') ? to : scope;
}
