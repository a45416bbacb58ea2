// Every path of a shortener leads somewhere else.
import type { Check } from '../check.ts';
import { SHORTENER } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

export const urlShortener: Check = {
  id: 'url-shortener',
  title: 'URL shorteners',
  codes: ['overblock/url-shortener'],
  examples: [
    { kind: 'domain', key: 'bit.ly', codes: ['overblock/url-shortener'] },
    { kind: 'url', key: 'http://bit.ly/', scope: 'prefix', codes: ['overblock/url-shortener'] },
    { kind: 'url', key: 'http://bit.ly/fixture', codes: [] },
    { kind: 'domain', key: 'bit.example', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, SHORTENER, (i, what) => report('overblock/url-shortener', i, { what }));
  },
};
