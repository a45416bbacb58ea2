// Batches against plain lists of rows: what the builder holds, what is picked, kept and put together.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Batch, compact, pick, slice } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { concat, joined } from '../../src/model/batch-concat.ts';
import { everyRow } from '../../src/model/carries.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { recordsOf } from '../support/arbitraries.ts';
import {
  addRecord,
  batchesOf,
  groupsOf,
  opinionText,
  type PlainGroup,
  plainRow,
  reviewText,
  rowsOf,
  type TestRecord,
} from '../support/batches.ts';

/** Lists of everything there is. */
const anyRecords = recordsOf({ carries: everyRow }, 20);
const limit = fc.integer({ min: 1, max: 8 });

/** What the records say, worked out without any batch. */
function expected(records: readonly TestRecord[], source = 'a'): PlainGroup[] {
  return records.map(({ keys, operation, opinions, reviews, times, ...facts }, k) =>
    keys.map(({ kind, scope, key, spelling }) => {
      const { size, partnerKey, name, note } = facts;
      return {
        kind,
        scope,
        operation,
        key: Buffer.from(key).toString('hex'),
        opinions: opinions.map(opinionText).sort(),
        reviews: reviews.map(reviewText).sort(),
        times,
        ...(size === undefined ? {} : { size }),
        ...(partnerKey === undefined ? {} : { partnerKey }),
        ...(name === undefined ? {} : { name }),
        ...(note === undefined ? {} : { note }),
        ...(spelling === undefined ? {} : { spelling }),
        origins: [`${source}:${k + 1}:${operation}`],
      };
    }),
  );
}

const isUniform = ({ count, kind, scope, op }: Batch): boolean =>
  Array.from({ length: count }, (_, i) => i).every(
    (i) => kind[i] === kind[0] && scope[i] === scope[0] && op[i] === op[0],
  );

describe('BatchBuilder', () => {
  it('holds what was put in, records whole', () => {
    return fc.assert(
      fc.property(anyRecords, limit, (records, rows) => {
        const interns = createInterns();
        const batches = batchesOf(records, interns, 'a', rows);
        expect(groupsOf(batches, interns)).toEqual(expected(records));
        for (const batch of batches) {
          expect(batch.uniform ? isUniform(batch) : true).toBe(true);
          expect(batch.start.length).toBe(batch.count + 1);
          expect(batch.bytes.length).toBe(batch.start[batch.count]);
        }
      }),
    );
  });

  it('forgets a record that was cancelled, with all its facts', () => {
    const judged = fc.tuple(anyRecords, fc.array(fc.boolean(), { minLength: 1 }), limit);
    return fc.assert(
      fc.property(judged, ([records, bad, rows]) => {
        const interns = createInterns();
        const isBad = (k: number): boolean => bad[k % bad.length] ?? false;
        const builder = new BatchBuilder(interns.sources.id('a'), rows);
        const batches: Batch[] = [];
        records.forEach((record, k) => {
          addRecord(builder, record, k + 1, interns);
          if (isBad(k)) builder.cancel();
          if (builder.isFull) batches.push(builder.take());
        });
        if (builder.count > 0) batches.push(builder.take());
        expect(groupsOf(batches, interns)).toEqual(expected(records).filter((_, k) => !isBad(k)));
      }),
    );
  });

  it('keeps a batch as it was once it is taken', () => {
    return fc.assert(
      fc.property(anyRecords, anyRecords, (first, second) => {
        const interns = createInterns();
        const builder = new BatchBuilder(interns.sources.id('a'));
        for (const [k, record] of first.entries()) addRecord(builder, record, k + 1, interns);
        const taken = builder.take();
        const before = JSON.stringify(groupsOf([taken], interns));
        for (const [k, record] of second.entries()) addRecord(builder, record, k + 1, interns);
        builder.take();
        expect(JSON.stringify(groupsOf([taken], interns))).toBe(before);
      }),
    );
  });

  it('joins records of their own line and facts to the item before', () => {
    const interns = createInterns();
    const builder = new BatchBuilder(interns.sources.id('a'), 2);
    const [one, two, three] = [1, 2, 3].map(
      (n) =>
        ({
          keys: [{ kind: 'md5', scope: 'exact', key: new Uint8Array(16).fill(n) }],
          operation: 'present',
          opinions: [],
          reviews: [],
          times: {},
          size: n,
        }) as const satisfies TestRecord,
    );
    if (one === undefined || two === undefined || three === undefined) throw new Error('three records');
    addRecord(builder, one, 1, interns);
    addRecord(builder, two, 2, interns);
    builder.cancel();
    builder.begin(3);
    builder.join();
    builder.addBytes(1, 0, three.keys[0].key, 0, 16);
    builder.setSize(3);
    addRecord(builder, two, 4, interns);
    const groups = groupsOf([builder.take()], interns);
    expect(groups.map((group) => group.map((row) => [row.origins[0], row.size]))).toEqual([
      [
        ['a:1:present', 1],
        ['a:3:present', 3],
      ],
      [['a:4:present', 2]],
    ]);
  });
});

/** One batch of the records, with provenance on some rows as after a merge. */
function batchWithOrigins(records: readonly TestRecord[], interns: Interns, more: readonly number[]): Batch {
  const builder = new BatchBuilder(interns.sources.id('a'), 1000);
  records.forEach((record, k) => {
    addRecord(builder, record, k + 1, interns);
    const extra = more[k % Math.max(1, more.length)] ?? 0;
    for (let n = 0; n < extra; n++) builder.addOrigin(interns.sources.id(`s${n}`), k + 10 * n, n % 3);
  });
  return builder.take();
}

const origins = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 });

describe('pick and compact', () => {
  it('pick takes the rows asked for, in that order', () => {
    return fc.assert(
      fc.property(anyRecords, origins, fc.array(fc.nat(), { maxLength: 30 }), (records, more, numbers) => {
        const interns = createInterns();
        const batch = batchWithOrigins(records, interns, more);
        // A stage never doubles a row.
        const rows = [...new Set(numbers.map((n) => n % batch.count))];
        const all = rowsOf([batch], interns).map(plainRow);
        const picked = pick(batch, Uint32Array.from(rows));
        expect(rowsOf([picked], interns).map(plainRow)).toEqual(rows.map((row) => all[row]));
        expect(picked.uniform ? isUniform(picked) : true).toBe(true);
      }),
    );
  });

  it('compact keeps what filter keeps, and leaves the batch alone', () => {
    return fc.assert(
      fc.property(anyRecords, origins, fc.array(fc.boolean(), { minLength: 1 }), (records, more, pattern) => {
        const interns = createInterns();
        const batch = batchWithOrigins(records, interns, more);
        const keep = Uint8Array.from({ length: batch.count }, (_, i) => (pattern[i % pattern.length] ? 1 : 0));
        const all = rowsOf([batch], interns).map(plainRow);
        const kept = all.filter((_, i) => keep[i] === 1);
        expect(rowsOf([compact(batch, keep, kept.length)], interns).map(plainRow)).toEqual(kept);
        expect(rowsOf([batch], interns).map(plainRow)).toEqual(all);
      }),
    );
  });
});

describe('concat', () => {
  it('puts batches of several sources together without losing a row, a group or an origin', () => {
    const lists = fc.array(fc.tuple(anyRecords, origins, fc.boolean()), { maxLength: 4 });
    return fc.assert(
      fc.property(lists, limit, (parts, rows) => {
        const interns = createInterns();
        const batches = parts.flatMap(([records, more, isPlain], n) =>
          isPlain ? batchesOf(records, interns, `list${n}`, rows) : [batchWithOrigins(records, interns, more)],
        );
        expect(groupsOf([concat(batches)], interns)).toEqual(groupsOf(batches, interns));
      }),
    );
  });

  it('puts parts of batches together as it does slices of them', () => {
    return fc.assert(
      fc.property(anyRecords, anyRecords, origins, fc.infiniteStream(fc.nat(40)), (first, second, more, lengths) => {
        const interns = createInterns();
        const [plain = null] = batchesOf(second, interns, 'b', 1000);
        const batches = [batchWithOrigins(first, interns, more), ...(plain === null ? [] : [plain])];
        const spans = batches.flatMap((batch) => {
          const parts = [];
          for (let from = 0; from < batch.count; ) {
            let to = Math.min(batch.count, from + 1 + (lengths.next().value ?? 0));
            while (to < batch.count && batch.item !== null && batch.item[to] === batch.item[to - 1]) to++;
            parts.push({ batch, from, to });
            from = to;
          }
          return parts;
        });
        const slices = spans.map(({ batch, from, to }) => slice(batch, from, to));
        expect(groupsOf([joined(spans)], interns)).toEqual(groupsOf(slices, interns));
        expect(joined(spans)).toEqual(concat(slices));
      }),
    );
  });

  it('needs to write down no origins where all rows have one source', () => {
    return fc.assert(
      fc.property(anyRecords, limit, (records, rows) => {
        const interns = createInterns();
        const batches = batchesOf(records, interns, 'a', rows);
        expect(concat(batches).origins).toBeNull();
      }),
    );
  });
});
