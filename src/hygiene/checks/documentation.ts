// Example names block nobody, so this is no over-blocking; but a list of them is a test list, and must not be deployed.
import type { Check } from '../check.ts';
import { DOCUMENTATION } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const documentation: Check = {
  id: 'documentation',
  title: 'names and addresses of documentation',
  codes: ['url/documentation'],
  examples: [
    { kind: 'domain', key: 'www.example.com', codes: ['url/documentation'] },
    { kind: 'domain', key: 'fixture.test', scope: 'subtree', codes: ['url/documentation'] },
    { kind: 'ip', key: '192.0.2.1', codes: ['url/documentation'] },
    { kind: 'cidr', key: '2001:db8::/48', codes: ['url/documentation'] },
    { kind: 'url', key: 'http://example.org/path', codes: ['url/documentation'] },
    { kind: 'domain', key: 'co.uk', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, DOCUMENTATION, (i, what) => report('url/documentation', i, { what }));
  },
};
