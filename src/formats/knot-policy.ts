// knot-policy: a Lua file with one policy rule for Knot Resolver. The rule is the file's own: `policy.suffix` compares
// bytes and takes the length of a label for a letter, so that a name with a label of 49 characters (`1` in ASCII) also
// blocks others that end like it; `policy.domains` tries name after name; and `policy.PASS` ends the rules, so that an
// excepted name would no longer be forwarded by a rule that follows (all seen in 5.6). Written only: it is a program, and
// reading one is guessing.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { SUBTREE } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { ByteWriter } from './kit/emit.ts';
import { parseAddresses } from './kit/stop-page.ts';
import { writeNames } from './kit/write-names.ts';

const ACTIONS = { nxdomain: 'DENY', nodata: 'ANSWER', refuse: 'REFUSE', drop: 'NO_ANSWER' } as const;
type Action = keyof typeof ACTIONS;

const options = z
  .strictObject({
    action: z
      .enum(Object.keys(ACTIONS) as [Action, ...Action[]])
      .optional()
      .describe(
        'what clients get: no such name (nxdomain, if nothing is said), an empty answer (nodata), a refusal, or no answer (drop)',
      ),
    'stop-page': z
      .string()
      .refine((text) => parseAddresses(text) !== null, 'stop-page must be addresses, with commas between')
      .optional()
      .describe('addresses of a stop page, with commas between; clients get nothing else about a listed name'),
    ede: z
      .enum(['blocked', 'censored', 'filtered'])
      .default('blocked')
      .describe(
        'extended error (RFC 8914) beside nxdomain: blocked by the operator, censored by order of an outside party, or ' +
          'filtered at the wish of the client',
      ),
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

/** Names are looked up as the DNS spells them, label by label. */
const PREAMBLE = `local function set_of(names)
  local set = {}
  for _, name in ipairs(policy.todnames(names)) do set[name] = true end
  return set
end

local function covers(exact, subtree, name)
  if exact[name] then return true end
  while #name > 1 do
    if subtree[name] then return true end
    name = name:sub(name:byte() + 2)
  end
  return false
end
`;

/** Nothing is answered for what is open: later rules, such as one that forwards, go on with it. */
const RULE = `
policy.add(function(_, query)
  local name = query:name()
  if covers(listed_exact, listed_subtree, name) and not covers(open_exact, open_subtree, name) then return block end
end)
`;

export const knotPolicy = defineFormat<Options>({
  id: 'knot-policy',
  title: 'Knot Resolver policy rule (Lua)',
  about: { since: '0.2.0', status: 'stable' },
  files: { extensions: ['.lua'], names: [/kresd|knot/iu] },
  carries,
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'a listed name with an exception, and a single name',
      text: [
        `${PREAMBLE}local block = policy.DENY_MSG(nil, kres.extended_error.BLOCKED)`,
        'local open_subtree = set_of({',
        "'ok.example.com',",
        '})',
        'local open_exact = set_of({',
        '})',
        'local listed_subtree = set_of({',
        "'example.com',",
        '})',
        'local listed_exact = set_of({',
        "'www.example.net',",
        '})',
        RULE,
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'www.example.net', scope: 'exact' },
      ],
    },
  ],

  detect(head: Head) {
    return head.text.startsWith(PREAMBLE)
      ? { sure: 'certain', because: 'it begins like the rule that listbridge writes for Knot Resolver' }
      : null;
  },

  write: writeNames<Options>(({ options: given }, exceptions) => {
    /** Single names, until the names with all below them are out: each kind is one table. */
    const single = new ByteWriter();
    let isOpen = false;
    const open = (out: ByteWriter): void => {
      if (isOpen) return;
      isOpen = true;
      const all = [...exceptions.all()];
      for (const isSubtree of [true, false]) {
        out.ascii(`local open_${isSubtree ? 'subtree' : 'exact'} = set_of({\n`);
        for (const one of all) if (one.isSubtree === isSubtree) out.ascii(`'${one.name}',\n`);
        out.ascii('})\n');
      }
      out.ascii('local listed_subtree = set_of({\n');
    };
    return {
      begin: (out) => out.ascii(`${PREAMBLE}local block = ${actionOf(given)}\n`),
      listed(out, { bytes, start, scope }, i) {
        open(out);
        const to = scope[i] === SUBTREE ? out : single;
        to.ascii("'");
        to.copy(bytes, start[i] ?? 0, start[i + 1] ?? 0);
        to.ascii("',\n");
      },
      finish(out) {
        open(out);
        out.ascii('})\nlocal listed_exact = set_of({\n');
        out.copy(single.bytes, 0, single.length);
        out.ascii('})\n');
        out.ascii(RULE);
      },
    };
  }),
});

/** What happens to a query for a listed name, in Lua. */
function actionOf({ action = 'nxdomain', 'stop-page': page, ede, ttl }: Options): string {
  if (page !== undefined) {
    const of = (type: string): string => {
      const all = (parseAddresses(page) ?? []).filter((address) => address.type === type);
      const rdata = all.map(({ text }) => `kres.str2ip('${text}')`).join(', ');
      return all.length === 0 ? '' : `  [kres.type.${type}] = { rdata = { ${rdata} }, ttl = ${ttl} },\n`;
    };
    return `policy.ANSWER({\n${of('A')}${of('AAAA')}}, true)`;
  }
  if (action === 'nxdomain') return `policy.DENY_MSG(nil, kres.extended_error.${ede.toUpperCase()})`;
  return action === 'nodata' ? 'policy.ANSWER({}, true)' : `policy.${ACTIONS[action]}`;
}
