// ip-list: one address or network a line, with comments. Ranges `first-last` are read as the networks that cover them.
// Facts: research url-formats 3.16 and fact 7: a leading zero is octal to some consumers, so such lines are refused.
import type { Carries } from '../model/carries.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressKinds, addressText } from './kit/addresses.ts';
import { writeRows } from './kit/emit.ts';
import { areMost, findEntry, newEntry, shapesIn } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const carries: Carries = {
  kinds: addressKinds,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

const RANGE = /^[0-9a-f.:]+-[0-9a-f.:]+$/iu;

export const ipList = defineFormat({
  id: 'ip-list',
  title: 'Addresses and networks, one a line',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: ['.txt', '.ips', '.netset'] },
  carries,
  examples: [
    {
      name: 'addresses, networks, a range and what is refused',
      text: [
        '# weekly addresses',
        '192.0.2.1',
        '198.51.100.0/24',
        '2001:DB8::1 # seen twice',
        '2001:db8:1::/48',
        '192.0.2.4-192.0.2.6',
        '203.0.113.7',
        '203.0.113.8',
        '203.0.113.9',
        '203.0.113.10',
        '203.0.113.11',
        '192.0.2.010',
        '192.0.2.1/24',
        '',
      ].join('\n'),
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'ip', key: '2001:db8::1' },
        { kind: 'cidr', key: '2001:db8:1::/48' },
        { kind: 'cidr', key: '192.0.2.4/31' },
        { kind: 'ip', key: '192.0.2.6' },
        ...[7, 8, 9, 10, 11].map((n) => ({ kind: 'ip' as const, key: `203.0.113.${n}` })),
      ],
      findings: [
        ['url/rewritten', 4],
        ['row/inline-comment', 4],
        ['address/range-split', 6],
        ['url/unusable', 12],
        ['url/unusable', 13],
      ],
    },
  ],

  detect(head: Head) {
    const isAddress = ({ text, shape }: { text: string; shape: string }): boolean =>
      shape === 'ip' || shape === 'cidr' || RANGE.test(text);
    return areMost(shapesIn(head), isAddress)
      ? { sure: 'likely', because: 'the lines are addresses and networks' }
      : null;
  },

  read: readLines((rows) => {
    const entry = newEntry();
    return (line) => {
      if (!findEntry(line, 'names', entry)) return;
      const { from, to } = entry;
      rows.begin();
      if (entry.blank >= 0) {
        return rows.reject('row/bad-line', { want: 'one address or network' }, entry.blank - line.from + 1);
      }
      if (rows.addressOrRange(line.bytes, from, to, from - line.from + 1) && entry.hasComment) {
        rows.report('row/inline-comment', {});
      }
    };
  }),

  write: writeRows({
    row: () => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      out.ascii(addressText(batch, i));
      out.byte(10);
    },
  }),
});
