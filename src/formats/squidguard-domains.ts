// squidguard-domains: the `domains` file of a squidGuard (or ufdbGuard) category. Every name lists all names below it
// too; a second word on the line is no comment but the address that this one name is redirected to (run, 1.6.0).
// Facts: research url-formats 3.11.
import { defineFormat, type Head } from './format.ts';
import { detectBanner } from './kit/banner.ts';
import { carriesNames, misfitOf, readNames, writeNames } from './kit/proxy-names.ts';

export const squidguardDomains = defineFormat({
  id: 'squidguard-domains',
  title: 'squidGuard category, file of domains',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/^domains$/iu] },
  carries: carriesNames('subtree'),
  needs: { unique: true, noCovered: true },
  examples: [
    {
      name: 'names, and what squidGuard would never match',
      text: [
        '# listbridge squidguard-domains',
        'example.com',
        'Example.NET',
        '.example.org',
        'a.example.org http://stop.example.org/',
        'b.example.org/',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['url/rewritten', 3],
        ['row/bad-line', 4],
        ['row/bad-line', 5],
        ['url/unusable', 6],
      ],
    },
  ],
  detect: (head: Head) => detectBanner(head, 'squidguard-domains'),
  read: readNames('subtree'),
  misfit: () => misfitOf('subtree'),
  write: writeNames('squidguard-domains', 'subtree'),
});
