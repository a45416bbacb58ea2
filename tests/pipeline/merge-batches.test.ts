// A merge looks at rows, not at how a reader cut them into batches: another size of batch, or a thread that reads ahead,
// must not move an entry.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
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
