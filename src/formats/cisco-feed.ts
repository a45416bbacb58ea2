// cisco-feed: a Security Intelligence list or feed of Cisco firewalls (Firepower, Secure Firewall), or a destination list of
// Umbrella: names, or URLs, or addresses, one a line, and `#` comments. Facts: research url-formats 3.16: `*` stands for one
// label there, so that no line says "all names below"; how far a bare name reaches is the product's, hence the option scope.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import { type Scope, scopeCode, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressKinds, addressText } from './kit/addresses.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { writeRows } from './kit/emit.ts';
import { feedAddresses, feedNames, feedUrls, urlFault } from './kit/feed.ts';
import { readLines } from './kit/lines.ts';

const SCOPES = { domain: ['exact', 'subtree'], url: ['exact', 'prefix'], ip: [] } as const satisfies Record<
  string,
  readonly Scope[]
>;

const options = z
  .strictObject({
    type: z.enum(['domain', 'url', 'ip']).default('domain').describe('type of the list, as it is set on the firewall'),
    scope: z
      .enum(['exact', 'subtree', 'prefix'])
      .optional()
      .describe(
        'how far an entry reaches there: a name itself only (exact) or all names below it too (subtree, as in Umbrella); ' +
          'a URL itself only (exact) or all that begins so (prefix); must be given but for addresses',
      ),
  })
  .refine(({ type, scope }) => scope === undefined || (SCOPES[type] as readonly Scope[]).includes(scope), {
    message: 'scope is exact or subtree for names, exact or prefix for URLs, and nothing for addresses',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'url', ...addressKinds],
  scopes: ['exact', 'subtree', 'prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
  ignoresInUrls: ['scheme'],
};

/** What stands for any text in a URL there. */
const WILDCARDS = '*';

export const ciscoFeed = defineFormat<Options>({
  id: 'cisco-feed',
  title: 'Security Intelligence list of Cisco firewalls',
  about: {
    partner: 'Cisco Secure Firewall and Umbrella',
    spec: 'https://docs.defenseorchestrator.com/c_about-security-intelligence.html',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: ['.txt'] },
  carries,
  carriesWith: ({ type, scope }) => ({
    ...carries,
    kinds: type === 'ip' ? addressKinds : [type],
    scopes: type === 'ip' ? ['exact'] : scope === undefined ? SCOPES[type] : [scope],
  }),
  needs: { unique: true },
  options,
  examples: [
    {
      name: 'addresses',
      text: '# listbridge cisco-feed\n192.0.2.1\n198.51.100.0/24\n2001:db8::1\nwww.example.com\n',
      options: { type: 'ip' },
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'ip', key: '2001:db8::1' },
      ],
      findings: [['url/unusable', 5]],
    },
    {
      name: 'names with all below them',
      text: '# listbridge cisco-feed\nexample.com\n*.example.net\n.example.org\nhttp://example.com/a\n',
      options: { type: 'domain', scope: 'subtree' },
      rows: [{ kind: 'domain', key: 'example.com', scope: 'subtree' }],
      findings: [3, 4, 5].map((line) => ['url/unusable', line] as const),
    },
    {
      name: 'URLs',
      text: '# listbridge cisco-feed\nexample.com/a\nhttp://example.net/b\nexample.org\nexample.org/*\n',
      options: { type: 'url', scope: 'prefix' },
      rows: [{ kind: 'url', key: 'example.com/a', scope: 'prefix' }],
      findings: [3, 4, 5].map((line) => ['row/bad-line', line] as const),
    },
  ],

  detect: (head: Head) => detectBanner(head, 'cisco-feed'),

  read: readLines<Options>((rows, { options: given }) => {
    const scope = reachOf(given);
    if (given.type === 'ip') return feedAddresses(rows, 'marked');
    return given.type === 'url' ? feedUrls(rows, scope, 'none', WILDCARDS) : feedNames(rows, scope);
  }),

  write: writeRows<Options>({
    banner: (out) => out.ascii(bannerOf('cisco-feed')),
    row: (context) => {
      reachOf(context.options);
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const isUrl = batch.kind[i] === kinds.url.code;
        const fault = isUrl ? urlFault(batch, i, WILDCARDS) : null;
        if (fault !== null) return context.unfit(fault, batch, i);
        if (context.options.type === 'ip') out.ascii(addressText(batch, i));
        else out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.byte(10);
      };
    },
  }),
});

/** The scope of every entry. Refuses to go on where nobody has said it. */
function reachOf({ type, scope }: Options): number {
  if (scope !== undefined || type === 'ip') return scopeCode(scope ?? 'exact');
  throw usage('usage/bad-option', {
    option: 'scope',
    reason: `how far an entry reaches depends on the product; say scope=${SCOPES[type].join(' or scope=')}`,
  });
}
