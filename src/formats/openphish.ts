// openphish: the community feed of OpenPhish, one URL a line and nothing else. Read only; nothing in it says what it is, so
// it must be named. Fact: research url-formats 4.3.
import type { Carries } from '../model/carries.ts';
import { EXACT } from '../model/scope.ts';
import { defineFormat } from './format.ts';
import { readLines } from './kit/lines.ts';

const carries: Carries = {
  kinds: ['url'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'none',
  exceptions: false,
  fields: { spelling: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

export const openphish = defineFormat<unknown>({
  id: 'openphish',
  title: 'OpenPhish community feed',
  about: { partner: 'OpenPhish', since: '0.2.0', status: 'stable' },
  files: { extensions: [], names: [/openphish/iu] },
  carries,
  detectable: false,
  examples: [
    {
      name: 'two URLs, and a line that is none',
      text: 'https://example.com/login\nhttp://user:pw@example.net/a#b\n# no comments here\n',
      rows: [
        { kind: 'url', key: 'https://example.com/login' },
        { kind: 'url', key: 'http://example.net/a' },
      ],
      findings: [
        ['url/userinfo-dropped', 2],
        ['url/fragment-dropped', 2],
        ['row/bad-line', 3],
      ],
    },
  ],

  detect: () => null,

  read: readLines<unknown>((rows) => (line) => {
    const start = line.from;
    line.trim();
    if (line.isBlank) return;
    rows.begin();
    const blank = line.raw().indexOf(32);
    if (blank >= 0) return rows.reject('row/bad-line', { want: 'one URL' }, line.from - start + blank + 1);
    rows.url(line.bytes, line.from, line.to, EXACT, line.from - start + 1);
  }),
});
