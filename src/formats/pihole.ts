// pihole: an adlist for Pi-hole: a bare name lists itself, `||name^` all names below it too, `@@||name^` is an exception.
// A filter list without modifiers, read by a parser that drops what it does not like without a word (research url-formats
// 3.17), so that such entries are kept out. Regular expressions belong in a list of their own there; they are refused.
import type { Batch } from '../model/batch.ts';
import { fromUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { EXACT, EXCEPTED, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { AdblockReader } from './kit/adblock/reader.ts';
import { isBareName } from './kit/adblock/rule.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { writeRows } from './kit/emit.ts';
import { readLines } from './kit/lines.ts';

const carries: Carries = {
  kinds: ['domain'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

export const pihole = defineFormat({
  id: 'pihole',
  title: 'Adlist of Pi-hole',
  about: { spec: 'https://docs.pi-hole.net/database/domain-database/', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.txt'] },
  carries,
  examples: [
    {
      name: 'names, subtrees, an exception and what Pi-hole cannot say',
      text: [
        '# listbridge pihole',
        '; another comment',
        'www.example.com',
        '||Example.NET^',
        '@@||ok.example.net^',
        '0.0.0.0 example.org',
        '||example.test^$important',
        '(\\.|^)example\\.invalid$',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'ok.example.net', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.org' },
      ],
      findings: [
        ['url/rewritten', 4],
        ['rule/not-understood', 7],
        ['rule/not-understood', 8],
      ],
    },
  ],

  detect: (head: Head) => detectBanner(head, 'pihole'),

  async *read(input, context) {
    const lines = readLines((rows) => {
      const reader = new AdblockReader(rows, context, { bare: true, stopPage: null, dialect: 'pihole' });
      return (line) => reader.line(line);
    });
    yield* lines(input, context);
  },

  write: writeRows({
    banner: (out) => out.ascii(bannerOf('pihole')),
    row: (context) => (out, batch, i) => {
      const op = batch.op[i];
      if (op === WITHDRAWN) return;
      const reason = faultOf(batch, i);
      if (reason !== null) return context.unfit(reason, batch, i);
      const isBare = batch.scope[i] === EXACT;
      if (!isBare) out.ascii(op === EXCEPTED ? '@@||' : '||');
      out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
      out.ascii(isBare ? '\n' : '^\n');
    },
  }),
});

/** Why Pi-hole would pass over the entry, or null. */
function faultOf(batch: Batch, i: number): string | null {
  const name = fromUtf8(batch.bytes, batch.start[i], batch.start[i + 1]);
  if (/(?:^|\.)(?:-[^.]*|[^.]*-)$/u.test(name))
    return 'Pi-hole takes no name whose last label begins or ends with a hyphen';
  if (batch.scope[i] === SUBTREE) return null;
  if (batch.op[i] === EXCEPTED) return 'it is an exception, and the names below it would be open as well';
  return isBareName(name) ? null : 'a bare name needs a dot inside and no hyphen in front';
}
