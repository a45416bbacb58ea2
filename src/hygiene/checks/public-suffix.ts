// A public suffix with all names below it: `co.uk` for one site takes a country's companies offline.
// Research url-formats 6.1.
import type { Check } from '../check.ts';
import { PUBLIC } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const publicSuffix: Check = {
  id: 'public-suffix',
  title: 'whole public suffixes',
  codes: ['overblock/public-suffix'],
  examples: [
    { kind: 'domain', key: 'co.uk', scope: 'subtree', codes: ['overblock/public-suffix'] },
    { kind: 'domain', key: 'com', scope: 'subtree', codes: ['overblock/public-suffix'] },
    { kind: 'domain', key: 'any.ck', scope: 'subtree', codes: ['overblock/public-suffix'] },
    // No rule names it, so its last label is the suffix: a label that is no name of the internet.
    { kind: 'domain', key: 'router', scope: 'subtree', codes: ['overblock/public-suffix'] },
    { kind: 'domain', key: 'www.ck', scope: 'subtree', codes: [] },
    { kind: 'domain', key: 'co.uk', codes: [] },
    { kind: 'domain', key: 'site.co.uk', scope: 'subtree', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, PUBLIC, (i, what) => report('overblock/public-suffix', i, { what }));
  },
};
