// pan-edl: an external dynamic list of a PAN-OS firewall: names, or URLs, or addresses, never mixed. Facts: research
// url-formats 3.16: `^name` is that name alone and `*.name` the names below it; what a bare name means depends on a switch
// of the list. A URL has no scheme and lists all that begins so. Entries end at 255 characters; there are no comments.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { PREFIX, WITHDRAWN } from '../model/scope.ts';
import { defineFormat } from './format.ts';
import { addressKinds, addressText } from './kit/addresses.ts';
import { writeRows } from './kit/emit.ts';
import { feedAddresses, feedUrls, urlFault } from './kit/feed.ts';
import { readLines } from './kit/lines.ts';
import { readNamePairs, writeNamePair } from './kit/name-pairs.ts';

const options = z.strictObject({
  type: z.enum(['domain', 'url', 'ip']).default('domain').describe('type of the list, as it is set on the firewall'),
  bare: z
    .enum(['exact', 'subtree'])
    .optional()
    .describe(
      'reading names: what one without ^ or *. lists; subtree where the list expands to subdomains; refused if not given',
    ),
  wildcard: z
    .enum(['subtree'])
    .optional()
    .describe('read *.name without name as the name and all names below it; such lines are refused otherwise'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('writing: lines that the firewall takes; it would pass over the others, so they are refused'),
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

const LONGEST = 255;
/** What ends a URL that is to match as a whole word. */
const ENDED = /[./?&=;+]$/u;

/** What stands for any text in a URL there. */
const WILDCARDS = '*^';

export const panEdl = defineFormat<Options>({
  id: 'pan-edl',
  title: 'External dynamic list of PAN-OS',
  about: {
    partner: 'Palo Alto Networks firewalls',
    spec: 'https://docs.paloaltonetworks.com/pan-os/10-2/pan-os-admin/policy/use-an-external-dynamic-list-in-policy',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: ['.edl', '.txt'] },
  carries,
  carriesWith: ({ type }) => {
    if (type === 'url') return { ...carries, kinds: ['url'], scopes: ['prefix'] };
    if (type === 'ip') return { ...carries, kinds: addressKinds, scopes: ['exact'] };
    return { ...carries, kinds: ['domain'], scopes: ['exact', 'subtree'], order: false };
  },
  // The number of entries is limited, and what is covered would use them up.
  needs: { unique: true, noCovered: true },
  options,
  detectable: false,
  examples: [
    {
      name: 'names alone, whole subtrees, and lines that are not clear',
      text: '^www.example.com\n^example.net\n*.example.net\n*.example.org\nexample.test\nhttp://example.com/\n',
      options: { type: 'domain' },
      rows: [
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['row/bad-line', 5],
        ['row/bad-line', 6],
        ['zone/below-only', 4],
      ],
    },
    {
      name: 'URLs',
      text: 'example.com/\nexample.net/a/b?c=d\nhttp://example.net/a\nexample.org\n*.example.org/\n192.0.2.0/24\n',
      options: { type: 'url' },
      rows: [
        { kind: 'url', key: 'example.com/', scope: 'prefix' },
        { kind: 'url', key: 'example.net/a/b?c=d', scope: 'prefix' },
      ],
      findings: [3, 4, 5, 6].map((line) => ['row/bad-line', line] as const),
    },
    {
      name: 'addresses with notes behind them',
      text: '192.0.2.1\n198.51.100.0/24 a note\n203.0.113.4-203.0.113.7\n2001:db8::/32\nwww.example.com\n',
      options: { type: 'ip' },
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'cidr', key: '203.0.113.4/30' },
        { kind: 'cidr', key: '2001:db8::/32' },
      ],
      findings: [
        ['row/inline-comment', 2],
        ['address/range-split', 3],
        ['url/unusable', 5],
      ],
    },
  ],

  // Its lines are those of any list.
  detect: () => null,

  async *read(input, context) {
    const { type, bare = null, wildcard } = context.options;
    if (type === 'domain') {
      yield* readNamePairs(input, context, { mark: '^', bare, isWidening: wildcard !== undefined });
    } else {
      const lines = readLines<Options>((rows) =>
        type === 'ip' ? feedAddresses(rows, 'behind-blank') : feedUrls(rows, PREFIX, 'none', WILDCARDS),
      );
      yield* lines(input, context);
    }
  },

  write: writeRows<Options>({
    row: (context) => {
      const { type, limit = Number.POSITIVE_INFINITY } = context.options;
      let lines = 0;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const length = (batch.start[i + 1] ?? 0) - (batch.start[i] ?? 0);
        const count = type === 'domain' && batch.scope[i] !== 0 ? 2 : 1;
        if (lines + count > limit) return context.unfit('the firewall takes no more entries (option limit)', batch, i);
        if (type === 'url' && length > LONGEST)
          return context.unfit(`it is longer than ${LONGEST} characters`, batch, i);
        const fault = type === 'url' ? urlFault(batch, i, WILDCARDS) : null;
        if (fault !== null) return context.unfit(fault, batch, i);
        lines += count;
        if (type === 'domain') return writeNamePair(out, batch, i, '^');
        if (type === 'ip') out.ascii(addressText(batch, i));
        else out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.byte(10);
        if (type === 'url' && !ENDED.test(String.fromCharCode(out.bytes[out.length - 2] ?? 0))) {
          const at = { source: batch.source, line: batch.line[i] ?? 0 };
          context.report('output/reaches-otherwise', { target: 'pan-edl', how: REACH }, at);
        }
      };
    },
  }),
});

const REACH = 'lists the entry with a slash behind it only, where the firewall appends ending tokens';
