// domain-list: one host name a line. A bare list does not say whether a name means that host or everything below it, and
// its consumers disagree (research url-formats section 2), so the option `scope` must be given: it is never guessed.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { EXACT, type Scope, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { writeRows } from './kit/emit.ts';
import { areMost, findEntry, newEntry, shapesIn } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';

const options = z
  .strictObject({
    scope: z
      .enum(['exact', 'subtree', 'dotted'])
      .optional()
      .describe(
        'what a name lists: itself only (exact), all names below it too (subtree), or itself and with a leading dot all ' +
          'names below it too (dotted)',
      ),
    wildcard: z
      .enum(['subtree'])
      .optional()
      .describe(
        'read *.name as the name and all names below it; consumers disagree, so such lines are refused otherwise',
      ),
  })
  .refine(({ scope, wildcard }) => wildcard === undefined || scope !== 'exact', {
    message: 'wildcard=subtree needs scope=subtree or scope=dotted',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

const STAR = 42;
const DOT = 46;

export const domainList = defineFormat<Options>({
  id: 'domain-list',
  title: 'Host names, one a line',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.txt', '.domains', '.lst'] },
  carries,
  carriesWith: ({ scope }) => ({ ...carries, scopes: scopesOf(scope) }),
  options,
  examples: [
    {
      name: 'whole subtrees',
      text: [
        '! names with all names below them',
        'example.com',
        'Example.NET.',
        '.example.org # the dot adds nothing here',
        '*.example.com',
        '192.0.2.1',
        'http://example.com/a',
        '',
      ].join('\n'),
      options: { scope: 'subtree' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'example.org', scope: 'subtree' },
      ],
      findings: [
        ['url/rewritten', 3],
        ['row/decoration-removed', 4],
        ['row/inline-comment', 4],
        ['url/unusable', 5],
        ['url/unusable', 6],
        ['url/unusable', 7],
      ],
    },
    {
      name: 'exact names',
      text: 'www.example.com\n.example.com\n',
      options: { scope: 'exact' },
      rows: [{ kind: 'domain', key: 'www.example.com', scope: 'exact' }],
      findings: [['row/bad-line', 2]],
    },
    {
      name: 'exact names, and subtrees with a leading dot',
      text: 'www.example.com\n.example.net\n*.example.org\n',
      options: { scope: 'dotted', wildcard: 'subtree' },
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'exact' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'example.org', scope: 'subtree' },
      ],
      findings: [['row/decoration-removed', 3]],
    },
  ],

  detect(head: Head) {
    const isName = ({ text, shape }: { text: string; shape: string }): boolean =>
      shape === 'host' ? /[^.]\.[^.]/u.test(text) : /^\*\.[\w.-]+$/u.test(text);
    return areMost(shapesIn(head), isName) ? { sure: 'likely', because: 'the lines are host names' } : null;
  },

  read: readLines<Options>((rows, { options: { scope, wildcard } }) => {
    const { bareScope, isDotted } = meaningOf(scope, '--from-option');
    const entry = newEntry();
    return (line) => {
      if (!findEntry(line, 'names', entry)) return;
      const { bytes } = line;
      let { from } = entry;
      rows.begin();
      const isStar = wildcard !== undefined && bytes[from] === STAR && bytes[from + 1] === DOT;
      const isPrefixed = isStar || bytes[from] === DOT;
      if (isPrefixed) {
        if (bareScope === EXACT && !isDotted) {
          return rows.reject('row/bad-line', { want: 'one exact name without a leading dot' }, from - line.from + 1);
        }
        from += isStar ? 2 : 1;
      }
      if (!rows.host(bytes, from, entry.to, isPrefixed ? SUBTREE : bareScope, from - line.from + 1)) return;
      if (isStar) rows.report('row/decoration-removed', { what: 'a leading *.' });
      else if (isPrefixed && !isDotted) rows.report('row/decoration-removed', { what: 'a leading dot' });
      if (entry.hasComment) rows.report('row/inline-comment', {});
    };
  }),

  write: writeRows<Options>({
    row: ({ options: { scope } }) => {
      const { isDotted } = meaningOf(scope, '--to-option');
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        if (isDotted && batch.scope[i] === SUBTREE) out.byte(DOT);
        out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.byte(10);
      };
    },
  }),
});

function scopesOf(scope: Options['scope']): readonly Scope[] {
  return scope === 'exact' || scope === 'subtree' ? [scope] : ['exact', 'subtree'];
}

/** What a bare name means, and whether a dot changes it. Refuses to go on where nobody has said it. */
function meaningOf(scope: Options['scope'], flag: string): { bareScope: number; isDotted: boolean } {
  if (scope === undefined) {
    throw usage('usage/bad-option', {
      option: `${flag} scope`,
      reason: 'a list of bare names does not say how far they reach; say scope=exact, scope=subtree or scope=dotted',
    });
  }
  return { bareScope: scope === 'subtree' ? SUBTREE : EXACT, isDotted: scope === 'dotted' };
}
