// e2guardian-urls: a URL list of e2guardian, such as bannedurllist. Seen with e2guardian 5.3.5: a line blocks the path,
// whole segments below it and any query, on the host and on every host below it; never the front page of a host. It
// searches its sorted list by halves, so that an entry is missed where a longer one begins like it.
// Facts: research url-formats 3.11.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { e2guardianComment } from './kit/e2guardian.ts';
import { carriesPrefixes, type PrefixDialect, readPrefixes, writePrefixes } from './kit/url-prefixes.ts';

const dialect: PrefixDialect = {
  id: 'e2guardian-urls',
  escapesBlanks: false,
  reach: 'blocks the entry by whole path segments, on the host and on every host below it',
  isSpecial: e2guardianComment,
  unfit: () => {
    let kept = '';
    return (text) => {
      if (/^[^/]*\/$/u.test(text)) return 'it never matches the front page of a host; list the name';
      const query = text.indexOf('?');
      if (query >= 0 && text.includes('/', query)) return 'it never matches a query with a slash';
      if (/\s(?:#|$)/u.test(text)) return 'it would be cut at a blank';
      // The list is searched by halves: between `a` and `a!b`, or `a` and `a/b`, it would miss `a/x`.
      const bare = text.replace(/\/$/u, '');
      if (kept !== '' && (bare.startsWith(kept) || kept.startsWith(bare))) {
        return 'beside another that begins like it, one of the two would be missed';
      }
      kept = bare;
      return null;
    };
  },
};

export const e2guardianUrls = defineFormat({
  id: 'e2guardian-urls',
  title: 'e2guardian URL list',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/urllist$/iu] },
  carries: { ...carriesPrefixes(), order: false },
  needs: { unique: true, sorted: true, noCovered: 'segments' },
  examples: [
    {
      name: 'paths with blanks, a time limit and an inclusion',
      text: [
        '# listbridge e2guardian-urls',
        '#time: 9 0 17 0 01234',
        'example.com/path/x',
        'example.net/a b # a page',
        '.Include</etc/e2guardian/lists/example>',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'example.com/path/x', scope: 'prefix' },
        { kind: 'url', key: 'example.net/a%20b', scope: 'prefix' },
      ],
      findings: [
        ['row/not-an-entry', 2],
        ['row/inline-comment', 4],
        ['url/unusable', 5],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'e2guardian-urls'),
  read: readPrefixes(dialect),
  write: writePrefixes(dialect),
});
