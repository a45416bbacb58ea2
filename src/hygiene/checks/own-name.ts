// The provider's own names, the hotline's, the stop page's: blocking them cuts off those who would mend it.
import type { Check } from '../check.ts';
import { OWN } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const ownName: Check = {
  id: 'own-name',
  title: 'own names and addresses',
  codes: ['overblock/own-name'],
  examples: [
    { kind: 'domain', key: 'isp.example', codes: ['overblock/own-name'] },
    { kind: 'domain', key: 'www.isp.example', codes: ['overblock/own-name'] },
    { kind: 'domain', key: 'example', scope: 'subtree', codes: ['overblock/own-name'] },
    { kind: 'cidr', key: '198.51.100.0/24', codes: ['overblock/own-name'] },
    { kind: 'url', key: 'http://isp.example/', scope: 'prefix', codes: ['overblock/own-name'] },
    { kind: 'url', key: 'http://isp.example/customer/page', scope: 'prefix', codes: [] },
    { kind: 'domain', key: 'example', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, OWN, (i, what) => report('overblock/own-name', i, { what }));
  },
};
