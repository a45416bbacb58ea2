// abuse-ch: the CSV exports of MalwareBazaar, whose header stands in a comment. Read only. Rows have been seen that are wider
// than their header, so that what has no name is let be; an import hash is none of a file. URLs of abuse.ch come in the
// format urlhaus. Facts: research hash-formats 5.7.
import type { Carries } from '../model/carries.ts';
import type { KindId } from '../model/kinds.ts';
import { defineFormat, type Head } from './format.ts';
import { readDelimited } from './kit/table/csv.ts';
import { columnNamed, labelColumn, textCell } from './kit/table/labels.ts';
import { plainName } from './kit/table/profile.ts';
import { digestColumns, publishedProfile } from './kit/table/published.ts';
import { utcPattern } from './kit/time/utc-time.ts';

const DIGESTS = {
  sha256_hash: 'sha256',
  md5_hash: 'md5',
  sha1_hash: 'sha1',
  tlsh: 'tlsh',
  ssdeep: 'ssdeep',
} as const satisfies Record<string, KindId>;

const profile = publishedProfile({
  id: 'abuse-ch',
  title: 'MalwareBazaar export',
  comment: '#',
  header: 'comment',
  ragged: true,
  blanks: ['n/a'],
  keys: digestColumns(DIGESTS, 'may').map((key) => (key.column.shown === 'tlsh' ? { ...key, strip: ['T1'] } : key)),
  opinions: [
    {
      ...labelColumn('signature', 'abuse-ch-signature', null, 'may'),
      member: textCell(columnNamed('reporter', 'may')),
      polarity: { fixed: 'deny' },
    },
  ],
  times: [{ column: columnNamed('first_seen_utc', 'may'), field: 'firstSeen', patterns: [utcPattern] }],
  texts: [{ column: columnNamed('file_name', 'may'), field: 'name' }],
  ignore: { names: new Set(['vtpercent', 'clamav'].map(plainName)), indexes: new Set() },
});

const carries: Carries = {
  kinds: Object.values(DIGESTS),
  scopes: ['exact'],
  perItem: 'many',
  opinions: 'one',
  withdrawals: 'none',
  exceptions: false,
  fields: { firstSeen: 'exact', name: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

export const abuseCh = defineFormat<unknown>({
  id: 'abuse-ch',
  title: 'MalwareBazaar exports, CSV',
  about: { partner: 'MalwareBazaar', since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/malware-?bazaar/iu] },
  carries,
  examples: [
    {
      name: 'rows with blanks before their quotation marks, one that is wider, and one without digests',
      text: [
        '################################################################',
        '# MalwareBazaar recent malware samples (CSV)                   #',
        '################################################################',
        '#',
        '# "first_seen_utc","sha256_hash","md5_hash","sha1_hash","reporter","file_name","signature"',
        '"2026-01-05 10:20:30", "042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da", "c97e5b930eb5a08d7e4c7836046694d9", "a544af123662c61ae0664b4d41457639d24ed7f1", "reporter-1", "a.bin", "Example"',
        '"2026-01-05 10:20:31 UTC", "n/a", "10c9e2cde0416ca92132df8805841b00", "n/a", "reporter-1", "n/a", "n/a", "1", "2"',
        '"2026-01-05 10:20:32", "n/a", "n/a", "n/a", "reporter-1", "n/a", "n/a"',
        '# Number of entries: 3',
        '',
      ].join('\n'),
      rows: [
        { kind: 'sha256', key: '042896dc1966b8a6214e5383aba5b8b931cfa049d17aafa37eb8a77c859b95da', item: 1 },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', name: 'a.bin', item: 1 },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1', item: 1 },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00' },
      ],
      findings: [
        ['row/unknown-column', 7],
        ['row/unknown-column', 7],
        ['row/missing-field', 8],
      ],
    },
  ],

  detect(head: Head) {
    const isIt = head.lines.some((line) => /^#\s*"?first_seen_utc"?\s*,\s*"?sha256_hash"?/u.test(line));
    return isIt ? { sure: 'certain', because: 'the comments name the columns of MalwareBazaar' } : null;
  },

  read: readDelimited(() => profile),
});
