// ipset: a file for `ipset restore` that replaces the sets NAME_v4 and NAME_v6 in one step: new sets are filled, swapped
// in, and the old ones destroyed. Facts: research url-formats 3.18 and facts 6 and 7 (a name in such a file would be
// looked up, which is why names cannot come here). Exceptions are `nomatch` entries, which the kernel passes over.

import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import type { Carries } from '../model/carries.ts';
import { EXCEPTED, PRESENT, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressKinds, addressText, ExceptedNetworks, isIpv4, prefixLength } from './kit/addresses.ts';
import { ByteWriter } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';
import { isOfSet, SET_NAME } from './kit/set-name.ts';

const options = z.strictObject({
  // 31 characters of a name in the kernel, less those of `_v4-new`.
  set: z
    .string()
    .regex(SET_NAME, 'must be a name of letters, digits and underscores')
    .max(24)
    .default('block')
    .describe('name of the sets, read and written as NAME_v4 and NAME_v6, and read as NAME'),
  maxelem: z.coerce
    .number()
    .int()
    .min(1)
    .max(0xffffffff)
    .default(1 << 20)
    .describe('the most entries of a set; has to stay the same from edition to edition, or the sets cannot be swapped'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: addressKinds,
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: true,
  fields: {},
  order: false,
  duplicates: false,
  list: [],
};

const ADD = /^[ \t]*(?:-A|--add|add)[ \t]+([^ \t]+)[ \t]+([^ \t]+)(.*)$/dsu;
/** What may stand behind an entry. */
const EXTRAS =
  /^(?:[ \t]+(?:(?:timeout|packets|bytes|skbmark|skbprio|skbqueue)[ \t]+[^ \t]+|comment[ \t]+(?:"[^"]*"|[^ \t"]+)|nomatch|-exist|-!))*[ \t]*$/u;
const SET = /^\s*(?:-N|--create|create)\s+\S+\s+(?:hash|bitmap|list):\S+/u;
const OTHER = /^\s*(?:COMMIT|(?:-N|--create|create|-F|--flush|flush|-X|--destroy|destroy|-W|--swap|swap)(?:\s|$))/u;
const FAMILIES = [
  ['v4', 'inet', true],
  ['v6', 'inet6', false],
] as const;

export const ipset = defineFormat<Options>({
  id: 'ipset',
  title: 'ipset restore file with sets of networks',
  about: { spec: 'https://ipset.netfilter.org/ipset.man.html', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.ipset', '.restore'] },
  carries,
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'two sets, an exception, another set and what is refused',
      text: [
        '# restored every night',
        'create block_v4 hash:net family inet hashsize 1024 maxelem 65536',
        'add block_v4 192.0.2.1',
        'add block_v4 198.51.100.0/24',
        'add block_v4 198.51.100.7 nomatch',
        'add block_v4 203.0.113.9 timeout 3600 comment "one two"',
        'create block_v6 hash:net family inet6',
        '-A block_v6 2001:DB8::/32',
        'add allow_v4 203.0.113.1',
        'add block_v4 www.example.com',
        'add block_v4 192.0.2.010',
        'del block_v4 192.0.2.1',
        '',
      ].join('\n'),
      rows: [
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'ip', key: '198.51.100.7', operation: 'excepted' },
        { kind: 'ip', key: '203.0.113.9' },
        { kind: 'cidr', key: '2001:db8::/32' },
      ],
      findings: [
        ['row/decoration-removed', 6],
        ['row/inline-comment', 6],
        ['url/rewritten', 8],
        ['set/not-read', 9],
        ['url/unusable', 10],
        ['url/unusable', 11],
        ['row/bad-line', 12],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|$)/u.test(line));
    if (!areMost(lines, (line) => ADD.test(line) || OTHER.test(line))) return null;
    return lines.some((line) => SET.test(line))
      ? { sure: 'certain', because: 'the lines create and fill sets' }
      : { sure: 'likely', because: 'the lines add entries to sets' };
  },

  read: readLines<Options>(
    (rows, { options: { set } }) =>
      (line) =>
        readLine(rows, line, set),
  ),

  misfit: () => misfit,

  async *write(batches, context) {
    const { set, maxelem } = context.options;
    const out = new ByteWriter();
    for (const [version, family] of FAMILIES) {
      const name = `${set}_${version}`;
      for (const each of [name, `${name}-new`]) {
        out.ascii(`create ${each} hash:net family ${family} maxelem ${maxelem} -exist\n`);
      }
      out.ascii(`flush ${name}-new\n`);
    }
    const counts = { v4: 0, v6: 0 };
    const exceptions = new ExceptedNetworks();
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) {
        const op = batch.op[i] ?? PRESENT;
        if (op === WITHDRAWN) continue;
        const version = isIpv4(batch, i) ? 'v4' : 'v6';
        const fault = misfit(batch, i);
        if (fault !== null) context.unfit(fault, batch, i);
        else if (op === PRESENT && exceptions.covers(batch, i)) context.unfit('an exception covers it', batch, i);
        else if (counts[version] === maxelem) context.unfit('the set is full (option maxelem)', batch, i);
        else if (op === EXCEPTED && !exceptions.add(batch, i)) {
          context.report(
            'merge/covered',
            { by: 'a listed network' },
            { source: batch.source, line: batch.line[i] ?? 0 },
          );
        } else {
          counts[version]++;
          out.ascii(`add ${set}_${version}-new ${addressText(batch, i)}${op === EXCEPTED ? ' nomatch\n' : '\n'}`);
        }
      }
      if (out.length > 0) yield out.take();
    }
    for (const [version] of FAMILIES) {
      out.ascii(`swap ${set}_${version}-new ${set}_${version}\ndestroy ${set}_${version}-new\n`);
    }
    yield out.take();
  },
});

function readLine(rows: RowSink, line: LineScanner, set: string): void {
  const text = line.latin1();
  if (/^\s*(?:#|$)/u.test(text)) return;
  const found = ADD.exec(text);
  rows.begin();
  if (found === null) {
    if (!OTHER.test(text)) rows.reject('row/bad-line', { want: 'an entry that is added to a set' });
    return;
  }
  const [, name = '', , rest = ''] = found;
  if (!isOfSet(name.replace(/-new$/u, ''), set)) {
    rows.report('set/not-read', {});
    return;
  }
  if (!EXTRAS.test(rest)) {
    rows.reject('row/bad-line', { want: 'an entry with extensions that are known' });
    return;
  }
  const extras = rest.replaceAll(/"[^"]*"/gu, '""').split(/[ \t]+/u);
  const op = extras.includes('nomatch') ? EXCEPTED : PRESENT;
  rows.begin(op);
  const [from, to] = found.indices?.[2] ?? [0, 0];
  if (!rows.addressOrRange(line.bytes, line.from + from, line.from + to, from + 1, op)) return;
  if (extras.includes('timeout')) rows.report('row/decoration-removed', { what: 'the timeout' });
  if (extras.includes('comment')) rows.report('row/inline-comment', {});
}

function misfit(batch: Batch, i: number): string | null {
  return prefixLength(batch, i) === 0 ? 'a set of networks cannot hold the network of all addresses' : null;
}
