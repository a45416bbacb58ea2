// Which URLs a listed prefix covers, against a comparison with every prefix.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { EXACT, EXCEPTED, PREFIX, PRESENT } from '../../src/model/scope.ts';
import { CoveringPrefixes } from '../../src/pipeline/covering-prefixes.ts';
import { KeyIndex } from '../../src/pipeline/index/key-index.ts';

interface Row {
  readonly key: string;
  readonly scope: number;
  readonly op: number;
}

function batchOf(rows: readonly Row[]): Batch {
  const builder = new BatchBuilder(createInterns().sources.id('a'), Math.max(1, rows.length));
  rows.forEach(({ key, scope, op }, i) => {
    builder.begin(i + 1, op);
    builder.addBytes(kinds.url.code, scope, toUtf8(key), 0, key.length);
  });
  return builder.take();
}

// Few characters, so that keys repeat and begin like each other; one sorts before the slash.
const row = fc.record({
  key: fc.array(fc.constantFrom('a', 'b', '/', '!', 'a/b'), { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
  scope: fc.constantFrom(EXACT, PREFIX),
  op: fc.constantFrom(PRESENT, PRESENT, EXCEPTED),
});

it('a URL is covered by every prefix of the same operation that it begins with, but not by itself', () => {
  return fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), fc.array(row, { maxLength: 20 }), (first, second) => {
      const prefixes = new CoveringPrefixes(new KeyIndex(1), PRESENT);
      const batches = [first, second].map(batchOf);
      for (const batch of batches) prefixes.collect(batch);
      const all = [...first, ...second].filter(({ scope, op }) => scope === PREFIX && op === PRESENT);
      const wanted = [first, second].map((rows) =>
        rows.map(({ key, scope }) => {
          return all.some((each) => key.startsWith(each.key) && (scope === EXACT || key !== each.key));
        }),
      );
      const found = batches.map((batch) => Array.from({ length: batch.count }, (_, i) => prefixes.covers(batch, i)));
      expect(found).toEqual(wanted);
    }),
    { numRuns: 1000 },
  );
});

it('by segments, a URL is covered by every prefix that ends where one of its segments does', () => {
  const path = fc.array(fc.constantFrom('a', 'ab', '/', '/a', '!', '?', '?a'), { maxLength: 6 });
  const url = path.map((all) => `example.com/${all.join('')}`.replaceAll(/\/+/gu, '/'));
  const urls = fc.array(fc.record({ key: url, scope: fc.constantFrom(EXACT, PREFIX), op: fc.constant(PRESENT) }));
  return fc.assert(
    fc.property(urls, (rows) => {
      const prefixes = new CoveringPrefixes(new KeyIndex(1), PRESENT, true);
      const batch = batchOf(rows);
      prefixes.collect(batch);
      const all = rows.filter(({ scope, key }) => scope === PREFIX && key !== 'example.com/').map(({ key }) => key);
      const wanted = rows.map(({ key }) => {
        const [page = ''] = key.split('?', 1);
        return all.some((each) => {
          const isBeginning = key !== each && page.startsWith(each);
          return isBeginning && (each.endsWith('/') || page === each || page[each.length] === '/');
        });
      });
      expect(rows.map((_, i) => prefixes.covers(batch, i))).toEqual(wanted);
    }),
    { numRuns: 1000 },
  );
});
