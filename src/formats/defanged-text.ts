// defanged-text: URLs, names and addresses written harmless (`hxxp://example[.]com`), one a line, as reports and mails carry
// them. Naming this format asks for them to be read as what they were; each is told. Read only: nobody lists entries so on
// purpose. Facts: research url-formats 4.2.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import type { ByteChunks } from '../model/bytes.ts';
import { fromUtf8, toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { shapeOf } from '../model/entry-shape.ts';
import { defangedAt } from '../model/host-name.ts';
import { refang } from '../model/refang.ts';
import { EXACT, scopeCode } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';
import { areMost, findEntry, newEntry } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const options = z.strictObject({
  bare: z
    .enum(['exact', 'subtree'])
    .optional()
    .describe('what a bare host name lists: that name only (exact), or all names below it too (subtree)'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['url', 'domain', 'ip', 'cidr'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'none',
  exceptions: false,
  fields: { spelling: 'exact' },
  order: true,
  duplicates: true,
  list: [],
};

const readEntries = readLines<Options>((rows, { options: { bare } }) => {
  const entry = newEntry();
  return (line) => {
    if (!findEntry(line, 'urls', entry)) return;
    const { bytes } = line;
    const { from, to } = entry;
    const column = from - line.from + 1;
    rows.begin();
    const text = fromUtf8(bytes, from, to);
    const plain = refang(text) ?? text;
    // Blanks may stand around a dot (`example [.] com`) and nowhere else.
    if (/\s/u.test(plain)) {
      rows.reject('row/bad-line', { want: 'one URL, name or address' }, column);
      return;
    }
    const as = toUtf8(plain);
    const shape = shapeOf(as, 0, as.length);
    if (shape === 'ip' || shape === 'cidr') rows.address(bytes, from, to, column);
    else if (shape !== 'host') rows.url(bytes, from, to, EXACT, column);
    else if (bare !== undefined) rows.host(bytes, from, to, scopeCode(bare), column);
    else {
      const want = 'a URL with a scheme or a path (--from-option bare=exact or bare=subtree says what a name lists)';
      rows.reject('row/bad-line', { want }, column);
    }
    if (entry.hasComment && !rows.isRejected) rows.report('row/inline-comment', {});
  };
});

export const defangedText = defineFormat<Options>({
  id: 'defanged-text',
  title: 'Defanged URLs, names and addresses, one a line',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  carriesWith: ({ bare }) => ({
    ...carries,
    kinds: bare === undefined ? ['url', 'ip', 'cidr'] : carries.kinds,
    scopes: bare === 'subtree' ? ['exact', 'subtree'] : ['exact'],
  }),
  options,
  examples: [
    {
      name: 'the habits of defanging',
      text: [
        '# from the report of 5 January',
        'hxxp://example[.]com/a',
        'hXXps[:]//www[.]Example[.]net[:]8443/b # seen twice',
        'example(dot)org/c(.)d',
        '192.0.2[.]1',
        '198.51.100[.]0[/]24',
        'http://example.com/e',
        'example[.]test',
        'hxxp://example[.]com\\f',
        '',
      ].join('\n'),
      rows: [
        { kind: 'url', key: 'http://example.com/a' },
        { kind: 'url', key: 'https://www.example.net:8443/b' },
        { kind: 'url', key: 'example.org/c(.)d' },
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'url', key: 'http://example.com/e' },
      ],
      findings: [
        ['url/refanged', 2],
        ['url/refanged', 3],
        ['url/rewritten', 3],
        ['row/inline-comment', 3],
        ['url/refanged', 4],
        ['url/refanged', 5],
        ['url/refanged', 6],
        ['row/bad-line', 8],
        ['url/unusable', 9],
      ],
    },
    {
      name: 'names that list all below them',
      text: 'www [.] example [.] com\nexample dot net\n',
      options: { bare: 'subtree' },
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['url/refanged', 1],
        ['url/refanged', 2],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
    const isDefanged = (line: string): boolean => defangedAt(line) >= 0 && refang(line.split(/\s#/u)[0] ?? '') !== null;
    if (lines.filter(isDefanged).length * 2 < lines.length) return null;
    if (!areMost(lines, (line) => isDefanged(line) || /^(?:https?:\/\/)?[^\s,;"]+$/iu.test(line))) return null;
    return { sure: 'likely', because: 'the lines are defanged' };
  },

  read: (input: ByteChunks, context: ReadContext<Options>): AsyncIterable<Batch> =>
    readEntries(input, { ...context, refang: true }),
});
