// Column profiles: what their words make of a partner's list, and what is said about words that mean nothing.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatFromProfile } from '../../src/formats/profile.ts';
import { hexText } from '../../src/model/bytes.ts';
import { Failure } from '../../src/model/failure.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { isoTime } from '../../src/model/times.ts';
import { codesOf, type ReadResult, readText } from '../support/format-harness.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'fixtures', 'profiles');
const digest = (algorithm: string, n: number): string => createHash(algorithm).update(`fixture-${n}`).digest('hex');
const md5 = (n: number): string => digest('md5', n);
const sha256 = (n: number): string => digest('sha256', n);

const codes = ({ findings }: ReadResult): string[] => codesOf(findings).map(([code, line]) => `${line} ${code}`);
const keys = ({ rows }: ReadResult): string[] => rows.map((row) => `${row.kind} ${keyText(kinds[row.kind], row.key)}`);

/** A fixture read by the profile beside it. */
async function fixture(name: string, ending: string): Promise<ReadResult> {
  const format = formatFromProfile(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'), `${name}.yaml`);
  const input = readFileSync(join(FOLDER, `${name}.${ending}`));
  const whole = await readText(format, input);
  for (const [chunk, limit] of [
    [1, 3],
    [7, 1],
  ] as const) {
    const pieces = await readText(format, input, {}, { chunk, limit });
    expect(codes(pieces)).toEqual(codes(whole));
    expect(pieces.rejected).toEqual(whole.rejected);
    expect(pieces.rows.map(({ item: _item, ...row }) => row)).toEqual(whole.rows.map(({ item: _item, ...row }) => row));
  }
  return whole;
}

/** A list of these lines, read by a profile of these lines. */
function read(profile: readonly string[], list: readonly string[]): Promise<ReadResult> {
  const text = ['profile: 1', ...profile, ''].join('\n');
  return readText(formatFromProfile(text, 'test.yaml'), list.map((line) => `${line}\n`).join(''));
}

/** What is said about a profile that is refused. */
function fault(text: string): string {
  try {
    formatFromProfile(text, 'test.yaml');
  } catch (error) {
    if (error instanceof Failure) return `${error.code} ${error.args['profile']}: ${error.args['reason']}`;
    throw error;
  }
  return 'none';
}

describe('the fixtures', () => {
  it('hotline-weekly: several digests, grades, reviewers, local times, removals', async () => {
    const result = await fixture('hotline-weekly', 'csv');
    expect(keys(result)).toEqual([`md5 ${md5(1)}`, `sha1 ${digest('sha1', 1)}`, `md5 ${md5(2)}`, `md5 ${md5(3)}`]);
    expect(result.list).toEqual({ partner: 'Example Hotline', marking: 'TLP:AMBER', edition: 'full' });
    expect(result.rows[0]).toMatchObject({
      operation: 'present',
      opinions: [
        { member: 'Example Hotline', scheme: 'example-grades', label: 'A1', polarity: 'deny' },
        { member: 'Example Hotline', scheme: 'example-flags', label: 'baseline', polarity: 'deny' },
      ],
      reviews: [
        { reviewer: 'anna', organisation: 'Example Hotline', country: 'DE', decision: 'confirmed' },
        { reviewer: 'ben', organisation: 'Example Police', country: 'NL', decision: 'confirmed' },
      ],
      partnerKey: 'C-1',
      size: 1024,
    });
    expect(result.rows[0]?.item).toBe(result.rows[1]?.item);
    // Winter and summer time, a day without a clock, and none at all.
    const times = result.rows.map(({ times: { lastReviewed, firstSeen } }) => [lastReviewed, firstSeen]);
    expect(times.map((pair) => pair.map((time) => (time === undefined ? null : isoTime(time))))).toEqual([
      ['2026-01-05T09:20:00Z', '2025-12-24'],
      ['2026-01-05T09:20:00Z', '2025-12-24'],
      ['2026-07-06T08:20:00Z', null],
      ['2026-01-07', '2025-12-24'],
    ]);
    // A grade that says nothing leaves the direction alone; the second reviewer has no country.
    expect(result.rows[2]?.opinions).toEqual([{ member: 'Example Hotline', polarity: 'deny' }]);
    expect(result.rows[2]?.reviews[1]).toEqual({
      reviewer: 'ben',
      organisation: 'Example Police',
      decision: 'confirmed',
    });
    expect(result.rows[3]).toMatchObject({ operation: 'withdrawn', opinions: [{ label: 'B1' }] });
    expect(result.rows[3]?.reviews).toHaveLength(1);
    expect(codes(result)).toEqual([
      '1 row/unknown-column',
      '5 row/bad-value',
      '6 row/bad-value',
      '7 row/bad-value',
      '8 row/missing-field',
    ]);
    expect(result.findings.map(({ args }) => args['field'] ?? args['column'])).toEqual([
      'Remark',
      'Grade',
      'Analyst 1',
      'Checked on',
      'Removed',
    ]);
    expect(result.rejected[0]?.raw).toBe(`${md5(4)};;5;nein;;;;;C-4;nein;;7;`);
  });

  it('kind-column: the kind and the reach of each key in columns of their own', async () => {
    const result = await fixture('kind-column', 'tsv');
    expect(keys(result)).toEqual([
      `md5 ${md5(1)}`,
      `sha256 ${sha256(1)}`,
      'domain example.com',
      'url http://example.org/a/',
    ]);
    expect(result.rows.map(({ scope }) => scope)).toEqual(['exact', 'exact', 'subtree', 'prefix']);
    expect(result.rows[0]?.item).toBe(result.rows[1]?.item);
    expect(result.rows.map(({ opinions }) => opinions[0])).toEqual([
      { member: 'Alpha', label: 'A1' },
      { member: 'Beta', label: 'A1' },
      { member: 'Gamma', label: 'B2' },
      { member: 'input', label: 'B2' },
    ]);
    expect(result.rows.map(({ times }) => times.lastVerified)).toEqual([
      1_767_571_200,
      1_767_571_200.5,
      undefined,
      undefined,
    ]);
    expect(codes(result)).toEqual(['6 row/bad-value', '7 row/bad-value']);
  });

  it('feed: a header in a comment, ragged rows, lists in cells', async () => {
    const result = await fixture('feed', 'csv');
    expect(keys(result)).toEqual([
      `sha256 ${sha256(1)}`,
      `md5 ${md5(1)}`,
      `sha256 ${sha256(2)}`,
      `sha256 ${sha256(3)}`,
    ]);
    expect(result.rows[0]?.opinions.map(({ label }) => label)).toEqual(['one', 'two']);
    expect(result.rows.map(({ extras }) => extras.name)).toEqual(['a, b.exe', 'a, b.exe', undefined, undefined]);
    expect(codes(result)).toEqual(['5 row/unknown-column']);
    expect(result.rejectHeaders).toEqual(['# "first_seen_utc","sha256_hash","md5_hash","reporter","file_name","tags"']);
  });

  it('no-header: columns by their place', async () => {
    const result = await fixture('no-header', 'csv');
    expect(keys(result)).toEqual([`sha256 ${sha256(1)}`, `sha256 ${sha256(2)}`]);
    expect(result.rows.map(({ times }) => isoTime(times.expires ?? 0))).toEqual(['2026-01-02', '1999-12-31']);
    expect(codes(result)).toEqual(['3 row/bad-value']);
    expect(result.rejectHeaders).toEqual([]);
  });

  it('nested: JSON by paths', async () => {
    const result = await fixture('nested', 'jsonl');
    expect(keys(result)).toEqual([
      `md5 ${md5(1)}`,
      `sha256 ${sha256(1)}`,
      `md5 ${md5(2)}`,
      'url http://example.com/x',
      `md5 ${md5(3)}`,
    ]);
    expect(result.rows[0]).toMatchObject({
      partnerKey: '12345',
      opinions: [
        { member: 'Alpha', scheme: 'exchange', label: 'A1', polarity: 'deny' },
        { member: 'Alpha', scheme: 'exchange', label: 'B', polarity: 'deny' },
        { member: 'Alpha', scheme: 'exchange', label: ' C', polarity: 'deny' },
      ],
      reviews: [
        { reviewer: 'r1', decision: 'confirmed' },
        { reviewer: 'r2', decision: 'unsure' },
      ],
      times: { firstSeen: 1_767_571_200 },
    });
    expect(result.rows[2]).toMatchObject({
      operation: 'withdrawn',
      opinions: [{ polarity: 'none' }, { polarity: 'none' }],
    });
    expect(result.rows[3]?.scope).toBe('prefix');
    expect(result.rows[4]).toMatchObject({ operation: 'present', times: { firstSeen: 1_767_604_830 } });
    expect(codes(result)).toEqual(['1 row/unknown-column', '4 row/bad-value', '5 row/bad-json', '6 row/bad-value']);
    expect(result.findings.map(({ args }) => args['column'] ?? args['field'] ?? args['reason'])).toEqual([
      'extra',
      'id',
      'two of its keys mean the same',
      'hashes',
    ]);
  });
});

describe('docs/profiles.md', () => {
  const page = readFileSync(join(FOLDER, '..', '..', 'docs', 'profiles.md'), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n([^`]*)```/gu)].map(([, block = '']) => block);

  it('shows the profile that is among the fixtures', async () => {
    const input = readFileSync(join(FOLDER, 'hotline-weekly.csv'));
    const shown = await readText(formatFromProfile(blocks[0] ?? '', 'docs'), input);
    const kept = await readText(
      formatFromProfile(readFileSync(join(FOLDER, 'hotline-weekly.yaml'), 'utf8'), 'fixture'),
      input,
    );
    expect(shown.rows).toEqual(kept.rows);
    expect(shown.findings).toEqual(kept.findings);
    expect(shown.list).toEqual(kept.list);
  });

  it('shows columns that are no mistake', () => {
    expect(blocks).toHaveLength(2);
    const columns = (blocks[1] ?? '').replaceAll(/^/gmu, '  ');
    expect(fault(`profile: 1\ncolumns:\n${columns}`)).toBe('none');
  });
});

describe('what a profile may say', () => {
  it('never infers a direction, and says one for rows without a label too', async () => {
    const list = ['md5,label', `${md5(1)},A1`, `${md5(2)},`];
    const columns = 'columns: { md5: md5, label: label }';
    const none = await read([columns], list);
    expect(none.rows.map(({ opinions }) => opinions)).toEqual([[{ member: 'input', label: 'A1' }], []]);
    const deny = await read([columns, 'opinion: { member: acme, polarity: deny }'], list);
    expect(deny.rows.map(({ opinions }) => opinions)).toEqual([
      [{ member: 'acme', label: 'A1', polarity: 'deny' }],
      [{ member: 'acme', polarity: 'deny' }],
    ]);
  });

  it('gives a label column its own member, scheme and direction', async () => {
    const result = await read(
      [
        'columns:',
        '  md5: md5',
        '  a: { label: true, member: alpha, scheme: { column: vocabulary }, polarity: deny }',
        '  b: { label: two, member: beta, polarity: { column: verdict, values: { bad: deny, fine: allow }, empty: none } }',
      ],
      ['md5,a,b,vocabulary,verdict', `${md5(1)},A1,B1,v1,fine`, `${md5(2)},A1,B1,,`, `${md5(3)},A1,B1,,other`],
    );
    expect(result.rows.map(({ opinions }) => opinions)).toEqual([
      [
        { member: 'alpha', scheme: 'v1', label: 'A1', polarity: 'deny' },
        { member: 'beta', scheme: 'two', label: 'B1', polarity: 'allow' },
      ],
      [
        { member: 'alpha', label: 'A1', polarity: 'deny' },
        { member: 'beta', scheme: 'two', label: 'B1', polarity: 'none' },
      ],
    ]);
    expect(codes(result)).toEqual(['4 row/bad-value']);
  });

  it('takes the latest of several reviews and the first of several sights', async () => {
    const result = await read(
      ['columns:', '  md5: md5', '  r1: lastReviewed', '  r2: last reviewed', '  s1: firstSeen', '  s2: firstSeen'],
      ['md5,r1,r2,s1,s2', `${md5(1)},2026-01-05,2026-01-04,2025-01-02,2025-01-01`, `${md5(2)},,2026-01-04,,`],
    );
    const day = (seconds: number | undefined): string => (seconds === undefined ? '' : isoTime(seconds));
    expect(result.rows.map(({ times }) => [day(times.lastReviewed), day(times.firstSeen)])).toEqual([
      ['2026-01-05', '2025-01-01'],
      ['2026-01-04', ''],
    ]);
  });

  it('reads a list of removals as a whole', async () => {
    const result = await read(['operation: withdrawn', 'columns: { md5: md5 }'], ['md5', md5(1)]);
    expect(result.rows.map(({ operation }) => operation)).toEqual(['withdrawn']);
  });

  it('reads several keys in one cell as one item', async () => {
    const result = await read(
      ['columns:', '  hosts: { key: domain, scope: subtree, split: " " }'],
      ['hosts', 'example.com example.org', 'example.net'],
    );
    expect(keys(result)).toEqual(['domain example.com', 'domain example.org', 'domain example.net']);
    expect(result.rows[0]?.item).toBe(result.rows[1]?.item);
    expect(result.rows[2]?.item).not.toBe(result.rows[1]?.item);
  });

  it('drops names and notes it does not map, and carries those it does', async () => {
    const list = ['md5,name,note', `${md5(1)},a.jpg,b`];
    const without = await read(['columns: { md5: md5 }', 'ignore: rest'], list);
    expect([without.rows[0]?.extras, without.findings]).toEqual([{}, []]);
    const mapped = await read(['columns: { md5: md5, name: name, note: note }'], list);
    expect(mapped.rows[0]?.extras).toEqual({ name: 'a.jpg', note: 'b' });
  });

  it('refuses cells that are longer than it allows, and no others', async () => {
    const result = await read(
      ['file: { longest-field: 100 }', 'columns: { md5: md5, note: note }', 'ignore: rest'],
      [
        'md5,note,other',
        `${md5(1)},${'a '.repeat(50)},`,
        `${md5(2)},${'a '.repeat(51)},`,
        `${md5(3)},,${'a '.repeat(99)}`,
      ],
    );
    expect(keys(result)).toEqual([`md5 ${md5(1)}`, `md5 ${md5(3)}`]);
    expect(codes(result)).toEqual(['3 row/bad-value']);
  });

  it('reads local times of the hour that comes twice as the first, and of the one left out as if it had not been', async () => {
    const result = await read(
      ['columns: { md5: md5, at: { time: firstSeen, as: "yyyy-MM-dd HH:mm", zone: Europe/Berlin } }'],
      ['md5,at', `${md5(1)},2026-10-25 02:30`, `${md5(2)},2026-10-25 03:30`, `${md5(3)},2026-03-29 02:30`],
    );
    expect(result.rows.map(({ times }) => isoTime(times.firstSeen ?? 0))).toEqual([
      '2026-10-25T00:30:00Z',
      '2026-10-25T02:30:00Z',
      '2026-03-29T01:30:00Z',
    ]);
  });

  it('keeps the zone that a time has itself', async () => {
    const result = await read(
      ['columns: { md5: md5, at: { time: firstSeen, zone: "-05:00" } }'],
      ['md5,at', `${md5(1)},2026-01-05T10:00:00Z`, `${md5(2)},2026-01-05T10:00:00`, `${md5(3)},2026-01-05`],
    );
    expect(result.rows.map(({ times }) => isoTime(times.firstSeen ?? 0))).toEqual([
      '2026-01-05T10:00:00Z',
      '2026-01-05T15:00:00Z',
      '2026-01-05',
    ]);
  });

  it('keeps codes as they are spelled, where YAML would take them for numbers', async () => {
    const result = await read(
      ['list: { version: 1.10 }', 'columns: { md5: md5, code: { label: true, values: { 01: 1.0, 1: 0x1, no: 007 } } }'],
      ['md5,code', `${md5(1)},01`, `${md5(2)},1`, `${md5(3)},No`],
    );
    expect(result.list.version).toBe('1.10');
    expect(result.rows.map(({ opinions }) => opinions[0]?.label)).toEqual(['1.0', '0x1', '007']);
  });

  it('is YAML or JSON', async () => {
    const text = JSON.stringify({ profile: 1, columns: { md5: 'md5' } });
    const result = await readText(formatFromProfile(text, 'p.json'), `md5\n${md5(1)}\n`);
    expect(result.rows.map(({ key }) => hexText(key))).toEqual([md5(1)]);
  });

  it('tells what it carries', () => {
    const text = readFileSync(join(FOLDER, 'hotline-weekly.yaml'), 'utf8');
    const { id, title, carries } = formatFromProfile(text, 'p.yaml');
    expect([id, title]).toEqual(['csv', 'Weekly export of Example Hotline']);
    expect(carries).toMatchObject({
      kinds: ['md5', 'sha1'],
      scopes: ['exact'],
      perItem: 'many',
      opinions: 'many',
      withdrawals: 'rows',
      exceptions: false,
      fields: { firstSeen: 'exact', lastReviewed: 'exact', partnerKey: 'exact', reviews: 'exact', size: 'exact' },
      list: ['partner', 'marking', 'edition'],
    });
  });
});

describe('the list and its profile disagree', () => {
  const profile = ['columns: { md5: md5, grade: label, note: note }', 'required: [grade]'];

  it('a required column is missing: nothing is read', async () => {
    await expect(read(profile, ['md5,note', `${md5(1)},`])).rejects.toMatchObject({
      code: 'input/no-column',
      args: { input: 'input', column: 'grade' },
    });
  });

  it('a required cell is empty: the row is refused', async () => {
    expect(codes(await read(profile, ['md5,grade,note', `${md5(1)},,`]))).toEqual(['2 row/missing-field']);
  });

  it('another column is missing: told once', async () => {
    const result = await read(profile, ['md5,Grade,remark', `${md5(1)},A1,x`, `${md5(2)},A1,x`]);
    expect(codes(result)).toEqual(['1 row/absent-column', '1 row/unknown-column']);
    expect(result.rows).toHaveLength(2);
  });

  it('the column that says how far a name reaches is missing: nothing is guessed', async () => {
    const text = ['columns: { host: { key: domain, scope: { column: reach } } }'];
    await expect(read(text, ['host', 'example.com'])).rejects.toMatchObject({ code: 'input/no-column' });
  });
});

describe('faults of a profile', () => {
  it.each([
    ['', 'line 1, column 1: a profile begins with "profile: 1"'],
    ['columns: { md5: md5 }', 'line 1, column 1: profile: a profile begins with "profile: 1"'],
    [
      'profile: 1\nfile:\n  delimeter: ";"\ncolumns: {}',
      'line 3, column 3: file.delimeter: unknown key delimeter; did you mean delimiter?',
    ],
    ['profile: 1\ncolumns:\n  md5: md55', 'line 3, column 3: columns: no column is that; columns are md5'],
    [
      'profile: 1\ncolumns:\n  a: { key: md5, scop: exact }',
      'line 3, column 18: columns: unknown key scop; did you mean scope?',
    ],
    [
      'profile: 1\ncolumns:\n  a: { kye: md5 }',
      'line 3, column 3: columns: a column is one of key, label, reviewer, time, operation; did you mean key?',
    ],
    [
      'profile: 1\ncolumns:\n  a: { key: md5, label: true }',
      'line 3, column 3: columns: a column is one thing, not key and label',
    ],
    ['profile: 1\ncolumns:\n  a: { key: md5, scope: subtree }', 'line 3, column 18: columns: md5 has no scope'],
    [
      'profile: 1\ncolumns:\n  a: { key: domain, scope: prefix }',
      'line 3, column 21: columns: a domain is exact or subtree',
    ],
    [
      'profile: 1\ncolumns:\n  a: { key: { column: b, valuse: {} } }',
      'line 3, column 26: columns: unknown key valuse; did you mean values?',
    ],
    [
      'profile: 1\ncolumns:\n  md5: md5\n  t: { time: firstSeen, as: DD.MM.YYYY }',
      'line 4, column 25: columns: DD is no part of a date',
    ],
    ['profile: 1\ncolumns:\n  md5: md5\n  t: { time: firstSeen, as: HH:mm }', 'a date needs year'],
    [
      'profile: 1\ncolumns:\n  md5: md5\n  t: { time: firstSeen, zone: Mars/Base }',
      'line 4, column 25: columns: no such zone',
    ],
    ['profile: 1\ncolumns:\n  md5: md5\n  r: { reviewer: "{name}" }', 'a pattern has {reviewer} once'],
    [
      'profile: 1\ncolumns:\n  md5: md5\n  r: { reviewer: "{reviewer}{country}" }',
      'something must stand between two parts',
    ],
    ['profile: 1\ncolumns:\n  md5: md5\n  MD_5: md5', 'line 4, column 3: columns: the column stands twice'],
    [
      'profile: 1\ncolumns:\n  md5: md5\n  a: size\n  b: size',
      'line 5, column 3: columns: another column is the size already',
    ],
    ['profile: 1\ncolumns:\n  label: label', 'line 2, column 1: columns: no column holds a key'],
    ['profile: 1\nfile: { header: none }\ncolumns: { md5: md5 }', 'a list without header has no names'],
    [
      'profile: 1\nfile: { type: json-lines, delimiter: "," }\ncolumns: { md5: md5 }',
      'line 2, column 27: file.delimiter: JSON lines have no delimiter',
    ],
    ['profile: 1\nfile: { type: json-lines }\ncolumns: { "a..b": md5 }', 'a path looks like a.b[0].c'],
    [
      'profile: 1\nfile: { delimiter: ";;" }\ncolumns: { md5: md5 }',
      'line 2, column 9: file.delimiter: a delimiter is one character',
    ],
    ['profile: 1\nignore: all\ncolumns: { md5: md5 }', 'line 2, column 1: ignore: expected rest, or a list of columns'],
    ['profile: 1\ncolumns: { md5: md5 }\ncolumns: { md5: md5 }', 'line 3, column 1: it is not YAML (duplicate key)'],
    ['profile: 1\n\tcolumns: x', 'it is not YAML'],
  ])('%j', (text, reason) => {
    const found = fault(text);
    expect(found.startsWith('usage/bad-profile test.yaml: ')).toBe(true);
    expect(found).toContain(reason);
  });

  it('repeats nothing of a file that is no profile', () => {
    const secret = 'zq-listed';
    const texts = [
      `${secret},${md5(1)}\n${secret},${md5(2)}\n`,
      `http://${secret}.example/: 1\n`,
      `profile: 1\n"http://${secret}.example/": 1\n`,
      `profile: 1\n${md5(1)}: 1\n`,
      `profile: 1\ncolumns:\n  "http://${secret}.example/": nonsense\n`,
      `profile: 1\ncolumns:\n  md5: ${secret}\n`,
      `profile: 1\ntitle: [${secret}]\n`,
      `- ${secret}\n`,
      `{"${secret}": `,
    ];
    for (const text of texts) {
      const found = fault(text);
      expect(found).toMatch(/^usage\/bad-profile/);
      expect(found).not.toContain(secret);
      expect(found).not.toContain(md5(1));
    }
  });

  it('survives a text that is made to exhaust it', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => {
        const last = ['a', 'b', 'c', 'd', 'e', 'f', 'g'][i];
        return `${name}: &${name} [${`*${last},`.repeat(9)}]`;
      }),
    ].join('\n');
    expect(fault(bomb)).toContain('too many aliases');
    expect(fault('a'.repeat(2_000_000))).toContain('too long');
    expect(fault('profile: 1\ncolumns: { constructor: md5, toString: label }\nbooleans: {}')).toBe('none');
  });
});
