// Ways to turn a key into one of another kind, for targets that do not hold its own. Each is one-way and changes what is
// blocked or what can be known, so each is a loss class of its own, and none is taken without that permission.
import type { Carries } from './carries.ts';
import type { KindId } from './kinds.ts';

export type RekeyClass = 'url-widened' | 'key-hashed' | 'hash-cut';

type Way = readonly [to: KindId, losses: readonly RekeyClass[]];

/** By kind, the ways that keep most first. No key takes two turns that each lose its host or its meaning. */
const ways: Partial<Readonly<Record<KindId, readonly Way[]>>> = {
  url: [
    ['domain', ['url-widened']],
    ['sb-sha256', ['key-hashed']],
    ['sb-prefix', ['key-hashed', 'hash-cut']],
  ],
  domain: [
    ['sb-sha256', ['key-hashed']],
    ['sb-prefix', ['key-hashed', 'hash-cut']],
  ],
  'sb-sha256': [['sb-prefix', ['hash-cut']]],
};

/** The losses, in order, by which keys of this kind get into a target that does not hold them; empty: by none. */
export function lossesOnTheWay(kind: KindId, target: Carries): readonly RekeyClass[] {
  if (target.kinds.includes(kind)) return [];
  return ways[kind]?.find(([to]) => target.kinds.includes(to))?.[1] ?? [];
}

/** Whether URLs and names become hashes there: those are taken from the sender's spelling where there is one. */
export function isHashed(target: Carries): boolean {
  return (['url', 'domain'] as const).some((kind) => lossesOnTheWay(kind, target).includes('key-hashed'));
}
