// A merge looks at rows, not at how a reader cut them into batches: another size of batch, or a thread that reads ahead,
// must not move an entry.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { inventedKey, type TestRecord } from '../support/batches.ts';
import { inMemory, type Lists, link, listsOf, policy } from '../support/spilling.ts';

function cut({ lists }: Lists, limit: number): Lists {
  return { lists: lists.map((list) => ({ ...list, limit })) };
}

it('gives the same list for batches of any size', async () => {
  await fc.assert(
    fc.asyncProperty(listsOf(false), policy, link, async (lists, table, links) => {
      const whole = await inMemory(cut(lists, 8192), table, links);
      expect(await inMemory(cut(lists, 1), table, links)).toEqual(whole);
      expect(await inMemory(cut(lists, 3), table, links)).toEqual(whole);
    }),
  );
});

it('joins records in their own order where one of them had to stay apart before', async () => {
  const md5 = { kind: 'md5', scope: 'exact', key: inventedKey('md5', 1) } as const;
  const sha256 = { kind: 'sha256', scope: 'exact', key: inventedKey('sha256', 1) } as const;
  const pdq = { kind: 'pdq', scope: 'exact', key: inventedKey('pdq', 1) } as const;
  // The second record shares a perceptual digest only and stays apart; the last one joins it to the third.
  const sha1 = { kind: 'sha1', scope: 'exact', key: inventedKey('sha1', 1) } as const;
  const records = [[pdq, sha1], [pdq, md5], [sha256], [md5, sha256]].map(
    (keys): TestRecord => ({ keys, operation: 'present', opinions: [], reviews: [], times: {} }),
  );
  for (const limit of [1, 2, 3, 8192]) {
    const { text } = await inMemory({ lists: [{ source: 'a', records, limit }] }, defaultPolicy, 'all');
    const kinds = [...text.matchAll(/"kind":"(\w+)"/gu)].map(([, kind]) => kind);
    expect(kinds).toEqual(['pdq', 'sha1', 'pdq', 'md5', 'sha256']);
  }
});
