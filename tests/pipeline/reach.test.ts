// An entry is judged as wide as it will be in the target, and only where the user accepts that it is widened.
import { describe, expect, it } from 'vitest';
import { NOWHERE, WHOLE_HOST } from '../../src/hygiene/check.ts';
import type { Carries } from '../../src/model/carries.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import type { LossClass } from '../../src/model/loss.ts';
import { EXACT, PREFIX, type Scope, SUBTREE, scopeCode } from '../../src/model/scope.ts';
import { reachIn } from '../../src/pipeline/reach.ts';

const carries = (ids: readonly KindId[], scopes: readonly Scope[]): Carries => ({
  kinds: ids,
  scopes,
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
});

function reachOf(target: Carries, allowed: readonly LossClass[], kind: KindId, scope: Scope): number {
  const code = scopeCode(scope);
  return reachIn(target, new Set(allowed))?.[kinds[kind].code * 4 + code] ?? code;
}

describe('the reach of an entry in its target', () => {
  const subtrees = carries(['domain'], ['subtree']);
  const names = carries(['domain'], ['exact', 'subtree']);
  const hashes = carries(['sb-sha256'], ['exact']);

  it.each([
    ['stays, where nothing changes', names, [], 'domain', 'exact', EXACT],
    ['stays, where the widening is refused anyway', subtrees, [], 'domain', 'exact', EXACT],
    ['grows with the scope', subtrees, ['scope-widened'], 'domain', 'exact', SUBTREE],
    ['shrinks with the scope', carries(['domain'], ['exact']), ['scope-narrowed'], 'domain', 'subtree', EXACT],
    ['is the host, where a URL becomes a name', names, ['url-widened'], 'url', 'exact', WHOLE_HOST],
    [
      'is all below the host, where names reach down',
      subtrees,
      ['url-widened', 'scope-widened'],
      'url',
      'prefix',
      SUBTREE,
    ],
    [
      'is nowhere, where its kind is left out',
      carries(['url'], ['exact']),
      ['kind-dropped'],
      'domain',
      'exact',
      NOWHERE,
    ],
    ['stays, where leaving it out is refused anyway', carries(['url'], ['exact']), [], 'domain', 'exact', EXACT],
    ['stays, where the kind is carried', names, ['kind-dropped'], 'domain', 'exact', EXACT],
    ['of a hashed name is all below it', hashes, ['key-hashed', 'scope-widened'], 'domain', 'exact', SUBTREE],
    ['of a hashed page may be all below it', hashes, ['key-hashed', 'scope-widened'], 'url', 'exact', PREFIX],
  ] as const)('%s', (_, target, allowed, kind, scope, wanted) => {
    expect(reachOf(target, allowed, kind, scope)).toBe(wanted);
  });
});
