// dnsmasq: lines of a dnsmasq configuration that answer for names, `address=/name/` and its like. A rule holds for the
// name and all names below it, `/*.name/` for those below only, and the most specific rule wins; so a single name is the
// rule for the name, and a way back to the usual servers for all below it. Needs dnsmasq 2.86 or later.
// Facts: research url-formats 3.2, facts 8 and 9.
import * as z from 'zod';
import { toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { SUBTREE } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { DnsmasqReader } from './kit/dnsmasq-lines.ts';
import type { ByteWriter } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { parseAddresses, parseStopPage } from './kit/stop-page.ts';
import { writeNames } from './kit/write-names.ts';
import { readOwners } from './kit/zone/read-owners.ts';

const options = z
  .strictObject({
    action: z
      .enum(['nxdomain', 'null'])
      .optional()
      .describe(
        'what clients get: no such name (nxdomain, if nothing is said), or the addresses 0.0.0.0 and :: (null)',
      ),
    'stop-page': z
      .string()
      .refine((text) => parseAddresses(text) !== null, 'stop-page must be addresses, with commas between')
      .optional()
      .describe('addresses of a stop page, with commas between; clients get nothing else about a listed name'),
  })
  .refine((given) => given.action === undefined || given['stop-page'] === undefined, {
    message: 'action and stop-page cannot both be given',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: false,
  duplicates: false,
  list: [],
};

/** Hands a name to the servers that are asked about all other names. */
const PASS: readonly Rule[] = [['server=/', '/#\n']];

/** What stands before and behind a name. One name a line: dnsmasq refuses lines of more than about 1,000 bytes. */
type Rule = readonly [before: string, after: string];

export const dnsmasq = defineFormat<Options>({
  id: 'dnsmasq',
  title: 'dnsmasq configuration lines',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: ['.conf'], names: [/dnsmasq/iu] },
  carries,
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'blocks, an exception and lines that list nothing',
      text: [
        '# blocklist',
        'address=/example.com/',
        'server=/ok.example.com/#',
        'local=/Example.NET/www.example.org/ # two names',
        'server=/example.test/',
        'address=/null.example.org/#',
        'address=/printer.example.org/192.0.2.10',
        'address=//192.0.2.80',
        'local=/*example.com/',
        'server=192.0.2.53',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.org', scope: 'subtree' },
        { kind: 'domain', key: 'example.test', scope: 'subtree' },
        { kind: 'domain', key: 'null.example.org', scope: 'subtree' },
      ],
      findings: [
        ['url/rewritten', 4],
        ['row/inline-comment', 4],
        ['zone/answer-dropped', 6],
        ['zone/local-data', 7],
        ['row/missing-field', 8],
        ['url/unusable', 9],
        ['row/bad-line', 10],
      ],
    },
    {
      name: 'a stop page, single names and a single exception',
      text: [
        'address=/example.com/192.0.2.80',
        'address=/example.com/2001:db8::80',
        'local=/example.com/',
        'address=/www.example.net/192.0.2.80',
        'local=/www.example.net/',
        'server=/*.www.example.net/#',
        'server=/ok.example.com/#',
        'address=/*.ok.example.com/192.0.2.80',
        'local=/*.ok.example.com/',
        '',
      ].join('\n'),
      options: { 'stop-page': '192.0.2.80,2001:db8::80' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.net', scope: 'exact' },
        { kind: 'domain', key: 'ok.example.com', scope: 'exact', operation: 'excepted' },
      ],
      findings: [['row/not-an-entry', 8]],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|$)/u.test(line));
    const rules = lines.filter((line) => /^\s*(?:address|local|server)=\/[^\s/]+\//u.test(line));
    return areMost(lines, (line) => rules.includes(line))
      ? { sure: 'certain', because: 'the lines answer for names in the words of dnsmasq' }
      : null;
  },

  read: readOwners<Options>(
    () => ({ isWidening: false, isDeep: true }),
    (rows, owners, { options: given }) => new DnsmasqReader(rows, owners, pageOf(given)),
  ),

  write: writeNames<Options>(({ options: given, report }, exceptions) => {
    const blocks = blocksOf(given);
    return {
      listed(out, { bytes, start, scope }, i, standing) {
        const from = start[i] ?? 0;
        const to = start[i + 1] ?? 0;
        // An exception for the name itself is told at the end; until then only what is below is blocked.
        if (standing === 'below') rules(out, blocks, '*.', bytes, from, to);
        else {
          rules(out, blocks, '', bytes, from, to);
          if (scope[i] !== SUBTREE) rules(out, PASS, '*.', bytes, from, to);
        }
      },
      finish(out) {
        for (const { name, isSubtree, between, isListed, at } of exceptions.all()) {
          // Where nothing is blocked above it, `server=` would open more than the name in lists loaded beside this one.
          if (!isSubtree && between === null && !isListed) {
            report('merge/exception-idle', {}, at);
            continue;
          }
          const bytes = toUtf8(name);
          rules(out, PASS, '', bytes, 0, bytes.length);
          // Without this the names below a single exception would be open as well.
          if (!isSubtree && !isListed) rules(out, blocks, '*.', bytes, 0, bytes.length);
        }
      },
    };
  }),
});

function rules(out: ByteWriter, all: readonly Rule[], prefix: string, bytes: Uint8Array, from: number, to: number) {
  for (const [before, after] of all) {
    out.ascii(before);
    out.ascii(prefix);
    out.copy(bytes, from, to);
    out.ascii(after);
  }
}

/** The rules that block a name and all below it. Without `local`, record types beside the address would be asked for. */
function blocksOf(given: Options): Rule[] {
  const addresses = given.action === 'null' ? ['#'] : addressesOf(given);
  if (addresses.length === 0) return [['address=/', '/\n']];
  return [...addresses.map((address): Rule => ['address=/', `/${address}\n`]), ['local=/', '/\n']];
}

function addressesOf(given: Options): string[] {
  return pageOf(given)?.addresses?.map(({ text }) => text) ?? [];
}

function pageOf({ 'stop-page': page }: Options) {
  return page === undefined ? null : parseStopPage(page);
}
