// In August 2022 Austrian providers had to block eleven addresses of Cloudflare for one case, and with them thousands of
// other sites (research url-formats 6.2).
import type { Check } from '../check.ts';
import { CDN } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const cdnRange: Check = {
  id: 'cdn-range',
  title: 'networks of content delivery services',
  codes: ['overblock/cdn-range'],
  examples: [
    { kind: 'ip', key: '104.16.0.1', codes: ['overblock/cdn-range'] },
    { kind: 'cidr', key: '151.101.1.0/24', codes: ['overblock/cdn-range'] },
    { kind: 'ip', key: '203.0.113.9', codes: [] },
    { kind: 'url', key: 'http://104.16.0.1/path', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, CDN, (i, what) =>
      report('overblock/cdn-range', i, { what, operator: guard.titleOf(batch, i, CDN) }),
    );
  },
};
