// Origins that say what a batch says without them are left out; any other is kept.
import { describe, expect, it } from 'vitest';
import { type Batch, NO_TIMES, slice } from '../../src/model/batch.ts';
import { spared } from '../../src/model/origin-columns.ts';

function batchOf(start: readonly number[], source: readonly number[], op: readonly number[]): Batch {
  const count = start.length - 1;
  return {
    ...{ count, source: 0, kind: new Uint8Array(count), scope: new Uint8Array(count), op: Uint8Array.of(0, 1, 0) },
    ...{ uniform: false, start: new Uint32Array(count + 1), bytes: new Uint8Array(0), line: Uint32Array.of(7, 8, 9) },
    ...{ item: null, opinions: null, reviews: null, times: NO_TIMES, size: null, partnerKey: null, extras: null },
    origins: {
      start: Uint32Array.from(start),
      source: Uint16Array.from(source),
      line: Uint32Array.from(source, (_, i) => 7 + i),
      op: Uint8Array.from(op),
    },
  };
}

describe('origins of rows', () => {
  it('are left out where they say nothing more', () => {
    expect(spared(batchOf([0, 1, 2, 3], [4, 4, 4], [0, 1, 0]))).toMatchObject({ source: 4, origins: null });
  });

  it.each([
    ['two sources', [0, 1, 2, 3], [4, 5, 4], [0, 1, 0]],
    ['another operation', [0, 1, 2, 3], [4, 4, 4], [0, 0, 0]],
    ['a row of two', [0, 2, 2, 3], [4, 4, 4], [0, 1, 0]],
    ['more than one each', [0, 1, 2, 4], [4, 4, 4, 4], [0, 1, 0, 0]],
  ])('are kept with %s', (_, start, source, op) => {
    const batch = batchOf(start, source, op);
    expect(spared(batch)).toBe(batch);
  });

  it('are those of their own rows in a slice', () => {
    const { origins } = slice(batchOf([0, 1, 3, 4], [4, 5, 6, 7], [0, 1, 1, 0]), 1, 3);
    expect([...(origins?.start ?? [])]).toEqual([0, 2, 3]);
    expect([...(origins?.source ?? [])]).toEqual([5, 6, 7]);
  });
});
