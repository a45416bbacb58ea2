// Keys that are asked for, in the order in which the blocks have theirs.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys, inKeyOrder, type KeyRange } from '../../src/registry/key-range.ts';

it('puts keys in the order of their bytes, and leaves those that begin alike as they came', () => {
  // Few bytes, so that many begin with the same four, or are the same, or end where others go on.
  const key = fc.uint8Array({ maxLength: 8, max: 2 });
  const wide = fc.uint8Array({ maxLength: 40 });
  return fc.assert(
    fc.property(fc.array(fc.oneof(key, wide), { maxLength: 60 }), (keys) => {
      const ranges = keys.map((from): KeyRange => ({ from, to: from }));
      const ordered = inKeyOrder(ranges);
      const plain = [...ranges].sort((a, b) => compareKeys(a.from, b.from));
      expect(ordered.length).toBe(plain.length);
      for (const [n, range] of plain.entries()) expect(ordered[n]).toBe(range);
    }),
  );
});
