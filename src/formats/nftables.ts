// nftables: a file for `nft -f` that fills the sets NAME_v4 and NAME_v6 of a table anew, in one transaction: nft applies a
// file whole or not at all. Facts: research url-formats 3.18 and facts 6 and 7: nft refuses overlaps, masks host bits,
// reads octal, and looks names up (which is why names cannot come here). IPv4 and IPv6 need sets of their own.
import * as z from 'zod';
import type { Carries } from '../model/carries.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressKinds, addressText, isIpv4 } from './kit/addresses.ts';
import { ByteWriter } from './kit/emit.ts';
import { readLines } from './kit/lines.ts';
import { NftReader } from './kit/nft-elements.ts';
import { SET_NAME } from './kit/set-name.ts';

const name = z.string().regex(SET_NAME, 'must be a name of letters, digits and underscores').max(100);

const options = z.strictObject({
  set: name.default('block').describe('name of the sets, read and written as NAME_v4 and NAME_v6, and read as NAME'),
  table: name.default('listbridge').describe('writing: the table of the sets'),
  family: z
    .enum(['inet', 'ip', 'ip6', 'netdev', 'bridge'])
    .default('inet')
    .describe('writing: the family of the table'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: addressKinds,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: false,
  duplicates: false,
  list: [],
};

const STATEMENT = /^[ \t]*(?:(?:add|create)[ \t]+)?element[ \t]+\S+[ \t]+\S+/mu;
const SET_TYPE = /^(?:.*\{)?[ \t]*type[ \t]+ipv[46]_addr\b/mu;

export const nftables = defineFormat<Options>({
  id: 'nftables',
  title: 'nftables sets of networks',
  about: { spec: 'https://www.netfilter.org/projects/nftables/manpage.html', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.nft'], names: [/^nftables?\.(?:conf|rules)$/iu] },
  carries,
  needs: { unique: true, noCovered: true },
  options,
  examples: [
    {
      name: 'a file that fills two sets, with a line that is refused',
      text: [
        '#!/usr/sbin/nft -f',
        'add table inet listbridge',
        'add set inet listbridge block_v4 { type ipv4_addr; flags interval; }',
        'flush set inet listbridge block_v4',
        'add element inet listbridge block_v4 {',
        '192.0.2.1,',
        '198.51.100.0/24, 203.0.113.4-203.0.113.6,',
        '192.0.2.010,',
        '203.0.113.9 timeout 1h comment "one, two # three",',
        '}',
        'add element inet listbridge block_v6 { 2001:DB8::/32, ::ffff:192.0.2.1 }',
        'add element inet listbridge allow_v4 { 203.0.113.1 }',
        'delete element inet listbridge block_v4 { 203.0.113.7 }',
        '',
      ].join('\n'),
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'cidr', key: '203.0.113.4/31' },
        { kind: 'ip', key: '203.0.113.6' },
        { kind: 'ip', key: '203.0.113.9' },
        { kind: 'cidr', key: '2001:db8::/32' },
        { kind: 'ip', key: '::ffff:192.0.2.1' },
      ],
      findings: [
        ['address/range-split', 7],
        ['url/unusable', 8],
        ['row/decoration-removed', 9],
        ['row/inline-comment', 9],
        ['url/rewritten', 11],
        ['set/not-read', 12],
        ['row/bad-line', 13],
      ],
    },
    {
      name: 'what nft lists',
      text: [
        'table inet filter {',
        '\tset block_v4 {',
        '\t\ttype ipv4_addr',
        '\t\tflags interval',
        '\t\telements = { 192.0.2.1, 198.51.100.0/25,',
        '\t\t\t     203.0.113.0/24 }',
        '\t}',
        '',
        '\tset allow {',
        '\t\ttype ipv4_addr',
        '\t\telements = { 203.0.113.1 }',
        '\t}',
        '',
        '\tchain input {',
        '\t\ttype filter hook input priority filter; policy accept;',
        '\t\tip saddr { 203.0.113.2, 203.0.113.3 } drop',
        '\t}',
        '}',
        '',
      ].join('\n'),
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/25' },
        { kind: 'cidr', key: '203.0.113.0/24' },
      ],
      findings: [
        ['set/not-read', 11],
        ['row/not-an-entry', 15],
        ['row/not-an-entry', 16],
      ],
    },
  ],

  detect(head: Head) {
    const text = head.lines.join('\n');
    return STATEMENT.test(text) ||
      (SET_TYPE.test(text) && /^[ \t]*(?:add[ \t]+|create[ \t]+)?(?:table|set)[ \t]/mu.test(text))
      ? { sure: 'certain', because: 'it fills sets of addresses' }
      : null;
  },

  async *read(input, context) {
    const current: { reader?: NftReader } = {};
    const elements = readLines<Options>((rows) => {
      const reader = new NftReader(rows, context, context.options.set);
      current.reader = reader;
      return (line) => reader.line(line);
    });
    yield* elements(input, context);
    current.reader?.finish();
  },

  async *write(batches, context) {
    const { set, table, family } = context.options;
    const place = `${family} ${table} ${set}`;
    const out = new ByteWriter();
    out.ascii(`#!/usr/sbin/nft -f\nadd table ${family} ${table}\n`);
    for (const version of ['v4', 'v6']) {
      out.ascii(
        `add set ${place}_${version} { type ip${version}_addr; flags interval; }\nflush set ${place}_${version}\n`,
      );
    }
    const v4 = new Elements(out, `${place}_v4`);
    // Held until the end: each set is filled by one statement, which nft takes in faster than many.
    const later = new ByteWriter();
    const v6 = new Elements(later, `${place}_v6`);
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] !== WITHDRAWN) (isIpv4(batch, i) ? v4 : v6).add(addressText(batch, i));
      }
      if (out.length > 0) yield out.take();
    }
    v4.finish();
    v6.finish();
    if (out.length > 0) yield out.take();
    if (later.length > 0) yield later.take();
  },
});

/** The statement that fills one set; none where it stays empty, for nft takes no empty braces. */
class Elements {
  readonly #out: ByteWriter;
  readonly #place: string;
  #isOpen = false;

  constructor(out: ByteWriter, place: string) {
    this.#out = out;
    this.#place = place;
  }

  add(text: string): void {
    if (!this.#isOpen) this.#out.ascii(`add element ${this.#place} {\n`);
    this.#isOpen = true;
    this.#out.ascii(`${text},\n`);
  }

  finish(): void {
    if (this.#isOpen) this.#out.ascii('}\n');
  }
}
