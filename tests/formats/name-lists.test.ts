// The readers and writers of plain lists of URLs and names: what a line means, and what is refused instead of guessed.
import { describe, expect, it } from 'vitest';
import { domainList } from '../../src/formats/domain-list.ts';
import type { Format } from '../../src/formats/format.ts';
import { hostsFile } from '../../src/formats/hosts-file.ts';
import { urlList } from '../../src/formats/url-list.ts';
import { fromUtf8 } from '../../src/model/bytes.ts';
import { Failure } from '../../src/model/failure.ts';
import { codesOf, type ReadResult, readText, writeText } from '../support/format-harness.ts';

/** `scope key` of every row. */
const keys = ({ rows }: ReadResult): string[] => rows.map(({ scope, key }) => `${scope} ${fromUtf8(key)}`);
const codes = (result: ReadResult): string[] => codesOf(result.findings).map(([code, line]) => `${line} ${code}`);

async function rewritten<O>(format: Format<O>, text: string, options: Partial<O>, others = options): Promise<string> {
  const { batches, interns } = await readText(format, text, options);
  return (await writeText(format, batches, others, { interns })).text;
}

describe.each([
  ['url-list', urlList as Format<object>],
  ['domain-list', domainList as Format<object>],
  ['hosts-file', hostsFile as Format<object>],
])('%s', (_id, format) => {
  it.each(format.examples.map((example) => [example.name, example] as const))('example: %s', async (_name, example) => {
    for (const chunk of [1, 7, 65_536]) {
      const result = await readText(format, example.text, example.options, { chunk, limit: 3 });
      expect(keys(result)).toEqual(example.rows.map(({ key, scope = 'exact' }) => `${scope} ${key}`));
      expect(codesOf(result.findings)).toEqual(example.findings ?? []);
      const again = await readText(
        format,
        await rewritten(format, example.text, example.options ?? {}),
        example.options,
      );
      expect(keys(again)).toEqual(keys(result));
      expect(again.rejected).toEqual([]);
    }
  });

  it('keeps refused lines exactly as sent', async () => {
    const { rejected } = await readText(format, '  \t@@||example.com^ \n', format.examples[0].options);
    expect(rejected.map(({ raw }) => raw)).toEqual(['  \t@@||example.com^ ']);
  });
});

describe('url-list', () => {
  it('takes nothing for a comment that could be part of a URL', async () => {
    const text = 'http://example.com/a;b!c//d\nexample.com/#!x\nexample.com/e #c\nexample.com/f ;g\n';
    const result = await readText(urlList, text);
    expect(keys(result)).toEqual(['exact http://example.com/a;b!c//d', 'exact example.com/', 'exact example.com/e']);
    expect(codes(result)).toEqual(['2 url/fragment-dropped', '3 row/inline-comment', '4 row/bad-line']);
  });

  it('passes over comments and blank lines, but not over a URL without its scheme', async () => {
    const result = await readText(urlList, '#a\n;b\n!c\n// d\n//\n \t \n//example.com/e\n');
    expect(codes(result)).toEqual(['7 url/unusable']);
    expect(keys(result)).toEqual([]);
  });

  it('reads a bare name as nothing unless told', async () => {
    const text = 'example.com\nexample.com#a\nexample.com:8080\n192.0.2.1\n192.0.2.0/24\n';
    const refused = (lines: number[]): string[] => lines.map((line) => `${line} row/bad-line`);
    expect(codes(await readText(urlList, text))).toEqual(refused([1, 2, 3, 4, 5]));
    const told = await readText(urlList, text, { bare: 'exact' });
    expect(keys(told)).toEqual(['exact example.com']);
    expect(codes(told)).toEqual(['2 url/unusable', '3 url/unusable', '4 url/unusable', '5 row/bad-line']);
  });

  it('reads URLs on addresses', async () => {
    const text = 'http://192.0.2.1/a\n192.0.2.1/b\nhttps://[2001:DB8::1]:8443/c\n192.0.2.1/24/\n';
    expect(keys(await readText(urlList, text))).toEqual([
      'exact http://192.0.2.1/a',
      'exact 192.0.2.1/b',
      'exact https://[2001:db8::1]:8443/c',
      'exact 192.0.2.1/24/',
    ]);
  });

  it('writes no line that would be read as something else', async () => {
    const names = await readText(domainList, 'example.com\n.example.net\n', { scope: 'dotted' });
    const written = await writeText(urlList, names.batches, { bare: 'subtree' });
    expect([written.text, written.unfit.map(([, row]) => row)]).toEqual(['example.net\n', [0]]);
    expect(urlList.carriesWith?.({ scope: 'prefix', bare: 'subtree' }).scopes).toEqual(['prefix', 'subtree']);
    expect(urlList.carriesWith?.({ scope: 'exact', bare: undefined }).kinds).toEqual(['url']);
  });
});

describe('domain-list', () => {
  it('asks what a name means before it reads or writes one', async () => {
    const { batches } = await readText(domainList, 'example.com\n', { scope: 'exact' });
    const runs: [string, Promise<unknown>][] = [
      ['--from-option scope', readText(domainList, 'example.com\n')],
      ['--to-option scope', writeText(domainList, batches)],
    ];
    for (const [option, run] of runs) {
      const failure: unknown = await run.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Failure);
      expect(failure).toMatchObject({ exit: 2, code: 'usage/bad-option', args: { option } });
    }
  });

  it('refuses wildcards, which mean three things, unless told', async () => {
    expect(codes(await readText(domainList, '*.example.com\n', { scope: 'subtree' }))).toEqual(['1 url/unusable']);
    const told = await readText(domainList, '*.example.com\n*.*.example.net\n', {
      scope: 'subtree',
      wildcard: 'subtree',
    });
    expect(keys(told)).toEqual(['subtree example.com']);
    expect(domainList.options?.safeParse({ scope: 'exact', wildcard: 'subtree' }).success).toBe(false);
  });

  it('carries only the scope a file has', async () => {
    expect(domainList.carriesWith?.({ scope: 'exact' }).scopes).toEqual(['exact']);
    expect(domainList.carriesWith?.({ scope: 'dotted' }).scopes).toEqual(['exact', 'subtree']);
    expect(await rewritten(domainList, 'example.com\n', { scope: 'subtree' }, { scope: 'dotted' })).toBe(
      '.example.com\n',
    );
  });

  it('refuses what is no name', async () => {
    const lines = [
      '||example.com^',
      'address=/example.com/',
      'a b.example.com',
      'example.com/a',
      'name#c',
      '2001:db8::1',
    ];
    lines.push('192.0.2.0/24', '192.0.2.010', '-', '.', 'a..example.com', `${'a'.repeat(64)}.example.com`, '<html>');
    const result = await readText(domainList, lines.join('\n'), { scope: 'exact' });
    expect(keys(result)).toEqual(['exact -']);
    expect(result.rejected).toHaveLength(lines.length - 1);
  });
});

describe('hosts-file', () => {
  it('takes only sink addresses for blocks', async () => {
    const text =
      '192.0.2.80 a.example.com\n203.0.113.9 b.example.com\n0:0:0:0:0:0:0:0 c.example.com\n192.0.2.300 d.example.com\n';
    const result = await readText(hostsFile, text, { sink: '192.0.2.80' });
    expect(keys(result)).toEqual(['exact a.example.com', 'exact c.example.com']);
    expect(codes(result)).toEqual(['2 zone/local-data', '4 url/unusable']);
    expect(codes(await readText(hostsFile, text))[0]).toBe('1 zone/local-data');
  });

  it('leaves out what belongs to the machine', async () => {
    const text = [
      '255.255.255.255 broadcasthost',
      '::1 ip6-localhost ip6-loopback localhost',
      'ff02::1 ip6-allnodes',
      '127.0.1.1 myhost.example.net myhost',
      '0.0.0.0 0.0.0.0',
      '0.0.0.0 LocalHost example.com',
    ].join('\n');
    const result = await readText(hostsFile, text);
    expect(keys(result)).toEqual(['exact example.com']);
    expect(codes(result)).toEqual([1, 2, 2, 2, 3, 4, 5, 6].map((line) => `${line} row/not-an-entry`));
    expect(result.rejected).toEqual([]);
    expect(codes(await readText(hostsFile, 'example.com 0.0.0.0\n'))).toEqual(['1 row/bad-line']);
  });

  it('reads the second address of a name as nothing new, and a repeat as a repeat', async () => {
    const text = '0.0.0.0 example.com\n:: example.com\n0.0.0.0 example.com\n:: example.net\n';
    const result = await readText(hostsFile, text);
    expect(keys(result)).toEqual(['exact example.com', 'exact example.com', 'exact example.net']);
    expect(codes(result)).toEqual(['2 row/not-an-entry']);
  });

  it('gives every name a row of its own, however many a line has', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `n${i}.example.com`);
    const result = await readText(hostsFile, `0.0.0.0 ${names.join(' ')}\n`, {}, { limit: 7 });
    expect(keys(result)).toEqual(names.map((name) => `exact ${name}`));
    expect(result.batches.every(({ item }) => item === null)).toBe(true);
  });

  it('writes a line for every sink', async () => {
    const sink = { sink: '0.0.0.0, ::' };
    expect(await rewritten(hostsFile, '0.0.0.0 example.com\n', {}, sink)).toBe('0.0.0.0 example.com\n:: example.com\n');
    expect(hostsFile.options?.safeParse({ sink: '192.0.2.010' }).success).toBe(false);
    expect(hostsFile.options?.safeParse({ sink: '' }).success).toBe(false);
    const page = { 'stop-page': '192.0.2.80,2001:DB8::80' };
    const wanted = '192.0.2.80 example.com\n2001:db8::80 example.com\n';
    expect(await rewritten(hostsFile, '0.0.0.0 example.com\n', {}, page)).toBe(wanted);
    expect(await readText(hostsFile, wanted, page).then(({ rows }) => rows.length)).toBe(1);
    expect(hostsFile.options?.safeParse({ sink: '0.0.0.0', ...page }).success).toBe(false);
  });
});
