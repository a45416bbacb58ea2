// What e2guardian blocks anyhow is covered, not refused; what it would miss is refused.
import { expect, it } from 'vitest';
import { e2guardianUrls } from '../../src/formats/e2guardian-urls.ts';
import type { Format } from '../../src/formats/format.ts';
import { urlList } from '../../src/formats/url-list.ts';
import { convert } from '../support/convert.ts';

it.each([
  [['example.com/a/', 'example.com/a/b'], ['example.com/a/'], { 'merge/covered': 1 }],
  [['example.com/a/b', 'example.com/a'], ['example.com/a'], { 'merge/covered': 1 }],
  [['example.com/a', 'example.com/a?x=1'], ['example.com/a'], { 'merge/covered': 1 }],
  [
    ['example.com/a', 'example.com/a!b', 'example.com/a/b'],
    ['example.com/a'],
    { 'merge/covered': 1, 'output/unfit': 1 },
  ],
  [['example.com/a', 'example.com/ab'], ['example.com/a'], { 'output/unfit': 1 }],
  [['example.com/', 'example.com/a'], ['example.com/a'], { 'output/unfit': 1 }],
])('%j', async (listed, wanted, left) => {
  const source = { format: urlList as Format<object>, options: { scope: 'prefix' } };
  const target = { format: e2guardianUrls as Format<object>, options: {} };
  const { bytes, findings } = await convert(source, listed.join('\n'), target);
  expect(bytes.toString().split('\n').slice(1, -1)).toEqual(wanted);
  const told = ['merge/covered', 'output/unfit'] as const;
  const counts = told.map((code) => [code, findings.countOf(code)]).filter(([, count]) => count !== 0);
  expect(Object.fromEntries(counts)).toEqual(left);
});
