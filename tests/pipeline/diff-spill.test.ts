// Two editions compared: by the book, and beyond the memory with the same delta.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { BATCH_ROWS, type Batch } from '../../src/model/batch.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import { WITHDRAWN } from '../../src/model/scope.ts';
import { type DiffSettings, diff } from '../../src/pipeline/diff.ts';
import { type DiffCount, noDifference } from '../../src/pipeline/diff-state.ts';
import {
  batchesOf,
  groupsOf,
  inventedKey,
  type PlainGroup,
  type PlainRow,
  type TestRecord,
} from '../support/batches.ts';
import { each, writeText } from '../support/format-harness.ts';
import { batchesOfLists, type Lists, listsOf, openFilesIn } from '../support/spilling.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-spill-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Batches after which the memory is at an end, those of the older edition first. */
interface Limits {
  readonly after: number;
  readonly leastParts: number;
}

interface Delta {
  readonly text: string;
  readonly rows: readonly PlainRow[];
  readonly count: DiffCount;
  /** Exceptions that were removed, which the delta does not say. */
  readonly gone: number;
}

let spills = 0;
/** Rows of each batch of withdrawals in the last delta. */
let removals: number[] = [];
async function delta(
  older: readonly Batch[],
  newer: readonly Batch[],
  interns: Interns,
  { after, leastParts }: Limits,
): Promise<Delta> {
  let read = 0;
  let isRead = false;
  let gone = 0;
  async function* counted(batches: readonly Batch[]): AsyncGenerator<Batch> {
    for (const batch of batches) {
      read++;
      yield batch;
    }
  }
  const count = noDifference();
  const settings = {
    seed: 7,
    folder,
    leastParts,
    get memory(): number {
      return read > after ? 0 : Number.POSITIVE_INFINITY;
    },
    onSpill: () => void spills++,
    onExceptionsGone(some: number) {
      gone += some;
    },
    whenRead: () => {
      expect([isRead, read]).toEqual([false, older.length + newer.length]);
      isRead = true;
    },
  };
  const out: Batch[] = [];
  removals = [];
  for await (const batch of diff(counted(older), counted(newer), count, settings)) {
    out.push(batch);
    if (batch.op.every((each) => each === WITHDRAWN)) removals.push(batch.count);
  }
  expect(isRead).toBe(true);
  const { text } = await writeText(canonical, out, {}, { interns });
  return { text, rows: groupsOf(out, interns).flat(), count, gone };
}

const inMemory: Limits = { after: Number.POSITIVE_INFINITY, leastParts: 2 };

/** A listing and an exception of one name are two keys. */
const keyOf = ({ kind, scope, operation, key }: PlainRow): string =>
  [kind, scope, key, operation === 'excepted'].join(' ');

const told = ({ kind, scope, key }: PlainRow, operation: string): string => [kind, scope, key, operation].join(' ');

/** What a delta is, said once more: rows by key, the first of the newer edition against the last of the older one. */
function byTheBook(older: readonly PlainGroup[], newer: readonly PlainGroup[]) {
  const known = new Map<string, PlainRow>();
  for (const row of older.flat()) known.set(keyOf(row), row);
  const count = noDifference();
  const met = new Set<string>();
  const delta: string[] = [];
  let gone = 0;
  for (const row of newer.flat()) {
    const key = keyOf(row);
    if (met.has(key)) continue;
    met.add(key);
    const was = known.get(key);
    const [wasListed, isListed] = [was !== undefined && was.operation !== 'withdrawn', row.operation !== 'withdrawn'];
    if (was === undefined && !isListed) continue;
    const said = (each: PlainRow): string => JSON.stringify([each.opinions, expiry(each)]);
    const isSame = was !== undefined && wasListed === isListed && said(was) === said(row);
    const verdict = wasListed !== isListed ? (isListed ? 'added' : 'removed') : isSame ? 'unchanged' : 'changed';
    count[verdict]++;
    if (verdict !== 'unchanged') delta.push(told(row, row.operation));
  }
  for (const [key, row] of known) {
    if (met.has(key) || row.operation === 'withdrawn') continue;
    count.removed++;
    if (row.operation === 'excepted') gone++;
    else delta.push(told(row, 'withdrawn'));
  }
  return { count, delta, gone };
}

/** Expiry is compared by whole seconds since 1970. */
const expiry = ({ times: { expires } }: PlainRow): number =>
  expires === undefined ? 0 : Math.min(Math.max(Math.floor(expires), 1), 0xffffffff);

describe('the delta of two editions', () => {
  it('is what the definition says, and the same beyond the memory, wherever that comes to its end', async () => {
    spills = 0;
    const lists = fc.boolean().chain((isFlat) => fc.tuple(listsOf(isFlat), listsOf(isFlat)));
    const limits = fc.record({ after: fc.nat({ max: 30 }), leastParts: fc.integer({ min: 2, max: 5 }) });
    await fc.assert(
      fc.asyncProperty(lists, limits, async ([before, now], { after, leastParts }) => {
        const interns = createInterns();
        const [older, newer] = [batchesOfLists(before, interns), batchesOfLists(now, interns)];
        const expected = await delta(older, newer, interns, inMemory);
        const book = byTheBook(groupsOf(older, interns), groupsOf(newer, interns));
        expect([expected.count, expected.gone]).toEqual([book.count, book.gone]);
        expect(expected.rows.map((row) => told(row, row.operation))).toEqual(book.delta);
        const limit = { after: after % (older.length + newer.length), leastParts };
        expect(await delta(older, newer, interns, limit)).toEqual(expected);
      }),
    );
    expect(spills).toBeGreaterThan(50);
  });

  it('keeps the order of many rows, and makes batches of withdrawals as full as in memory', async () => {
    const interns = createInterns();
    const list = (from: number): TestRecord[] =>
      Array.from({ length: 30_000 }, (_, n) => ({
        keys: [{ kind: 'md5', scope: 'exact', key: inventedKey('md5', ((from + n) * 7919) % 45_000) }],
        operation: 'present',
        opinions: [],
        reviews: [],
        times: {},
      }));
    const [older, newer] = [batchesOf(list(0), interns, 'a'), batchesOf(list(15_000), interns, 'b')];
    const expected = await delta(older, newer, interns, inMemory);
    const sizes = removals;
    expect(sizes.slice(0, -1).every((size) => size === BATCH_ROWS)).toBe(true);
    expect(expected.count).toEqual({ added: 15_000, removed: 15_000, changed: 0, unchanged: 15_000 });
    for (const after of [1, 6]) {
      const spilt = await delta(older, newer, interns, { after, leastParts: 3 });
      expect(removals).toEqual(sizes);
      expect(spilt.text === expected.text).toBe(true); // megabytes are not worth a diff
    }
  });
});

describe('the temporary file of a comparison', () => {
  const interns = createInterns();
  const [lists] = fc.sample(listsOf(false), { numRuns: 1, seed: 5 }) as [Lists];
  const batches = batchesOfLists(lists, interns);
  const begun = (newer: AsyncIterable<Batch>, settings: Partial<DiffSettings> = {}): AsyncGenerator<Batch> =>
    diff(each(batches), newer, noDifference(), { seed: 7, memory: 0, folder, ...settings });

  it.runIf(process.platform === 'linux')('is closed at the end, and when the consumer goes early', async () => {
    await drain(begun(each([])));
    expect(openFilesIn(folder)).toEqual([]);
    const rows = begun(each([]));
    await rows.next();
    expect(openFilesIn(folder)).toHaveLength(1);
    await rows.return(undefined);
    expect(openFilesIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('is closed when the input breaks or the run is interrupted', async () => {
    const interrupt = new AbortController();
    async function* then(end: () => void): AsyncGenerator<Batch> {
      yield* batches;
      expect(openFilesIn(folder)).toHaveLength(1);
      end();
    }
    const broken = then(() => {
      throw new Error('the input broke');
    });
    await expect(drain(begun(broken))).rejects.toThrow('the input broke');
    expect(openFilesIn(folder)).toEqual([]);
    const stopped = then(() => interrupt.abort(new Error('stop')));
    await expect(drain(begun(stopped, { signal: interrupt.signal }))).rejects.toThrow('stop');
    expect(openFilesIn(folder)).toEqual([]);
  });
});

async function drain(batches: AsyncIterable<Batch>): Promise<void> {
  for await (const batch of batches) void batch;
}
