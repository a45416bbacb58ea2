// A set of addresses cuts off whatever is behind them for every protocol: with a public resolver or a root server in it,
// names stop resolving for everybody who asks there. Resolvers get on such lists as what a sample asked first.
import type { Check } from '../check.ts';
import { DNS } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const publicDns: Check = {
  id: 'public-dns',
  title: 'public resolvers and root servers of the DNS',
  codes: ['overblock/public-dns'],
  examples: [
    { kind: 'ip', key: '9.9.9.9', codes: ['overblock/public-dns'] },
    { kind: 'ip', key: '198.41.0.4', codes: ['overblock/public-dns'] },
    { kind: 'ip', key: '2001:500:2f::f', codes: ['overblock/public-dns'] },
    { kind: 'cidr', key: '9.9.9.0/24', codes: ['overblock/public-dns'] },
    { kind: 'ip', key: '203.0.113.53', codes: [] },
    { kind: 'url', key: 'http://9.9.9.9/path', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, DNS, (i, what) =>
      report('overblock/public-dns', i, { what, operator: guard.titleOf(batch, i, DNS) }),
    );
  },
};
