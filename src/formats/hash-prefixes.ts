// hash-prefixes: the first 4 to 32 bytes of hashes of URLs, as lists for look-ups in two steps carry them: one a line,
// as bare bytes, or Rice-coded as the Safe Browsing services answer. A hit on a prefix is no reason to block: many addresses
// share it. What was hashed is the form `safe-browsing`. Facts: research url-formats 3.19.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import { type ByteChunks, base64Length } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { defineFormat, type ReadContext, type WriteContext } from './format.ts';
import { shownKey } from './kit/canonical/shape.ts';
import { writeRows } from './kit/emit.ts';
import { findEntry, newEntry } from './kit/entry-lines.ts';
import { readRaw } from './kit/hashes/raw.ts';
import { type HashList, packed, RICE_WIDTHS, unpack } from './kit/hashes/rice-lists.ts';
import { readDocument } from './kit/json/document.ts';
import { readLines } from './kit/lines.ts';
import { toPeeked } from './kit/peek.ts';
import type { RowSink } from './kit/row-sink.ts';

const options = z
  .strictObject({
    encoding: z
      .enum(['hex', 'base64', 'raw', 'rice-v4', 'rice-v5'])
      .default('hex')
      .describe(
        'one prefix a line (hex, base64), bare bytes (raw), or JSON with Rice-coded lists, whose version is only told when writing',
      ),
    bytes: z.coerce
      .number()
      .int()
      .min(4)
      .max(32)
      .optional()
      .describe(
        'bytes of every prefix; raw needs it, and 32 are the full hash; longer ones are cut with --allow-loss hash-cut',
      ),
  })
  .refine(({ encoding, bytes }) => encoding !== 'rice-v4' || (bytes ?? 4) === 4, {
    message: 'rice-v4 holds prefixes of 4 bytes only',
  })
  .refine(({ encoding, bytes }) => encoding !== 'rice-v5' || RICE_WIDTHS.includes(bytes ?? 4), {
    message: `rice-v5 holds ${RICE_WIDTHS.join(', ')} bytes`,
  });
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['sb-sha256', 'sb-prefix'],
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

const FULL = 32;

export const hashPrefixes = defineFormat<Options>({
  id: 'hash-prefixes',
  title: 'Prefixes of hashes of URLs',
  about: { spec: 'Safe Browsing: URLs and hashing', since: '0.2.0', status: 'stable' },
  files: { extensions: [] },
  carries,
  carriesWith: (given) => {
    const width = widthOf(given);
    if (width === undefined) return carries;
    return width === FULL
      ? { ...carries, kinds: ['sb-sha256'] }
      : { ...carries, kinds: ['sb-prefix'], prefixBytes: width };
  },
  needs: { sorted: true, unique: true },
  options,
  detectable: false,
  examples: [
    {
      name: 'of several widths, in hexadecimal',
      text: ['# prefixes', '042896dc', 'DBA0082EC68E72D4', '042896', '042896dg', ''].join('\n'),
      rows: [
        { kind: 'sb-prefix', key: '042896dc' },
        { kind: 'sb-prefix', key: 'dba0082ec68e72d4' },
      ],
      findings: [
        ['digest/wrong-length', 4],
        ['digest/not-hex', 5],
      ],
    },
    {
      name: 'of four bytes, in base64',
      text: 'BCiW3A==\n26AILg==\n26AILsaO\n',
      options: { encoding: 'base64', bytes: 4 },
      rows: [
        { kind: 'sb-prefix', key: '042896dc' },
        { kind: 'sb-prefix', key: 'dba0082e' },
      ],
      findings: [['digest/wrong-length', 3]],
    },
    {
      name: 'Rice-coded, as version 4 answers',
      text: '{"compressionType":"RICE","riceHashes":{"firstValue":"772317403","riceParameter":28,"numEntries":1,"encodedData":"/0s5bHQ="}}\n',
      options: { encoding: 'rice-v4' },
      rows: [
        { kind: 'sb-prefix', key: 'dba0082e' },
        { kind: 'sb-prefix', key: '042896dc' },
      ],
    },
    {
      name: 'Rice-coded, as version 5 answers, and an update that is none by itself',
      text: [
        '{"name":"a","additionsEightBytes":{"firstValue":"299655247283271846","riceParameter":62,"entriesCount":1,"encodedData":"56J70ioVd3cB"}}',
        '{"name":"b","partialUpdate":true}',
        '',
      ].join('\n'),
      options: { encoding: 'rice-v5', bytes: 8 },
      rows: [
        { kind: 'sb-prefix', key: '042896dc1966b8a6' },
        { kind: 'sb-prefix', key: 'dba0082ec68e72d4' },
      ],
      findings: [['row/bad-value', 2]],
    },
  ],

  detect: () => null,

  read: (input: ByteChunks, context: ReadContext<Options>): AsyncIterable<Batch> => {
    const { encoding } = context.options;
    const width = widthOf(context.options);
    if (encoding !== 'raw') return readTold(input, context);
    if (width === undefined) throw missingWidth();
    return readRaw(input, context, width === FULL ? kinds['sb-sha256'] : kinds['sb-prefix'], width);
  },

  write: (batches: AsyncIterable<Batch>, context: WriteContext<Options>): AsyncIterable<Uint8Array> => {
    const { encoding } = context.options;
    if (encoding === 'raw' && context.options.bytes === undefined) throw missingWidth();
    return encoding === 'rice-v4' || encoding === 'rice-v5'
      ? writeRice(batches, context, encoding === 'rice-v4' ? 4 : 5)
      : writePlain(batches, context);
  },
});

function widthOf({ encoding, bytes }: Options): number | undefined {
  return bytes ?? (encoding === 'rice-v4' || encoding === 'rice-v5' ? 4 : undefined);
}

function missingWidth(): Error {
  return usage('usage/bad-option', {
    option: 'bytes',
    reason: 'bare bytes do not say how many make a prefix; say bytes=4',
  });
}

/** The lists of a service are JSON, whatever version; anything else is one prefix a line. */
const readTold = toPeeked<Options>((head) => (/^\s*[[{]/u.test(head) ? readServices : readText));

const readText = readLines<Options>((rows, { options: given }) => {
  const entry = newEntry();
  const { encoding } = given;
  const width = widthOf(given);
  return (line) => {
    if (!findEntry(line, 'names', entry)) return;
    rows.begin();
    const { from, to } = entry;
    const column = from - line.from + 1;
    const length = to - from;
    const isBase64 = encoding === 'base64';
    const held = isBase64 ? base64Length(line.bytes, from, to) : length / 2;
    if (width !== undefined && held !== width) {
      const want = isBase64 ? Math.ceil((width * 4) / 3) : width * 2;
      rows.reject('digest/wrong-length', { kind: 'sb-prefix', want, got: length }, column);
      return;
    }
    const kind = kinds[held === FULL ? 'sb-sha256' : 'sb-prefix'];
    const isRead = isBase64
      ? rows.base64(kind, line.bytes, from, to, column)
      : rows.digest(kind, line.bytes, from, to, column);
    if (isRead && entry.hasComment) rows.report('row/inline-comment', {});
  };
});

const readServices = readDocument<Options>(
  { items: ['listUpdateResponses[].additions[]', 'hashLists[]'], facts: [] },
  (rows, { options: given }) => ({
    item(object) {
      const found = unpack(object, (key) => rows.report('row/unknown-key', { key: shownKey(key) }));
      if (!found.ok) return rows.reject('row/bad-value', { field: found.field, want: found.want });
      const width = widthOf(given);
      const other = width === undefined ? undefined : found.lists.find((list) => list.width !== width);
      if (other !== undefined) {
        const want = `a list of ${width} bytes a prefix: it has ${other.width}, so say bytes=${other.width}`;
        return rows.reject('row/bad-value', { field: 'the list', want });
      }
      if (!found.isChecked) rows.report('list/checksum-differs', {});
      return addLists(rows, found.lists);
    },
  }),
);

/** One prefix a step: a list of a service has a million. */
function* addLists(rows: RowSink, lists: readonly HashList[]): Generator<void> {
  for (const { width, bytes } of lists) {
    const kind = kinds[width === FULL ? 'sb-sha256' : 'sb-prefix'];
    for (let at = 0; at < bytes.length; at += width) {
      rows.begin();
      rows.builder.addBytes(kind.code, 0, bytes, at, at + width);
      yield;
    }
  }
}

const writePlain = writeRows<Options>({
  row: (context) => {
    const { encoding, bytes } = context.options;
    return (out, batch, i) => {
      if (batch.op[i] === WITHDRAWN) return;
      const from = batch.start[i] ?? 0;
      const to = batch.start[i + 1] ?? 0;
      if (bytes !== undefined && to - from !== bytes) return context.unfit(SHORT, batch, i);
      if (encoding === 'raw') return out.copy(batch.bytes, from, to);
      if (encoding === 'base64') out.base64(batch.bytes, from, to);
      else out.hex(batch.bytes, from, to);
      out.byte(10);
    };
  },
});

const SHORT = 'it is shorter than the prefixes of this list';

/** The whole list is held: its number and its first entry stand in front. */
async function* writeRice(
  batches: AsyncIterable<Batch>,
  context: WriteContext<Options>,
  version: 4 | 5,
): AsyncIterable<Uint8Array> {
  const width = widthOf(context.options) ?? 4;
  const pieces: Uint8Array[] = [];
  for await (const batch of batches) {
    for (let i = 0; i < batch.count; i++) {
      if (batch.op[i] === WITHDRAWN) continue;
      const key = batch.bytes.subarray(batch.start[i], batch.start[i + 1]);
      if (key.length === width) pieces.push(key);
      else context.unfit(SHORT, batch, i);
    }
  }
  const bytes = new Uint8Array(Buffer.concat(pieces));
  yield Buffer.from(`${JSON.stringify(packed({ width, bytes }, version))}\n`);
}
