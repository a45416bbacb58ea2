// squid-url-regex: the file of a Squid ACL `acl NAME url_regex "FILE"`, POSIX extended expressions, each the whole of one
// URL or its beginning. Squid compares them with the URL after undoing every escape once and dropping the default port.
// https URLs are seen only by a Squid that decrypts (ssl-bump): otherwise there is but `CONNECT host:port`.
// A broken expression is skipped with exit 0, so only what can be read back is written. Facts: research url-formats 3.10.

import { startsWithAscii, toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { EXACT, PREFIX, WITHDRAWN } from '../model/scope.ts';
import { urlHostStart } from '../model/url.ts';
import { defineFormat, type Head } from './format.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import { decodedUrl, escapedUrl } from './kit/url-literal.ts';

const carries: Carries = {
  kinds: ['url'],
  scopes: ['exact', 'prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
  ignoresInUrls: ['escapes', 'query-escapes'],
};

/** What begins an expression, and the scheme it stands for. */
const SCHEMES = { '^https?://': '', '^http://': 'http://', '^https://': 'https://' };

export const squidUrlRegex = defineFormat({
  id: 'squid-url-regex',
  title: 'Squid ACL of URLs (url_regex)',
  about: { since: '0.2.0', status: 'stable', spec: 'https://www.squid-cache.org/Doc/config/acl/' },
  files: { extensions: ['.urlregex'] },
  carries,
  needs: { unique: true },
  examples: [
    {
      name: 'whole URLs and beginnings, and expressions that are no entry',
      text: [
        '^http://www\\.example\\.com/a\\?b=c$',
        '^https?://example\\.net:8080/dir/',
        '^https://example\\.org/a b\\(c\\)$',
        '^http://example.com/a$',
        '^http://.*\\.example\\.com/$',
        'example\\.com',
        '# a comment',
        '^http://example\\.org/#%zz$',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://www.example.com/a?b=c', scope: 'exact' },
        { kind: 'url', key: 'example.net:8080/dir/', scope: 'prefix' },
        { kind: 'url', key: 'https://example.org/a%20b(c)', scope: 'exact' },
        { kind: 'url', key: 'http://example.org/%23%25zz', scope: 'exact' },
      ],
      findings: [
        ['row/bad-line', 4],
        ['row/bad-line', 5],
        ['row/bad-line', 6],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|$)/u.test(line));
    if (areMost(lines, (line) => /^\^https?\??:\/\//u.test(line))) {
      return { sure: 'certain', because: 'the lines are anchored expressions of URLs' };
    }
    return detectBanner(head, 'squid-url-regex');
  },

  read: readLines((rows) => (line) => {
    const text = rows.text(line.bytes, line.from, line.to).trim();
    if (text === '' || text.startsWith('#')) return;
    rows.begin();
    const found = literalOf(text);
    if (found === null) {
      return rows.reject('row/bad-line', { want: 'an anchored expression of one URL, with . and ? escaped' });
    }
    const url = toUtf8(escapedUrl(found.url));
    rows.url(url, 0, url.length, found.isWhole ? EXACT : PREFIX);
  }),

  write: writeRows({
    banner: (out) => out.ascii(bannerOf('squid-url-regex')),
    row: (context) => (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      const from = batch.start[i] ?? 0;
      const to = batch.start[i + 1] ?? 0;
      const host = urlHostStart(batch.bytes, from, to);
      const url = decodedUrl(batch.bytes, host, to);
      if (!url.ok) return context.unfit(url.why, batch, i);
      const isEnded = batch.scope[i] !== PREFIX;
      if (!isEnded && /\s$/u.test(url.text)) return context.unfit('a blank at its end would be cut off', batch, i);
      const isHttps = host > from && startsWithAscii(batch.bytes, from, to, 'https');
      const scheme = host === from ? '^https?://' : isHttps ? '^https://' : '^http://';
      out.utf8(`${scheme}${url.text.replaceAll(SPECIAL, '\\$&')}${isEnded ? '$' : ''}\n`);
      if (!isHttps) return;
      const how = 'matches https URLs only where the proxy decrypts them (ssl-bump)';
      const at = { source: batch.source, line: batch.line[i] ?? 0 };
      context.report('output/reaches-otherwise', { target: 'squid-url-regex', how }, at);
    },
  }),
});

/** Characters that mean something in an extended expression. */
const SPECIAL = /[.?*+^$|\\(){}[\]]/gu;

/** The one URL an expression stands for, or null where it may stand for others. */
function literalOf(expression: string): { url: string; isWhole: boolean } | null {
  const scheme = Object.entries(SCHEMES).find(([start]) => expression.startsWith(start));
  if (scheme === undefined) return null;
  const rest = expression.slice(scheme[0].length);
  // Every special character escaped, nothing else, and perhaps the end.
  const match = /^((?:\\[.?*+^$|\\(){}[\]]|[^.?*+^$|\\(){}[\]])*)(\$?)$/u.exec(rest);
  if (match === null) return null;
  const [, text = '', end] = match;
  return { url: scheme[1] + text.replaceAll(/\\(.)/gu, '$1'), isWhole: end === '$' };
}
