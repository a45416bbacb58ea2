// adblock: filter rules as AdGuard, AdGuard Home and browser extensions take them; of the language only what lists names
// and pages as such: `||name^`, `|name^`, `|http://...`, and `@@` exceptions of these. Facts: research url-formats 3.17
// and section 2. A bare name means itself to AdGuard Home and all below it to uBlock Origin, hence the option consumer.
import * as z from 'zod';
import { fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, EXCEPTED, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { AdblockReader, FILTER_FACTS } from './kit/adblock/reader.ts';
import { isBareName, isSpecialInRule } from './kit/adblock/rule.ts';
import { detectBanner } from './kit/banner.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import { parseStopPage } from './kit/stop-page.ts';

const options = z
  .strictObject({
    consumer: z
      .enum(['dns', 'browser'])
      .optional()
      .describe(
        'who applies the rules: dns (AdGuard Home), where a bare name or a hosts line lists that name alone, or browser, ' +
          'which knows pages; if not given, bare names are refused and whole subtrees are written',
      ),
    'stop-page': z
      .string()
      .refine(
        (text) => parseStopPage(text) !== null,
        'stop-page must be one host name, or addresses with commas between',
      )
      .optional()
      .describe(
        'host name of a stop page, or its addresses with commas between; rules that lead there are read as blocks',
      ),
  })
  .refine(({ consumer, 'stop-page': page }) => page === undefined || consumer === 'dns', {
    message: 'stop-page needs consumer=dns',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'url'],
  scopes: ['exact', 'subtree', 'prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: true,
  duplicates: true,
  list: FILTER_FACTS,
};

/** A list of bare names looks like any other. */
const BANNER = '! listbridge adblock';
const RULE = /^(?:@@)?\|{1,2}[^|]/u;

export const adblock = defineFormat<Options>({
  id: 'adblock',
  title: 'Filter rules of AdGuard, AdGuard Home and browser extensions',
  about: { spec: 'https://adguard-dns.io/kb/general/dns-filtering-syntax/', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.txt', '.abp'] },
  carries,
  carriesWith: ({ consumer }) => {
    if (consumer === 'dns') return { ...carries, kinds: ['domain'], scopes: ['exact', 'subtree'] };
    return consumer === 'browser' ? carries : { ...carries, kinds: ['domain'], scopes: ['subtree'] };
  },
  options,
  examples: [
    {
      name: 'names, exceptions, modifiers, and rules that no entry can say',
      text: [
        '[Adblock Plus 2.0]',
        '! Title: weekly list',
        '||example.com^',
        '@@||ok.example.com^',
        '||Example.NET^$important',
        '||example.org^$dnsrewrite=NXDOMAIN',
        '||a.example^',
        '||b.example^',
        '||c.example^',
        '||d.example^',
        '||e.example^',
        '||a.example^$badfilter',
        '||f.example^$third-party',
        '||g.example^$dnsrewrite=192.0.2.80',
        'example.com##.banner',
        '/banner[0-9]+/',
        '||ads.*^',
        'h.example',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'example.org', scope: 'subtree' },
        ...['b', 'c', 'd', 'e'].map((label) => ({
          kind: 'domain' as const,
          key: `${label}.example`,
          scope: 'subtree' as const,
        })),
      ],
      findings: [
        ['url/rewritten', 5],
        ['rule/modifier-dropped', 5],
        ['zone/answer-dropped', 6],
        ['rule/not-understood', 13],
        ['zone/local-data', 14],
        ['rule/not-understood', 15],
        ['rule/not-understood', 16],
        ['rule/not-understood', 17],
        ['row/bad-line', 18],
        ['row/not-an-entry', 7],
      ],
    },
    {
      name: 'AdGuard Home: bare names, hosts lines and a stop page',
      text: '||example.com^$dnsrewrite=192.0.2.80\n192.0.2.80 www.example.net\n0.0.0.0 example.org\nexample.test\n|a.example^\n',
      options: { consumer: 'dns', 'stop-page': '192.0.2.80' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.net' },
        { kind: 'domain', key: 'example.org' },
        { kind: 'domain', key: 'example.test' },
        { kind: 'domain', key: 'a.example' },
      ],
      findings: [['zone/answer-dropped', 1]],
    },
    {
      name: 'pages, for browsers',
      text: '||example.com^\n|http://example.net/a/\n|https://example.net/b?c|\n@@|http://example.net/a/d|\n||example.org/e^\n',
      options: { consumer: 'browser' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'url', key: 'http://example.net/a/', scope: 'prefix' },
        { kind: 'url', key: 'https://example.net/b?c' },
        { kind: 'url', key: 'http://example.net/a/d', operation: 'excepted' },
      ],
      findings: [['rule/not-understood', 5]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.map((line) => line.trim());
    if (detectBanner(head, 'pihole') !== null) return null;
    if (lines.includes(BANNER)) return { sure: 'certain', because: 'a comment of its own says so' };
    if (/^\[(?:adblock|adguard|ublock)/iu.test(lines[0] ?? ''))
      return { sure: 'certain', because: 'its first line says so' };
    const rules = lines.filter((line) => !/^(?:[!#]|$)/u.test(line));
    return areMost(rules, (line) => RULE.test(line))
      ? { sure: 'certain', because: 'the lines are filter rules' }
      : null;
  },

  async *read(input, context) {
    const { consumer, 'stop-page': page } = context.options;
    const current: { reader?: AdblockReader } = {};
    const lines = readLines<Options>((rows) => {
      const stopPage = page === undefined ? null : parseStopPage(page);
      const reader = new AdblockReader(rows, context, { bare: consumer === 'dns', stopPage });
      current.reader = reader;
      return (line) => reader.line(line);
    });
    // Held until the end: the last rule may take the first one back.
    const held = context.hold();
    try {
      for await (const batch of lines(input, context)) await held.add(batch);
      yield* current.reader?.settle(held.rows()) ?? [];
    } finally {
      await held.close();
    }
  },

  write: writeRows<Options>({
    banner: (out, { list }) => {
      out.ascii(`${BANNER}\n`);
      for (const fact of FILTER_FACTS) {
        const text = list[fact]?.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim() ?? '';
        if (text !== '') out.utf8(`! ${fact === 'title' ? 'Title' : 'Version'}: ${text}\n`);
      }
    },
    row: (context) => {
      const { consumer, 'stop-page': page } = context.options;
      const stop = page === undefined ? null : parseStopPage(page);
      const targets = stop === null ? [] : (stop.addresses?.map(({ text }) => text) ?? [stop.host ?? '']);
      const rewrites = targets.length === 0 ? ['\n'] : targets.map((target) => `$dnsrewrite=${target}\n`);
      // A hosts line has an address; a page known by name cannot be said of one name alone.
      const bare = stop === null ? [''] : (stop.addresses?.map(({ text }) => `${text} `) ?? []);
      return (out, batch, i) => {
        const op = batch.op[i];
        if (op === WITHDRAWN) return;
        const from = batch.start[i] ?? 0;
        const to = batch.start[i + 1] ?? 0;
        const scope = batch.scope[i];
        const write = (before: string, after: string): void => {
          out.ascii(op === EXCEPTED ? `@@${before}` : before);
          out.copy(batch.bytes, from, to);
          out.ascii(after);
        };
        if (batch.kind[i] === kinds.url.code) {
          const url = fromUtf8(batch.bytes, from, to);
          if (!/^https?:\/\//u.test(url)) context.unfit('a rule about pages needs their scheme', batch, i);
          else if (isSpecialInRule(url)) context.unfit('it holds characters with a meaning in rules', batch, i);
          else write('|', scope === EXACT ? '|\n' : '\n');
        } else if (scope === SUBTREE) {
          for (const rewrite of op === EXCEPTED ? ['\n'] : rewrites) write('||', `^${rewrite}`);
        } else if (consumer !== 'dns' || op === EXCEPTED) {
          context.unfit('no rule is about one name alone', batch, i);
        } else if (bare.length === 0) context.unfit('a stop page known by name needs all names below too', batch, i);
        else if (!isBareName(fromUtf8(batch.bytes, from, to))) {
          context.unfit('a bare name needs a dot inside and no hyphen in front', batch, i);
        } else for (const before of bare) write(before, '\n');
      };
    },
  }),
});
