// Files as they should not be: cut, doubled, mixed, with bytes that break readers. And lists of values that can be found
// again wherever they turn up.
import * as fc from 'fast-check';
import type { Format } from '../../src/formats/format.ts';
import type { Carries } from '../../src/model/carries.ts';
import { kinds } from '../../src/model/kinds.ts';
import { recordsOf } from './arbitraries.ts';
import type { TestRecord } from './batches.ts';

/** Bytes that end, open or escape something in some format. No format is meant by any of them. */
const tokens = [
  ...['\n', '\r\n', '\r', '\n\n', ' ', '\t', '\0', '\x1a', '\x1f', '\ufeff', '\u2028', 'é', '\xe9'],
  ...['"', "'", '""', '\\', ',', ';', '|', '\t', '#', '//', '!', '*', '.', '..', '@', '$', '(', ')', '<', '>'],
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    'null',
    'true',
    '1e999',
    '-1',
    '{"',
    '"}',
    '\\u0000',
    '\\ud800',
    '[[[[[[[[',
    '{"a":{"b":',
  ],
  ...[
    'http://',
    'example.com',
    '.example',
    '192.0.2.1',
    '192.0.2.0/24',
    '::1',
    '0.0.0.0 ',
    'a'.repeat(70),
    '0'.repeat(64),
  ],
  ...['c97e5b930eb5a08d7e4c7836046694d9', '2026-01-05', '2026-13-45', 'IN', 'CNAME', '$ORIGIN .', '0x', 'sha256:', '='],
].map((text) => Buffer.from(text, text === '\xe9' ? 'latin1' : 'utf8'));

/** Pieces of the formats' own examples, put together wrongly, with bytes of every kind between. */
export function mangled(formats: readonly Format[]): fc.Arbitrary<Uint8Array> {
  const texts = formats.flatMap((format) =>
    format.examples.map(({ text, encoding }) => Buffer.from(text, encoding ?? 'utf8')),
  );
  const lines = texts
    .flatMap((text) => text.toString('latin1').split(/(?<=\n)/u))
    .map((line) => Buffer.from(line, 'latin1'));
  const slice = fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat())
    .map(([text, a, b]) => text.subarray(a % (text.length + 1), (a % (text.length + 1)) + (b % 80)));
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...lines) },
    { weight: 2, arbitrary: slice },
    { weight: 4, arbitrary: fc.constantFrom(...tokens) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)) },
  );
  // A file that begins well gets further into its reader.
  const start = fc.oneof(fc.constant(Buffer.alloc(0)), fc.constantFrom(...texts), fc.constantFrom(...lines));
  return fc
    .tuple(start, fc.array(piece, { maxLength: 12 }))
    .map(([first, pieces]) => Uint8Array.from(Buffer.concat([first, ...pieces])));
}

// --- sentinels ------------------------------------------------------------------------------------------------------

/** Stands in every text of a sentinel list, and in nothing else. */
const MARK = 'zqxv7k9w';

/** Any list whose every value can be recognised: digests by their digits, all else by the mark. */
export function sentinelList(carries: Carries): fc.Arbitrary<TestRecord[]> {
  return recordsOf({ carries }, 5).map((records) => records.map((record, n) => marked(record, n)));
}

function marked(record: TestRecord, n: number): TestRecord {
  const text = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : `${MARK} ${value}`;
  const facts = Object.entries({
    partnerKey: text(record.partnerKey),
    name: text(record.name),
    note: text(record.note),
  }).filter(([, value]) => value !== undefined);
  return {
    ...record,
    ...Object.fromEntries(facts),
    keys: record.keys.map((key) => ({ ...key, key: markedKey(key.kind, key.key, n) })),
    opinions: record.opinions.map((opinion) => ({
      ...opinion,
      member: `${MARK}m`,
      label: `${MARK}${opinion.label ?? ''}`,
    })),
    reviews: record.reviews.map((review) => ({ ...review, reviewer: `${MARK} ${review.reviewer}` })),
  };
}

function markedKey(kind: TestRecord['keys'][number]['kind'], key: Uint8Array, n: number): Uint8Array {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (kind === 'domain') return encode(`${MARK}${n}.example`);
  if (kind === 'url') return encode(`http://${MARK}${n}.example/${MARK}?q=${n}`);
  if (kinds[kind].codec === 'text') return encode(`3:${MARK}${n}:x`);
  return key;
}

/** Which sentinels stand in a text, as words that may be printed: kinds, never values. */
export function sentinelsIn(text: string, records: readonly TestRecord[]): string[] {
  const lower = text.toLowerCase();
  const found = new Set<string>();
  // Damage may cut a mark, so that a part of it is enough.
  if (lower.includes(MARK.slice(0, 6)) || lower.includes(MARK.slice(2))) found.add('a marked text');
  // Only where digits stand together could a digest be: most of what is printed is words.
  const inHex = (lower.match(/[0-9a-f]{12,}/gu) ?? []).join(' ');
  const inBase64 = (text.match(/[A-Za-z0-9+/=]{12,}/gu) ?? []).join(' ');
  for (const { kind, key } of records.flatMap(({ keys }) => keys)) {
    const { codec } = kinds[kind];
    if (codec === 'hex' || codec === 'base64') {
      const hex = Buffer.from(key).toString('hex');
      const base64 = Buffer.from(key).toString('base64');
      if (windows(hex, 12).some((part) => inHex.includes(part))) found.add(`a ${kind}`);
      if (windows(base64, 12).some((part) => inBase64.includes(part))) found.add(`a ${kind} in base64`);
    }
  }
  return [...found];
}

/** Neighbouring parts of a text, enough of them that one is whole when the text was cut somewhere. */
function windows(text: string, length: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at + length <= Math.min(text.length, 400); at += 4) parts.push(text.slice(at, at + length));
  return parts;
}
