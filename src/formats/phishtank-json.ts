// phishtank-json: the JSON download of PhishTank, one array of reported pages. Read only. The addresses a site had when it
// was looked at (`details`) are no entries: they belong to its hoster, and the site has long moved on.
// Facts: research url-formats 4.3.
import { defineFormat, type Head } from './format.ts';
import { phishtankCarries, phishtankFeed } from './kit/phishtank.ts';
import { feedProfile } from './kit/table/feed.ts';
import { readArray } from './kit/table/json-array.ts';

const profile = feedProfile({ ...phishtankFeed, container: 'json-lines', header: 'line' });

export const phishtankJson = defineFormat<unknown>({
  id: 'phishtank-json',
  title: 'PhishTank download, JSON',
  about: { partner: 'PhishTank', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries: phishtankCarries,
  examples: [
    {
      name: 'two pages, and an entry without one',
      text: [
        '[{"phish_id":"1001","url":"http:\\/\\/example.com\\/login","phish_detail_url":"http:\\/\\/example.org\\/phish_detail.php?phish_id=1001",',
        '"submission_time":"2026-01-05T10:20:30+00:00","verified":"yes","verification_time":"2026-01-05T11:00:00+00:00","online":"yes",',
        '"details":[{"ip_address":"192.0.2.1","cidr_block":"192.0.2.0\\/24","announcing_network":"64496","rir":"arin","detail_time":"2026-01-05T10:30:00+00:00"}],"target":"Other"},',
        '{"phish_id":1002,"url":"http://example.net/#a","submission_time":"2026-01-05T10:21:00+00:00","verified":"yes","verification_time":"2026-01-05T11:05:00+00:00","online":"yes","target":"Other"},',
        '{"phish_id":1003,"submission_time":"2026-01-05T10:22:00+00:00","verified":"yes"}]',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://example.com/login', label: 'Other' },
        { kind: 'url', key: 'http://example.net/', label: 'Other' },
      ],
      findings: [
        ['row/unknown-column', 1],
        ['url/fragment-dropped', 4],
        ['row/missing-field', 5],
      ],
    },
  ],

  detect(head: Head) {
    const start = head.text.slice(0, 4096);
    const isIt = /^\s*(?:\[\s*)?\{/u.test(start) && /"phish_id"\s*:/u.test(start) && /"verif/u.test(start);
    return isIt ? { sure: 'certain', because: 'the entries are those of PhishTank' } : null;
  },

  read: readArray({ items: ['[]'], facts: [] }, profile),
});
