// checkpoint-csv: indicators of compromise for Check Point gateways, `UNIQ-NAME,VALUE,TYPE,CONFIDENCE,SEVERITY,PRODUCT,COMMENT`.
// Facts: research url-formats 3.16: a record with another number of fields, or without one that must be there, keeps the
// whole file from loading; addresses are IPv4. How far a Domain reaches is not said there, hence the option scope.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import { fromUtf8, hexText } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { type KindId, kindOf, kinds } from '../model/kinds.ts';
import { EXACT, type Scope, scopeCode, WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type Head } from './format.ts';
import { addressText, isIpv4, rangeText } from './kit/addresses.ts';
import { CLOSED, newShape, RAN_OUT, walkRecord } from './kit/csv/walk.ts';
import { writeRows } from './kit/emit.ts';
import { areMost } from './kit/entry-lines.ts';
import { readLines } from './kit/lines.ts';
import type { RowSink } from './kit/row-sink.ts';

const LEVELS = ['low', 'medium', 'high', 'critical'] as const;

const options = z.strictObject({
  scope: z
    .enum(['exact', 'subtree'])
    .optional()
    .describe(
      'what a Domain lists: that name only (exact), or all names below it too (subtree); must be given for names',
    ),
  name: z
    .string()
    .regex(/^[\w-]+$/u, 'must be letters, digits, underscores and hyphens')
    .default('listbridge')
    .describe('writing: what the unique names begin with; a number follows'),
  confidence: z.enum(LEVELS).default('high').describe('writing: confidence of every record'),
  severity: z.enum(LEVELS).default('high').describe('writing: severity of every record'),
  product: z.enum(['AV', 'AB']).default('AV').describe('writing: the blade, Anti-Virus or Anti-Bot'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['domain', 'url', 'ip', 'cidr', 'md5', 'sha1', 'sha256'],
  scopes: ['exact', 'subtree'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: ['title'],
};

const HEADER = 'UNIQ-NAME,VALUE,TYPE,CONFIDENCE,SEVERITY,PRODUCT,COMMENT';
const TYPES = {
  domain: 'Domain',
  url: 'URL',
  ip: 'IP',
  cidr: 'IP Range',
  md5: 'MD5',
  sha1: 'SHA1',
  sha256: 'SHA256',
} as const satisfies Partial<Record<KindId, string>>;
/** The value fits its type: the header of another table may be called as a type in its third column. */
const RECORD =
  /^[^,"]+,"?(?:[^,"]*[.:][^,"]*"?,"?(?:URL|Domain|IP|IP Range)|[0-9a-f]{32}"?,"?MD5|[0-9a-f]{40}"?,"?SHA1|[0-9a-f]{64}"?,"?SHA256)"?(?:,.*)?$/iu;
const COMMA = 44;
const QUOTE = 34;

export const checkpointCsv = defineFormat<Options>({
  id: 'checkpoint-csv',
  title: 'Indicators of compromise for Check Point gateways',
  about: {
    partner: 'Check Point firewalls',
    spec: 'https://support.checkpoint.com/results/sk/sk132193',
    since: '0.2.0',
    status: 'stable',
  },
  // Not `.csv`: that ending is of the format csv.
  files: { extensions: [] },
  carries,
  carriesWith: ({ scope }) => ({ ...carries, scopes: scope === 'exact' ? ['exact'] : ['exact', 'subtree'] }),
  options,
  examples: [
    {
      name: 'every type, a comment with a comma and records that are refused',
      text: [
        '#! DESCRIPTION = weekly indicators',
        `#${HEADER}`,
        'n1,www.example.com,Domain,high,high,AB,"one, two"',
        'n2,http://example.net/a,URL,high,high,AV,c',
        'n3,192.0.2.1,IP,low,high,AB,c',
        'n4,198.51.100.0-198.51.100.255,IP Range,low,high,AB,c',
        'n5,c97e5b930eb5a08d7e4c7836046694d9,MD5,high,high,AV,c',
        'n6,a544af123662c61ae0664b4d41457639d24ed7f1,SHA1,high,high,AV,c',
        'n7,a subject,Mail-subject,high,high,AV,c',
        'n8,192.0.2.9,IP,low,high,AB',
        '',
      ].join('\n'),
      options: { scope: 'exact' },
      rows: [
        { kind: 'domain', key: 'www.example.com' },
        { kind: 'url', key: 'http://example.net/a' },
        { kind: 'ip', key: '192.0.2.1' },
        { kind: 'cidr', key: '198.51.100.0/24' },
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9' },
        { kind: 'sha1', key: 'a544af123662c61ae0664b4d41457639d24ed7f1' },
      ],
      findings: [
        ['address/range-split', 6],
        ['row/bad-value', 9],
        ['row/extra-field', 10],
      ],
    },
  ],

  detect(head: Head) {
    const lines = head.lines.map((line) => line.trim()).filter((line) => line !== '');
    if (lines.some((line) => /^#?\s*UNIQ-NAME,\s*VALUE,\s*TYPE\b/iu.test(line))) {
      return { sure: 'certain', because: 'the header names its columns' };
    }
    const records = lines.filter((line) => !line.startsWith('#'));
    return areMost(records, (line) => RECORD.test(line))
      ? { sure: 'likely', because: 'the third column is a type' }
      : null;
  },

  read: readLines<Options>((rows, context) => {
    const shape = newShape(16);
    // Every record must have as many fields as the documents say, or the gateway takes none.
    const want = HEADER.split(',').length;
    return (line) => {
      const text = line.latin1();
      const title = /^#! *DESCRIPTION *=/u.exec(text)?.[0];
      if (title !== undefined) {
        const description = fromUtf8(line.bytes, line.from + title.length, line.to).trim();
        if (description !== '') context.header({ title: description });
      }
      if (/^[ \t]*(?:#|$)/u.test(text)) return;
      rows.begin();
      const found = walkRecord(line.bytes, line.from, line.to, true, COMMA, shape);
      if (found !== CLOSED) return rows.reject(found === RAN_OUT ? 'row/unclosed-quote' : 'row/bad-quote', {});
      const field = (n: number): string => fromUtf8(line.bytes, shape.starts[n], shape.ends[n]).trim();
      if (field(0).toUpperCase() === 'UNIQ-NAME') return;
      if (shape.count !== want) return rows.reject('row/extra-field', { got: shape.count, want });
      if (field(0) === '') return rows.reject('row/missing-field', { field: 'UNIQ-NAME' });
      addValue(rows, context.options.scope, field(2), line.bytes, shape.starts[1] ?? 0, shape.ends[1] ?? 0, line.from);
    };
  }),

  write: writeRows<Options>({
    banner: (out, { list }) => {
      const title = list.title?.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim() ?? '';
      if (title !== '') out.utf8(`#! DESCRIPTION = ${title}\n`);
      out.ascii(`#${HEADER}\n`);
    },
    row: (context) => {
      const { scope, name, confidence, severity, product } = context.options;
      const rest = `${confidence},${severity},${product},listbridge\n`;
      let count = 0;
      return (out, batch, i) => {
        if (batch.op[i] === WITHDRAWN) return;
        const { id } = kindOf(batch.kind[i] ?? 0);
        if (id === 'domain' && batch.scope[i] !== reachOf(scope)) {
          return context.unfit('a Domain reaches another way in this list', batch, i);
        }
        const value = recordValue(batch, i);
        if (value === null) return context.unfit('addresses are IPv4 there', batch, i);
        if (/[,"]/u.test(value)) return context.unfit('a comma or a quotation mark would part the record', batch, i);
        out.utf8(`${name}-${++count},${value},${TYPES[id as keyof typeof TYPES]},${rest}`);
      };
    },
  }),
});

function addValue(
  rows: RowSink,
  scope: Scope | undefined,
  type: string,
  bytes: Uint8Array,
  from: number,
  to: number,
  lineStart: number,
): void {
  const column = from - lineStart + 1;
  const [kind] = Object.entries(TYPES).find(([, each]) => each.toUpperCase() === type.toUpperCase()) ?? [];
  if (from === to) rows.reject('row/missing-field', { field: 'VALUE' });
  else if (bytes.subarray(from, to).includes(QUOTE)) {
    rows.reject('row/bad-value', { field: 'VALUE', want: 'a value without quotation marks' }, column);
  } else if (kind === 'domain') rows.host(bytes, from, to, reachOf(scope), column);
  else if (kind === 'url') rows.url(bytes, from, to, EXACT, column);
  else if (kind === 'ip') rows.address(bytes, from, to, column);
  else if (kind === 'cidr') rows.addressOrRange(bytes, from, to, column);
  else if (kind === 'md5' || kind === 'sha1' || kind === 'sha256') rows.digest(kinds[kind], bytes, from, to, column);
  else rows.reject('row/bad-value', { field: 'TYPE', want: Object.values(TYPES).join(', ') });
}

/** Text of a value, or null for IPv6. */
function recordValue(batch: Batch, i: number): string | null {
  const kind = kindOf(batch.kind[i] ?? 0);
  if (kind.codec === 'text') return fromUtf8(batch.bytes, batch.start[i], batch.start[i + 1]);
  if (kind.codec === 'hex') return hexText(batch.bytes.subarray(batch.start[i], batch.start[i + 1]));
  if (!isIpv4(batch, i)) return null;
  return kind.codec === 'cidr' ? rangeText(batch, i) : addressText(batch, i);
}

/** The scope of a Domain. Refuses to go on where nobody has said it. */
function reachOf(scope: Scope | undefined): number {
  if (scope !== undefined) return scopeCode(scope);
  throw usage('usage/bad-option', {
    option: 'scope',
    reason: 'the list does not say how far its names reach; say scope=exact or scope=subtree',
  });
}
