// The name alone, exactly: nobody's site is blocked, but many consumers take a listed name for all below it. One label alone is
// no site of anybody: it is the word of a total or a heading, or a whole country to such a consumer.
import type { Batch } from '../../model/batch.ts';
import { kinds } from '../../model/kinds.ts';
import { urlHostEnd, urlHostStart } from '../../model/url.ts';
import type { Check } from '../check.ts';
import { BARE_SUFFIX } from '../guard/bits.ts';
import { eachMarked } from '../guard/tell.ts';

const DOT = 46;

export const bareSuffix: Check = {
  id: 'bare-suffix',
  title: 'suffixes listed alone',
  codes: ['overblock/bare-suffix', 'overblock/single-label'],
  examples: [
    { kind: 'domain', key: 'co.uk', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'github.io', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'mooo.com', codes: ['overblock/bare-suffix'] },
    { kind: 'domain', key: 'com', codes: ['overblock/single-label'] },
    { kind: 'domain', key: 'total', codes: ['overblock/single-label'] },
    { kind: 'domain', key: 'user.github.io', codes: [] },
    { kind: 'domain', key: 'site.co.uk', codes: [] },
  ],
  check(batch, { guard, report }) {
    eachMarked(batch, guard, BARE_SUFFIX, (i, what) => {
      if (isOneLabel(batch, i)) report('overblock/single-label', i, { what });
      else report('overblock/bare-suffix', i, {});
    });
  },
};

function isOneLabel({ bytes, start, kind }: Batch, i: number): boolean {
  const to = start[i + 1] ?? 0;
  const isUrl = kind[i] === kinds.url.code;
  const host = isUrl ? urlHostStart(bytes, start[i] ?? 0, to) : (start[i] ?? 0);
  const end = isUrl ? urlHostEnd(bytes, host, to) : to;
  for (let at = host; at < end; at++) if (bytes[at] === DOT) return false;
  return true;
}
