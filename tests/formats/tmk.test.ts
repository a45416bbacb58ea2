// A fingerprint is whole or none: part of one names another video, or nothing.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tmk } from '../../src/formats/tmk.ts';
import { fromUtf8 } from '../../src/model/bytes.ts';
import { readText } from '../support/format-harness.ts';

/** As the samples of its authors: 15 frames a second, 4 periods, 32 coefficients, 256 dimensions. */
function fingerprint(): Buffer {
  const bytes = Buffer.alloc(263_344);
  bytes.write('TMK1FVECPDQF', 'latin1');
  for (const [i, number] of [15, 4, 32, 256, 100].entries()) bytes.writeUInt32LE(number, 12 + i * 4);
  return bytes;
}

describe('tmk', () => {
  it('names a fingerprint of the length of its header by its SHA-256, whatever pieces it comes in', async () => {
    const whole = fingerprint();
    const { rows } = await readText(tmk, whole, {}, { chunk: 1000 });
    const sum = createHash('sha256').update(whole).digest('hex');
    expect(rows.map(({ kind, key }) => [kind, fromUtf8(key)])).toEqual([
      ['fingerprint-reference', `tmk-pdqf:sha256:${sum}`],
    ]);
  });

  it.each([
    ['cut in its header', fingerprint().subarray(0, 20), 'input/cut-short'],
    ['cut in its body', fingerprint().subarray(0, -1), 'input/cut-short'],
    ['with bytes behind it', Buffer.concat([fingerprint(), Buffer.alloc(4)]), 'input/bad-document'],
    ['of a length that no machine holds', Buffer.from(fingerprint()).fill(255, 16, 28), 'input/bad-document'],
    ['of another algorithm', Buffer.from('TMK1FVECXXXX'.padEnd(40, '\0'), 'latin1'), 'input/bad-document'],
  ])('refuses one %s', async (_what, bytes, code) => {
    await expect(readText(tmk, bytes)).rejects.toMatchObject({ code });
  });
});
