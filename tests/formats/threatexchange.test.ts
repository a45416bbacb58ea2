// Updates of ThreatExchange: who says what of an indicator, what takes it back, and what comes in more than one shape.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { threatexchange } from '../../src/formats/threatexchange.ts';
import { threatexchangeCache } from '../../src/formats/threatexchange-cache.ts';
import { sentence } from '../../src/report/phrase.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const ADDED = '2026-01-01T00:00:00+0000';
const descriptor = (id: number, owner: number, status: string, more: object = {}): object => ({
  id: String(id),
  owner: { id: String(owner) },
  status,
  added_on: ADDED,
  ...more,
});
const update = (id: number, n: number, more: object = {}): object => ({
  id: String(id),
  indicator: md5(n),
  type: 'HASH_MD5',
  last_updated: 100,
  should_delete: false,
  descriptors: { data: [descriptor(id, 100, 'MALICIOUS')] },
  ...more,
});
const page = (...data: readonly object[]): string => `${JSON.stringify({ data })}\n`;
const own = { format: threatexchange, options: {} };
const codes = (findings: Parameters<typeof codesOf>[0]): string[] => codesOf(findings).map(([code]) => code);

async function said(more: object): Promise<string[]> {
  const { rows } = await readText(threatexchange, page(update(1, 1, more)));
  return (rows[0]?.opinions ?? [])
    .map(({ member, scheme, label, polarity = '-' }) => `${member} ${scheme} ${label} ${polarity}`)
    .sort();
}

async function keys(text: string): Promise<string[]> {
  const { outcome, bytes } = await convert(own, text, { format: canonical, options: {} });
  expect(outcome.failure).toBeNull();
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  const all = rows.map((line) => JSON.parse(line) as { operation?: string; key: string });
  return [...new Set(all.map(({ operation = 'present', key }) => `${operation} ${key}`))].sort();
}

describe('a descriptor', () => {
  it('is the opinion of its owner, and a direction only where the status is one', async () => {
    const words = ['MALICIOUS', 'NON_MALICIOUS', 'SUSPICIOUS', 'UNKNOWN', 'NEW_WORD'];
    const data = words.map((word, i) => descriptor(i, i, word));
    expect(await said({ descriptors: { data } })).toEqual([
      '(0) threatexchange-status MALICIOUS deny',
      '(1) threatexchange-status NON_MALICIOUS allow',
      '(2) threatexchange-status SUSPICIOUS -',
      '(3) threatexchange-status UNKNOWN -',
      '(4) threatexchange-status NEW_WORD -',
    ]);
  });

  it('has its tags as objects, as a list, or none', async () => {
    const shapes = [{ data: [{ id: '1', text: 'a' }, { text: 'b' }] }, ['a', 'b'], [{ text: 'a' }, 'b']];
    for (const tags of shapes) {
      expect(await said({ descriptors: { data: [descriptor(1, 100, '', { tags })] } })).toEqual([
        '(100) threatexchange-tag a -',
        '(100) threatexchange-tag b -',
      ]);
    }
    expect(await said({ descriptors: { data: [descriptor(1, 100, '', { tags: null })] } })).toEqual([]);
  });

  it('keeps apart who reacted to whose', async () => {
    const reactions = [
      { key: 'HELPFUL', value: '101,102' },
      { key: 'DISAGREE_WITH_TAGS', value: '103' },
    ];
    expect(await said({ descriptors: [descriptor(1, 100, '', { reactions })] })).toEqual([
      '(101) threatexchange-reaction:100 HELPFUL -',
      '(102) threatexchange-reaction:100 HELPFUL -',
      '(103) threatexchange-reaction:100 DISAGREE_WITH_TAGS -',
    ]);
  });

  it('without an owner costs itself', async () => {
    const data = [{ id: '9', status: 'MALICIOUS' }, { owner: null }, descriptor(1, 100, 'UNKNOWN')];
    const { rows, findings } = await readText(threatexchange, page(update(1, 1, { descriptors: { data } })));
    expect(rows[0]?.opinions.map(({ label }) => label)).toEqual(['UNKNOWN']);
    expect(codes(findings)).toEqual(['row/said-by-nobody', 'row/said-by-nobody']);
  });
});

describe('an update', () => {
  it('takes back what an earlier one listed, with and without the indicator', async () => {
    const listed = page(update(1, 1), update(2, 2));
    const bare = { id: '1', last_updated: 101, should_delete: true };
    for (const gone of [bare, update(1, 1, { last_updated: 101, should_delete: true, descriptors: undefined })]) {
      expect(await keys(listed + page(gone))).toEqual([`present ${md5(2)}`, `withdrawn ${md5(1)}`].sort());
    }
  });

  it('without descriptors is a deletion, and told; hidden descriptors are none', async () => {
    const { rows, findings } = await readText(
      threatexchange,
      page(update(1, 1, { descriptors: null }), update(2, 2, { descriptors: { data: [] } })),
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['withdrawn', 'present']);
    expect(codes(findings)).toEqual(['row/gone-by-absence']);
  });

  it('tells a video from other files', async () => {
    expect(await said({ type: 'HASH_VIDEO_MD5', descriptors: [] })).toEqual(['ThreatExchange media-type video -']);
    const tags = ['media_type_video'];
    expect(await said({ descriptors: [descriptor(1, 100, '', { tags })] })).toContain('(100) media-type video -');
  });

  it('of a hash of an address is no digest of a file', async () => {
    const { rows } = await readText(threatexchange, page(update(1, 1, { type: 'HASH_URL_MD5' })));
    expect(rows.map(({ kind }) => kind)).toEqual(['fingerprint']);
  });

  it('is given back as it was sent', async () => {
    const sent = [
      update(1, 1, {
        type: 'HASH_VIDEO_MD5',
        descriptors: {
          data: [
            descriptor(10, 100, 'MALICIOUS', {
              owner: { id: '100', name: 'Example' },
              tags: { data: [{ text: 'a' }, { text: 'b' }] },
              reactions: [{ key: 'HELPFUL', value: '101,102' }],
            }),
            descriptor(11, 101, 'NON_MALICIOUS', { tags: { data: [] }, reactions: [] }),
          ],
        },
      }),
      { id: '2', last_updated: 101, should_delete: true },
    ];
    const { outcome, bytes } = await convert(own, page(...sent), own);
    expect(outcome.failure).toBeNull();
    expect(outcome.tally.losses).toEqual([]);
    const { data } = JSON.parse(bytes.toString()) as { data: { id: string }[] };
    expect(data.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual(sent);
  });

  it('is not made of what somebody else says', async () => {
    const opinions = [{ member: 'Example', scheme: 'ncmec', label: 'A1' }];
    const rows = `{"canonical":1}\n${JSON.stringify({ kind: 'md5', key: md5(1), opinions })}\n`;
    const plain = { format: canonical, options: {} };
    for (const [options, isWritten] of [
      [{}, false],
      [{ adopt: 'yes' }, false],
      [{ adopt: 'yes', foreign: 'leave' }, true],
    ] as const) {
      const { bytes, findings } = await convert(plain, rows, { format: threatexchange, options });
      expect(bytes.toString().includes(md5(1))).toBe(isWritten);
      expect(findings.countOf(isWritten ? 'loss/opinions-dropped' : 'loss/entry-unfit')).toBeGreaterThan(0);
    }
  });
});

describe('the cache of the program', () => {
  it('is asked what it lists by the option that says so', async () => {
    const text = `${md5(1)},10,${ADDED},example\n`;
    const read = readText(threatexchangeCache, text, {});
    await expect(read).rejects.toMatchObject({ exit: 2, args: { option: '--from-option type' } });
  });

  it('that lacks columns is told so without a profile that nobody wrote', async () => {
    const { findings } = await readText(threatexchangeCache, `${md5(1)},10\n`, { type: 'HASH_MD5' });
    const [absent] = findings.filter(({ code }) => code === 'row/absent-column');
    expect(sentence('row/absent-column', absent?.args ?? {}, { showValues: false })).toBe(
      'the list has no column labels, which its format or profile describes',
    );
  });
});
