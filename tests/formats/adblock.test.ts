// Filter rules: what is taken for an entry says exactly that, and everything else is refused by name.
import { describe, expect, it } from 'vitest';
import { adblock } from '../../src/formats/adblock.ts';
import { domainList } from '../../src/formats/domain-list.ts';
import { pihole } from '../../src/formats/pihole.ts';
import { urlList } from '../../src/formats/url-list.ts';
import { fromUtf8 } from '../../src/model/bytes.ts';
import { codesOf, type ReadResult, readText, writeText } from '../support/format-harness.ts';

const keys = ({ rows }: ReadResult): string[] =>
  rows.map(({ scope, key, operation }) => `${operation === 'excepted' ? '@' : ''}${scope} ${fromUtf8(key)}`);

describe('rules that are no entries', () => {
  it.each([
    ['/^ads[0-9]/', 'a regular expression'],
    ['@@/^ads/$important', 'a regular expression'],
    ['example.com##.ad', 'a cosmetic filter'],
    ['example.com,example.net#@#.ad', 'a cosmetic filter'],
    ['#$#body { }', 'a cosmetic filter'],
    ['||*.example.com^', 'a wildcard'],
    ['||example.*^', 'a wildcard'],
    ['|http://example.com/*/a', 'a wildcard'],
    ['||example.com', 'a name without its end'],
    ['|example.com', 'a name without its end'],
    ['|http://example.com', 'a name without its end'],
    ['|https://example.com|', 'a name without its end'],
    ['||example.com/a', 'a path below names'],
    ['||example.com/a^', 'a path below names'],
    ['||example.com:8080^', 'a pattern'],
    ['||example.com^x', 'a pattern'],
    ['|http://example.com/a^', 'a pattern'],
    ['@@example.com', 'an exception for a pattern'],
    ['@@-ad-', 'an exception for a pattern'],
    ['-ad-banner.', 'a pattern'],
    ['single', 'a pattern'],
    ['.example.com', 'a pattern'],
    ['example.com/ads', 'a pattern'],
    ['example.com$important', 'a pattern'],
    ['||example.com^$third-party', 'the modifier third-party'],
    ['||example.com^$~third-party', 'the modifier third-party'],
    ['||example.com^$important,domain=example.net', 'the modifier domain'],
    ['||example.com^$client=192.0.2.7', 'the modifier client'],
    ['||example.com^$never-heard-of', 'a modifier'],
    ['@@||example.com^$all', 'the modifier all'],
    ['@@||example.com^$dnsrewrite', 'the modifier dnsrewrite'],
    ['||example.com^$important,badfilter', 'the modifier badfilter beside others'],
    ['!#include other.txt', 'a directive'],
  ])('%s', async (rule, what) => {
    const { rows, findings, rejected } = await readText(adblock, `||a.example^\n${rule}\n`);
    expect(rows).toHaveLength(1);
    expect(findings.map(({ code, args }) => [code, args])).toEqual([['rule/not-understood', { what }]]);
    expect(rejected.map(({ raw }) => raw)).toEqual([rule]);
  });

  it('stand under a condition', async () => {
    const text = '!#if (a)\n||b.example^\n!#if (c)\n!#endif\n||d.example^\n!#endif\n!#endif\n||e.example^\n';
    const result = await readText(adblock, text);
    expect(keys(result)).toEqual(['subtree e.example']);
    expect(result.rejected).toHaveLength(7);
  });
});

describe('adblock', () => {
  it('takes no answer that may be another machine for a block', async () => {
    const rules = ['dnsrewrite=example.net', 'dnsrewrite=NOERROR;MX;10 mail', 'dnsrewrite=192.0.2.10'];
    const text = rules.map((rule) => `||example.com^$${rule}\n`).join('');
    for (const page of ['192.0.2.80', 'stop.example']) {
      const { rows, findings } = await readText(adblock, text, { consumer: 'dns', 'stop-page': page });
      expect([rows, findings.map(({ code }) => code)]).toEqual([[], rules.map(() => 'zone/local-data')]);
    }
  });

  it('never takes an exception for a block', async () => {
    const text = '@@||example.com^\n@@|example.net^\n@@|http://example.org/a\n@@||example.test^$important\n';
    expect(keys(await readText(adblock, text))).toEqual([
      '@subtree example.com',
      '@exact example.net',
      '@prefix http://example.org/a',
      '@subtree example.test',
    ]);
  });

  it.each([
    ['in memory', {}],
    ['in a temporary file', { memory: 0 }],
  ])('takes back what another rule disables, wherever it stands, %s', async (_where, setup) => {
    const text = [
      '||a.example^$badfilter',
      '||A.example.^',
      '||b.example^',
      '||b.example^$important',
      '||b.example^$badfilter',
      '@@||c.example^',
      '||c.example^',
      '@@||c.example^$badfilter',
      '|http://d.example/x',
      '|http://D.example/x$badfilter',
      '||gone.example^$badfilter',
    ].join('\n');
    for (const limit of [1, 100]) {
      const result = await readText(adblock, text, {}, { limit, want: [], ...setup });
      expect(keys(result)).toEqual(['subtree b.example', 'subtree c.example']);
      expect(codesOf(result.findings).filter(([code]) => code === 'row/not-an-entry')).toHaveLength(4);
      expect(result.rejected.map(({ raw }) => raw)).toEqual(['||gone.example^$badfilter']);
    }
  });

  it('refuses bare names until it knows who reads them', async () => {
    const text = 'example.com\n0.0.0.0 example.net\n';
    expect((await readText(adblock, text)).rejected).toHaveLength(2);
    expect((await readText(adblock, text, { consumer: 'browser' })).rejected).toHaveLength(2);
    expect(keys(await readText(adblock, text, { consumer: 'dns' }))).toEqual([
      'exact example.com',
      'exact example.net',
    ]);
  });

  it('writes each consumer what it knows', async () => {
    const names = await readText(domainList, 'www.example.com\n.example.net\n', { scope: 'dotted' });
    const write = async (options: object) => {
      const { text, unfit } = await writeText(adblock, names.batches, options);
      return [text.replace('! listbridge adblock\n', ''), unfit.map(([, row]) => row)];
    };
    expect(await write({})).toEqual(['||example.net^\n', [0]]);
    expect(await write({ consumer: 'dns' })).toEqual(['www.example.com\n||example.net^\n', []]);
    expect(await write({ consumer: 'dns', 'stop-page': '192.0.2.80,2001:db8::80' })).toEqual([
      '192.0.2.80 www.example.com\n2001:db8::80 www.example.com\n' +
        '||example.net^$dnsrewrite=192.0.2.80\n||example.net^$dnsrewrite=2001:db8::80\n',
      [],
    ]);
    expect(await write({ consumer: 'dns', 'stop-page': 'stop.example.org' })).toEqual([
      '||example.net^$dnsrewrite=stop.example.org\n',
      [0],
    ]);
    expect(adblock.options?.safeParse({ 'stop-page': '192.0.2.80' }).success).toBe(false);
  });

  it('writes no URL that a rule would read as something else', async () => {
    const text = ['a|b', 'a*b', 'a^b', 'a$b', 'a$/b', '?a=$b,c', 'plain'].map((end) => `http://example.com/${end}`);
    const { batches } = await readText(urlList, [...text, 'example.com/no-scheme'].join('\n'));
    const { text: rules, unfit } = await writeText(adblock, batches, { consumer: 'browser' });
    expect(rules).toBe('! listbridge adblock\n|http://example.com/a$/b|\n|http://example.com/plain|\n');
    expect(unfit).toHaveLength(6);
  });

  it('keeps the title and the version', async () => {
    const { list, batches, interns } = await readText(adblock, '! Title:  a list \n! VERSION: 7\n||example.com^\n');
    expect(list).toEqual({ title: 'a list', version: '7' });
    const written = await writeText(adblock, batches, {}, { interns, list: { title: 'a\nlist', version: '7' } });
    expect(written.text).toBe('! listbridge adblock\n! Title: a list\n! Version: 7\n||example.com^\n');
  });
});

describe('pihole', () => {
  it('keeps out what Pi-hole would pass over without a word', async () => {
    const text = 'single\nexample.-a\nexample.a-\n.single\n.example.-a\nwww.example.com\n';
    const { batches } = await readText(domainList, text, { scope: 'dotted' });
    const { text: written, unfit } = await writeText(pihole, batches);
    expect(written).toBe('# listbridge pihole\n||single^\nwww.example.com\n');
    expect(unfit.map(([, row]) => row)).toEqual([0, 1, 2, 4]);
  });

  it('refuses regular expressions, modifiers and pages', async () => {
    const text = '(\\.|^)example\\.com$\n/a/\n||example.com^$important\n|http://example.com/a\n|example.com^\n';
    expect((await readText(pihole, text)).rejected).toHaveLength(5);
  });
});
