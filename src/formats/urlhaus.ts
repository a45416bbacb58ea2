// urlhaus: the dumps of abuse.ch URLhaus, CSV with its header in a comment, or URLs one a line. Read only.
// Facts: research url-formats 4.3. It has shipped hosts that are none; a row is judged like any other.
import { startsWithAscii } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { EXACT } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { findEntry, newEntry } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import { toPeeked } from './kit/peek.ts';
import { readDelimited } from './kit/table/csv.ts';
import { feedProfile } from './kit/table/feed.ts';

const profile = feedProfile({
  id: 'urlhaus',
  title: 'URLhaus dump',
  container: 'delimited',
  header: 'comment',
  url: 'url',
  partnerKey: 'id',
  times: { firstSeen: 'dateadded', lastVerified: 'last_online' },
  label: { column: 'threat', scheme: 'urlhaus-threat' },
  note: 'tags',
  member: { column: 'reporter' },
  blanks: ['none'],
  // The page about the entry is named by its id, and the status is whether `last_online` is long ago.
  derived: ['urlhaus_link', 'url_status'],
});

const carries: Carries = {
  kinds: ['url'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'one',
  withdrawals: 'none',
  exceptions: false,
  fields: { partnerKey: 'exact', firstSeen: 'exact', lastVerified: 'exact', note: 'exact', spelling: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const SCHEMES = ['http://', 'https://'];

const readTable = readDelimited(() => profile);

const readText = readLines<unknown>((rows) => {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    rows.begin();
    const column = entry.from - line.from + 1;
    const hasScheme = SCHEMES.some((scheme) => startsWithAscii(line.bytes, entry.from, entry.to, scheme));
    if (entry.blank >= 0 || !hasScheme) rows.reject('row/bad-line', { want: 'one URL with a scheme' }, column);
    else if (rows.url(line.bytes, entry.from, entry.to, EXACT, column) && entry.hasComment)
      rows.report('row/inline-comment', {});
  };
});

/** Whether the first line that is no comment begins with a quotation mark: all fields of the table do. */
function isTable(head: string): boolean {
  const first = head.split(/\r*\n|\r/u).find((line) => line.trim() !== '' && !line.startsWith('#'));
  return first === undefined ? /^# *id,dateadded/mu.test(head) : /^\s*"/u.test(first);
}

export const urlhaus = defineFormat<unknown>({
  id: 'urlhaus',
  title: 'URLhaus dumps, CSV and text',
  about: { partner: 'URLhaus', since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/urlhaus/iu] },
  carries,
  examples: [
    {
      name: 'the table',
      text: [
        '################################################################',
        '# URLhaus Database Dump (CSV - recent URLs only)               #',
        '################################################################',
        '#',
        '# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter',
        '"1001","2026-01-05 10:20:30","http://192.0.2.1:8080/bin.sh","online","2026-01-06 01:02:03","malware_download","32-bit,elf","https://example.org/url/1001/","reporter-1"',
        '"1002","2026-01-05 10:19:00","https://Example.com/a?b,c","offline","","malware_download","None","https://example.org/url/1002/","reporter-2"',
        '"1003","2026-01-05 10:18:00","http://ttps/","offline","","malware_download","","https://example.org/url/1003/","reporter-2"',
        '"1004","2026-01-05 10:17:00","http://192.0.2.010/x","offline","","malware_download","","https://example.org/url/1004/","reporter-2"',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://192.0.2.1:8080/bin.sh', label: 'malware_download' },
        { kind: 'url', key: 'https://example.com/a?b,c', label: 'malware_download' },
        { kind: 'url', key: 'http://ttps/', label: 'malware_download' },
      ],
      findings: [
        ['url/rewritten', 7],
        ['url/unusable', 9],
      ],
    },
    {
      name: 'the text',
      text: [
        '# URLhaus Plain-Text URL List (recent additions)',
        'http://192.0.2.1:8080/bin.sh',
        'https://example.com/a b',
        '',
      ].join('\n'),
      rows: [{ kind: 'url', key: 'http://192.0.2.1:8080/bin.sh' }],
      findings: [['row/bad-line', 3]],
    },
  ],

  detect(head: Head) {
    const comments = head.lines.filter((line) => line.startsWith('#'));
    const isIt = comments.some((line) => /urlhaus/iu.test(line) || /^# *id,dateadded,url\b/u.test(line));
    return isIt ? { sure: 'certain', because: 'the comments are those of URLhaus' } : null;
  },

  read: toPeeked((head) => (isTable(head) ? readTable : readText)),
});
