// phishtank-csv: the CSV download of PhishTank, pages that volunteers reported and verified. Read only.
// Facts: research url-formats 4.3 (columns, times in ISO 8601 with +00:00, renewed hourly).
import { defineFormat, type Head } from './format.ts';
import { phishtankCarries, phishtankFeed } from './kit/phishtank.ts';
import { readDelimited } from './kit/table/csv.ts';
import { feedProfile } from './kit/table/feed.ts';

const profile = feedProfile({ ...phishtankFeed, container: 'delimited', header: 'line' });

export const phishtankCsv = defineFormat<unknown>({
  id: 'phishtank-csv',
  title: 'PhishTank download, CSV',
  about: { partner: 'PhishTank', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries: phishtankCarries,
  examples: [
    {
      name: 'two pages, one of them with a comma and a login in its URL',
      text: [
        'phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target',
        '1001,http://example.com/login,http://example.org/phish_detail.php?phish_id=1001,2026-01-05T10:20:30+00:00,yes,2026-01-05T11:00:00+00:00,yes,Other',
        '1002,"http://www.example.com@example.net/a,b",http://example.org/phish_detail.php?phish_id=1002,2026-01-05T10:21:00+00:00,yes,2026-01-05T11:05:00+00:00,yes,Example Bank',
        '1003,,http://example.org/phish_detail.php?phish_id=1003,2026-01-05T10:22:00+00:00,yes,2026-01-05T11:06:00+00:00,yes,Other',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://example.com/login', label: 'Other' },
        { kind: 'url', key: 'http://example.net/a,b', label: 'Example Bank' },
      ],
      findings: [
        ['url/userinfo-dropped', 3],
        ['row/missing-field', 4],
      ],
    },
  ],

  detect(head: Head) {
    const names = (head.lines[0] ?? '').toLowerCase().split(',');
    const isIt = ['phish_id', 'url', 'verification_time'].every((name) => names.includes(name));
    return isIt ? { sure: 'certain', because: 'the header is that of PhishTank' } : null;
  },

  read: readDelimited(() => profile),
});
