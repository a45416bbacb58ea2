// squid-dstdomain: the file of a Squid ACL `acl NAME dstdomain "FILE"`. Facts: research url-formats, fact 12 and 3.10.
// Squid ends at once on a list with a child before its parent, and warns of the other order, hence `noCovered`.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { carriesNames, misfitOf, readNames, writeNames } from './kit/proxy-names.ts';

export const squidDstdomain = defineFormat({
  id: 'squid-dstdomain',
  title: 'Squid ACL of destination names (dstdomain)',
  about: { since: '0.2.0', status: 'stable', spec: 'https://www.squid-cache.org/Doc/config/acl/' },
  files: { extensions: ['.dstdomain'] },
  carries: carriesNames('dotted'),
  needs: { unique: true, noCovered: true },
  examples: [
    {
      name: 'names, subtrees and what Squid would never match',
      text: [
        '# listbridge squid-dstdomain',
        'www.example.com',
        '.example.net # with all below',
        'Example.ORG.',
        '*.example.org',
        'http://example.org/a',
        'a.example.org b.example.org',
        '192.0.2.1',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'exact' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'example.org', scope: 'exact' },
      ],
      findings: [
        ['row/inline-comment', 3],
        ['url/rewritten', 4],
        ['url/unusable', 5],
        ['url/unusable', 6],
        ['row/bad-line', 7],
        ['url/unusable', 8],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'squid-dstdomain'),
  read: readNames('dotted'),
  misfit: () => misfitOf('dotted'),
  write: writeNames('squid-dstdomain', 'dotted'),
});
