// The name alone, exactly: nobody's site is blocked, but many consumers take a listed name for all below it.
import type { Check } from '../check.ts';
import { BARE_SUFFIX } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const bareSuffix: Check = {
  id: 'bare-suffix',
  title: 'suffixes listed alone',
  codes: ['overblock/bare-suffix'],
  examples: [
    { kind: 'domain', key: 'co.uk', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'github.io', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'mooo.com', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'user.github.io', codes: [] },
    { kind: 'domain', key: 'site.co.uk', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, BARE_SUFFIX, (i) => report('overblock/bare-suffix', i, {}));
  },
};
