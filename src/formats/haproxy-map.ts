// haproxy-map: a map file `name exact` or `name subtree`, which HAProxy looks up as a whole name and then as each of its
// endings (docs/deploy/haproxy.md). Not a file for `-m end`: that is a walk over the whole list for every request, where
// a map of whole names is a tree (100,000 names: 3.4 ms against 0.3 ms), and `-m end name` matches `xname` as well.
// A blank at the end of a line or a comment behind a name would make it never match. Facts: research url-formats 3.13.
// A subtree with more labels than the page looks up would never match, and HAProxy would not say so: hence `labels`.
// An exception is a key of its own, `name!`, which no host name is: a name may be listed with all below it and excepted by
// itself, and to a configuration that looks up no exceptions it is nothing, where a third value would block it.

import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import { equalsAscii } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { bannerOf, detectBanner } from './kit/banner.ts';
import { areMost } from './kit/entry-lines.ts';
import { isBlankByte, readLines } from './kit/lines.ts';
import { writeNames } from './kit/write-names.ts';

const options = z.strictObject({
  labels: z.coerce
    .number()
    .int()
    .min(1)
    .max(127)
    .default(6)
    .describe(
      'how many endings of a name the configuration looks up, one `field` line each (docs/deploy/haproxy.md): a subtree with ' +
        'more labels would never match and is refused',
    ),
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

const MARK = 33;
const HASH = 35;
const DOT = 46;
const LINE = /^[^\s#]+\s+(?:exact|subtree)$/u;

export const haproxyMap = defineFormat<Options>({
  id: 'haproxy-map',
  title: 'HAProxy map of names',
  about: { since: '0.2.0', status: 'stable', spec: 'https://docs.haproxy.org/2.6/configuration.html#7.1.1' },
  files: { extensions: ['.map'] },
  carries,
  needs: { unique: true, noCovered: true, exceptionsFirst: true },
  options,
  examples: [
    {
      name: 'both scopes, and lines HAProxy would not understand',
      text: [
        '# listbridge haproxy-map',
        'www.example.com exact',
        'Example.NET   subtree',
        '.example.org subtree',
        'a.example.org',
        'b.example.org exact # no comment here',
        'c.example.org exact ',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'www.example.com', scope: 'exact' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [
        ['url/rewritten', 3],
        ['url/unusable', 4],
        ['row/bad-line', 5],
        ['row/bad-line', 6],
        ['row/bad-line', 7],
      ],
    },
    {
      name: 'exceptions',
      text: [
        'example.com subtree',
        'example.com! exact',
        'ok.example.com! subtree',
        'a.example.net!! exact',
        '! exact',
        'b.example.net! ok',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.com', scope: 'exact', operation: 'excepted' },
        { kind: 'domain', key: 'ok.example.com', scope: 'subtree', operation: 'excepted' },
      ],
      findings: [
        ['url/unusable', 4],
        ['url/unusable', 5],
        ['row/bad-line', 6],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.filter((line) => !/^\s*(?:#|$)/u.test(line));
    if (areMost(lines, (line) => LINE.test(line))) {
      return { sure: 'certain', because: 'the lines are names with a scope of HAProxy maps' };
    }
    return detectBanner(head, 'haproxy-map');
  },

  read: readLines<Options>((rows) => (line) => {
    const { bytes, to } = line;
    let { from } = line;
    while (from < to && isBlankByte(bytes[from] ?? 0)) from++;
    if (from === to || bytes[from] === HASH) return;
    let end = from;
    while (end < to && !isBlankByte(bytes[end] ?? 0)) end++;
    const isExcepted = bytes[end - 1] === MARK;
    rows.begin(isExcepted ? EXCEPTED : PRESENT);
    let value = end;
    while (value < to && isBlankByte(bytes[value] ?? 0)) value++;
    const isSubtree = equalsAscii(bytes, value, to, 'subtree');
    if (!isSubtree && !equalsAscii(bytes, value, to, 'exact')) {
      return rows.reject('row/bad-line', { want: 'a name and the word exact or subtree' }, value - line.from + 1);
    }
    rows.host(bytes, from, isExcepted ? end - 1 : end, isSubtree ? SUBTREE : EXACT, from - line.from + 1);
  }),

  misfit: ({ labels }) => misfitOf(labels),

  write: writeNames<Options>(({ options: { labels }, unfit }, exceptions) => {
    const misfit = misfitOf(labels);
    const isFit = (batch: Batch, i: number): boolean => {
      const fault = misfit(batch, i);
      if (fault !== null) unfit(fault, batch, i);
      return fault === null;
    };
    return {
      begin: (out) => out.ascii(bannerOf('haproxy-map')),
      listed(out, batch, i) {
        if (!isFit(batch, i)) return;
        out.copy(batch.bytes, batch.start[i] ?? 0, batch.start[i + 1] ?? 0);
        out.ascii(batch.scope[i] === SUBTREE ? ' subtree\n' : ' exact\n');
      },
      canExcept: isFit,
      // Each name once, with all below it if any says so: HAProxy reads only the first line of a key.
      finish(out) {
        for (const { name, isSubtree } of exceptions.all()) out.ascii(`${name}! ${isSubtree ? 'subtree' : 'exact'}\n`);
      },
    };
  }),
});

function misfitOf(labels: number): (batch: Batch, i: number) => string | null {
  return ({ bytes, start, scope }, i) => {
    if (scope[i] !== SUBTREE || labelsIn(bytes, start[i] ?? 0, start[i + 1] ?? 0) <= labels) return null;
    return `a subtree of more than ${labels} labels is not looked up (option labels)`;
  };
}

function labelsIn(bytes: Uint8Array, from: number, to: number): number {
  let labels = 1;
  for (let i = from; i < to; i++) if (bytes[i] === DOT) labels++;
  return labels;
}
