// Sorting in memory and with a temporary file: the same bytes in the same batches, and equal keys as they came.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import type { Batch } from '../../src/model/batch.ts';
import { EXIT } from '../../src/model/failure.ts';
import { kinds } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { operationCode, scopeCode } from '../../src/model/scope.ts';
import { merge } from '../../src/pipeline/merge/merge.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { order } from '../../src/pipeline/order.ts';
import { Seen } from '../../src/pipeline/seen.ts';
import { batchesOf, groupsOf, inventedKey, type PlainGroup, type TestRecord } from '../support/batches.ts';
import { each, writeText } from '../support/format-harness.ts';
import { batchesOfLists, type Lists, listsOf, openFilesIn, settingsFor } from '../support/spilling.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-spill-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where nothing fits, every batch is a run. */
const NOTHING = 0;

interface Sorted {
  readonly rows: PlainGroup[];
  readonly text: string;
  readonly sizes: readonly number[];
  readonly kinds: ReturnType<Seen['kinds']>;
  readonly presence: ReturnType<Seen['presence']>;
}

let spills = 0;
async function sorted(batches: readonly Batch[], interns: Interns, memory: number): Promise<Sorted> {
  const out: Batch[] = [];
  const seen = new Seen(interns, null);
  for await (const batch of order({ memory, folder, onSpill: () => spills++ })(each(batches))) {
    seen.look(batch);
    out.push(batch);
  }
  const { text } = await writeText(canonical, out, {}, { interns });
  const sizes = out.map(({ count }) => count);
  return { rows: groupsOf(out, interns), text, sizes, kinds: seen.kinds(), presence: seen.presence(0, {}) };
}

/** What the order is, said once more: by the first key of each record, equal ones as they came. */
function inOrder(groups: readonly PlainGroup[]): PlainGroup[] {
  const keyOf = ([first]: PlainGroup): readonly (number | string)[] => [
    kinds[first!.kind].code,
    first!.key,
    scopeCode(first!.scope),
    operationCode(first!.operation),
  ];
  return groups.toSorted((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const at = left.findIndex((value, i) => value !== right[i]);
    return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1;
  });
}

/** As read, or as merged before, so that rows say where they come from. */
async function batchesFrom(lists: Lists, interns: Interns, isMerged: boolean): Promise<Batch[]> {
  const batches = batchesOfLists(lists, interns);
  if (!isMerged) return batches;
  const merged: Batch[] = [];
  const settings = { ...settingsFor(defaultPolicy, 'all'), interns, memory: Number.POSITIVE_INFINITY };
  for await (const batch of merge(settings, { duplicates: 0, overlap: null })(each(batches))) merged.push(batch);
  return [...merged, ...batches];
}

describe('sorting with a temporary file', () => {
  it.each([
    ['keys', true],
    ['records of several keys', false],
  ])('gives the same bytes and batches for %s', async (_what, isFlat) => {
    spills = 0;
    await fc.assert(
      fc.asyncProperty(listsOf(isFlat), fc.boolean(), fc.nat({ max: 4000 }), async (lists, isMerged, some) => {
        const interns = createInterns();
        const batches = await batchesFrom(lists, interns, isMerged);
        const expected = await sorted(batches, interns, Number.POSITIVE_INFINITY);
        expect(expected.rows).toEqual(inOrder(groupsOf(batches, interns)));
        for (const memory of [NOTHING, some]) expect(await sorted(batches, interns, memory)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(spills).toBeGreaterThan(50);
  });

  it('keeps the order where there are more runs than can be read side by side', async () => {
    const interns = createInterns();
    const record = (n: number): TestRecord => ({
      keys: [n % 7, n % 3].map((key) => ({ kind: 'md5', scope: 'exact', key: inventedKey('md5', key) })),
      operation: 'present',
      opinions: [],
      reviews: [],
      times: {},
      partnerKey: `${n}`,
    });
    const records = Array.from({ length: 150 }, (_, n) => record(n));
    const batches = [
      ...batchesOf(records.slice(0, 90), interns, 'a', 1),
      ...batchesOf(records.slice(90), interns, 'b', 1),
    ];
    const expected = await sorted(batches, interns, Number.POSITIVE_INFINITY);
    expect(await sorted(batches, interns, NOTHING)).toEqual(expected);
  });

  it('makes batches as full as in memory of many rows of two sources', async () => {
    const interns = createInterns();
    const key = (n: number): Uint8Array => {
      const bytes = new Uint8Array(16);
      new DataView(bytes.buffer).setUint32(0, Math.imul(n, 2_654_435_761));
      return bytes;
    };
    const list = (from: number): TestRecord[] =>
      Array.from({ length: 20_000 }, (_, n) => ({
        keys: [{ kind: 'md5', scope: 'exact', key: key(from + n) }],
        operation: 'present',
        opinions: [],
        reviews: [],
        times: {},
      }));
    const batches = [...batchesOf(list(0), interns, 'a'), ...batchesOf(list(10_000), interns, 'b')];
    const expected = await sorted(batches, interns, Number.POSITIVE_INFINITY);
    const spilt = await sorted(batches, interns, 1 << 20);
    expect(spilt.sizes).toEqual(expected.sizes);
    expect(spilt.text === expected.text).toBe(true); // megabytes are not worth a diff
  });
});

describe('the temporary file of a sort', () => {
  const isLinux = process.platform === 'linux';
  const interns = createInterns();
  const [lists] = fc.sample(listsOf(false), { numRuns: 1, seed: 5 }) as [Lists];
  const batches = batchesOfLists(lists, interns);

  it.runIf(isLinux)('is private, has no name, and is closed when the consumer goes early', async () => {
    const rows = order({ memory: NOTHING, folder })(each(batches))[Symbol.asyncIterator]();
    await rows.next();
    expect(readdirSync(folder)).toEqual([]);
    const open = openFilesIn(folder);
    expect(open).toHaveLength(1);
    expect(statSync(open[0] ?? '').mode & 0o777).toBe(0o600);
    await rows.return?.();
    expect(openFilesIn(folder)).toEqual([]);
  });

  it.runIf(isLinux)('is closed at the end, when the input breaks, and when the run is interrupted', async () => {
    const interrupt = new AbortController();
    async function* then(end: () => void): AsyncGenerator<Batch> {
      yield* batches;
      expect(openFilesIn(folder)).toHaveLength(1);
      end();
    }
    const broken = then(() => {
      throw new Error('the input broke');
    });
    const stopped = then(() => interrupt.abort(new Error('stop')));
    await drain(order({ memory: NOTHING, folder })(then(() => {})));
    expect(openFilesIn(folder)).toEqual([]);
    await expect(drain(order({ memory: NOTHING, folder })(broken))).rejects.toThrow('the input broke');
    expect(openFilesIn(folder)).toEqual([]);
    const { signal } = interrupt;
    await expect(drain(order({ memory: NOTHING, folder, signal })(stopped))).rejects.toThrow('stop');
    expect(openFilesIn(folder)).toEqual([]);
  });

  it('is missed with a failure where there is no such folder', async () => {
    const gone = join(folder, 'gone');
    await expect(drain(order({ memory: NOTHING, folder: gone })(each(batches)))).rejects.toMatchObject({
      code: 'run/no-temporary',
      exit: EXIT.world,
    });
  });
});

async function drain(batches: AsyncIterable<Batch>): Promise<void> {
  for await (const batch of batches) void batch;
}
