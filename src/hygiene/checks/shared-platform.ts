// Link pages, file shares, IPFS gateways, site builders: one host or domain, many publishers. A URL on one is what such
// a list is for; the host as a whole is not.
import type { Check } from '../check.ts';
import { PLATFORM, PLATFORM_PARENT } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const sharedPlatform: Check = {
  id: 'shared-platform',
  title: 'platforms that many people publish on',
  codes: ['overblock/shared-platform'],
  examples: [
    { kind: 'domain', key: 'linktr.ee', codes: ['overblock/shared-platform'] },
    { kind: 'domain', key: 'weebly.com', scope: 'subtree', codes: ['overblock/shared-platform'] },
    { kind: 'url', key: 'https://ipfs.io/', scope: 'prefix', codes: ['overblock/shared-platform'] },
    { kind: 'url', key: 'https://ipfs.io/ipfs/fixture', scope: 'prefix', codes: [] },
    { kind: 'url', key: 'https://ipfs.io/', codes: [] },
    { kind: 'domain', key: 'user.weebly.com', scope: 'subtree', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, PLATFORM | PLATFORM_PARENT, (i, what) => report('overblock/shared-platform', i, { what }));
  },
};
