// One list of a service is one JSON object of any number of prefixes.
import { expect, it } from 'vitest';
import { hashPrefixes } from '../../src/formats/hash-prefixes.ts';
import { packed } from '../../src/formats/kit/hashes/rice-lists.ts';
import { BATCH_ROWS } from '../../src/model/batch.ts';
import { readText } from '../support/format-harness.ts';

it.each([1, BATCH_ROWS, BATCH_ROWS + 1, 2 * BATCH_ROWS + 5])(
  '%i prefixes of one list come in full batches',
  async (n) => {
    const bytes = new Uint8Array(n * 4);
    for (let i = 0; i < n; i++) new DataView(bytes.buffer).setUint32(i * 4, i * 1000);
    const text = `${JSON.stringify(packed({ width: 4, bytes }, 4))}\n`;
    const { batches, rows, findings } = await readText(hashPrefixes, text, { encoding: 'rice-v4' });
    expect(batches.map(({ count }) => count).slice(0, -1)).toEqual(batches.slice(1).map(() => BATCH_ROWS));
    expect(Math.max(...batches.map(({ count }) => count))).toBeLessThanOrEqual(BATCH_ROWS);
    expect(new Set(rows.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(n);
    expect(findings).toEqual([]);
  },
);
