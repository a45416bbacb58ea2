// In October 2024 a rights holder had drive.usercontent.google.com blocked for a country (research url-formats 6.2).
import type { Check } from '../check.ts';
import { BELOW_POPULAR } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const belowPopularSite: Check = {
  id: 'below-popular-site',
  title: 'names below popular sites',
  codes: ['overblock/below-popular-site'],
  examples: [
    { kind: 'domain', key: 'drive.usercontent.google.com', codes: ['overblock/below-popular-site'] },
    { kind: 'domain', key: 'user.weebly.com', codes: [] },
    { kind: 'domain', key: 'user.github.io', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, BELOW_POPULAR, (i) => report('overblock/below-popular-site', i, {}));
  },
};
