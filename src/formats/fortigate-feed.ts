// fortigate-feed: an external threat feed of FortiGate: names, or URLs, or addresses, or digests of malware, one a line.
// Facts: research url-formats 3.16 and section 2. Whether `*.name` takes in the name itself is said by its makers and not
// by its documents, so that a subtree is written as both lines, and `*.name` alone is refused unless told.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { defineFormat } from './format.ts';
import { addressKinds, addressText } from './kit/addresses.ts';
import { writeRows } from './kit/emit.ts';
import { feedAddresses, feedDigests, feedUrls, urlFault } from './kit/feed.ts';
import { readLines } from './kit/lines.ts';
import { readNamePairs, writeNamePair } from './kit/name-pairs.ts';

const digestKinds = ['md5', 'sha1', 'sha256'] as const;

const options = z.strictObject({
  type: z
    .enum(['domain', 'url', 'ip', 'hash'])
    .default('domain')
    .describe('type of the feed: domain names, URLs (a category), addresses, or digests of malware'),
  wildcard: z
    .enum(['subtree'])
    .optional()
    .describe('read *.name without name as the name and all names below it; such lines are refused otherwise'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('writing: lines that the model takes; it would cut off the others, so they are refused'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'url', ...addressKinds, ...digestKinds],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
};

/** What stands for any text in a URL there. */
const WILDCARDS = '*';

export const fortigateFeed = defineFormat<Options>({
  id: 'fortigate-feed',
  title: 'External threat feed of FortiGate',
  about: {
    partner: 'Fortinet firewalls',
    spec: 'https://docs.fortinet.com/document/fortigate/7.4.4/administration-guide/9463/threat-feeds',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: ['.txt'] },
  carries,
  carriesWith: ({ type }) => {
    if (type === 'domain') return { ...carries, kinds: ['domain'], order: false };
    const ids = { url: ['url'], ip: addressKinds, hash: digestKinds } as const;
    return { ...carries, kinds: ids[type], scopes: ['exact'] };
  },
  // The number of entries is limited, and what is covered would use them up.
  needs: { unique: true, noCovered: true },
  options,
  detectable: false,
  examples: [
    {
      name: 'names, and subtrees as two lines',
      text: '# names\nwww.example.com\nexample.net\n*.example.net\n*.example.org\nmail.*.example.com\n',
      options: { type: 'domain' },
      rows: [
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['url/unusable', 6],
        ['zone/below-only', 5],
      ],
    },
    {
      name: 'URLs',
      text: 'http://example.com/a\nhttps://example.net:8080/b?c\nexample.org/d\nexample.org/*/d\nexample.test\n',
      options: { type: 'url' },
      rows: [
        { kind: 'url', key: 'http://example.com/a' },
        { kind: 'url', key: 'https://example.net:8080/b?c' },
        { kind: 'url', key: 'example.org/d' },
      ],
      findings: [
        ['row/bad-line', 4],
        ['row/bad-line', 5],
      ],
    },
    {
      name: 'addresses',
      text: '192.0.2.1\n198.51.100.0/24\n203.0.113.4-203.0.113.7\n2001:db8::/32\n192.0.2.2 note\n',
      options: { type: 'ip' },
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'cidr', key: '203.0.113.4/30' },
        { kind: 'cidr', key: '2001:db8::/32' },
      ],
      findings: [
        ['address/range-split', 3],
        ['row/bad-line', 5],
      ],
    },
    {
      name: 'digests with notes behind them',
      text: 'c97e5b930eb5a08d7e4c7836046694d9 seen in week 2\na544af123662c61ae0664b4d41457639d24ed7f1\nc97e5b93\n',
      options: { type: 'hash' },
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1' },
      ],
      findings: [
        ['row/inline-comment', 1],
        ['row/bad-line', 3],
      ],
    },
  ],

  // Its lines are those of any list.
  detect: () => null,

  async *read(input, context) {
    const { type, wildcard } = context.options;
    if (type === 'domain') {
      yield* readNamePairs(input, context, { mark: '', bare: 'exact', isWidening: wildcard !== undefined });
    } else {
      const lines = readLines<Options>((rows) => {
        if (type === 'ip') return feedAddresses(rows, 'marked');
        return type === 'url' ? feedUrls(rows, EXACT, 'kept', WILDCARDS) : feedDigests(rows, digestKinds);
      });
      yield* lines(input, context);
    }
  },

  write: writeRows<Options>({
    row: (context) => {
      const { limit = Number.POSITIVE_INFINITY } = context.options;
      let lines = 0;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const { url, domain, ip, cidr } = kinds;
        const kind = batch.kind[i];
        const count = kind === domain.code && batch.scope[i] === SUBTREE ? 2 : 1;
        if (lines + count > limit) return context.unfit('the firewall takes no more entries (option limit)', batch, i);
        const fault = kind === url.code ? urlFault(batch, i, WILDCARDS) : null;
        if (fault !== null) return context.unfit(fault, batch, i);
        lines += count;
        const from = batch.start[i] ?? 0;
        const to = batch.start[i + 1] ?? 0;
        if (kind === domain.code) return writeNamePair(out, batch, i, '');
        if (kind === url.code) out.copy(batch.bytes, from, to);
        else if (kind === ip.code || kind === cidr.code) out.ascii(addressText(batch, i));
        else out.hex(batch.bytes, from, to);
        out.byte(10);
      };
    },
  }),
});
