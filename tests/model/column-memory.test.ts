// Memory of columns that is used again: cleared, lent once, and never shared with a batch that lives on.
import { describe, expect, it } from 'vitest';
import { type Batch, pick } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { buffersIn, floatsColumn, takeBack, wordsColumn } from '../../src/model/column-memory.ts';
import { kinds } from '../../src/model/kinds.ts';
import { lend, spent } from '../../src/model/lending.ts';
import { EXACT } from '../../src/model/scope.ts';

const md5 = kinds.md5;

function batchOf(rows: number): Batch {
  const builder = new BatchBuilder(0);
  for (let i = 1; i <= rows; i++) {
    builder.begin(i);
    builder.addBytes(md5.code, EXACT, new Uint8Array(16).fill(i), 0, 16);
    builder.setOpinions(i);
    builder.setTime('firstSeen', i);
  }
  return builder.take();
}

/** What a later run would leave in memory that it was given. */
function spoil(buffers: Iterable<ArrayBuffer>): void {
  for (const buffer of buffers) new Uint8Array(buffer).fill(0xff);
}

describe('memory that is used again', () => {
  it('is cleared', () => {
    const words = wordsColumn(5000).fill(7);
    const floats = floatsColumn(2500).fill(7);
    takeBack([words.buffer, floats.buffer]);
    expect(wordsColumn(5000).every((word) => word === 0)).toBe(true);
    expect(floatsColumn(2500).every(Number.isNaN)).toBe(true);
  });

  it('is that of columns taken back', () => {
    const { buffer } = wordsColumn(5001);
    takeBack([buffer]);
    expect(wordsColumn(5001).buffer).toBe(buffer);
    expect(wordsColumn(5001).buffer).not.toBe(buffer);
  });

  it('is taken back once, of batches that were lent', () => {
    const batch = batchOf(3);
    const back: Set<ArrayBuffer>[] = [];
    spent(batch); // nobody lent it
    lend(batch, (buffers) => back.push(buffers));
    spent({ ...batch }); // another batch with its columns
    expect(back).toEqual([]);
    spent(batch);
    spent(batch);
    expect(back).toEqual([buffersIn(batch)]);
  });

  it('is not that of rows picked from the batch', () => {
    for (const rows of [[0], [2, 1], [0, 1, 2]]) {
      const batch = batchOf(3);
      const wanted = structuredClone(pick(batch, Uint32Array.from(rows)));
      const picked = pick(batch, Uint32Array.from(rows));
      spoil(buffersIn(batch));
      expect(picked).toEqual(wanted);
    }
  });
});
