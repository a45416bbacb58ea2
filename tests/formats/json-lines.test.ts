// JSON Lines read by the names of their keys, and written so that they are read again without loss.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../src/formats/detect.ts';
import { jsonLines } from '../../src/formats/json-lines.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { codesOf, type ReadResult, type ReadSetup, readText, writeText } from '../support/format-harness.ts';

const digest = (algorithm: string, n: number): string => createHash(algorithm).update(`fixture-${n}`).digest('hex');
const md5 = (n: number): string => digest('md5', n);

const codes = ({ findings }: ReadResult): string[] => codesOf(findings).map(([code, line]) => `${line} ${code}`);
const keys = ({ rows }: ReadResult): string[] => rows.map((row) => `${row.kind} ${keyText(kinds[row.kind], row.key)}`);

const read = (objects: readonly (object | string)[], setup: ReadSetup = {}): Promise<ReadResult> =>
  readText(
    jsonLines,
    objects.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join(''),
    {},
    setup,
  );

async function write({ batches, interns }: ReadResult): Promise<string> {
  return (await writeText(jsonLines, batches, {}, { interns })).text;
}

describe('reading', () => {
  it('knows keys however they are spelled', async () => {
    const result = await read([
      { MD5: md5(1), 'sha-1': digest('sha1', 1), 'First Seen': '2026-01-05', size: 12, file_name: 'a.jpg' },
    ]);
    expect(keys(result)).toEqual([`md5 ${md5(1)}`, `sha1 ${digest('sha1', 1)}`]);
    expect(result.rows[1]).toMatchObject({ size: 12, extras: { name: 'a.jpg' }, times: { firstSeen: 1_767_571_200 } });
    expect(result.findings).toEqual([]);
  });

  it('asks how far names reach, unless each says it or the user does', async () => {
    const name = { domain: 'a.example' };
    const keyed = { kind: 'domain', key: 'a.example', label: 'x' };
    for (const unsaid of [name, keyed]) {
      await expect(read([{ md5: md5(1) }, { domain: 'b.example', scope: 'subtree' }, unsaid])).rejects.toMatchObject({
        exit: 2,
        code: 'usage/bad-option',
        args: { option: '--from-option scope' },
      });
    }
    const lines = [name, { ...keyed, scope: 'exact' }].map((each) => `${JSON.stringify(each)}\n`).join('');
    const told = await readText(jsonLines, lines, { scope: 'subtree' });
    expect(told.rows.map(({ scope }) => scope)).toEqual(['subtree', 'exact']);
    expect((await read([{ url: 'http://a.example/b', ip: '192.0.2.1' }])).rows.map(({ scope }) => scope)).toEqual([
      'exact',
      'exact',
    ]);
  });

  it('says of every name that it writes how far it reaches', async () => {
    const said = { domain: 'a.example', scope: 'exact' };
    const text = await write(await read([said]));
    expect(JSON.parse(text)).toMatchObject({ kind: 'domain', key: 'a.example', scope: 'exact' });
  });

  it('tells an unknown key once, by its name unless it could be a value', async () => {
    const result = await read([
      { md5: md5(1), ticket: 1, [md5(9)]: 1 },
      { md5: md5(2), ticket: 2 },
    ]);
    expect(codes(result)).toEqual(['1 row/unknown-column', '1 row/unknown-column']);
    expect(result.findings.map(({ args }) => args['column'])).toEqual(['ticket', '(a key that is no plain word)']);
  });

  it('refuses what is not one object, and a key that stands twice', async () => {
    const bad = [
      '[]',
      '1',
      `{"md5":"${md5(1)}"`,
      `{"md5":"${md5(1)}","md5":"${md5(2)}"}`,
      '{} {}',
      `{'md5':1}`,
      '{"a":1}',
    ];
    const result = await read([...bad, '', ' ', '# comment', { md5: md5(3) }]);
    expect(keys(result)).toEqual([`md5 ${md5(3)}`]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(bad);
    expect(result.rejected.map(({ code }) => code)).toEqual([
      ...new Array(6).fill('row/bad-json'),
      'row/missing-field',
    ]);
  });

  it('says where the fault is', async () => {
    const result = await read([`{"label":"A1", "md5":"${md5(1)}x"}`, `{"size":"x","md5":"${md5(1)}"}`]);
    expect(result.findings.map(({ at }) => [at.line, at.column])).toEqual([
      [1, 22],
      [2, 9],
    ]);
  });

  it('takes no number that some readers would round, and no value of another shape', async () => {
    const result = await read([
      `{"md5":"${md5(1)}","id":9007199254740993}`,
      { md5: md5(2), id: 9_007_199_254_740_991 },
      { md5: md5(3), id: { a: 1 } },
      { md5: md5(4), id: ['a'] },
      { md5: md5(5), label: [['a']] },
      { md5: md5(6), label: [{}] },
      { md5: md5(7), id: true, label: ['A1', null, 7] },
    ]);
    expect(result.rows.map(({ partnerKey }) => partnerKey)).toEqual(['9007199254740991', 'true']);
    expect(result.rows[1]?.opinions.map(({ label }) => label)).toEqual(['A1', '7']);
    expect(codes(result)).toEqual([
      '1 row/bad-value',
      '3 row/bad-value',
      '4 row/bad-value',
      '5 row/bad-value',
      '6 row/bad-value',
    ]);
  });

  it('splits no text, and joins parallel lists item by item', async () => {
    const result = await read([
      { md5: md5(1), label: 'A;1', member: 'acme' },
      { md5: md5(2), label: ['A1', 'B2'], member: ['acme', 'beta'], scheme: [null, 'ncmec'] },
      { md5: md5(3), label: ['A1', 'B2'], member: ['acme', 'beta', 'gamma'] },
    ]);
    expect(result.rows.map(({ opinions }) => opinions)).toEqual([
      [{ member: 'acme', label: 'A;1' }],
      [
        { member: 'acme', label: 'A1' },
        { member: 'beta', scheme: 'ncmec', label: 'B2' },
      ],
    ]);
    expect(codes(result)).toEqual(['3 row/bad-value']);
  });

  it('reads text as it stands, escapes and blanks included', async () => {
    const note = ' "a"\n\u00e9\u{1F600}\u0001 ';
    const result = await read([{ md5: md5(1), note }, `{"md5":"${md5(2)}","note":"\\u0041\\/"}`]);
    expect(result.rows.map(({ extras }) => extras.note)).toEqual([note, 'A/']);
  });

  it('drops pictures wherever they are, and keeps none for the rejects file', async () => {
    const picture = `data:image/jpeg;base64,/9j/${'A'.repeat(200)}`;
    const result = await read([
      { md5: md5(1), note: picture },
      { md5: md5(2), media: [{ thumbnail: { data: picture } }] },
      { md5: 'x', note: picture, media: [picture, 1] },
      `{"md5":"${md5(3)}","note":"${picture}"`,
    ]);
    expect(keys(result)).toEqual([`md5 ${md5(1)}`, `md5 ${md5(2)}`]);
    expect(result.rows.map(({ extras }) => extras.note)).toEqual([undefined, undefined]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(['{"md5":"x","note":"","media":["",1]}', '']);
    expect(codes(result).filter((code) => code.endsWith('row/imagery'))).toHaveLength(4);
  });

  it('bounds depth, keys and lines', async () => {
    const deep = `{"md5":"${md5(1)}","a":${'['.repeat(1000)}${']'.repeat(1000)}}`;
    const many = Array.from({ length: 200 }, (_, n) => ({ md5: md5(n), [`key ${n}`]: n }));
    const long = `{"md5":"${md5(2)}","note":"${'a'.repeat(1 << 20)}"}`;
    expect(codes(await read([deep]))).toEqual(['1 row/bad-json']);
    expect((await read(many)).rows).toHaveLength(200);
    expect(codes(await read([long, { md5: md5(3), note: 'a'.repeat(70_000) }]))).toEqual([
      '1 input/line-too-long',
      '2 row/bad-value',
    ]);
  });

  it('is the same for any pieces and batches', async () => {
    const objects = [
      { kind: 'md5', key: md5(1), item: 1 },
      { kind: 'sha1', key: digest('sha1', 1), item: 1 },
      { kind: 'md5', key: 'x', item: 1 },
      { url: 'http://example.com/\u00fc', scope: 'prefix' },
    ];
    const whole = await read(objects);
    for (const chunk of [1, 7]) {
      for (const limit of [1, 3]) {
        const pieces = await read(objects, { chunk, limit });
        expect(codes(pieces)).toEqual(codes(whole));
        expect(pieces.rows.map(({ item: _item, ...row }) => row)).toEqual(
          whole.rows.map(({ item: _item, ...row }) => row),
        );
        expect(pieces.rows[0]?.item).toBe(pieces.rows[1]?.item);
      }
    }
  });
});

describe('writing', () => {
  it('gives back what it reads, byte by byte', async () => {
    const text = [
      { kind: 'md5', key: md5(1), item: 1, member: ['acme', 'beta'], scheme: ['ncmec', null], label: ['A1', 'B;2'] },
      {
        kind: 'sha1',
        key: digest('sha1', 1),
        item: 1,
        reviewer: ['r1', 'r2'],
        country: ['NL', null],
        decision: ['confirmed', 'unsure'],
      },
      {
        kind: 'domain',
        key: 'example.com',
        scope: 'subtree',
        operation: 'withdrawn',
        note: 'a "b"\n',
        spelling: 'Example.com',
      },
      {
        kind: 'ip',
        key: '192.0.2.1',
        last_reviewed: '2026-01-05T10:20:30Z',
        first_seen: '2026-01-05',
        id: '7',
        size: 12,
      },
    ]
      .map((object) => `${JSON.stringify(object)}\n`)
      .join('');
    const first = await readText(jsonLines, text);
    expect(first.findings).toEqual([]);
    expect(await write(first)).toBe(text);
  });

  it('keeps where the rows of a merged list came from', async () => {
    const text = `${JSON.stringify({ kind: 'md5', key: md5(1), origins: ['a;b:12', 'c:7:withdrawn'] })}\n`;
    const first = await readText(jsonLines, text);
    expect(first.rows[0]?.origins).toEqual([
      { source: 'a;b', line: 12, operation: 'present' },
      { source: 'c', line: 7, operation: 'withdrawn' },
    ]);
    expect(await write(first)).toBe(text);
  });

  it('tells rows that JSON cannot hold', async () => {
    const first = await read([{ ssdeep: '3:fixture1:fix1' }, { md5: md5(1) }]);
    const spoiled = first.batches.map((batch) => ({ ...batch, bytes: batch.bytes.with(2, 0xff) }));
    const { text, unfit } = await writeText(jsonLines, spoiled, {}, { interns: first.interns });
    expect(unfit).toEqual([['the key is not UTF-8', 0]]);
    expect(text).toBe(`${JSON.stringify({ kind: 'md5', key: md5(1) })}\n`);
  });
});

describe('detection', () => {
  const detected = (objects: readonly (object | string)[]): string => {
    const text = objects.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
    return jsonLines.detect(headOf(toUtf8(text), 'list', true))?.sure ?? 'no';
  };

  it.each<[string, readonly (object | string)[]]>([
    ['likely', [{ md5: md5(1), label: 'A1' }]],
    ['likely', [{ md5: md5(1) }, '{"md5":', { md5: md5(2) }]],
    ['certain', [{ kind: 'md5', key: md5(1), label: 'A1' }]],
    ['no', [{ kind: 'md5', key: md5(1), note: 'canonical reads the same' }]],
    ['no', [{ canonical: 1 }, { kind: 'md5', key: md5(1) }]],
    ['no', [{ label: 'A1' }]],
    ['no', [{ md5: md5(1) }, []]],
    ['no', [`md5,label\n${md5(1)},A1`]],
    ['no', []],
  ])('%s: %j', (sure, objects) => expect(detected(objects)).toBe(sure));
});
