// e2guardian-sites: a site list of e2guardian, such as bannedsitelist or the `domains` file of a category it includes.
// Every name lists all names below it too, one of a single label only with a leading dot (`.example`); addresses belong
// into a list of their own (e2guardian-ips).
// `.Include<FILE>` and `#time:` give the list a meaning that no row has. Facts: research url-formats 3.11.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { e2guardianComment } from './kit/e2guardian.ts';
import { carriesNames, misfitOf, readNames, writeNames } from './kit/proxy-names.ts';

export const e2guardianSites = defineFormat({
  id: 'e2guardian-sites',
  title: 'e2guardian site list',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/sitelist$/iu] },
  carries: carriesNames('ending'),
  needs: { unique: true, noCovered: true },
  examples: [
    {
      name: 'names, an inclusion and an address',
      text: [
        '# listbridge e2guardian-sites',
        '#listcategory: "Listed"',
        'example.com',
        'example.net # with all below',
        '.Include</etc/e2guardian/lists/example>',
        '192.0.2.1',
        '.test',
        'invalid',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'test', scope: 'subtree' },
      ],
      findings: [
        ['row/not-an-entry', 2],
        ['row/inline-comment', 4],
        ['url/unusable', 5],
        ['url/unusable', 6],
        ['row/bad-line', 8],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'e2guardian-sites'),
  read: readNames('ending', e2guardianComment),
  misfit: () => misfitOf('ending'),
  write: writeNames('e2guardian-sites', 'ending'),
});
