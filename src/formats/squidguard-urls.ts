// squidguard-urls: the `urls` file of a squidGuard (or ufdbGuard) category. A line blocks every URL that starts so,
// without regard to segments: `/path/x` blocks `/path/xy` too. Seen with squidGuard 1.6.0: it compares decoded, in small
// letters, without port, merges slashes, forgets `x/a` where it also has `x/a/b` (hence uncovered), and tries each URL again without a `www`, `web` or `ftp` label before the host.
// Facts: research url-formats, fact 11 and 3.11.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { carriesPrefixes, type PrefixDialect, readPrefixes, writePrefixes } from './kit/url-prefixes.ts';

const dialect: PrefixDialect = {
  id: 'squidguard-urls',
  escapesBlanks: true,
};

export const squidguardUrls = defineFormat({
  id: 'squidguard-urls',
  title: 'squidGuard category, file of URLs',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/^urls$/iu] },
  carries: carriesPrefixes(['www']),
  needs: { unique: true, noCovered: true },
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
        'example.invalid/',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'example.com/path/x', scope: 'prefix' },
        { kind: 'url', key: 'example.net/a%20b(c)?d=1', scope: 'prefix' },
        { kind: 'url', key: 'example.org/a%23b%25zz', scope: 'prefix' },
        { kind: 'url', key: 'example.invalid/', scope: 'prefix' },
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
