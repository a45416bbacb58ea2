// url-list: one URL a line, with comments. What a line means beyond the URL itself is never guessed: a bare host name
// may stand for its front page, the host or the whole subtree, and each of these blocks something else.
// Facts: research url-formats 4.2 (comments, fragments) and 3A (exact and prefix).
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { shapeOf } from '../model/entry-shape.ts';
import { kinds } from '../model/kinds.ts';
import { scopeCode, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { areMost, findEntry, newEntry, shapesIn } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const options = z.strictObject({
  scope: z
    .enum(['exact', 'prefix'])
    .default('exact')
    .describe('what a URL lists: itself only (exact), or every URL that starts so (prefix)'),
  bare: z
    .enum(['exact', 'subtree'])
    .optional()
    .describe('what a bare host name lists: that name only (exact), or all names below it too (subtree)'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['url', 'domain'],
  scopes: ['exact', 'subtree', 'prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

/** A list for hotlines holds names among its URLs more often than a URL that lost its path. */
const BARE_NAME = 'a URL with a scheme or a path; --from-option bare=exact (or bare=subtree) reads bare names too';

export const urlList = defineFormat<Options>({
  id: 'url-list',
  title: 'URLs, one a line',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.txt', '.urls', '.lst'] },
  carries,
  carriesWith: ({ scope, bare }) => ({
    ...carries,
    kinds: bare === undefined ? ['url'] : ['url', 'domain'],
    scopes: bare === undefined || bare === scope ? [scope] : [scope, bare],
  }),
  options,
  examples: [
    {
      name: 'comments, fragments and a bare name',
      text: [
        '# pages',
        'http://example.com/a.html',
        'example.net/b;c#d',
        'HTTPS://Example.ORG:443/e # seen twice',
        '',
        'example.test',
        '//example.com/f',
        'hxxp://example[.]com/g',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://example.com/a.html' },
        { kind: 'url', key: 'example.net/b;c' },
        { kind: 'url', key: 'https://example.org/e' },
      ],
      findings: [
        ['url/fragment-dropped', 3],
        ['url/rewritten', 4],
        ['row/inline-comment', 4],
        ['row/bad-line', 6],
        ['url/unusable', 7],
        ['url/unusable', 8],
      ],
    },
    {
      name: 'prefixes, and whole sites as bare names',
      text: 'http://example.com/a/\nexample.net\n',
      options: { scope: 'prefix', bare: 'subtree' },
      rows: [
        { kind: 'url', key: 'http://example.com/a/', scope: 'prefix' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
    },
  ],

  detect(head: Head) {
    // A comma, a quotation mark or a tab on every line is a table with a URL column.
    const isUrl = ({ text, shape }: { text: string; shape: string }): boolean =>
      shape === 'url' && /^(?:https?:\/\/|[^/?#][^/?#.]*\.[^/?#]+\/)[^\s,"]*$/iu.test(text);
    return areMost(shapesIn(head), isUrl) ? { sure: 'likely', because: 'the lines are URLs' } : null;
  },

  read: readLines<Options>((rows, { options: { scope, bare } }) => {
    const urlScope = scopeCode(scope);
    const entry = newEntry();
    return (line) => {
      if (!findEntry(line, 'urls', entry)) return;
      const { bytes } = line;
      const { from, to } = entry;
      const column = from - line.from + 1;
      rows.begin();
      // A raw blank is a second field more often than part of a path, and `/x%202026` would never match.
      if (entry.blank >= 0) return rows.reject('row/bad-line', { want: 'one URL' }, entry.blank - line.from + 1);
      if (isBare(bytes, from, to)) {
        if (bare === undefined) return rows.reject('row/bad-line', { want: BARE_NAME }, column);
        rows.host(bytes, from, to, scopeCode(bare), column);
      } else if (isRange(bytes, from, to)) rows.reject('row/bad-line', { want: 'a URL' }, column);
      else rows.url(bytes, from, to, urlScope, column);
      if (entry.hasComment && !rows.isRejected) rows.report('row/inline-comment', {});
    };
  }),

  write: writeRows<Options>({
    row: (context) => {
      const bare = context.options.bare === undefined ? -1 : scopeCode(context.options.bare);
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const from = batch.start[i] ?? 0;
        const to = batch.start[i + 1] ?? 0;
        // Both kinds may be there in both scopes; a bare name has but one.
        if (batch.kind[i] === kinds.domain.code && batch.scope[i] !== bare) {
          return context.unfit('a bare name means another scope in this list', batch, i);
        }
        if (isRange(batch.bytes, from, to)) return context.unfit('it reads as a range of addresses', batch, i);
        out.copy(batch.bytes, from, to);
        out.byte(10);
      };
    },
  }),
});

/** No path, no query, before any fragment. */
function isBare(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte === 0x2f || byte === 0x3f) return false;
    if (byte === 0x23) return true;
  }
  return true;
}

/** `192.0.2.0/24` is a range in an address list and a page in a URL list; only the second would be a URL. */
function isRange(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] ?? 0;
  return first >= 0x30 && first <= 0x39 && shapeOf(bytes, from, to) === 'cidr';
}
