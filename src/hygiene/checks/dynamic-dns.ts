// In February 2011 one name, mooo.com, was seized for one of its 84,000 subdomains; all of them showed a banner that
// accused their owners, for days (research url-formats 6.2).
import type { Check } from '../check.ts';
import { DYNAMIC } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const dynamicDns: Check = {
  id: 'dynamic-dns',
  title: 'whole domains of dynamic DNS services',
  codes: ['overblock/dynamic-dns'],
  examples: [
    { kind: 'domain', key: 'mooo.com', scope: 'subtree', codes: ['overblock/dynamic-dns'] },
    { kind: 'domain', key: 'customer.mooo.com', scope: 'subtree', codes: [] },
    { kind: 'domain', key: 'mooo.com', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, DYNAMIC, (i, what) => report('overblock/dynamic-dns', i, { what }));
  },
};
