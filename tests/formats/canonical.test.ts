// The native form: nothing is lost, the same rows give the same bytes, and the fast and the patient reader say the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { canonicalFields } from '../../src/formats/kit/canonical/fields.ts';
import { CanonicalRows, MAX_ITEM_ROWS } from '../../src/formats/kit/canonical/rows.ts';
import { rowKeys } from '../../src/formats/kit/canonical/shape.ts';
import { CanonicalWalk } from '../../src/formats/kit/canonical/walk.ts';
import { type JsonObject, type JsonValue, parseJson } from '../../src/formats/kit/json/walk.ts';
import { LineScanner } from '../../src/formats/kit/lines.ts';
import { BATCH_ROWS, type Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { Failure } from '../../src/model/failure.ts';
import { type FieldId, fieldIds, type ListFacts, listFieldIds, timeFields } from '../../src/model/fields.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { type Operation, operationCode, operations, scopeCode } from '../../src/model/scope.ts';
import { type RecordSetup, recordOf } from '../support/arbitraries.ts';
import { batchesOf, groupsOf, inventedHex, inventedKey, type PlainGroup, type TestRecord } from '../support/batches.ts';
import { codesOf, type ReadResult, type ReadSetup, readText, writeText } from '../support/format-harness.ts';

const HEADER = '{"canonical":1,"list":{}}';
const md5 = (n: number): string => inventedHex('md5', n);
const sha256 = (n: number): string => inventedHex('sha256', n);
/** A file of these rows, given as objects or as the texts of their lines. */
const file = (...rows: readonly (object | string)[]): string =>
  `${[HEADER, ...rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)))].join('\n')}\n`;
const read = (text: string | Uint8Array, setup: ReadSetup = {}): Promise<ReadResult> =>
  readText(canonical, text, {}, setup);
const codes = (result: ReadResult): string[] => codesOf(result.findings).map(([code, line]) => `${line} ${code}`);
const groups = ({ batches, interns }: ReadResult): PlainGroup[] => groupsOf(batches, interns).map(inMapOrder);
async function rewrite(result: ReadResult): Promise<string> {
  const { batches, interns, list } = result;
  return (await writeText(canonical, batches, {}, { interns, list })).text;
}

/** Origins are written in one map for each thing said; within a map their order stays. */
function inMapOrder(group: PlainGroup): PlainGroup {
  return group.map((row) => {
    const saying = (operation: string): string[] => row.origins.filter((origin) => origin.endsWith(`:${operation}`));
    const others = operations.filter((operation) => operation !== row.operation);
    return { ...row, origins: [row.operation, ...others].flatMap(saying) };
  });
}

// --- arbitrary lists ------------------------------------------------------------------------------------------------

/** Any text a JSON file can hold: controls, quotes, other planes, halves of characters. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    '',
    'acme',
    '"',
    '\\',
    '\n',
    '\0',
    '\u2028',
    '\ud800',
    '{"a":[1]}',
    '日本',
    '10',
    '2',
    '__proto__',
    ']',
  ),
);
const setup: RecordSetup = {
  carries: canonical.carries,
  opinion: fc.record(
    { member: anyText, scheme: anyText, label: anyText, polarity: fc.constantFrom('deny', 'allow', 'none') },
    { requiredKeys: ['member'] },
  ),
  review: fc.record(
    {
      reviewer: anyText,
      organisation: anyText,
      country: fc.constantFrom('NL', 'SE'),
      decision: fc.constantFrom('confirmed', 'refuted', 'unsure'),
    },
    { requiredKeys: ['reviewer', 'decision'] },
  ),
};

interface TestRow {
  readonly record: TestRecord;
  /** The row belongs to the item of the row before it, with facts of its own. */
  readonly joins: boolean;
  readonly origins: readonly { readonly source: string; readonly line: number; readonly operation: Operation }[];
  readonly spelling?: string | undefined;
}

const lineNumber = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0xffffffff, 4_000_000_000));
const anyRow: fc.Arbitrary<TestRow> = fc.record({
  record: fc.tuple(recordOf(setup), anyText, anyText, anyText).map(([record, name, note, partnerKey]) => ({
    ...record,
    ...(record.name === undefined ? {} : { name }),
    ...(record.note === undefined ? {} : { note }),
    ...(record.partnerKey === undefined ? {} : { partnerKey }),
    ...(record.size === undefined ? {} : { size: record.size * 97 }),
  })),
  joins: fc.boolean(),
  origins: fc.uniqueArray(fc.record({ source: anyText, line: lineNumber, operation: fc.constantFrom(...operations) }), {
    maxLength: 4,
    selector: ({ source }) => source,
  }),
  spelling: fc.option(anyText, { nil: undefined }),
});
const anyRows = fc.array(anyRow, { maxLength: 12 });
const anyList: fc.Arbitrary<ListFacts> = fc.record(
  {
    partner: anyText,
    title: anyText,
    version: anyText,
    issuedAt: anyText,
    claimedCount: fc.nat(),
    marking: anyText,
    edition: fc.constantFrom('full', 'delta'),
  },
  { requiredKeys: [] },
);

function build(rows: readonly TestRow[], interns: Interns, limit = BATCH_ROWS): Batch[] {
  const builder = new BatchBuilder(interns.sources.id('own'), limit);
  const batches: Batch[] = [];
  rows.forEach((row, n) => {
    if (builder.isFull && !row.joins) batches.push(builder.take());
    addRow(builder, row, n + 2, interns);
  });
  if (builder.count > 0) batches.push(builder.take());
  return batches;
}

function addRow(builder: BatchBuilder, row: TestRow, line: number, interns: Interns): void {
  const { record } = row;
  builder.begin(line, operationCode(record.operation));
  if (row.joins && builder.count > 0) builder.join();
  for (const { kind, key, scope } of record.keys) {
    builder.addBytes(kinds[kind].code, scopeCode(scope), key, 0, key.length);
    if (row.spelling !== undefined) builder.setSpelling(row.spelling);
    for (const { source, line: at, operation } of row.origins) {
      builder.addOrigin(interns.sources.id(source), at, operationCode(operation));
    }
  }
  builder.setOpinions(interns.opinions.of(record.opinions));
  builder.setReviews(interns.reviews.of(record.reviews));
  for (const field of timeFields) builder.setTime(field, record.times[field] ?? Number.NaN);
  if (record.size !== undefined) builder.setSize(record.size);
  if (record.partnerKey !== undefined) builder.setPartnerKey(record.partnerKey);
  if (record.name !== undefined) builder.setExtra('name', record.name);
  if (record.note !== undefined) builder.setExtra('note', record.note);
}

async function writeRows(rows: readonly TestRow[], limit?: number, list: ListFacts = {}) {
  const interns = createInterns();
  const batches = build(rows, interns, limit);
  const { text, unfit } = await writeText(canonical, batches, {}, { interns, list });
  expect(unfit).toEqual([]);
  return { text, groups: groupsOf(batches, interns).map(inMapOrder) };
}

describe('canonical', () => {
  it.each(canonical.examples.map((example) => [example.name, example] as const))('example: %s', async (_, example) => {
    for (const chunk of [1, 7, 65_536]) {
      for (const limit of [1, 3, BATCH_ROWS]) {
        const result = await read(example.text, { chunk, limit });
        const rows = result.rows.map(({ kind, scope, operation, key }) => [
          kind,
          scope,
          operation,
          keyText(kinds[kind], key),
        ]);
        expect(rows).toEqual(
          example.rows.map(({ kind, scope = 'exact', operation = 'present', key }) => [kind, scope, operation, key]),
        );
        expect(codesOf(result.findings)).toEqual(example.findings ?? []);
        const accepted = example.text.split('\n').filter((_line, n) => n !== 5);
        expect(await rewrite(result)).toBe(accepted.join('\n'));
      }
    }
  });

  it('gives back every list it was given, and the same bytes when written again', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        anyList,
        fc.constantFrom(1, 2, 3, 64),
        fc.boolean(),
        async (rows, list, limit, isTiny) => {
          const written = await writeRows(rows, limit, list);
          const again = await read(written.text, { limit, chunk: isTiny ? 5 : 4096 });
          expect(again.findings).toEqual([]);
          expect(groups(again)).toEqual(written.groups);
          expect(again.list).toEqual(list);
          expect(await rewrite(again)).toBe(written.text);
          // Whoever reads it first: numbers of sets and sources differ, the text may not.
          const others = createInterns();
          await readText(canonical, file({ kind: 'md5', key: md5(9), from: { z: 1, b: 2 } }), {}, { interns: others });
          for (const line of written.text.split('\n').reverse()) await read(`${line}\n`, { interns: others });
          expect(await rewrite(await read(written.text, { interns: others }))).toBe(written.text);
        },
      ),
    );
  });

  it('holds the rows of an item together whatever the size of a batch', async () => {
    const rows = (key: number, item: number): object[] => [
      { item, kind: 'md5', key: md5(key), from: { a: 1 } },
      { item, kind: 'sha256', key: sha256(key), opinions: [{ member: 'acme' }], from: { b: 7 } },
    ];
    const text = file(...rows(1, 1), { kind: 'md5', key: md5(2), from: { a: 2 } }, ...rows(3, 2), ...rows(4, 3));
    for (const limit of [1, 2, 3, 4, 5, 100]) {
      const result = await read(text, { limit });
      expect(groups(result).map((group) => group.length)).toEqual([2, 1, 2, 2]);
      expect(groups(result)[0]?.map(({ opinions }) => opinions.length)).toEqual([0, 1]);
      expect(result.rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
      expect(await rewrite(result)).toBe(text);
    }
  });

  it('numbers items where a record has several keys, through the file', async () => {
    const interns = createInterns();
    const records = [1, 2, 3, 4].map(
      (n): TestRecord => ({
        keys: (n % 2 === 0 ? (['md5'] as const) : (['md5', 'sha1'] as const)).map((kind) => ({
          kind,
          scope: 'exact',
          key: inventedKey(kind, n),
        })),
        operation: 'present',
        opinions: [],
        reviews: [],
        times: {},
      }),
    );
    const { text } = await writeText(canonical, batchesOf(records, interns, 'acme', 2), {}, { interns });
    const items = text
      .split('\n')
      .slice(1, -1)
      .map((line) => (JSON.parse(line) as { item?: number }).item);
    expect(items).toEqual([1, 1, undefined, 2, 2, undefined]);
  });

  it('says of a row without origins that it comes from the file itself', async () => {
    const text = file({ kind: 'md5', key: md5(1) }, '', { kind: 'md5', key: md5(2), from: {} });
    const result = await read(text, { sourceName: 'partner' });
    expect(result.batches[0]?.origins).toBeNull();
    expect(
      groups(result)
        .flat()
        .map(({ origins }) => origins),
    ).toEqual([['partner:2:present'], ['partner:4:present']]);
  });

  it('keeps what other sources said apart from what the row says', async () => {
    const text = file({
      kind: 'domain',
      operation: 'withdrawn',
      key: 'listed.example',
      from: { b: 2 },
      presentBy: { a: 1, '10': 3 },
      exceptedBy: { c: 4 },
    });
    const result = await read(text);
    const origins = ['b:2:withdrawn', '10:3:present', 'a:1:present', 'c:4:excepted'];
    expect(groups(result)[0]?.[0]?.origins).toEqual(origins);
    expect(await rewrite(result)).toBe(text);
  });

  it('keeps the order of sources whose names look like numbers', async () => {
    const row = `{"kind":"md5","key":"${md5(1)}","from":{"b":1,"10":2,"a":3,"2":4}}`;
    for (const text of [file(row), file(`${row} `)]) {
      const result = await read(text);
      expect(result.rows[0]?.origins.map(({ source }) => source)).toEqual(['b', '10', 'a', '2']);
      expect(await rewrite(result)).toBe(file(row));
    }
  });

  it('marks the disputed and does not believe the mark', async () => {
    const opinions = [
      { member: 'acme', scheme: 's', label: 'A' },
      { member: 'beta', scheme: 's', label: 'B' },
    ];
    const key = { kind: 'md5', key: md5(1) };
    const result = await read(file({ ...key, opinions }, { ...key, disputed: true }));
    const lines = (await rewrite(result)).split('\n');
    expect(lines.map((line) => line.includes('"disputed":true'))).toEqual([false, true, false, false]);
  });

  it('writes opinions by their text, not by when they were met', async () => {
    const [a, b] = ['a', 'b'].map((member) => ({ member }));
    const row = (n: number, ...opinions: unknown[]): object => ({ kind: 'md5', key: md5(n), opinions });
    const lines = (await rewrite(await read(file(row(1, b), row(2, b, a), row(3, a, b))))).split('\n');
    expect(lines[2]).toContain('[{"member":"a"},{"member":"b"}]');
    expect(lines[3]).toContain('[{"member":"a"},{"member":"b"}]');
  });

  it('writes a time beyond the calendar as a number and reads it back', async () => {
    const text = file({ kind: 'md5', key: md5(1), expires: 300_000_000_000_000, from: { a: 1 } });
    expect(await rewrite(await read(text))).toBe(text);
  });

  it('leaves out and tells what JSON cannot hold', async () => {
    const interns = createInterns();
    const builder = new BatchBuilder(interns.sources.id('a'));
    builder.begin(1);
    builder.addBytes(kinds.md5.code, 0, inventedKey('md5', 1), 0, 16);
    builder.setTime('expires', Number.POSITIVE_INFINITY);
    builder.begin(2);
    builder.addBytes(kinds.ssdeep.code, 0, Uint8Array.of(0x33, 0x3a, 0xff), 0, 3);
    builder.begin(3);
    builder.addBytes(kinds.md5.code, 0, inventedKey('md5', 2), 0, 16);
    builder.setSize(Number.POSITIVE_INFINITY);
    builder.begin(4);
    builder.addBytes(kinds.md5.code, 0, inventedKey('md5', 3), 0, 16);
    const { text, unfit } = await writeText(canonical, [builder.take()], {}, { interns });
    expect(unfit).toEqual([
      ['a time is no date', 0],
      ['the key is not UTF-8', 1],
      ['a size is no number', 2],
    ]);
    expect(text).toBe(file({ kind: 'md5', key: md5(3), from: { a: 4 } }));
  });

  it('writes the header of an empty list', async () => {
    expect((await writeText(canonical, [], {}, { list: { title: 'none' } })).text).toBe(
      '{"canonical":1,"list":{"title":"none"}}\n',
    );
  });
});

describe('the two readers of canonical rows', () => {
  /** Behind a blank the walker refuses every line, so the patient reader has it alone. */
  const patiently = (line: string): string => `${line} `;
  const outcome = async (line: string | Uint8Array, want: readonly FieldId[] = fieldIds): Promise<unknown> => {
    const result = await read(line, { want });
    const { names } = result.interns.sources;
    return [
      groups(result),
      codesOf(result.findings),
      [...result.skipped].sort(),
      names,
      result.batches.map(({ count }) => count),
    ];
  };

  it('agree on all the writer writes, whatever is wanted', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.subarray([...fieldIds]), async (rows, want) => {
        const { text } = await writeRows(rows);
        const lines = text.split('\n');
        const other = [lines[0] ?? '', ...lines.slice(1, -1).map(patiently), ''].join('\n');
        expect(await outcome(other, want)).toEqual(await outcome(text, want));
      }),
    );
  });

  it('agree on rows in any spelling', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.infiniteStream(fc.nat()), async (rows, dice) => {
        const { text } = await writeRows(rows);
        const want = await outcome(text);
        const lines = text.split('\n').slice(1, -1);
        const respelled = lines.map((line) => respell(parsed(line), () => dice.next().value as number));
        expect(await outcome(`${[HEADER, ...respelled].join('\n')}\n`)).toEqual(want);
      }),
    );
  });

  it('agree on damaged rows', async () => {
    const change = fc.tuple(fc.nat(11), fc.nat(400), fc.constantFrom(...'"\\{}[],:0x1 \u0001\u00ff', ''));
    await fc.assert(
      fc.asyncProperty(anyRows, fc.array(change, { maxLength: 20 }), async (rows, changes) => {
        const { text } = await writeRows(rows);
        const lines = Buffer.from(text).toString('latin1').split('\n').slice(1, -1);
        for (const [n, at, by] of changes) {
          const line = lines[n];
          if (line !== undefined) lines[n] = line.slice(0, at) + by + line.slice(at + 1);
        }
        const bytes = (end: string): Uint8Array =>
          Uint8Array.from(Buffer.from([HEADER, ...lines, ''].join(`${end}\n`), 'latin1'));
        expect(await outcome(bytes(' '))).toEqual(await outcome(bytes('')));
      }),
    );
  });
});

describe('reading canonical rows', () => {
  const good = { kind: 'md5', key: md5(1) };

  it.each([
    ['{"kind":"md5","key":', 'row/bad-json', 21],
    ['[1]', 'row/bad-json', null],
    ['"x"', 'row/bad-json', null],
    [`{"kind":"md5","key":"${md5(1)}"} {}`, 'row/bad-json', 57],
    [`{"kind":"md5","kind":"md5","key":"${md5(1)}"}`, 'row/bad-json', 15],
    [`{"kind":"md5","key":"${md5(1)}","from":{"a":1,"a":2}}`, 'row/bad-json', 70],
    [`{"kind":"md5","key":"${md5(1)}","x":${'['.repeat(99)}${']'.repeat(99)}}`, 'row/bad-json', 123],
    ['{"kind":"md5","key":"\\u0000"}', 'digest/wrong-length', 22],
    [`{"kind":"md5"}`, 'row/missing-field', null],
    [`{"key":"${md5(1)}"}`, 'row/missing-field', null],
    ['{"kind":"opaque","key":""}', 'row/missing-field', null],
    [`{"kind":"MD5","key":"${md5(1)}"}`, 'digest/kind-unknown', null],
    [`{"kind":"toString","key":"${md5(1)}"}`, 'digest/kind-unknown', null],
    [`{"kind":"md5","key":"${md5(1)}0"}`, 'digest/wrong-length', 22],
    [`{"kind":"md5","key":"${md5(1).slice(1)}g"}`, 'digest/not-hex', 53],
    ['{"kind":"photodna","key":"x"}', 'digest/wrong-length', 27],
    ['{"kind":"opaque","key":"?"}', 'digest/not-base64', 25],
    [`{"kind":"md5","scope":"subtree","key":"${md5(1)}"}`, 'row/bad-value', null],
    ['{"kind":"domain","scope":"prefix","key":"a.example"}', 'row/bad-value', null],
    ['{"kind":"domain","operation":"gone","key":"a.example"}', 'row/bad-value', null],
    ['{"kind":"domain","key":"*.a.example"}', 'url/unusable', 25],
    ['{"kind":"ip","key":"192.0.2.0/24"}', 'url/unusable', 21],
    ['{"kind":"cidr","key":"192.0.2.0"}', 'url/unusable', 23],
    ['{"kind":"ip","key":"192.0.2.010"}', 'url/unusable', 21],
    ['{"kind":"ssdeep","key":"3:a:\\ud800"}', 'row/bad-value', null],
    ['{"kind":"md5","key":1}', 'row/bad-value', null],
    [JSON.stringify({ ...good, item: 0 }), 'row/bad-value', null],
    [JSON.stringify({ ...good, item: 1.5 }), 'row/bad-value', null],
    [JSON.stringify({ ...good, opinions: {} }), 'row/bad-value', null],
    [JSON.stringify({ ...good, opinions: [{ label: 'A1' }] }), 'row/bad-value', null],
    [JSON.stringify({ ...good, opinions: [{ member: 'a', polarity: 'maybe' }] }), 'row/bad-value', null],
    [JSON.stringify({ ...good, reviews: [{ reviewer: 'r', decision: 'yes' }] }), 'row/bad-value', null],
    [JSON.stringify({ ...good, firstSeen: '2026-02-30' }), 'row/bad-value', null],
    [JSON.stringify({ ...good, expires: '05/01/2026' }), 'row/bad-value', null],
    [JSON.stringify({ ...good, size: -1 }), 'row/bad-value', null],
    [JSON.stringify({ ...good, name: null }), 'row/bad-value', null],
    [JSON.stringify({ ...good, from: ['a'] }), 'row/bad-value', null],
    [JSON.stringify({ ...good, from: { a: '1' } }), 'row/bad-value', null],
    [JSON.stringify({ ...good, from: { a: 4294967296 } }), 'row/bad-value', null],
    [JSON.stringify({ ...good, from: { a: 1 }, withdrawnBy: { a: 2 } }), 'row/bad-value', null],
  ])('refuses %s', async (line, code, column) => {
    const { rows, rejected, findings } = await read(file(good, line, good));
    expect(rows.length).toBe(2);
    expect(findings.length).toBe(1);
    const place = { source: 0, line: 3, ...(column === null ? {} : { column }) };
    expect(rejected).toEqual([{ code, at: place, raw: Buffer.from(line).toString('latin1') }]);
  });

  it('keeps refused rows as they were sent, with the header they need', async () => {
    const text = `${HEADER}\r\n  {"kind":"md5"}\t\r\n`;
    const { rejected, rejectHeaders } = await read(text);
    expect(rejected.map(({ raw }) => raw)).toEqual(['  {"kind":"md5"}\t']);
    expect(rejectHeaders).toEqual([HEADER]);
  });

  it('refuses what is not UTF-8 and what holds NUL', async () => {
    const { rejected } = await read(Buffer.from(`${HEADER}\n{"kind":"md5","\xff":1}\n{"kind":"md5"\0}\n`, 'latin1'));
    expect(rejected.map(({ code, at }) => [code, at.line])).toEqual([
      ['row/bad-json', 2],
      ['input/nul-byte', 3],
    ]);
  });

  it('says in no finding what stands in a row', async () => {
    const secret = 'fixture-secret';
    const lines = [
      `{"kind":"${secret}","key":"${secret}"}`,
      `{"kind":"md5","key":"${secret}"}`,
      `${secret}`,
      `{"${secret}`,
    ];
    const { findings } = await read(file(...lines, { ...good, size: secret }, { ...good, [`${secret}.example`]: 1 }));
    expect(findings.length).toBe(6);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it('passes over fields of whoever wrote the file, and tells each once, wherever it stands', async () => {
    const row = { ...good, 'x-extra': 1, opinions: [{ member: 'a', 'x-colour': 'red' }] };
    const result = await read(file(row, row, { ...row, 'x-colour': 'red', 'x-more': {} }));
    expect(codes(result)).toEqual(['2 row/unknown-key', '2 row/unknown-key', '4 row/unknown-key']);
    expect(result.findings.map(({ args }) => args)).toEqual([
      { key: 'x-extra' },
      { key: 'x-colour' },
      { key: 'x-more' },
    ]);
    expect(result.rows.map(({ opinions }) => opinions)).toEqual(new Array(3).fill([{ member: 'a' }]));
  });

  it.each([
    [{ ...good, op: 'withdrawn' }, 'op', ''],
    [{ ...good, operatoin: 'withdrawn' }, 'operatoin', '; did you mean operation?'],
    [{ ...good, opinions: [{ member: 'a', polarty: 'allow' }] }, 'polarty', '; did you mean polarity?'],
    [{ ...good, reviews: [{ reviewer: 'a', decision: 'confirmed', when: 'now' }] }, 'when', ''],
    [{ ...good, opinions: [{ member: 'a', colour: 1 }], from: { other: 9 } }, 'colour', ''],
  ])('refuses a row with a field that the form does not have: %j', async (row, field, nearest) => {
    const result = await read(file(good, row, { ...good, from: { a: 7 } }));
    expect(result.findings).toEqual([expect.objectContaining({ code: 'row/unknown-field', args: { field, nearest } })]);
    expect(result.rejected.map(({ raw }) => raw)).toEqual([JSON.stringify(row)]);
    expect(result.rows.length).toBe(2);
  });

  it('reads the header where it stands first, once', async () => {
    const facts = { title: 't', claimedCount: 3, edition: 'full' };
    const second = JSON.stringify({ canonical: 1, list: { title: 'other' } });
    const text = ['', JSON.stringify({ list: facts, canonical: 1 }), JSON.stringify(good), second, ''].join('\n');
    const result = await read(text);
    expect(result.list).toEqual(facts);
    expect(codes(result)).toEqual(['4 row/not-an-entry']);
    expect(result.rows.length).toBe(1);
  });

  it('reads rows without a header', async () => {
    const result = await read(`${JSON.stringify(good)}\n`);
    expect(codes(result)).toEqual([]);
    expect(result.rows.length).toBe(1);
  });

  it.each([
    ['row/bad-value', { list: { partner: 'ACME', edition: 'half' } }],
    ['row/bad-value', { list: { partner: 'ACME', claimedCount: 'many' } }],
    ['row/bad-value', { list: [] }],
    ['row/unknown-field', { list: { partner: 'ACME', editon: 'delta' } }],
    ['row/unknown-field', { edition: 'delta', list: { partner: 'ACME' } }],
  ])(
    'refuses a first line that it cannot understand, which then counts for nothing: %s in %j',
    async (code, header) => {
      const first = JSON.stringify({ canonical: 1, ...header });
      const result = await read(`${first}\n${JSON.stringify(good)}\n`);
      expect(result.list).toEqual({});
      expect(codes(result)).toEqual([`1 ${code}`]);
      expect(result.rejected.map(({ raw }) => raw)).toEqual([first]);
      expect(result.rows.length).toBe(1);
    },
  );

  it('has on its page what it reads, with examples that it reads', async () => {
    expect(canonicalFields.filter(({ place }) => place === 'row').map(({ name }) => name)).toEqual(rowKeys);
    expect(canonicalFields.filter(({ place }) => place === 'list').map(({ name }) => name)).toEqual(listFieldIds);
    const inner: Readonly<Record<string, readonly [string, object]>> = {
      'an opinion': ['opinions', { member: 'a' }],
      'a review': ['reviews', { reviewer: 'r', decision: 'unsure' }],
    };
    for (const { place, name, example } of canonicalFields) {
      const value: unknown = JSON.parse(example);
      const [set = '', least = {}] = inner[place] ?? [];
      const header = {
        canonical: 1,
        list: place === 'list' ? { [name]: value } : {},
        ...(place === 'first line' ? { [name]: value } : {}),
      };
      const row = {
        ...good,
        ...(place === 'row' ? { [name]: value } : set === '' ? {} : { [set]: [{ ...least, [name]: value }] }),
      };
      const result = await read(`${JSON.stringify(header)}\n${JSON.stringify(row)}\n`);
      expect(codes(result), `${place} ${name}`).toEqual([]);
      expect(result.rows.length).toBe(1);
    }
  });

  it('stops at a version it does not know', async () => {
    const reading = read('{"canonical":2,"list":{}}\n');
    await expect(reading).rejects.toThrow(Failure);
    await expect(reading).rejects.toMatchObject({ code: 'input/newer-version', exit: 3 });
    expect(codes(await read('{"canonical":"1"}\n'))).toEqual(['1 row/bad-value']);
  });

  it('reads a row that was parted from its item as a record of its own, and says so', async () => {
    const row = (item: number, n: number): object => ({ item, kind: 'md5', key: md5(n) });
    const result = await read(file(row(1, 1), row(2, 2), row(1, 3), row(1, 4), good, row(2, 5), row(3, 6), row(3, 7)));
    expect(codes(result)).toEqual(['4 row/item-parted', '7 row/item-parted']);
    expect(groups(result).map((group) => group.length)).toEqual([1, 1, 2, 1, 1, 2]);
  });

  it('keeps an item together around a refused row', async () => {
    const row = (n: number): object => ({ item: 1, kind: 'md5', key: md5(n) });
    const bad = { item: 1, kind: 'md5', key: 'x' };
    for (const limit of [1, 2, 9]) {
      const result = await read(file(bad, row(1), bad, '{', row(2), { ...row(3), size: -1 }, row(4)), { limit });
      expect(codes(result).length).toBe(4);
      expect(groups(result).map((group) => group.length)).toEqual([3]);
    }
  });

  it('bounds the rows of an item', async () => {
    const row = JSON.stringify({ item: 1, kind: 'md5', key: md5(1) });
    const result = await read(file(...new Array<string>(MAX_ITEM_ROWS + 3).fill(row)));
    expect(result.batches.map(({ count }) => count)).toEqual([MAX_ITEM_ROWS, 3]);
    expect(codes(result)).toEqual([`${MAX_ITEM_ROWS + 2} row/item-parted`]);
  });

  it('begins items anew behind another header', async () => {
    const row = (n: number): object => ({ item: 1, kind: 'md5', key: md5(n) });
    const result = await read(file(row(1), row(2), HEADER, row(3), row(4)));
    expect(codes(result)).toEqual(['4 row/not-an-entry']);
    expect(groups(result).map((group) => group.length)).toEqual([2, 2]);
  });

  it("takes names and addresses in other spellings, keeping the sender's", async () => {
    const text = file(
      { kind: 'domain', key: 'Example.COM.', scope: 'subtree' },
      { kind: 'url', key: 'HTTP://example.com', scope: 'prefix' },
      { kind: 'ip', key: '2001:DB8::1', spelling: 'older' },
    );
    const result = await read(text);
    expect(codes(result)).toEqual(['2 url/rewritten', '3 url/rewritten', '4 url/rewritten']);
    expect(result.rows.map(({ kind, key }) => keyText(kinds[kind], key))).toEqual([
      'example.com',
      'http://example.com/',
      '2001:db8::1',
    ]);
    expect(result.rows.map(({ extras }) => extras.spelling)).toEqual(['Example.COM.', 'HTTP://example.com', 'older']);
  });

  it('does not let names of sources past what a batch can hold', async () => {
    const interns = createInterns();
    for (let n = 0; n < 65_535; n++) interns.sources.id(`s${n}`);
    const row = (name: string): object => ({ ...good, from: { [name]: 1 } });
    const result = await read(file(row('s7'), row('new'), row('s8')), { interns });
    expect(codes(result)).toEqual(['3 row/bad-value']);
    expect(result.rows.map(({ origins }) => origins.map(({ source }) => source))).toEqual([['s7'], ['s8']]);
  });

  it('leaves nothing of a refused row in the table of sources', async () => {
    const result = await read(file({ ...good, from: { ghost: 1 }, withdrawnBy: { b: -1 } }));
    expect(result.interns.sources.names).toEqual(['input']);
  });

  it('ends in findings wherever the file is cut', async () => {
    const { text } = canonical.examples[0];
    for (let at = 0; at <= text.length; at++) {
      const { rows, rejected, findings } = await read(text.slice(0, at));
      expect(rows.length).toBeLessThanOrEqual(4);
      expect(rejected.length).toBeLessThanOrEqual(findings.length);
    }
  });

  it('walks the rows of the writer without the patient reader', async () => {
    const rows = [
      { item: 1, ...good, opinions: [{ member: 'acme', label: 'A1' }], from: { acme: 2 } },
      {
        item: 1,
        kind: 'sha256',
        key: sha256(1),
        reviews: [{ reviewer: 'r', decision: 'unsure' }],
        from: { acme: 2, b: 1 },
      },
      {
        kind: 'domain',
        scope: 'subtree',
        operation: 'withdrawn',
        key: 'a.example',
        from: { b: 7 },
        presentBy: { c: 1 },
      },
      { kind: 'url', key: 'http://example.com/a?b', lastReviewed: '2026-01-05T10:00:00Z', expires: '2026-02-01' },
      { kind: 'ip', key: '2001:db8::1', size: 7, partnerKey: '1', name: 'Größe', note: '', spelling: 'x' },
      { kind: 'photodna', key: Buffer.from(inventedKey('photodna', 1)).toString('base64') },
    ];
    const text = file(...rows);
    const result = await read(text);
    expect(codes(result)).toEqual([]);
    const scanner = new LineScanner(() => {});
    const interns = createInterns();
    const silent = (): never => {
      throw new Error('the walker tells nothing');
    };
    const shared = new CanonicalRows(
      {
        options: {},
        want: new Set(fieldIds),
        interns,
        source: interns.sources.id('input'),
        sourceName: 'input',
        builder: () => new BatchBuilder(0),
        hold: silent,
        database: silent,
        report: silent,
        reject: silent,
        rejectMore: silent,
        rejectHeader: silent,
        header: silent,
        skipped: silent,
      },
      scanner,
    );
    const walk = new CanonicalWalk(shared);
    scanner.feed(new TextEncoder().encode(text));
    const walked: string[] = [];
    while (scanner.next()) walked.push(walk.walk(scanner));
    expect(walked).toEqual(['other', ...rows.map(() => 'taken')]);
    expect(groupsOf([shared.sink.builder.take()], interns)).toEqual(groupsOf(result.batches, result.interns));
  });
});

describe('detection of canonical', () => {
  const detect = (text: string): string | undefined =>
    canonical.detect({ bytes: new TextEncoder().encode(text), text, lines: text.split('\n'), name: '', whole: true })
      ?.sure;

  it('knows the header, and rows without one', () => {
    expect(detect(file())).toBe('certain');
    expect(detect(` { "canonical" : 1 }`)).toBe('certain');
    expect(detect(`{"kind":"md5","key":"${md5(1)}"}\n{"key":"x","kind":"sha1"}`)).toBe('likely');
  });

  it.each(['', '{"kind":"md5"}', '{"kind":"x","key":"y"}', '{"canonical":"a"}', '[]', md5(1), '{"kind":"md5","key":'])(
    'leaves %j to others',
    (text) => expect(detect(text)).toBeUndefined(),
  );

  it('tells a time of day without a zone once a field, in rows of either spelling', async () => {
    const row = (n: number, times: object): string =>
      JSON.stringify({ kind: 'md5', key: inventedHex('md5', n), ...times });
    const { rows, findings } = await readText(
      canonical,
      [
        '{"canonical":1,"list":{}}',
        row(1, { firstSeen: '2026-01-05', expires: '2027-01-05T10:00:00' }),
        row(2, { expires: '2027-01-05 10:00' }),
        row(3, { expires: '2027-01-05T10:00:00Z', lastVerified: '2026-01-05T10:00:00+02:00' }),
        row(4, { lastVerified: '2026-01-05T10:00:00.5' }),
        '',
      ].join('\n'),
    );
    expect(rows).toHaveLength(4);
    expect(findings.map(({ code, args, at }) => [code, args['field'], at.line])).toEqual([
      ['time/no-zone', 'expires', 2],
      ['time/no-zone', 'lastVerified', 5],
    ]);
  });
});

/** The same JSON with its keys in another order, blanks, and characters escaped. Maps of sources keep their order. */
function respell(value: JsonValue, die: () => number, isMap = false): string {
  const blank = (): string => ['', '', ' ', '\t'][die() % 4] ?? '';
  const text = (plain: string): string => {
    const characters = [...plain].map((character) => {
      const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
      return die() % 5 === 0 ? units.join('') : JSON.stringify(character).slice(1, -1);
    });
    return `"${characters.join('')}"`;
  };
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    return `[${value.map((each: JsonValue) => blank() + respell(each, die)).join(',')}${blank()}]`;
  }
  if (!(value instanceof Map)) return JSON.stringify(value);
  const entries = [...(value as JsonObject)];
  if (!isMap) entries.sort(() => (die() % 2) - 0.5);
  const parts = entries.map(([key, each]) => {
    return `${blank()}${text(key)}${blank()}:${blank()}${respell(each, die, /^from$|By$/.test(key))}`;
  });
  return `{${parts.join(',')}${blank()}}`;
}

function parsed(line: string): JsonValue {
  const result = parseJson(line);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}
