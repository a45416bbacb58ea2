// Leaving out covered rows, and putting exceptions first, in memory and with a temporary file: the same rows in the same
// order, and the same told of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Findings } from '../../src/model/findings.ts';
import { keyBytes } from '../../src/model/key-text.ts';
import { type KindId, kinds } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import type { Operation, Scope } from '../../src/model/scope.ts';
import { cover } from '../../src/pipeline/cover.ts';
import { isException, leading } from '../../src/pipeline/leading.ts';
import { batchesOf, groupsOf, type TestRecord } from '../support/batches.ts';
import { each } from '../support/format-harness.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cover-spill-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function key(kind: KindId, text: string, scope: Scope): TestRecord['keys'][number] {
  const bytes = keyBytes(kinds[kind], text);
  if (bytes === null) throw new Error('the key of a test is none');
  return { kind, scope, key: bytes };
}

const label = fc.constantFrom('a', 'b', 'c');
const name = fc.array(label, { maxLength: 4 }).map((labels) => [...labels, 'example'].join('.'));
const octet = fc.constantFrom(0, 1, 128);
const anyKey = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(name, fc.constantFrom<Scope>('exact', 'subtree'))
      .map(([text, scope]) => key('domain', text, scope)),
  },
  fc
    .tuple(fc.constantFrom('a/', 'a/b', 'a/b/c', 'ab'), fc.constantFrom<Scope>('exact', 'prefix'))
    .map(([path, scope]) => key('url', `example.com/${path}`, scope)),
  octet.map((last) => key('ip', `192.0.2.${last}`, 'exact')),
  fc.constantFrom('192.0.2.0/24', '192.0.2.0/25', '192.0.2.128/25').map((text) => key('cidr', text, 'exact')),
);
const record: fc.Arbitrary<TestRecord> = fc.record({
  keys: anyKey.map((one) => [one]),
  operation: fc.constantFrom<Operation>('present', 'present', 'present', 'present', 'excepted', 'withdrawn'),
  opinions: fc.constant([]),
  reviews: fc.constant([]),
  times: fc.constant({}),
});
const lists = fc.array(
  fc.record({
    source: fc.constantFrom('a', 'b'),
    records: fc.array(record, { maxLength: 12 }),
    limit: fc.integer({ min: 1, max: 5 }),
  }),
  { maxLength: 4 },
);

async function played(
  batches: readonly Batch[],
  interns: Interns,
  memory: number,
  leastParts?: number,
): Promise<unknown> {
  const findings = new Findings({ examples: 3 });
  const limits = { memory, folder, ...(leastParts === undefined ? {} : { leastParts }) };
  const covered = cover({ findings, interns, seed: 7, isBySegments: false, misfit: null, ...limits })(each(batches));
  const rows: Batch[] = [];
  for await (const batch of leading(isException, limits)(covered)) rows.push(batch);
  const told = findings.list().filter(({ code }) => code !== 'run/spilled');
  return { rows: groupsOf(rows, interns), told, spilled: findings.countOf('run/spilled') };
}

it.each([
  ['a temporary file', undefined],
  ['a temporary file, and what covers in parts', 2],
])('with %s, the same comes out', async (_how, leastParts) => {
  let [covered, spilled] = [0, 0];
  await fc.assert(
    fc.asyncProperty(lists, async (all) => {
      const interns = createInterns();
      const batches = all.flatMap(({ source, records, limit }) => batchesOf(records, interns, source, limit));
      const inMemory = (await played(batches, interns, 1 << 30)) as { told: unknown[]; spilled: number };
      const onDisk = (await played(batches, interns, 0, leastParts)) as { told: unknown[]; spilled: number };
      expect(inMemory.spilled).toBe(0);
      expect({ ...onDisk, spilled: 0 }).toEqual(inMemory);
      covered += inMemory.told.length;
      spilled += onDisk.spilled;
    }),
    { numRuns: 150 },
  );
  expect(covered).toBeGreaterThan(20);
  expect(spilled).toBeGreaterThan(50);
});
