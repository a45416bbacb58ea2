// e2guardian-ips: an address list of e2guardian, such as bannedsiteiplist: addresses and networks, which a site list
// must not hold. It knows IPv4 only. Facts: research url-formats 3.11.

import { formatCidr, formatIp } from '../model/address.ts';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { e2guardianComment } from './kit/e2guardian.ts';
import { writeRows } from './kit/emit.ts';
import { findEntry, newEntry } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const carries: Carries = {
  kinds: ['ip', 'cidr'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
};

export const e2guardianIps = defineFormat({
  id: 'e2guardian-ips',
  title: 'e2guardian list of site addresses',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/siteiplist$/iu] },
  carries,
  needs: { unique: true },
  examples: [
    {
      name: 'addresses, networks and what is neither',
      text: [
        '# listbridge e2guardian-ips',
        '192.0.2.1',
        '198.51.100.0/24 # a network',
        '192.0.2.16-192.0.2.20',
        '192.0.2.010',
        'example.com',
        '2001:db8::1',
        '',
      ].join('\n'),
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
      ],
      findings: [
        ['row/inline-comment', 3],
        ['row/bad-line', 4],
        ['url/unusable', 5],
        ['url/unusable', 6],
        ['row/bad-line', 7],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'e2guardian-ips'),

  read: readLines((rows) => {
    const entry = newEntry();
    return (line) => {
      if (e2guardianComment(line, rows) || !findEntry(line, 'urls', entry)) return;
      const { bytes } = line;
      const column = entry.from - line.from + 1;
      rows.begin();
      const text = bytes.subarray(entry.from, entry.to);
      if (text.includes(0x3a)) return rows.reject('row/bad-line', { want: 'an IPv4 address or network' }, column);
      if (text.includes(0x2d)) return rows.reject('row/bad-line', { want: 'one address or one network' }, column);
      if (rows.address(bytes, entry.from, entry.to, column) && entry.hasComment) rows.report('row/inline-comment', {});
    };
  }),

  write: writeRows({
    banner: (out) => out.ascii(bannerOf('e2guardian-ips')),
    row: (context) => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      const key = batch.bytes.subarray(batch.start[i], batch.start[i + 1]);
      const isNetwork = batch.kind[i] === kinds.cidr.code;
      if (key.length > 5) return context.unfit('it knows IPv4 only', batch, i);
      out.ascii(`${isNetwork ? formatCidr(key) : formatIp(key)}\n`);
    },
  }),
});
