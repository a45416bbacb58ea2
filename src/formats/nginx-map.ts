// nginx-map: the entries of an nginx `map`, to be included in its block. With match=host the map must say `hostnames`, a
// bare name lists itself and `.name` all names below it too; with match=url the keys are decoded URLs without scheme and
// port. One pair of conflicting keys and nginx does not start, hence unique and uncovered.
// The value 0 excepts. A single name wins over an ending, and a longer ending over a shorter one, so nothing listed may stand
// below an exception. `.name` and `name` conflict: what is below a name that is itself excepted is listed as `*.name`.
// Seen with nginx 1.22: keys match without regard to case, and `$uri` is decoded with its slashes merged.
// Facts: research url-formats 3.12.
import * as z from 'zod';
import { fromUtf8, toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../model/scope.ts';
import { canonicalUrl } from '../model/url.ts';
import { defineFormat, type Head } from './format.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import type { ByteWriter } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import { isReservedWord, nginxWord, parseNginxLine } from './kit/nginx-line.ts';
import type { RowSink } from './kit/row-sink.ts';
import { decodedUrl, escapedUrl, type UrlLiteral } from './kit/url-literal.ts';
import { writeNames } from './kit/write-names.ts';

const options = z.strictObject({
  match: z
    .enum(['host', 'url'])
    .default('host')
    .describe('what the map compares: $host, with hostnames in its block (host), or $host$uri$is_args$args (url)'),
  'stop-page': z
    .string()
    .refine((text) => pageUrl(text) !== null, 'stop-page must be a host or a URL, without a $ in it')
    .optional()
    .describe('host or URL of a stop page, whose URL becomes the value of every listed key; it is 1 otherwise'),
});
type Options = z.infer<typeof options>;

const hosts: Carries = {
  kinds: ['domain'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: false,
  duplicates: false,
  list: [],
};
const urls: Carries = {
  ...hosts,
  kinds: ['url'],
  scopes: ['exact'],
  ignoresInUrls: ['scheme', 'port', 'escapes', 'slashes', 'case'],
};

/** nginx cuts off no word, it refuses the file: a token fills a buffer of 4096 bytes. */
const LONGEST_WORD = 4000;

const SIZES = '# The default sizes of nginx are too small: map_hash_bucket_size 8192; map_hash_max_size 1048576;\n';

/** The end of an exception: `if` takes the value for no. */
const OPEN = ' 0;\n';

const PAIR = /^\s*(?:"(?:[^"\\]|\\.)+"|[^\s;{}"'#]+)\s+[^\s;]+\s*;\s*(?:#.*)?$/u;

export const nginxMap = defineFormat<Options>({
  id: 'nginx-map',
  title: 'nginx map of names or URLs',
  about: { since: '0.2.0', status: 'stable', spec: 'https://nginx.org/en/docs/http/ngx_http_map_module.html' },
  files: { extensions: ['.map'] },
  carries: { ...urls, kinds: ['domain', 'url'], scopes: ['exact', 'subtree'] },
  carriesWith: ({ match }) => (match === 'host' ? hosts : urls),
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'names, words of the map, and keys that list nothing',
      text: [
        '# listbridge nginx-map',
        'hostnames;',
        'default 0;',
        'www.example.com 1;',
        '.example.net 1; # with all below',
        '\\default 1;',
        '*.example.org 1;',
        'example.org 0;',
        '~^www\\. 1;',
        'a.example.org 1',
        'include more.map;',
        'b.example.org 0;',
        'c.example.org 1;',
        '*.b.example.org 1;',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'exact' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'default', scope: 'exact' },
        { kind: 'domain', key: 'example.org', scope: 'exact', operation: 'excepted' },
        { kind: 'domain', key: 'b.example.org', scope: 'exact', operation: 'excepted' },
        { kind: 'domain', key: 'c.example.org', scope: 'exact' },
      ],
      findings: [
        ['row/not-an-entry', 2],
        ['row/not-an-entry', 3],
        ['url/unusable', 7],
        ['row/bad-line', 9],
        ['row/bad-line', 10],
        ['row/bad-line', 11],
        ['url/unusable', 14],
      ],
    },
    {
      name: 'exceptions',
      text: [
        'example.com 0;',
        '# what is below the name is listed still',
        '*.Example.com 1;',
        '.ok.example.com 0;',
        'www.example.net "";',
        '.example.net 1;',
        '*.example.org 0;',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'exact', operation: 'excepted' },
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'www.example.net', scope: 'exact', operation: 'excepted' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['url/rewritten', 3],
        ['url/unusable', 7],
      ],
    },
    {
      name: 'URLs',
      text: [
        '"example.com/a b;c?d=%28" 1;',
        'example.net/x 1;',
        '"example.org/\\"#%zz" 1;',
        '"$host/x" 1;',
        '"example.net/ok" 0;',
        '',
      ].join('\n'),
      options: { match: 'url' },
      rows: [
        { kind: 'url', key: 'example.com/a%20b;c?d=%28', scope: 'exact' },
        { kind: 'url', key: 'example.net/x', scope: 'exact' },
        { kind: 'url', key: 'example.org/%22%23%25zz', scope: 'exact' },
        { kind: 'url', key: 'example.net/ok', scope: 'exact', operation: 'excepted' },
      ],
      findings: [['url/unusable', 4]],
    },
    {
      name: 'a stop page',
      text: '.example.com "https://192.0.2.80/?list=1";\n',
      options: { 'stop-page': 'https://192.0.2.80/?list=1' },
      rows: [{ kind: 'domain', key: 'example.com', scope: 'subtree' }],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|$)/u.test(line));
    if (areMost(lines, (line) => PAIR.test(line) || /^\s*(?:hostnames|volatile)\s*;/u.test(line))) {
      return { sure: 'certain', because: 'the lines are pairs of an nginx map' };
    }
    return detectBanner(head, 'nginx-map');
  },

  read: readLines<Options>((rows, { options: { match } }) => {
    let openName = '';
    return (line) => {
      const found = parseNginxLine(rows.text(line.bytes, line.from, line.to));
      if (found.is === 'nothing') return;
      if (found.is !== 'pair') {
        rows.begin();
        if (found.is === 'bad') rows.reject('row/bad-line', { want: found.want });
        else rows.report('row/not-an-entry', { what: 'a word of the map' });
        return;
      }
      const { key, isOpen, column } = found;
      rows.begin(isOpen ? EXCEPTED : PRESENT);
      if (match === 'url') return readUrl(rows, key, column);
      // All below a name that the line before excepts: the two together are the listed subtree and the exception to it.
      const isRest = !isOpen && openName !== '' && key.toLowerCase() === `*.${openName}`;
      openName = isOpen && !key.startsWith('.') ? key.toLowerCase() : '';
      readHost(rows, isRest ? key.slice(1) : key, column);
    };
  }),

  write: writeNames<Options>(({ options: { match, 'stop-page': page }, unfit }, exceptions) => {
    const url = page === undefined ? null : pageUrl(page);
    const end = url === null ? ' 1;\n' : ` ${nginxWord(url)};\n`;
    const isHost = match === 'host';
    return {
      begin(out) {
        out.ascii(bannerOf('nginx-map'));
        out.ascii(SIZES);
      },
      listed(out, batch, i, standing) {
        const { bytes, start, scope } = batch;
        const from = start[i] ?? 0;
        const to = start[i + 1] ?? 0;
        if (isHost) {
          // The reader knows the two for one by their standing together.
          if (standing === 'below') {
            writeName(out, bytes, from, to);
            out.ascii(`${OPEN}*`);
          }
          if (scope[i] === SUBTREE) writeEnding(out, bytes, from, to);
          else writeName(out, bytes, from, to);
        } else {
          const word = urlWord(bytes, from, to);
          if (!word.ok) return unfit(word.why, batch, i);
          out.utf8(word.text);
        }
        out.ascii(end);
      },
      canExcept(batch, i) {
        const word = isHost ? null : urlWord(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        if (word === null || word.ok) return true;
        unfit(word.why, batch, i);
        return false;
      },
      finish(out) {
        for (const { name, isSubtree, isListed } of exceptions.all()) {
          const bytes = toUtf8(name);
          if (!isHost) {
            const word = urlWord(bytes, 0, bytes.length);
            if (word.ok) out.utf8(word.text);
          } else if (isSubtree) writeEnding(out, bytes, 0, bytes.length);
          else if (isListed) continue;
          else writeName(out, bytes, 0, bytes.length);
          out.ascii(OPEN);
        }
      },
    };
  }),
});

function readHost(rows: RowSink, key: string, column: number): void {
  const isSubtree = key.startsWith('.');
  const name = toUtf8(isSubtree ? key.slice(1) : key);
  rows.host(name, 0, name.length, isSubtree ? SUBTREE : EXACT, column);
}

/** The path of a key is decoded, its query is not. */
function readUrl(rows: RowSink, key: string, column: number): void {
  if (/^[^/?]*:/u.test(key) && !key.startsWith('[')) {
    rows.reject('row/bad-line', { want: 'a URL without scheme and port, with which it would never match' }, column);
    return;
  }
  const query = key.indexOf('?');
  const path = query < 0 ? key : key.slice(0, query);
  const url = toUtf8(escapedUrl(path) + (query < 0 ? '' : key.slice(query)));
  rows.url(url, 0, url.length, EXACT, column);
}

function writeName(out: ByteWriter, bytes: Uint8Array, from: number, to: number): void {
  if (to - from < 10 && isReservedWord(fromUtf8(bytes, from, to))) out.byte(92);
  out.copy(bytes, from, to);
}

function writeEnding(out: ByteWriter, bytes: Uint8Array, from: number, to: number): void {
  out.byte(46);
  out.copy(bytes, from, to);
}

function urlWord(bytes: Uint8Array, from: number, to: number): UrlLiteral {
  const question = bytes.subarray(from, to).indexOf(0x3f);
  const pathEnd = question < 0 ? to : from + question;
  const path = decodedUrl(bytes, from, pathEnd);
  if (!path.ok) return path;
  const query = fromUtf8(bytes, pathEnd, to);
  const why = urlFault(path.text, query);
  return why === null ? { ok: true, text: nginxWord(path.text + query) } : { ok: false, why };
}

function urlFault(path: string, query: string): string | null {
  if (path.includes('?')) return 'an escaped question mark would begin a query';
  // `$is_args` is empty where nothing follows the question mark.
  if (query === '?') return 'an empty query is none to nginx';
  return toUtf8(path + query).length > LONGEST_WORD ? 'it is longer than a word may be' : null;
}

/** The URL of a stop page. `$` would begin a variable of nginx. */
function pageUrl(text: string): string | null {
  const url = canonicalUrl(text.includes('://') ? text : `http://${text}`);
  return url.ok && !url.text.includes('$') ? url.text : null;
}
