// A suffix below which a platform gives each customer a name, or a name above such a suffix. AdGuard's Validate lets
// `||github.io^` pass, because it asks for the suffixes of registries only (research url-formats, fact 16).
import type { Check } from '../check.ts';
import { PRIVATE } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const privateSuffix: Check = {
  id: 'private-suffix',
  title: 'whole suffixes of hosting platforms',
  codes: ['overblock/private-suffix'],
  examples: [
    { kind: 'domain', key: 'github.io', scope: 'subtree', codes: ['overblock/private-suffix'] },
    { kind: 'domain', key: 'windows.net', scope: 'subtree', codes: ['overblock/private-suffix'] },
    { kind: 'domain', key: 'user.github.io', scope: 'subtree', codes: [] },
    { kind: 'domain', key: 'github.io', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, PRIVATE, (i, what) => report('overblock/private-suffix', i, { what }));
  },
};
