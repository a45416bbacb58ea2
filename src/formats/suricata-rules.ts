// suricata-rules: a rules file for Suricata, a rule for every way a listed name or page shows on the wire. Written only: a
// rule says much more than an entry. Facts: research url-formats 3.15: sids must be unique, `;` `"` `\` `:` `|` need
// escapes, http.host is in small letters and tls.sni is not, and `dotprefix` with `.name` is the name and all below it.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { defineFormat, type Head } from './format.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { writeRows } from './kit/emit.ts';
import { BUFFERS, RuleWriter } from './kit/suricata-rule.ts';

const options = z.strictObject({
  action: z
    .enum(['alert', 'drop', 'reject'])
    .default('alert')
    .describe('what a rule does; drop and reject need Suricata to run inline. Exceptions are pass rules'),
  sid: z.coerce
    .number()
    .int()
    .min(1)
    .max(0xffffffff)
    .default(1_000_001)
    .describe('number of the first rule; the others count on, and no other file may use these numbers'),
  rev: z.coerce.number().int().min(1).max(0x7fffffff).default(1).describe('revision of every rule'),
  msg: z
    .string()
    .regex(/^[\w .,()-]+$/u, 'must be letters, digits, blanks and simple punctuation')
    .default('listed')
    .describe('message of every rule; it is logged, so it names no entry'),
  names: z
    .string()
    .transform((text) => text.split(','))
    .refine((all) => all.every((each) => each in BUFFERS), `must be some of ${Object.keys(BUFFERS).join(', ')}`)
    .default(['dns', 'tls', 'http'])
    .describe('where names are looked for, with commas between: dns, tls, http; a rule each'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'url', 'ip', 'cidr'],
  scopes: ['exact', 'subtree', 'prefix'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: true,
  duplicates: false,
  list: [],
};

export const suricataRules = defineFormat<Options>({
  id: 'suricata-rules',
  title: 'Rules of Suricata',
  about: { spec: 'https://docs.suricata.io/en/latest/rules/', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.rules'] },
  carries,
  needs: { unique: true },
  options,
  examples: [
    {
      name: 'a name',
      text: `${bannerOf('suricata-rules')}alert dns any any -> any any (msg:"listed"; dns.query; content:"example.com"; nocase; bsize:11; sid:1000001; rev:1;)\n`,
      rows: [{ kind: 'domain', key: 'example.com' }],
    },
  ],

  detect: (head: Head) => detectBanner(head, 'suricata-rules'),

  write: writeRows<Options>({
    banner: (out) => out.ascii(bannerOf('suricata-rules')),
    row: (context) => {
      const rules = new RuleWriter(context, context.options);
      return (out, batch, i) => rules.add(out, batch, i);
    },
  }),
});
