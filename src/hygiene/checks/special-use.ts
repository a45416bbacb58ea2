// Names and addresses that mean something else in every network. RFC 6761, RFC 6890 and the registries they began.
import type { Check } from '../check.ts';
import { SPECIAL } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const specialUse: Check = {
  id: 'special-use',
  title: 'names and addresses of local networks and protocols',
  codes: ['overblock/special-use'],
  examples: [
    { kind: 'domain', key: 'localhost', codes: ['overblock/special-use'] },
    { kind: 'domain', key: 'printer.local', codes: ['overblock/special-use'] },
    { kind: 'domain', key: 'home.arpa', scope: 'subtree', codes: ['overblock/special-use'] },
    { kind: 'ip', key: '10.0.0.1', codes: ['overblock/special-use'] },
    { kind: 'ip', key: '::1', codes: ['overblock/special-use'] },
    { kind: 'cidr', key: '169.254.0.0/16', codes: ['overblock/special-use'] },
    { kind: 'url', key: 'http://192.168.0.1/path', codes: ['overblock/special-use'] },
    { kind: 'url', key: 'http://[fe80::1]/path', codes: ['overblock/special-use'] },
    { kind: 'ip', key: '192.0.2.1', codes: [] },
    { kind: 'domain', key: 'local.example', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, SPECIAL, (i, what) => report('overblock/special-use', i, { what }));
  },
};
