// Rows of a block that are decoded by themselves, against the same rows of all that is decoded.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pick } from '../../src/model/batch.ts';
import { everyRow } from '../../src/model/carries.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { decodeBlock, encodeBlock, openBlock } from '../../src/registry/block-codec.ts';
import { recordsOf } from '../support/arbitraries.ts';
import { batchesOf } from '../support/batches.ts';

const anyRecords = recordsOf({ carries: everyRow }, 40);

/** Numbers of every width that a column of a block may have: 8, 16, 32 bits, and 64. */
const number = fc.constantFrom(1, 300, 70_000, 1.5, 2 ** 40, Number.NaN);

it('says of some rows what it says of all', () => {
  return fc.assert(
    fc.property(anyRecords, fc.array(number, { minLength: 1 }), fc.array(fc.nat()), (records, sizes, numbers) => {
      const [made] = batchesOf(records, createInterns(), 'a', 1000);
      if (made === undefined) return;
      const size = Float64Array.from({ length: made.count }, (_, i) => sizes[i % sizes.length] ?? 0);
      const opinions = Uint32Array.from(size, (each) => (Number.isSafeInteger(each) ? each % 2 ** 32 : 0));
      const body = encodeBlock({ ...made, size, opinions });
      const all = decodeBlock(body, 0);
      expect([...(all.size ?? size)]).toEqual([...size]);
      const rows = Uint32Array.from(new Set(numbers.map((n) => n % all.count))).sort();
      const { uniform: _, ...some } = openBlock(body, 0).take(rows);
      const { uniform: __, ...picked } = pick(all, rows);
      expect(some).toEqual(picked);
    }),
  );
});
