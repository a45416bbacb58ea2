// A network wider than the smallest that is announced on the internet. In 2013 one blocked address hid 250,000 sites
// (research url-formats 6.2); a wide network hides more.
import type { Check } from '../check.ts';
import { WIDE } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const wideNetwork: Check = {
  id: 'wide-network',
  title: 'networks that belong to many',
  codes: ['overblock/wide-network'],
  examples: [
    { kind: 'cidr', key: '203.0.112.0/23', codes: ['overblock/wide-network'] },
    { kind: 'cidr', key: '2001:db8::/47', codes: ['overblock/wide-network'] },
    { kind: 'cidr', key: '203.0.113.0/24', codes: [] },
    { kind: 'cidr', key: '2001:db8::/48', codes: [] },
    { kind: 'ip', key: '203.0.113.9', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, WIDE, (i) => report('overblock/wide-network', i, {}));
  },
};
