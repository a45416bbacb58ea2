// unbound-local-zone: `local-zone:` lines for Unbound. A zone holds for its name and all names below it, and the most
// specific zone wins. A single name can only be given data of its own: everything below it stays open, and every other
// record type is answered with nothing. Facts: research url-formats 3.3.
import * as z from 'zod';
import { toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { SUBTREE } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import type { ByteWriter } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import { ANSWERS, parseStopPage, type StopAddress } from './kit/stop-page.ts';
import { UnboundReader } from './kit/unbound-lines.ts';
import { writeNames } from './kit/write-names.ts';

const TYPES = {
  nxdomain: 'always_nxdomain',
  nodata: 'always_nodata',
  null: 'always_null',
  refuse: 'always_refuse',
  drop: 'always_deny',
} as const;
type Action = keyof typeof TYPES;

const options = z
  .strictObject({
    action: z
      .enum(Object.keys(TYPES) as [Action, ...Action[]])
      .optional()
      .describe(
        'what clients get: no such name (nxdomain, if nothing is said), an empty answer (nodata), the addresses 0.0.0.0 ' +
          'and :: (null), a refusal, or no answer (drop); a name listed without those below it always gets null',
      ),
    'stop-page': z
      .string()
      .refine(
        (text) => parseStopPage(text) !== null,
        'stop-page must be one host name, or addresses with commas between',
      )
      .optional()
      .describe(
        'host name of a stop page, or its addresses with commas between; rules that lead there are read as blocks, and ' +
          'single names need the addresses',
      ),
    answers: z.enum(['block']).optional().describe(ANSWERS),
    ttl: z.coerce.number().int().min(0).max(0x7fffffff).default(300).describe('time to live of the answers in seconds'),
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

const NULL: readonly StopAddress[] = [
  { text: '0.0.0.0', type: 'A' },
  { text: '::', type: 'AAAA' },
];

export const unboundLocalZone = defineFormat<Options>({
  id: 'unbound-local-zone',
  title: 'Unbound local-zone lines',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: ['.conf'], names: [/unbound/iu] },
  carries,
  // The data of a single name cannot be another name: the target of such an answer is not resolved.
  carriesWith: (given) => (pageOf(given)?.host === undefined ? carries : { ...carries, scopes: ['subtree'] }),
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'zones that block, one that excepts, and lines that list nothing',
      text: [
        'server:',
        '# blocklist',
        'local-zone: "example.com" always_nxdomain',
        'local-zone: "ok.example.com" always_transparent',
        "local-zone: 'Example.NET.' static # comment",
        'local-zone: example.org redirect',
        'local-data: "example.org 60 IN A 0.0.0.0"',
        'local-zone: "www.example.test" transparent',
        'local-data: "www.example.test A 0.0.0.0"',
        'local-data: "www.example.test AAAA ::"',
        'local-data: "printer.example.test A 192.0.2.10"',
        'local-zone: "example.test" typetransparent',
        'local-zone: "*.example.test" refuse',
        'forward-zone:',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
        { kind: 'domain', key: 'example.org', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.test', scope: 'exact' },
      ],
      findings: [
        ['url/rewritten', 5],
        ['zone/answer-dropped', 7],
        ['zone/local-data', 11],
        ['row/bad-value', 12],
        ['url/unusable', 13],
        ['row/bad-line', 14],
      ],
    },
    {
      name: 'a stop page by its addresses',
      text: [
        'server:',
        'local-zone: "example.com" redirect',
        'local-data: "example.com 300 IN A 192.0.2.80"',
        'local-data: "example.com 300 IN AAAA 2001:db8::80"',
        'local-zone: "www.example.net" transparent',
        'local-data: "www.example.net 300 IN A 192.0.2.80"',
        '',
      ].join('\n'),
      options: { 'stop-page': '192.0.2.80,2001:db8::80' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.net', scope: 'exact' },
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|server:\s*$|$)/u.test(line));
    return areMost(lines, (line) => /^\s*local-(?:zone|data):\s/u.test(line))
      ? { sure: 'certain', because: 'the lines are zones in the words of Unbound' }
      : null;
  },

  async *read(input, context) {
    const { answers } = context.options;
    const current: { reader?: UnboundReader } = {};
    const lines = readLines<Options>((rows) => {
      const settings = { page: pageOf(context.options), takesAnswers: answers !== undefined };
      const reader = new UnboundReader(rows, context, settings);
      current.reader = reader;
      return (line) => reader.line(line);
    });
    yield* lines(input, context);
    yield* current.reader?.rest() ?? [];
  },

  write: writeNames<Options>(({ options: given, unfit, report }, exceptions) => {
    const { action = 'nxdomain', ttl } = given;
    const page = pageOf(given);
    const type = page === null ? TYPES[action] : 'redirect';
    const host = page?.host === undefined ? [] : [`CNAME ${page.host}.`];
    const records = (addresses: readonly StopAddress[]): string[] =>
      addresses.map((address) => `${address.type} ${address.text}`);
    const below = page === null ? [] : [...host, ...records(page.addresses ?? [])];
    // Only a zone can do anything else, and it would take the names below as well.
    const isOther = given.action !== undefined && given.action !== 'null';
    let singles = 0;
    const single = records(page?.addresses ?? NULL);
    const zone = (out: ByteWriter, bytes: Uint8Array, from: number, to: number, kind: string): void => {
      out.ascii('local-zone: "');
      out.copy(bytes, from, to);
      out.ascii(`" ${kind}\n`);
    };
    return {
      // The clause is named here, so that the file can be included anywhere.
      begin: (out) => out.ascii('server:\n'),
      listed(out, { bytes, start, scope }, i) {
        const from = start[i] ?? 0;
        const to = start[i + 1] ?? 0;
        const isSubtree = scope[i] === SUBTREE;
        if (!isSubtree) singles++;
        // Without a zone of its own, data for a.b would make Unbound answer for b as well.
        zone(out, bytes, from, to, isSubtree ? type : 'transparent');
        for (const record of isSubtree ? below : single) {
          out.ascii('local-data: "');
          out.copy(bytes, from, to);
          out.ascii(` ${ttl} IN ${record}"\n`);
        }
      },
      canExcept(batch, i) {
        if (batch.scope[i] === SUBTREE) return true;
        unfit('it is an exception, and the names below it would be open as well', batch, i);
        return false;
      },
      finish(out) {
        if (isOther && singles > 0) report('zone/single-null', { count: singles, action });
        for (const { name } of exceptions.all()) {
          const bytes = toUtf8(name);
          zone(out, bytes, 0, bytes.length, 'always_transparent');
        }
      },
    };
  }),
});

function pageOf({ 'stop-page': page }: Options) {
  return page === undefined ? null : parseStopPage(page);
}
