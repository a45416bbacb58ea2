// Which names a listed subtree covers and where it stands, against a comparison with every subtree.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { BatchBuilder } from '../../src/model/batch-builder.ts';
import { toUtf8 } from '../../src/model/bytes.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { EXACT, EXCEPTED, PRESENT, SUBTREE } from '../../src/model/scope.ts';
import { CoveringNames } from '../../src/pipeline/covering-names.ts';
import { KeyIndex } from '../../src/pipeline/index/key-index.ts';

interface Row {
  readonly key: string;
  readonly scope: number;
  readonly op: number;
  readonly line: number;
}

const SOURCE = createInterns().sources.id('a');

function batchOf(rows: readonly Row[]): Batch {
  const builder = new BatchBuilder(SOURCE, Math.max(1, rows.length));
  for (const { key, scope, op, line } of rows) {
    builder.begin(line, op);
    builder.addBytes(kinds.domain.code, scope, toUtf8(key), 0, key.length);
  }
  return builder.take();
}

/** The line of the nearest subtree above each row, of the first where it is listed twice; 0 where there is none. */
function wantedOf(rows: readonly Row[], all: readonly Row[]): number[] {
  const subtrees = all.filter(({ scope, op }) => scope === SUBTREE && op === PRESENT);
  return rows.map(({ key, scope }) => {
    const above = subtrees.filter((each) => key.endsWith(`.${each.key}`) || (scope === EXACT && key === each.key));
    const longest = Math.max(...above.map((each) => each.key.length));
    return above.find((each) => each.key.length === longest)?.line ?? 0;
  });
}

function foundOf(names: CoveringNames, batch: Batch): number[] {
  return Array.from({ length: batch.count }, (_, i) => {
    const above = names.above(batch, i);
    return above < 0 ? 0 : names.placeOf(above).line;
  });
}

// Few labels, so that names repeat and lie below each other; one ends in another.
const row = fc.record({
  key: fc.array(fc.constantFrom('a', 'b', 'ba', 'c-a'), { minLength: 1, maxLength: 5 }).map((all) => all.join('.')),
  scope: fc.constantFrom(EXACT, SUBTREE),
  op: fc.constantFrom(PRESENT, PRESENT, EXCEPTED),
});
const rows = fc.array(row, { maxLength: 20 });

it('a name is covered by the nearest subtree of the same operation, and never by itself', () => {
  return fc.assert(
    fc.property(rows, rows, (first, second) => {
      const all = [...first, ...second].map((each, i) => ({ ...each, line: i + 1 }));
      const halves = [all.slice(0, first.length), all.slice(first.length)];
      const names = new CoveringNames(new KeyIndex(1), PRESENT);
      const batches = halves.map(batchOf);
      for (const batch of batches) names.collect(batch);
      expect(batches.map((batch) => foundOf(names, batch))).toEqual(halves.map((half) => wantedOf(half, all)));
    }),
    { numRuns: 1000 },
  );
});

it('names of 127 labels are looked up at each of their dots, however many there are', () => {
  const key = (n: number): string => `${Array.from({ length: 125 }, (_, i) => (i === n % 60 ? 'x' : 'a')).join('.')}.b`;
  const long = Array.from({ length: 200 }, (_, n) => ({ key: key(n), scope: EXACT, op: PRESENT, line: n + 1 }));
  const listed = [
    { key: 'a.b', scope: SUBTREE, op: PRESENT, line: 900 },
    { key: key(3).replace(/^a\.a\./u, ''), scope: SUBTREE, op: PRESENT, line: 901 },
  ];
  const names = new CoveringNames(new KeyIndex(1), PRESENT);
  names.collect(batchOf(listed));
  expect(foundOf(names, batchOf(long))).toEqual(wantedOf(long, listed));
});
