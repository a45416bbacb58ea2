// Provenance in growing columns, against the plain lists it stands for: rows with many origins, with none, taken back.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { kinds } from '../../src/model/kinds.ts';
import { inventedKey } from '../support/batches.ts';

const KEY = inventedKey('md5', 1);
const OWN_SOURCE = 3;

type Entry = readonly [source: number, line: number, op: number];

interface TestRow {
  readonly op: number;
  readonly origins: readonly Entry[];
  readonly isCancelled: boolean;
  readonly joins: boolean;
}

const entry: fc.Arbitrary<Entry> = fc.tuple(
  fc.constantFrom(0, 1, 65_535),
  fc.constantFrom(1, 2, 0xffffffff),
  fc.integer({ min: 0, max: 2 }),
);
const record: fc.Arbitrary<TestRow> = fc.record({
  op: fc.integer({ min: 0, max: 2 }),
  origins: fc.array(entry, { maxLength: 40 }),
  isCancelled: fc.boolean(),
  joins: fc.boolean(),
});

function add(builder: BatchBuilder, { op, origins, isCancelled, joins }: TestRow, line: number): void {
  builder.begin(line, op);
  if (joins && builder.count > 0) builder.join();
  builder.addBytes(kinds.md5.code, 0, KEY, 0, KEY.length);
  for (const [source, at, said] of origins) builder.addOrigin(source, at, said);
  if (isCancelled) builder.cancel();
}

describe('the batch builder', () => {
  const lists = fc.array(fc.array(record, { maxLength: 30 }), { minLength: 1, maxLength: 3 });

  it('keeps the origins of each row, and gives a row without any its own', () =>
    fc.assert(
      fc.property(lists, (batches) => {
        const builder = new BatchBuilder(OWN_SOURCE, 4); // and so it must grow
        for (const records of batches) {
          records.forEach((each, n) => {
            add(builder, each, n + 1);
          });
          const { origins, count } = builder.take();
          const wanted = records.flatMap(({ isCancelled, op, origins: given }, n) =>
            isCancelled ? [] : [given.length > 0 ? given : [[OWN_SOURCE, n + 1, op]]],
          );
          expect(count).toBe(wanted.length);
          if (origins === null) {
            expect(wanted.every(([first]) => first?.[0] === OWN_SOURCE)).toBe(true);
            continue;
          }
          const got = wanted.map((_, i) => {
            const rows = Array.from({ length: (origins.start[i + 1] ?? 0) - (origins.start[i] ?? 0) });
            return rows.map((_row, k) => {
              const at = (origins.start[i] ?? 0) + k;
              return [origins.source[at], origins.line[at], origins.op[at]];
            });
          });
          expect(got).toEqual(wanted);
          expect(origins.start.length).toBe(count + 1);
          expect(origins.source.length).toBe(wanted.flat().length);
        }
      }),
    ));

  it('joins records of one item, which have their own lines', () =>
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), (records) => {
        const builder = new BatchBuilder(0);
        const wanted: number[][] = [];
        records.forEach((each, n) => {
          const joins = each.joins && wanted.length > 0;
          add(builder, { ...each, joins }, n + 1);
          if (each.isCancelled) return;
          if (joins) wanted.at(-1)?.push(n + 1);
          else wanted.push([n + 1]);
        });
        const { item, line } = builder.take();
        const got: number[][] = [];
        line.forEach((at, i) => {
          if (item !== null && i > 0 && item[i] === item[i - 1]) got.at(-1)?.push(at);
          else got.push([at]);
        });
        expect(got).toEqual(wanted);
        expect(item !== null).toBe(wanted.some((rows) => rows.length > 1));
      }),
    ));
});
