// Pages of Tech Against Terrorism: deletions under another number, times in every shape, and what is given back.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { tat } from '../../src/formats/tat.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const entry = (id: number, n: number, more: object = {}): object => ({
  id,
  hash_digest: md5(n),
  algorithm: 'MD5',
  ideology: 'islamist',
  file_type: 'mp4',
  deleted: false,
  updated_on: 100 + id,
  created_on: '2026-01-01T00:00:00Z',
  ...more,
});
const page = (...results: readonly object[]): string => `${JSON.stringify({ checkpoint: '100.0,1', results })}\n`;
const own = { format: tat, options: {} };

async function keys(text: string): Promise<string[]> {
  const { outcome, bytes } = await convert(own, text, { format: canonical, options: {} });
  expect(outcome.failure).toBeNull();
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  const all = rows.map((line) => JSON.parse(line) as { operation?: string; key: string });
  return [...new Set(all.map(({ operation = 'present', key }) => `${operation} ${key}`))].sort();
}

describe('an entry', () => {
  it('is taken back by its algorithm and digest, whatever its number, and in either order of pages', async () => {
    const first = page(entry(1, 1), entry(2, 2));
    const second = page(entry(9, 1, { deleted: true, hash_digest: md5(1).toUpperCase(), algorithm: 'md5' }));
    const want = [`present ${md5(2)}`, `withdrawn ${md5(1)}`].sort();
    expect(await keys(first + second)).toEqual(want);
    expect(await keys(second + first)).toEqual(want);
  });

  it('may have its times in every shape, and is refused where the one that decides is none', async () => {
    const shapes = [
      1767225600,
      1767225600.25,
      '1767225600.25',
      '2026-01-01T00:00:00.2500000+00:00',
      '2026-01-01 00:00',
      null,
    ];
    const { rows, findings } = await readText(tat, page(...shapes.map((created_on, i) => entry(i, i, { created_on }))));
    const seconds = 1767225600;
    expect(rows.map(({ times }) => times.firstSeen)).toEqual([
      seconds,
      seconds + 0.25,
      seconds + 0.25,
      seconds + 0.25,
      seconds,
      undefined,
    ]);
    expect(codesOf(findings)).toEqual([['time/no-zone', 1]]);
    for (const created_on of ['soon', 1e15, true, '']) {
      const read = await readText(tat, page(entry(1, 1, { created_on })));
      expect([read.rows.length, codesOf(read.findings)]).toEqual([1, [['time/unreadable', 1]]]);
      const undecided = await readText(tat, page(entry(1, 1, { updated_on: created_on })));
      expect(undecided.rejected.map(({ code }) => code)).toEqual(['row/bad-value']);
    }
  });

  it('says which kind of media it is where the ending of its name is known', async () => {
    const types = ['mp4', 'MOV', 'jpg', 'pdf', 'xyz', null];
    const { rows } = await readText(tat, page(...types.map((file_type, i) => entry(i, i, { file_type }))));
    const media = rows.map(({ opinions }) => opinions.find(({ scheme }) => scheme === 'media-type')?.label);
    expect(media).toEqual(['video', 'video', 'image', 'document', 'other', undefined]);
    expect(rows.flatMap(({ opinions }) => opinions.flatMap(({ polarity }) => polarity ?? []))).toEqual([]);
  });

  it('is given back as it was sent', async () => {
    const sent = [
      entry(1, 1, { updated_on: 100.5 }),
      entry(2, 2, { deleted: true, file_type: null, ideology: 'far-right' }),
      entry(3, 3, { algorithm: 'TMK', hash_digest: 'fixture-3' }),
    ];
    const { outcome, bytes } = await convert(own, page(...sent), own);
    expect(outcome.failure).toBeNull();
    expect(outcome.tally.losses).toEqual([]);
    const { results, checkpoint } = JSON.parse(bytes.toString()) as { results: { id: number }[]; checkpoint: string };
    expect(checkpoint).toBe('100.0,1');
    expect(results.toSorted((a, b) => a.id - b.id)).toEqual(
      sent.map((each) => ({ ...each, created_on: '2026-01-01' })),
    );
  });
});
