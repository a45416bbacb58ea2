// Lists that nobody made up by hand, restricted to what a format says it can carry. Digests are those of `fixture-N`,
// names and addresses are reserved ones: a counterexample is printed, and must be fit to print.
import * as fc from 'fast-check';
import type { Carries } from '../../src/model/carries.ts';
import { type FieldId, type TimeField, timeFields } from '../../src/model/fields.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import type { Opinion, Review } from '../../src/model/opinions.ts';
import type { Operation, Scope } from '../../src/model/scope.ts';
import { inventedKey, type TestKey, type TestRecord } from './batches.ts';

/** Numbers of invented digests: few, so that lists repeat and share keys. */
const small = fc.integer({ min: 1, max: 40 });

const label = fc.constantFrom('a', 'b', 'www', 'x-1', 'xn--bcher-kva', '0', '_dmarc', 'a'.repeat(63), 'ads', 'm');
const ending = fc.constantFrom(
  'example.com',
  'example.net',
  'example.org',
  'example',
  'test',
  'site.test',
  'invalid',
  'example.invalid',
);

/** Host names in canonical form, deep ones and long ones among them. */
export const hostName = fc
  .tuple(fc.array(label, { maxLength: 3 }), ending)
  .map(([labels, end]) => [...labels, end].join('.'))
  .filter((name) => keyBytes(kinds.domain, name) !== null);

const address4 = fc
  .tuple(fc.constantFrom('192.0.2', '198.51.100', '203.0.113'), fc.integer({ min: 0, max: 255 }))
  .map(([net, host]) => `${net}.${host}`);
const address6 = fc.integer({ min: 0, max: 0xffff }).map((n) => `2001:db8::${n.toString(16)}`);

const pathPart = fc.constantFrom(
  'a',
  'index.html',
  '%20',
  '%C3%BC',
  'b;c',
  "it's",
  'x=1',
  '~u',
  'a,b',
  '%22',
  '@',
  '!',
  '#'.replace('#', '%23'),
  '$&',
  '(1)',
  '-',
  '=',
  '+',
);

/** URLs in canonical form, with and without scheme. */
const urlText = fc
  .tuple(
    fc.constantFrom('', 'http://', 'https://'),
    fc.oneof({ weight: 5, arbitrary: hostName }, { weight: 1, arbitrary: address4 }),
    fc.constantFrom('', '', ':8080'),
    fc.array(pathPart, { maxLength: 4 }),
    fc.option(fc.array(pathPart, { maxLength: 2 }), { nil: undefined }),
  )
  .map(([scheme, host, port, path, query]) => {
    const search = query === undefined ? '' : `?${query.join('&')}`;
    return `${scheme}${host}${port}/${path.join('/')}${search}`;
  })
  .map((text) => keyBytes(kinds.url, text))
  .filter((bytes) => bytes !== null)
  .map((bytes) => Buffer.from(bytes).toString('utf8'));

function bytesOf(kind: KindId, text: string): Uint8Array {
  const bytes = keyBytes(kinds[kind], text);
  if (bytes === null) throw new Error(`an arbitrary of kind ${kind} made what is no key`);
  return bytes;
}

/** Any key of a kind, in canonical bytes. */
function keyOf(kind: KindId, { prefixBytes }: Carries): fc.Arbitrary<Uint8Array> {
  const { family, width, codec } = kinds[kind];
  if (kind === 'domain') return hostName.map((name) => bytesOf(kind, name));
  if (kind === 'url') return urlText.map((url) => bytesOf(kind, url));
  if (kind === 'ip') return fc.oneof(address4, address6).map((address) => bytesOf(kind, address));
  if (kind === 'cidr') {
    return fc
      .constantFrom('192.0.2.0/24', '198.51.100.128/25', '203.0.113.7/32', '2001:db8::/32', '2001:db8:1::/48')
      .map((network) => bytesOf(kind, network));
  }
  if (kind === 'sb-prefix') {
    const width = prefixBytes === undefined ? fc.integer({ min: 4, max: 31 }) : fc.constant(prefixBytes);
    return fc.tuple(small, width).map(([n, bytes]) => inventedKey('sha256', n).slice(0, bytes));
  }
  if (family === 'record') return small.map((n) => bytesOf(kind, `fixture:${n}/fixture-${n}`));
  if (family === 'opaque' && codec === 'text') return small.map((n) => bytesOf(kind, `fixture:fixture-${n}`));
  if (family === 'opaque')
    return fc.tuple(small, fc.integer({ min: 1, max: 40 })).map(([n, w]) => inventedOpaque(n, w));
  if (width === 0 && codec === 'text') return small.map((n) => new TextEncoder().encode(`3:fixture${n}:fix${n}`));
  return small.map((n) => inventedKey(kind, n));
}

function inventedOpaque(n: number, width: number): Uint8Array {
  return inventedKey('sha512', n).slice(0, width);
}

/** Scopes a kind may have at all. */
export function scopesOf(kind: KindId): readonly Scope[] {
  if (kind === 'domain') return ['exact', 'subtree'];
  return kind === 'url' ? ['exact', 'prefix'] : ['exact'];
}

// --- facts ----------------------------------------------------------------------------------------------------------

/** Text that a partner could have typed: no controls but what the unit allows, no lone surrogates. */
const plainWord = fc.constantFrom(
  'alpha',
  'beta',
  'x1',
  'Größe',
  '日本',
  'a b',
  'it"s',
  "o'clock",
  'a,b',
  'a;b',
  '=1+1',
  'a\\b',
  '{}',
  'null',
);
export const factText = fc
  .array(plainWord, { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
  .filter((text) => text.trim() === text);

const member = fc.constantFrom('acme', 'beta', 'Gamma Hotline');
export const opinion: fc.Arbitrary<Opinion> = fc.record(
  {
    member,
    scheme: fc.constantFrom('ncmec', 'uk-abc', 'own'),
    label: fc.constantFrom('A1', 'A2', 'B', '0', 'C'),
    polarity: fc.constantFrom('deny' as const, 'allow' as const, 'none' as const),
  },
  { requiredKeys: ['member'] },
);
export const review: fc.Arbitrary<Review> = fc.record(
  {
    reviewer: fc.constantFrom('r1', 'r2', 'Jane Doe'),
    organisation: fc.constantFrom('acme', 'Police'),
    country: fc.constantFrom('NL', 'SE'),
    decision: fc.constantFrom('confirmed' as const, 'refuted' as const, 'unsure' as const),
  },
  { requiredKeys: ['reviewer', 'decision'] },
);

const DAY = 86_400;
const day = fc.integer({ min: 0, max: 30_000 }).map((days) => days * DAY);
const second = fc.integer({ min: 0, max: 4_102_444_800 });
const millisecond = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((ms) => ms / 1000);

function timeOf(exactness: 'exact' | 'coarse'): fc.Arbitrary<number> {
  return exactness === 'coarse' ? day : fc.oneof(day, second, millisecond);
}

// --- records --------------------------------------------------------------------------------------------------------

export interface RecordSetup {
  readonly carries: Carries;
  readonly opinion?: fc.Arbitrary<Opinion>;
  readonly review?: fc.Arbitrary<Review>;
  /** Keys of a record, where those of any kind are not what the test is about. */
  readonly keys?: fc.Arbitrary<readonly TestKey[]>;
}

/** Any record a format with these abilities can hold. */
export function recordOf({ carries, ...own }: RecordSetup): fc.Arbitrary<TestRecord> {
  const { fields } = carries;
  const has = (field: FieldId): boolean => fields[field] !== undefined;
  const keys = own.keys ?? keysOf(carries);
  const times = fc.record(
    Object.fromEntries(timeFields.filter(has).map((field) => [field, timeOf(fields[field] ?? 'exact')])) as Partial<
      Record<TimeField, fc.Arbitrary<number>>
    >,
    { requiredKeys: [] },
  );
  const most = carries.opinions === 'many' ? 3 : carries.opinions === 'one' ? 1 : 0;
  const text = (field: FieldId): fc.Arbitrary<string | undefined> =>
    has(field) ? fc.option(factText, { nil: undefined }) : fc.constant(undefined);
  return fc
    .record({
      keys,
      operation: operationOf(carries),
      opinions: fc.uniqueArray(own.opinion ?? opinion, { maxLength: most, selector: (each) => JSON.stringify(each) }),
      reviews: fc.uniqueArray(own.review ?? review, {
        maxLength: has('reviews') ? 2 : 0,
        selector: (each) => JSON.stringify(each),
      }),
      times,
      size: has('size') ? fc.option(fc.integer({ min: 0, max: 2 ** 45 }), { nil: undefined }) : fc.constant(undefined),
      partnerKey: text('partnerKey'),
      name: text('name'),
      note: text('note'),
    })
    .map(withoutUndefined);
}

/** An absent fact is a missing key, never `undefined`. */
function withoutUndefined<T extends object>(record: T): TestRecord {
  const kept = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as TestRecord; // what the record of arbitraries above makes
}

function keysOf(carries: Carries): fc.Arbitrary<readonly TestKey[]> {
  const one = fc
    .constantFrom(...possibleKeys(carries))
    .chain(({ kind, scope }) => keyOf(kind, carries).map((key): TestKey => ({ kind, scope, key })));
  if (carries.perItem === 'one') return one.map((key) => [key]);
  const digests = carries.kinds.filter((kind) => kinds[kind].family === 'exact' || kinds[kind].family === 'perceptual');
  if (digests.length < 2 || !carries.scopes.includes('exact')) return one.map((key) => [key]);
  const many = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...digests), { minLength: 2, maxLength: 3 }), small)
    .map(([ids, n]) => ids.map((kind): TestKey => ({ kind, scope: 'exact', key: someKey(kind, n) })));
  return fc.oneof(
    one.map((key) => [key]),
    many,
  );
}

function someKey(kind: KindId, n: number): Uint8Array {
  if (kinds[kind].width > 0) return inventedKey(kind, n);
  return new TextEncoder().encode(`3:fixture${n}:fix${n}`);
}

function possibleKeys({ kinds: ids, scopes }: Carries): { kind: KindId; scope: Scope }[] {
  return ids.flatMap((kind) =>
    scopesOf(kind)
      .filter((scope) => scopes.includes(scope))
      .map((scope) => ({ kind, scope })),
  );
}

function operationOf({ withdrawals, exceptions }: Carries): fc.Arbitrary<Operation> {
  const operations: Operation[] = ['present', 'present', 'present'];
  if (withdrawals === 'rows') operations.push('withdrawn');
  if (exceptions) operations.push('excepted');
  return fc.constantFrom(...operations);
}

/** Any list a format with these abilities can hold, without repeats where it can hold none. */
export function recordsOf(setup: RecordSetup, most = 12): fc.Arbitrary<TestRecord[]> {
  const records = fc.array(recordOf(setup), { minLength: 1, maxLength: most });
  return setup.carries.duplicates ? records : records.map(withoutRepeats);
}

/** Each key once, with the first record that has it. An exception is another thing than the same name listed. */
function withoutRepeats(records: readonly TestRecord[]): TestRecord[] {
  const met = new Set<string>();
  return records.flatMap((record) => {
    const isException = record.operation === 'excepted';
    const keys = record.keys.filter(({ kind, scope, key }) => {
      const identity = `${kind} ${scope} ${isException} ${Buffer.from(key).toString('hex')}`;
      const isNew = !met.has(identity);
      met.add(identity);
      return isNew;
    });
    return keys.length === 0 ? [] : [{ ...record, keys }];
  });
}
