// squidguard-urls: the `urls` file of a squidGuard (or ufdbGuard) category. A line blocks every URL that starts so,
// without regard to segments: `/path/x` blocks `/path/xy` too. Seen with squidGuard 1.6.0: it compares decoded, in small
// letters, without port, merges slashes, and tries each URL again without a `www`, `web` or `ftp` label before the host.
// Facts: research url-formats, fact 11 and 3.11.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { type PrefixDialect, readPrefixes, urlPrefixes, writePrefixes } from './kit/url-prefixes.ts';

const dialect: PrefixDialect = {
  id: 'squidguard-urls',
  escapesBlanks: true,
  reach: 'blocks the entry on the host with www, web or ftp before it as well',
  unfit: () => null,
};

export const squidguardUrls = defineFormat({
  id: 'squidguard-urls',
  title: 'squidGuard category, file of URLs',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/^urls$/iu] },
  carries: urlPrefixes,
  needs: { unique: true },
  examples: [
    {
      name: 'prefixes, and lines that are none',
      text: [
        '# listbridge squidguard-urls',
        'example.com/path/x',
        'example.net/a%20b(c)?d=1',
        'example.org/a#b%zz',
        'example.org/a b',
        'example.org',
        'example.com/',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'example.com/path/x', scope: 'prefix' },
        { kind: 'url', key: 'example.net/a%20b(c)?d=1', scope: 'prefix' },
        { kind: 'url', key: 'example.org/a%23b%25zz', scope: 'prefix' },
        { kind: 'url', key: 'example.com/', scope: 'prefix' },
      ],
      findings: [
        ['row/bad-line', 5],
        ['row/bad-line', 6],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'squidguard-urls'),
  read: readPrefixes(dialect),
  write: writePrefixes(dialect),
});
