// On 1 March 2012 a Danish police list put google.com and facebook.com on a list for the DNS, and two providers applied
// it within the hour (research url-formats, fact 17).
import type { Check } from '../check.ts';
import { POPULAR } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const popularSite: Check = {
  id: 'popular-site',
  title: 'sites that very many people use',
  codes: ['overblock/popular-site'],
  examples: [
    { kind: 'domain', key: 'google.com', codes: ['overblock/popular-site'] },
    { kind: 'domain', key: 'www.facebook.com', scope: 'subtree', codes: ['overblock/popular-site'] },
    { kind: 'url', key: 'https://google.com/', scope: 'prefix', codes: ['overblock/popular-site'] },
    { kind: 'url', key: 'https://google.com/search', codes: [] },
    { kind: 'domain', key: 'google.com.example', scope: 'subtree', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, POPULAR, (i, what) => report('overblock/popular-site', i, { what }));
  },
};
