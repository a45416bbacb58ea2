// Replies of StopNCII as they come: updates and withdrawals over several pages, words that nobody defined, and what a writer
// must not make of other lists.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { jsonLines } from '../../src/formats/json-lines.ts';
import { stopncii } from '../../src/formats/stopncii.ts';
import { convert } from '../support/convert.ts';
import { codesOf, readText } from '../support/format-harness.ts';

const md5 = (n: number): string => createHash('md5').update(`fixture-${n}`).digest('hex');
const codes = (findings: Parameters<typeof codesOf>[0]): string[] => codesOf(findings).map(([code]) => code);

interface Sent {
  readonly n?: number;
  readonly at?: number | string;
  readonly status?: string;
  readonly more?: object;
}

const record = ({ n = 1, at = 100, status = 'Active', more = {} }: Sent): object => ({
  lastModtimestamp: at,
  signalType: 'VideoMD5',
  hashValue: md5(n),
  hashStatus: status,
  ...more,
});
const page = (...records: readonly object[]): string =>
  `${JSON.stringify({ count: records.length, nextSetTimestamp: 200, hashRecords: records })}\n`;
const feedback = (source: string, feedbackValue: string, ...tags: string[]): object => ({
  CSPFeedbacks: [{ source, feedbackValue, tags }],
});

const plain = { format: canonical, options: {} };
const dialect = (options: Record<string, unknown> = {}) => ({ format: stopncii, options });

async function told(text: string): Promise<string[]> {
  const { outcome, bytes } = await convert(dialect(), text, plain);
  expect(outcome.failure).toBeNull();
  const rows = bytes.toString().trimEnd().split('\n').slice(1);
  const lines = rows.map((line) => {
    const row = JSON.parse(line) as { operation?: string; key: string; opinions: { label?: string }[] };
    return [row.operation ?? 'present', row.key, ...row.opinions.map(({ label }) => label).sort()].join(' ');
  });
  return [...new Set(lines)].sort();
}

describe('a record', () => {
  it('is replaced completely by a later one of the same signal, whichever page comes first', async () => {
    const first = page(record({ more: feedback('Example A', 'Blocked') }));
    const second = page(record({ at: 101, more: feedback('Example B', 'PendingReview') }));
    for (const text of [first + second, second + first]) {
      expect(await told(text)).toEqual([`present ${md5(1)} PendingReview video`]);
    }
  });

  it('is taken off by a later withdrawal, and not by an earlier one', async () => {
    const listed = page(record({ at: 100 }), record({ n: 2 }));
    expect(await told(listed + page(record({ at: 101, status: 'Withdrawn' })))).toEqual([
      `present ${md5(2)} video`,
      `withdrawn ${md5(1)} video`,
    ]);
    expect(await told(listed + page(record({ at: 99, status: 'Deleted' })))).toEqual(
      [`present ${md5(2)} video`, `present ${md5(1)} video`].sort(),
    );
  });

  it('is kept whatever word nobody defined stands in it, and each is counted', async () => {
    const more = { signalType: 'Hologram', hashStatus: 'Paused', ...feedback('Example A', 'Undefined') };
    const { rows, findings, rejected } = await readText(stopncii, page(record({ more })));
    expect(rejected).toEqual([]);
    expect(rows.map(({ kind, operation }) => [kind, operation])).toEqual([['fingerprint', 'present']]);
    expect(codes(findings)).toEqual(['row/unknown-value', 'row/unknown-value', 'row/unknown-value']);
    expect(rows[0]?.opinions.map(({ scheme, label }) => `${scheme} ${label}`)).toEqual([
      'stopncii-status Paused',
      'stopncii-feedback Undefined',
    ]);
  });

  it('has directions only where a member asks for something', async () => {
    const words = ['None', 'Blocked', 'NotBlocked', 'QualityUnknown', 'PendingReview', 'Withdrawn', 'Deleted'];
    const more = {
      CSPFeedbacks: words.map((feedbackValue) => ({ source: `Example ${feedbackValue}`, feedbackValue })),
    };
    const { rows } = await readText(stopncii, page(record({ more })));
    const directed = rows[0]?.opinions.flatMap(({ label, polarity }) => (polarity ? [[label, polarity]] : []));
    expect(directed).toEqual([
      ['Blocked', 'deny'],
      ['NotBlocked', 'allow'],
    ]);
  });

  it('drops feedback that nobody gave, and tells it', async () => {
    const more = { CSPFeedbacks: [{ feedbackValue: 'Blocked' }, 7, { source: 'Example A' }] };
    const { rows, findings } = await readText(stopncii, page(record({ more })));
    expect(rows[0]?.opinions.map(({ label }) => label)).toEqual(['video']);
    expect(codes(findings)).toContain('row/said-by-nobody');
  });

  it('without what it needs, or with a time that is none, is refused by itself', async () => {
    const bad = [{}, record({ more: { hashStatus: null } }), record({ at: 'soon' }), record({ at: 1e15 })];
    const { rows, rejected, findings } = await readText(stopncii, page(...bad, record({ n: 2 })));
    expect(rows).toHaveLength(1);
    expect(rejected).toHaveLength(4);
    expect(codes(findings)).toEqual(['row/missing-field', 'row/missing-field', 'row/bad-value', 'row/bad-value']);
  });
});

describe('a reply', () => {
  it('that says it has more records than it has is told', async () => {
    const cut = page(record({})).replace('"count":1', '"count":800');
    expect(codes((await readText(stopncii, cut)).findings)).toEqual(['list/count-mismatch']);
  });

  it('with a key twice in a record loses that record only', async () => {
    const text = page(record({}), record({ n: 2 })).replace('"hashStatus"', '"signalType":"Text","hashStatus"');
    const { rows, findings } = await readText(stopncii, text);
    expect(rows).toHaveLength(1);
    expect(codes(findings)).toEqual(['row/bad-json']);
  });
});

describe('writing', () => {
  it('gives back cases, feedback, tags and the status as they were sent', async () => {
    const sent = [
      record({ more: { caseNumbers: { 2: 'Active', 1: 'Withdrawn' }, ...feedback('Example A', 'Blocked', 'b', 'a') } }),
      record({ n: 2, at: 100.5, status: 'Deleted' }),
      record({ n: 3, status: 'Received' }),
    ];
    const { outcome, bytes } = await convert(dialect(), page(...sent), dialect());
    expect(outcome.failure).toBeNull();
    expect(outcome.tally.losses).toEqual([]);
    const text = bytes.toString();
    const { hashRecords, count } = JSON.parse(text) as { hashRecords: Record<string, unknown>[]; count: number };
    expect(count).toBe(3);
    const byValue = hashRecords.toSorted((a, b) => Number(a['lastModtimestamp']) - Number(b['lastModtimestamp']));
    expect(byValue.map(({ hashStatus }) => hashStatus).sort()).toEqual(['Active', 'Deleted', 'Received']);
    const [first] = hashRecords.filter(({ hashValue }) => hashValue === md5(1));
    expect(first).toMatchObject({ caseNumbers: { 1: 'Withdrawn', 2: 'Active' } });
    expect(first?.['CSPFeedbacks']).toEqual([{ source: 'Example A', feedbackValue: 'Blocked', tags: ['a', 'b'] }]);
  });

  it('makes no record of a row that is none, unless told to and told that it is of a video', async () => {
    const rows = `{"kind":"md5","key":"${md5(1)}"}\n{"kind":"sha1","key":"${'0'.repeat(40)}"}\n`;
    const other = { format: jsonLines, options: {} };
    const refused = await convert(other, rows, dialect());
    expect(refused.bytes.toString()).not.toContain(md5(1));
    const ofAnything = await convert(other, rows, dialect({ adopt: 'yes' }));
    expect(ofAnything.bytes.toString()).not.toContain(md5(1));
    const asImage = await convert(other, rows, dialect({ adopt: 'yes', 'media-type': 'image' }));
    expect(asImage.bytes.toString()).not.toContain(md5(1));
    const adopted = await convert(other, rows, dialect({ adopt: 'yes', 'media-type': 'video' }));
    expect(adopted.bytes.toString()).toContain(`"signalType":"VideoMD5","hashValue":"${md5(1)}","hashStatus":"Active"`);
  });

  it('never sends as a video what somebody says is an image', async () => {
    const label = { member: 'Example', scheme: 'media-type', label: 'image' };
    const head = (await convert(dialect(), page(), plain)).bytes.toString();
    const rows = `${head}${JSON.stringify({ kind: 'md5', key: md5(1), opinions: [label] })}\n`;
    const { bytes, outcome } = await convert(plain, rows, dialect({ adopt: 'yes', foreign: 'leave' }));
    expect(bytes.toString()).not.toContain(md5(1));
    expect(outcome.tally.losses.map((loss) => loss.class)).toContain('entry-unfit');
  });
});
