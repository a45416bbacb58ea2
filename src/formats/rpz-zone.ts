// rpz-zone: a response policy zone as a master file, the form that BIND, Unbound, PowerDNS and Knot load.
// Facts: research url-formats, facts 1, 2 and 4, and 3.5. `name` lists that name only and `*.name` only the names below
// it, so the two together are one entry for the subtree. What is told to clients is not kept.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { refused } from '../model/failure.ts';
import { canonicalHost } from '../model/host-name.ts';
import { defineFormat, type Head } from './format.ts';
import { ByteWriter } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { ANSWERS, parseStopPage } from './kit/stop-page.ts';
import { readOwners } from './kit/zone/read-owners.ts';
import { ZONE_FACTS, ZoneReader } from './kit/zone/rules.ts';
import { isLater, nextSerial, serialOf } from './kit/zone/serial.ts';
import { ZoneRules } from './kit/zone/write.ts';

const ACTIONS = {
  nxdomain: '.',
  nodata: '*.',
  drop: 'rpz-drop.',
  'tcp-only': 'rpz-tcp-only.',
  passthru: 'rpz-passthru.',
} as const;
type Action = keyof typeof ACTIONS;

interface Answer {
  readonly action?: Action | undefined;
  readonly 'stop-page'?: string | undefined;
}

/** Actions of a zone that blocks nothing itself: only rules with that action are its list. */
const OPEN: readonly (Action | undefined)[] = ['tcp-only', 'passthru'];

/** A host name given as an option; a dot at its end is usual here and means nothing. */
const host = z
  .string()
  .transform((text) => canonicalHost(text))
  .refine((name) => name.ok, 'must be a host name')
  .transform((name) => (name.ok ? name.text : ''));

const options = z
  .strictObject({
    zone: host.optional().describe('name of the zone; written: rpz, and a longer one leaves less room for long names'),
    wildcard: z
      .enum(['subtree'])
      .optional()
      .describe('read *.name without name as the name and all names below it; such rules are refused otherwise'),
    dialect: z
      .enum(['bind', 'unbound', 'powerdns', 'knot'])
      .default('bind')
      .describe(
        'the server that will load it; all load the same rules, but knot knows a stop page by its addresses only',
      ),
    action: z
      .enum(Object.keys(ACTIONS) as [Action, ...Action[]])
      .optional()
      .describe(
        'what clients get: no such name (nxdomain, if nothing is said), an empty answer (nodata), no answer (drop; a failure ' +
          'from knot), the true answer over TCP only (tcp-only), or always the true answer (passthru: a zone of exceptions ' +
          'to zones behind it); the last two have to be said when such a zone is read, too',
      ),
    'stop-page': z
      .string()
      .optional()
      .describe(
        'host name of a stop page, or its addresses with commas between; rules that lead there are read as blocks',
      ),
    answers: z.enum(['block']).optional().describe(ANSWERS),
    addresses: z
      .enum(['answers'])
      .optional()
      .describe(
        'take listed addresses as rules about answers (rpz-ip): every name that leads to one is blocked, so they are ' +
          'left out unless this is said',
      ),
    ttl: z.coerce.number().int().min(0).max(0x7fffffff).default(300).describe('time to live of the records in seconds'),
    serial: z.coerce
      .number()
      .int()
      .min(1)
      .max(0xffffffff)
      .optional()
      .describe(
        'serial number of the zone; if not given the time in seconds, or more where the zone that is replaced has a later one',
      ),
    ns: host.default('localhost').describe('name server of the zone'),
    contact: host.default('root.localhost').describe('mail address of the zone in DNS form'),
  })
  .refine((given) => given.action === undefined || given['stop-page'] === undefined, {
    message: 'action and stop-page cannot both be given',
  })
  .refine((given) => given['stop-page'] === undefined || answersOf(given) !== null, {
    message: 'stop-page must be one host name, or addresses with commas between',
  })
  .refine(({ dialect, 'stop-page': page = '' }) => dialect !== 'knot' || parseStopPage(page)?.host === undefined, {
    message: 'stop-page must be addresses: Knot Resolver passes over rules with the name of one',
  })
  .refine(({ dialect, action }) => dialect !== 'knot' || action !== 'tcp-only', {
    message: 'action=tcp-only does not go with Knot Resolver: the rule ends all others, and forwarding with them',
  })
  .refine(({ dialect, addresses }) => dialect !== 'knot' || addresses === undefined, {
    message: 'addresses cannot be written: Knot Resolver passes over rules about answers',
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'ip', 'cidr'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: false,
  duplicates: false,
  list: ZONE_FACTS,
};

/** It begins at the type: with the owner, the time to live and the class before it, a line of digits took 13 seconds. */
const RULE = /\sCNAME\s+(?:\.|\*\.|rpz-(?:passthru|drop|tcp-only)\.)\s*(?:;.*)?$/isu;

/** A rule of a zone with a stop page: an owner with a dot inside, and the answer. */
const PAGE_RULE = /^[^\s;]+\.[^\s;.]+\s+(?:\d\S*\s+|IN\s+)*((?:CNAME|A|AAAA)\s+[^\s;]+)\s*(?:;.*)?$/iu;

export const rpzZone = defineFormat<Options>({
  id: 'rpz-zone',
  title: 'Response policy zone (DNS master file)',
  about: { since: '0.1.0', status: 'stable' },
  files: { extensions: ['.rpz', '.zone', '.db'], names: [/rpz/iu] },
  carries,
  carriesWith: ({ addresses, action }) => ({
    ...carries,
    kinds: addresses === undefined ? ['domain'] : carries.kinds,
    exceptions: !OPEN.includes(action),
  }),
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'pairs, single names and rules that are refused',
      text: [
        '; title: weekly list',
        '$TTL 300',
        '@ SOA localhost. root.localhost. (',
        '    2026010501 ; serial',
        '    3600 600 86400 300 )',
        '  NS localhost.',
        'example.com CNAME .',
        'www.example.net 60 IN CNAME .',
        '*.example.org IN 60 CNAME *.',
        '*.example.com CNAME .',
        'Example.ORG A 0.0.0.0',
        '            AAAA ::',
        'www.example.org A 192.0.2.10',
        '*.example.test CNAME .',
        'example.invalid. CNAME .',
        '24.0.2.0.192.rpz-ip CNAME .',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.net', scope: 'exact' },
        { kind: 'domain', key: 'example.org', scope: 'subtree' },
      ],
      findings: [
        ['zone/answer-dropped', 9],
        ['url/rewritten', 11],
        ['zone/answer-dropped', 11],
        ['url/rewritten', 12],
        ['zone/answer-dropped', 12],
        ['zone/local-data', 13],
        ['zone/out-of-zone', 15],
        ['zone/trigger', 16],
        ['zone/below-only', 14],
      ],
    },
    {
      name: 'rules about the addresses in answers',
      text: [
        '$TTL 300',
        '@ SOA localhost. root.localhost. 1 3600 600 86400 300',
        '@ NS localhost.',
        'example.com CNAME .',
        '24.0.2.0.192.rpz-ip CNAME .',
        '128.1.zz.db8.2001.rpz-ip CNAME .',
        '32.9.2.0.192.rpz-ip CNAME rpz-passthru.',
        '24.1.100.51.198.rpz-ip CNAME .',
        '32.53.2.0.192.rpz-nsip CNAME .',
        '',
      ].join('\n'),
      options: { addresses: 'answers' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'exact' },
        { kind: 'cidr', key: '192.0.2.0/24' },
        { kind: 'ip', key: '2001:db8::1' },
        { kind: 'ip', key: '192.0.2.9', operation: 'excepted' },
      ],
      findings: [
        ['row/bad-value', 8],
        ['zone/trigger', 9],
      ],
    },
    {
      name: 'an exception two levels below a listed name',
      text: [
        '$ORIGIN rpz.example.',
        '@ SOA localhost. root.localhost. 1 3600 600 86400 300',
        '@ NS localhost.',
        'bad.example.com CNAME .',
        '*.bad.example.com CNAME .',
        'a.bad.example.com CNAME .',
        '*.a.bad.example.com CNAME .',
        'ok.a.bad.example.com.rpz.example. CNAME rpz-passthru.',
        '*.ok.a.bad.example.com CNAME .',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'bad.example.com', scope: 'subtree' },
        { kind: 'domain', key: 'ok.a.bad.example.com', scope: 'exact', operation: 'excepted' },
      ],
      findings: [
        ['row/not-an-entry', 6],
        ['row/not-an-entry', 9],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:;|$)/u.test(line));
    const hasRule = lines.some((line) => RULE.test(line));
    if (hasRule && lines.some((line) => /\sSOA\s/iu.test(line))) {
      return { sure: 'certain', because: 'it is a zone with policy rules' };
    }
    if (hasRule && areMost(lines, (line) => line.startsWith('$') || RULE.test(line))) {
      return { sure: 'likely', because: 'the lines are policy rules' };
    }
    return hasOneAnswer(lines) ? { sure: 'likely', because: 'it is a zone that gives one answer for all names' } : null;
  },

  read: readOwners<Options>(
    ({ wildcard }) => ({ isWidening: wildcard !== undefined, isDeep: false }),
    (rows, owners, context) => {
      const { zone, action, addresses, answers, 'stop-page': page } = context.options;
      const listed = action !== undefined && OPEN.includes(action) ? ACTIONS[action] : null;
      return new ZoneReader(rows, owners, context, {
        zone,
        listed,
        takesAddresses: addresses !== undefined,
        takesAnswers: answers !== undefined,
        page: page === undefined ? null : parseStopPage(page),
      });
    },
  ),

  async *write(batches, context) {
    const { zone = 'rpz', ttl, ns, contact } = context.options;
    const before = serialOf(context.replaced);
    const { serial = nextSerial(context.now, before) } = context.options;
    if (before !== null && !isLater(serial, before)) throw refused('zone/serial-not-later', { serial, before });
    const out = new ByteWriter();
    for (const fact of ZONE_FACTS) {
      const text = context.list[fact];
      // A line end in a title would begin a record.
      if (text !== undefined) out.utf8(`; ${fact}: ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()}\n`);
    }
    // No $ORIGIN: the rules are then right for whatever name the zone is given.
    out.ascii(`$TTL ${ttl}\n@ SOA ${ns}. ${contact}. ${serial} 3600 600 86400 300\n@ NS ${ns}.\n`);
    const answers = (answersOf(context.options) ?? []).map((answer) => ` ${answer}\n`);
    const rules = new ZoneRules(out, context, zone, answers, context.options.dialect === 'bind');
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) rules.add(batch, i);
      if (out.length > 0) yield out.take();
    }
    rules.finish();
    if (out.length > 0) yield out.take();
  },
});

/** A zone whose owners are names of several labels with one stop page for all of them: no zone of hosts looks like that. */
function hasOneAnswer(lines: readonly string[]): boolean {
  if (!lines.some((line) => /\sSOA\s/iu.test(line))) return false;
  const rules = lines.filter((line) => !/^\$|^[@\s]|\s(?:SOA|NS)\s/iu.test(line)).map((line) => PAGE_RULE.exec(line));
  const answers = new Set(rules.map((rule) => rule?.[1]?.toLowerCase()));
  const types = new Set([...answers].map((answer) => answer?.split(/\s/u, 1)[0]));
  return rules.length > 0 && !answers.has(undefined) && answers.size === types.size;
}

/** What follows every listed name, or null where the stop page is neither a name nor addresses. */
function answersOf({ action, 'stop-page': page }: Answer): string[] | null {
  if (page === undefined) return [`CNAME ${ACTIONS[action ?? 'nxdomain']}`];
  const stop = parseStopPage(page);
  if (stop === null) return null;
  if (stop.host !== undefined) return [`CNAME ${stop.host}.`];
  return stop.addresses.map(({ type, text }) => `${type} ${text}`);
}
