// How many rows of two editions are the same, counted in runs, against a comparison row by row.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Batch, pick } from '../../src/model/batch.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { compareRecords, sameRows, saysSame } from '../../src/registry/records.ts';
import { recordsOf } from '../support/arbitraries.ts';
import { batchesOf, type TestRecord } from '../support/batches.ts';

const singleKeys = recordsOf(
  {
    carries: {
      kinds: ['md5', 'sha256', 'domain'],
      scopes: ['exact', 'subtree'],
      perItem: 'one',
      opinions: 'many',
      withdrawals: 'rows',
      exceptions: true,
      fields: { size: 'exact', firstSeen: 'exact', updated: 'exact', name: 'exact', partnerKey: 'exact' },
      order: true,
      duplicates: true,
      list: [],
    },
  },
  120,
);

/** What may be another in a row, or absent in all of them. */
const CHANGES: readonly ((batch: Batch, row: number) => Batch)[] = [
  (batch) => batch,
  (batch, row) => ({ ...batch, op: changed(batch.op, row) }),
  (batch, row) => ({ ...batch, kind: changed(batch.kind, row) }),
  (batch, row) => ({ ...batch, line: changed(batch.line, row) }),
  (batch, row) => ({ ...batch, bytes: changed(batch.bytes, batch.start[row + 1]! - 1) }),
  (batch, row) => ({ ...batch, bytes: changed(batch.bytes, batch.start[row]!) }),
  (batch, row) => ({ ...batch, size: batch.size && changed(batch.size, row) }),
  (batch, row) => ({ ...batch, opinions: batch.opinions && changed(batch.opinions, row) }),
  (batch) => ({ ...batch, opinions: null }),
  (batch) => ({ ...batch, size: null }),
  (batch) => ({ ...batch, times: { ...batch.times, updated: null } }),
  (batch) => ({ ...batch, extras: null }),
];

function changed<T extends Uint8Array | Uint32Array | Float64Array>(column: T, at: number): T {
  const copy = column.slice() as T; // of the same kind
  copy[at] = Number.isNaN(copy[at]) ? 0 : copy[at]! + 1;
  return copy;
}

it('counts rows that are the same as far as the first that is not', () => {
  const places = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.constantFrom(...CHANGES));
  return fc.assert(
    fc.property(singleKeys, places, (records, [first, shift, where, change]) => {
      const [made] = batchesOf(records, createInterns(), 'a', 1000);
      if (made === undefined) return;
      const j = first % made.count;
      const cut = shift % (j + 1);
      // The same rows at other places of another batch, one of them changed.
      const a = change(made, where % made.count);
      const b = pick(
        made,
        Uint32Array.from({ length: made.count - cut }, (_, n) => n + cut),
      );
      const most = made.count - j;
      let same = 0;
      while (same < most && isSame(a, j + same, b, j - cut + same)) same++;
      expect(sameRows(a, j, b, j - cut)).toBe(same);
      expect(sameRows(b, j - cut, a, j)).toBe(same);
    }),
  );
});

it('tells zero from minus zero, which a block keeps as another number', () => {
  const [made] = batchesOf([RECORD], createInterns(), 'a', 1);
  if (made === undefined) throw new Error('there is one row');
  const sized = (size: number): Batch => ({ ...made, size: Float64Array.of(size) });
  expect(sameRows(sized(0), 0, sized(0), 0)).toBe(1);
  expect(sameRows(sized(0), 0, sized(-0), 0)).toBe(0);
  expect(sameRows(sized(Number.NaN), 0, sized(Number.NaN), 0)).toBe(1);
});

const RECORD: TestRecord = {
  keys: [{ kind: 'md5', scope: 'exact', key: new Uint8Array(16) }],
  operation: 'present',
  opinions: [],
  reviews: [],
  times: {},
};

function isSame(a: Batch, i: number, b: Batch, j: number): boolean {
  return a.op[i] === b.op[j] && compareRecords(a, i, b, j) === 0 && saysSame(a, i, b, j);
}
