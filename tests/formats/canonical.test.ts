// The native form: nothing is lost, the same rows give the same bytes, and the fast and the patient reader say the same.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { BATCH_ROWS, type Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { Failure } from '../../src/model/failure.ts';
import { type FieldId, fieldIds, type ListFacts } from '../../src/model/fields.ts';
import { keyText } from '../../src/model/key-text.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { operationCode, operations } from '../../src/model/scope.ts';
import { keyOf, type RecordSetup, recordOf } from '../support/arbitraries.ts';
import { addRecord, batchesOf, groupsOf, inventedHex, type PlainGroup, type TestRecord } from '../support/batches.ts';
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
  fc.constantFrom('', 'acme', '"', '\\', '\n', '\0', '\u2028', '\ud800', '{"a":[1]}', '日本', '10', '2', '__proto__', ']'),
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
  readonly origins: readonly { readonly source: string; readonly line: number; readonly operation: string }[];
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
  rows.forEach(({ record, joins, origins, spelling }, n) => {
    if (builder.isFull && !joins) batches.push(builder.take());
    if (joins && builder.count > 0) {
      const [key] = record.keys;
      if (key !== undefined) addJoined(builder, { ...record, keys: [key] }, n + 2, interns);
    } else addRecord(builder, record, n + 2, interns);
    if (spelling !== undefined) builder.setSpelling(spelling);
    for (const { source, line, operation } of origins) {
      builder.addOrigin(interns.sources.id(source), line, operations.indexOf(operation as 'present'));
    }
  });
  if (builder.count > 0) batches.push(builder.take());
  return batches;
}

function addJoined(builder: BatchBuilder, record: TestRecord, line: number, interns: Interns): void {
  const begin = builder.begin.bind(builder);
  const joining = Object.create(builder, {
    begin: {
      value: (at: number, op: number): void => {
        begin(at, op);
        builder.join();
      },
    },
  }) as BatchBuilder;
  addRecord(new Proxy(joining, { get: (target, name) => boundTo(builder, target, name) }), record, line, interns);
}

/** Methods of the builder need the builder itself, whose fields are private. */
function boundTo(builder: BatchBuilder, target: BatchBuilder, name: string | symbol): unknown {
  const own = Object.hasOwn(target, name) ? Reflect.get(target, name) : Reflect.get(builder, name, builder);
  return typeof own === 'function' && !Object.hasOwn(target, name) ? own.bind(builder) : own;
}
