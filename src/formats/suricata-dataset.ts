// suricata-dataset: the file a `dataset` keyword of Suricata loads: values in base64 for `type string`, digests for md5
// and sha256, addresses for ip and ipv4. Facts: research url-formats 3.15. A string is a name as dns.query, tls.sni or
// http.host hold it; with a leading dot it is for `dotprefix` with `match subdomain`, and lists all names below it too.
import * as z from 'zod';
import { decodeBase64, fromUtf8, toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { canonicalHost } from '../model/host-name.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, SUBTREE, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressText, isIpv4 } from './kit/addresses.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { type LineScanner, readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';

const TYPES = ['string', 'md5', 'sha256', 'ip', 'ipv4'] as const;

const options = z.strictObject({
  type: z.enum(TYPES).default('string').describe('type of the dataset; string holds names'),
  scope: z
    .enum(['exact', 'subtree'])
    .default('exact')
    .describe(
      'strings: names alone, for a rule without dotprefix, or names with a leading dot and all names below them, for ' +
        'dotprefix with `match subdomain`, which Suricata 7 does not know yet',
    ),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'md5', 'sha256', 'ip'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

const LINE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
const DOT = 46;
const LF = 10;

export const suricataDataset = defineFormat<Options>({
  id: 'suricata-dataset',
  title: 'Dataset of Suricata',
  about: { spec: 'https://docs.suricata.io/en/latest/rules/datasets.html', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.dataset'] },
  carries,
  carriesWith: ({ type, scope }) => {
    if (type === 'string') return { ...carries, kinds: ['domain'], scopes: [scope] };
    return { ...carries, kinds: [type === 'ipv4' ? 'ip' : type], scopes: ['exact'] };
  },
  options,
  examples: [
    {
      name: 'names, one with a line end inside, and what is no base64 of a name',
      text: [
        'ZXhhbXBsZS5jb20=', // example.com
        'd3d3LmV4YW1wbGUubmV0', // www.example.net
        'RXhhbXBsZS5PUkc=', // Example.ORG
        'YS5leGFtcGxlLm5ldAo=', // a.example.net and a line end
        'Yi5leGFtcGxlLm5ldA==', // b.example.net
        'Yy5leGFtcGxlLm5ldA==', // c.example.net
        'LmV4YW1wbGUudGVzdA==', // .example.test
        'example.test',
        'ZXhhbXBsZS5jb20',
        '',
      ].join('\n'),
      rows: [
        { kind: 'domain', key: 'example.com' },
        { kind: 'domain', key: 'www.example.net' },
        { kind: 'domain', key: 'example.org' },
        ...['a', 'b', 'c'].map((label) => ({ kind: 'domain' as const, key: `${label}.example.net` })),
      ],
      findings: [
        ['url/rewritten', 3],
        ['row/decoration-removed', 4],
        ['row/bad-line', 7],
        ['row/bad-line', 8],
        ['row/bad-line', 9],
      ],
    },
    {
      name: 'names with all below them',
      text: 'LmV4YW1wbGUuY29t\nLmV4YW1wbGUubmV0\nZXhhbXBsZS5vcmc=\n',
      options: { scope: 'subtree' },
      rows: [
        { kind: 'domain', key: 'example.com', scope: 'subtree' },
        { kind: 'domain', key: 'example.net', scope: 'subtree' },
      ],
      findings: [['row/bad-line', 3]],
    },
  ],

  detect(head: Head) {
    // Digests and addresses look like those of any list.
    const lines = head.lines.map((line) => line.trim()).filter((line) => line !== '');
    const isName = (line: string): boolean =>
      LINE.test(line) && /^\.?[\w-]+(?:\.[\w-]+)+\.?\n?$/u.test(fromUtf8(bytesOf(toUtf8(line)) ?? new Uint8Array()));
    return areMost(lines, isName) ? { sure: 'likely', because: 'the lines are names in base64' } : null;
  },

  read: readLines<Options>((rows, { options: { type, scope } }) => (line) => {
    line.trim();
    if (line.isBlank) return;
    rows.begin();
    if (type === 'string') readName(rows, line, scope === 'subtree' ? SUBTREE : EXACT);
    else if (type === 'ip' || type === 'ipv4') readAddress(rows, line, type === 'ipv4');
    else rows.digest(kinds[type], line.bytes, line.from, line.to);
  }),

  write: writeRows<Options>({
    row: (context) => {
      const { type, scope } = context.options;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const from = batch.start[i] ?? 0;
        const to = batch.start[i + 1] ?? 0;
        if (type === 'string') {
          const name = batch.bytes.subarray(from, to);
          out.base64(
            scope === 'subtree' ? Uint8Array.of(DOT, ...name) : name,
            0,
            to - from + (scope === 'subtree' ? 1 : 0),
          );
        } else if (type === 'ip' || type === 'ipv4') {
          if (type === 'ipv4' && !isIpv4(batch, i)) return context.unfit('a dataset of ipv4 holds no IPv6', batch, i);
          out.ascii(addressText(batch, i));
        } else out.hex(batch.bytes, from, to);
        out.byte(LF);
      };
    },
  }),
});

/** The value of a line, or null where it is no base64 with its padding: Suricata refuses the dataset then. */
function bytesOf(line: Uint8Array): Uint8Array | null {
  if (!LINE.test(fromUtf8(line))) return null;
  const bytes = new Uint8Array(line.length);
  const written = decodeBase64(line, 0, line.length, bytes, 0);
  return written < 0 ? null : bytes.subarray(0, written);
}

function readName(rows: RowSink, line: LineScanner, scope: number): void {
  const value = bytesOf(line.raw());
  if (value === null) {
    rows.reject('row/bad-line', { want: 'base64 with its padding' });
    return;
  }
  // `echo name | base64` put it there, in the documents of Suricata too; such an entry never matches.
  const hasLineEnd = value[value.length - 1] === LF;
  const to = value.length - (hasLineEnd ? 1 : 0);
  const isDotted = value[0] === DOT;
  if (isDotted !== (scope === SUBTREE)) {
    const want = isDotted ? 'a name without a leading dot (option scope)' : 'a name with a leading dot (option scope)';
    rows.reject('row/bad-line', { want });
  } else if (!canonicalHost(fromUtf8(value, isDotted ? 1 : 0, to)).ok) {
    rows.reject('row/bad-line', { want: 'the base64 of a name' });
  } else {
    rows.host(value, isDotted ? 1 : 0, to, scope);
    if (hasLineEnd) rows.report('row/decoration-removed', { what: 'a line end' });
  }
}

function readAddress(rows: RowSink, line: LineScanner, isIpv4Only: boolean): void {
  const text = line.latin1();
  if (text.includes('/')) rows.reject('row/bad-line', { want: 'one address; a dataset holds no networks' });
  else if (isIpv4Only && text.includes(':')) rows.reject('row/bad-line', { want: 'an IPv4 address' });
  else rows.address(line.bytes, line.from, line.to);
}
