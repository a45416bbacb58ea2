// Lists that firewalls fetch: what each takes otherwise than the others, and what it would pass over without a word.
import { describe, expect, it } from 'vitest';
import { checkpointCsv } from '../../src/formats/checkpoint-csv.ts';
import { ciscoFeed } from '../../src/formats/cisco-feed.ts';
import { domainList } from '../../src/formats/domain-list.ts';
import type { Format } from '../../src/formats/format.ts';
import { fortigateFeed } from '../../src/formats/fortigate-feed.ts';
import { ipList } from '../../src/formats/ip-list.ts';
import { panEdl } from '../../src/formats/pan-edl.ts';
import { urlList } from '../../src/formats/url-list.ts';
import { fromUtf8 } from '../../src/model/bytes.ts';
import { convert, type Dialect } from '../support/convert.ts';
import { codesOf, type ReadResult, readText } from '../support/format-harness.ts';

const keys = ({ rows }: ReadResult): string[] => rows.map(({ scope, key }) => `${scope} ${fromUtf8(key)}`);

async function converted(source: Dialect, text: string, format: Format, options: Record<string, unknown>) {
  const { bytes, outcome, findings } = await convert(source, text, { format, options });
  if (outcome.failure !== null) throw outcome.failure;
  return { text: bytes.toString(), losses: outcome.tally.losses.map(({ class: is }) => is), findings };
}

const names: Dialect = { format: domainList as Format, options: { scope: 'dotted' } };
const urls: Dialect = { format: urlList as Format, options: { scope: 'prefix' } };
const pages: Dialect = { format: urlList as Format, options: {} };
const addresses: Dialect = { format: ipList as Format, options: {} };

describe.each([
  ['pan-edl', panEdl as Format, '^'],
  ['fortigate-feed', fortigateFeed as Format, ''],
])('%s', (_id, format, mark) => {
  it('writes a subtree as the name and what is below it, and nothing that is covered', async () => {
    const text = 'www.example.com\n.example.net\nwww.example.net\nexample.net\n';
    const written = await converted(names, text, format, {});
    const lines = [mark.concat('www.example.com'), mark.concat('example.net'), '*.example.net', ''];
    expect(written.text).toBe(lines.join('\n'));
    expect(written.findings.countOf('merge/covered')).toBe(2);
  });

  it('pairs the two lines wherever they stand, and takes neither for both', async () => {
    const text = `*.a.example\n${mark}b.example\n${mark}a.example\n*.c.example\n*.b.d.example\n*.d.example\n${mark}d.example\n`;
    const result = await readText(format, text);
    expect(keys(result)).toEqual(['subtree a.example', 'exact b.example', 'subtree d.example']);
    expect(codesOf(result.findings)).toEqual([
      ['zone/below-only', 4],
      ['merge/covered', 5],
    ]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual(['*.c.example']);
    expect(keys(await readText(format, '*.c.example\n', { wildcard: 'subtree' }))).toEqual(['subtree c.example']);
  });

  it('keeps within the number of entries', async () => {
    const { text, losses } = await converted(names, '.a.example\n.b.example\nc.example\n', format, { limit: 3 });
    expect(text).toBe(`${mark}a.example\n*.a.example\n${mark}c.example\n`);
    expect(losses).toContain('entry-unfit');
  });
});

describe('pan-edl', () => {
  it('asks what a bare name lists', async () => {
    expect((await readText(panEdl, 'example.com\n')).rejected).toHaveLength(1);
    expect(keys(await readText(panEdl, 'example.com\n', { bare: 'exact' }))).toEqual(['exact example.com']);
    expect(keys(await readText(panEdl, 'example.com\n', { bare: 'subtree' }))).toEqual(['subtree example.com']);
  });

  it('writes URLs without scheme, tells it, and keeps out wildcards and what is too long', async () => {
    const long = `example.com/${'a'.repeat(244)}`;
    const text = ['http://example.com/a/', 'https://example.com/a/', 'example.net/*/a', 'example.net/b^c', long];
    const written = await converted(urls, text.join('\n'), panEdl as Format, { type: 'url' });
    expect(written.text).toBe('example.com/a/\n');
    expect(written.losses).toEqual(expect.arrayContaining(['url-coarsened', 'entry-unfit']));
    const fits = await converted(urls, long.slice(0, -1), panEdl as Format, { type: 'url' });
    expect(fits.text).toHaveLength(256);
    expect(fits.findings.countOf('output/reaches-otherwise')).toBe(1);
  });

  it('widens no page to all that begins so unless that is allowed', async () => {
    const { losses } = await converted(pages, 'http://example.com/a\n', panEdl as Format, { type: 'url' });
    expect(losses).toContain('scope-widened');
  });

  it('takes `a - b` for no address with a note', async () => {
    const { rejected } = await readText(panEdl, '192.0.2.1 - 192.0.2.9\n192.0.2.1 -192.0.2.9\n', { type: 'ip' });
    expect(rejected).toHaveLength(2);
  });
});

describe('fortigate-feed', () => {
  it('keeps the scheme of URLs and leaves out wildcards', async () => {
    const text = 'http://example.com/a\nexample.net/b\nexample.org/*\n';
    const { text: written, losses } = await converted(pages, text, fortigateFeed as Format, { type: 'url' });
    expect(written).toBe('http://example.com/a\nexample.net/b\n');
    expect(losses).toContain('entry-unfit');
  });
});

describe('cisco-feed', () => {
  it('asks how far names and URLs reach, before it reads or writes one', async () => {
    await expect(readText(ciscoFeed, 'example.com\n')).rejects.toMatchObject({ args: { option: 'scope' } });
    const writing = converted(names, 'example.com\n', ciscoFeed as Format, { type: 'domain' });
    await expect(writing).rejects.toMatchObject({ args: { option: 'scope' } });
    expect(ciscoFeed.options?.safeParse({ type: 'domain', scope: 'prefix' }).success).toBe(false);
    expect(ciscoFeed.options?.safeParse({ type: 'ip', scope: 'exact' }).success).toBe(false);
  });

  it('writes what the list holds alone', async () => {
    const { text } = await converted(names, 'a.example\n.b.example\n', ciscoFeed as Format, { scope: 'subtree' });
    expect(text).toBe('# listbridge cisco-feed\na.example\nb.example\n');
    const ips = await converted(addresses, '192.0.2.1\n', ciscoFeed as Format, { type: 'ip' });
    expect(ips.text).toBe('# listbridge cisco-feed\n192.0.2.1\n');
  });
});

describe('checkpoint-csv', () => {
  it('gives every record a name of its own and all seven fields', async () => {
    const text = '192.0.2.1\n198.51.100.0/25\n192.0.2.9/32\n2001:db8::1\n';
    const { text: written, losses } = await converted(addresses, text, checkpointCsv as Format, { name: 'isp' });
    expect(written).toBe(
      [
        '#UNIQ-NAME,VALUE,TYPE,CONFIDENCE,SEVERITY,PRODUCT,COMMENT',
        'isp-1,192.0.2.1,IP,high,high,AV,listbridge',
        'isp-2,198.51.100.0-198.51.100.127,IP Range,high,high,AV,listbridge',
        'isp-3,192.0.2.9-192.0.2.9,IP Range,high,high,AV,listbridge',
        '',
      ].join('\n'),
    );
    expect(losses).toContain('entry-unfit');
  });

  it('asks how far names reach where there is one', async () => {
    await expect(readText(checkpointCsv, 'n,example.com,Domain,h,h,AV,c\n')).rejects.toMatchObject({ exit: 2 });
    expect((await readText(checkpointCsv, 'n,192.0.2.1,IP,h,h,AV,c\n')).rows).toHaveLength(1);
  });

  it('writes no value that would part its record', async () => {
    const { text, losses } = await converted(pages, 'http://example.com/a,b\n', checkpointCsv as Format, {});
    expect(text.split('\n')).toHaveLength(2);
    expect(losses).toContain('entry-unfit');
  });
});
