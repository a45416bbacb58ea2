// A merge looks at rows, not at how a reader cut them into batches: another size of batch, or a thread that reads ahead,
// must not move an entry. Merging a merged list again changes nothing either.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import type { Batch } from '../../src/model/batch.ts';
import { merge } from '../../src/pipeline/merge.ts';
import { defaultPolicy } from '../../src/pipeline/merge-policy.ts';
import { each, writeText } from '../support/format-harness.ts';
import { batchesOfLists, inMemory, type Lists, link, listsOf, policy, settingsFor } from '../support/spilling.ts';

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

it('leaves a merged list as it is', async () => {
  await fc.assert(
    fc.asyncProperty(listsOf(false), async (lists) => {
      const settings = settingsFor(defaultPolicy, 'all');
      const merged = async (batches: readonly Batch[]): Promise<Batch[]> => {
        const stage = merge({ ...settings, memory: Number.POSITIVE_INFINITY }, { duplicates: 0, overlap: null });
        const out: Batch[] = [];
        for await (const batch of stage(each(batches))) out.push(batch);
        return out;
      };
      const once = await merged(batchesOfLists(lists, settings.interns));
      const textOf = async (batches: readonly Batch[]): Promise<string> =>
        (await writeText(canonical, batches, {}, { interns: settings.interns })).text;
      expect(await textOf(await merged(once))).toBe(await textOf(once));
    }),
  );
});
