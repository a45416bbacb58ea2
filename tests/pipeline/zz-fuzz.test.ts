import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inMemory, link, listsOf, policy, spilled } from '/work/main/tests/support/spilling.ts';
const N = Number(process.env.FUZZ ?? 200);
for (const flat of [true, false]) it(`fuzz flat=${flat}`, async () => {
  await fc.assert(fc.asyncProperty(listsOf(flat), policy, link, fc.nat({max:12}), fc.integer({min:2,max:6}), async (lists, table, links, after, leastParts) => {
    const a = await inMemory(lists, table, links);
    const b = await spilled(lists, table, links, { after, leastParts, folder: '/tmp' });
    expect(b).toEqual(a);
  }), { numRuns: N });
}, 600000);
