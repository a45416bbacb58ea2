// Runs that use a temporary file beside runs that do not, for comparing what comes out: the bytes of the canonical form
// and the counts of what was told. Lists are made to share keys, to contradict each other and to repeat.
import { readdirSync, readlinkSync } from 'node:fs';
import * as fc from 'fast-check';
import { canonical } from '../../src/formats/canonical.ts';
import type { Batch } from '../../src/model/batch.ts';
import { type Finding, Findings } from '../../src/model/findings.ts';
import type { KindId } from '../../src/model/kinds.ts';
import { createInterns, type Interns } from '../../src/model/opinions.ts';
import type { Operation } from '../../src/model/scope.ts';
import type { Overlap } from '../../src/model/tally.ts';
import { type MergeCount, merge } from '../../src/pipeline/merge/merge.ts';
import { type Link, linkChoices, type MergePolicy, mergeFacts, policiesFor } from '../../src/pipeline/merge/policy.ts';
import { type MergeSettings, MergeState } from '../../src/pipeline/merge/state.ts';
import { SpilledMerge } from '../../src/pipeline/spill/spill-merge.ts';
import { factText, opinion, review } from './arbitraries.ts';
import { batchesOf, inventedKey, type TestKey, type TestRecord } from './batches.ts';
import { each, writeText } from './format-harness.ts';

/** Text that no encoding but UTF-16 holds, beside what partners send. */
const anyText = fc.oneof(factText, fc.constantFrom('', 'é', '\ud800', 'a\udfff', '日本語', '\u0000'));

/** `most`: unlike keys of a kind; the fewer, the more records hang together. */
function keyOf(kind: KindId, most: number): fc.Arbitrary<TestKey> {
  const number = fc.integer({ min: 1, max: most });
  if (kind !== 'domain') return number.map((n) => ({ kind, scope: 'exact' as const, key: inventedKey(kind, n) }));
  return fc.record({
    kind: fc.constant(kind),
    scope: fc.constantFrom('exact' as const, 'subtree' as const),
    key: number.map((n) => new TextEncoder().encode(`n${n}.example`)),
  });
}

/** Keys of one record: often several, seldom the same digest of one file twice, so that records fit and contradict. */
function keysOf(isFlat: boolean, most: number): fc.Arbitrary<TestKey[]> {
  const one = fc.constantFrom<KindId>('md5', 'sha256', 'pdq', 'domain', 'ssdeep').chain((kind) => keyOf(kind, most));
  const digest = fc.constantFrom<KindId>('md5', 'sha1', 'sha256', 'pdq').chain((kind) => keyOf(kind, most));
  const alone = one.map((key) => [key]);
  return isFlat ? alone : fc.oneof(alone, fc.array(digest, { minLength: 1, maxLength: 4 }));
}

const time = fc.constantFrom(0, 1, 1_700_000_000, 1_700_000_000.5, -5, 8_000_000_000);

function recordOf(isFlat: boolean, most: number): fc.Arbitrary<TestRecord> {
  return fc.record(
    {
      keys: keysOf(isFlat, most).chain((all) =>
        fc
          .array(fc.option(anyText, { nil: undefined }), { minLength: all.length, maxLength: all.length })
          .map((texts) => all.map((key, i) => (texts[i] === undefined ? key : { ...key, spelling: texts[i] ?? '' }))),
      ),
      operation: fc.constantFrom<Operation>('present', 'present', 'present', 'withdrawn', 'excepted'),
      opinions: fc.array(opinion, { maxLength: 2 }),
      reviews: fc.array(review, { maxLength: 2 }),
      times: fc.record(
        { firstSeen: time, lastVerified: time, lastReviewed: time, expires: time },
        { requiredKeys: [] },
      ),
      size: fc.constantFrom(0, 1, 2 ** 45),
      partnerKey: anyText,
      name: anyText,
      note: anyText,
    },
    { requiredKeys: ['keys', 'operation', 'opinions', 'reviews', 'times'] },
  );
}

/** Lists of a few sources, cut into batches anywhere. */
export interface Lists {
  readonly lists: readonly {
    readonly source: string;
    readonly records: readonly TestRecord[];
    readonly limit: number;
  }[];
}

export function listsOf(isFlat: boolean): fc.Arbitrary<Lists> {
  return fc.constantFrom(4, 12, 60).chain((most) =>
    fc.record({
      lists: fc.array(
        fc.record({
          source: fc.constantFrom('a', 'b', 'c'),
          records: fc.array(recordOf(isFlat, most), { minLength: 1, maxLength: 12 }),
          limit: fc.integer({ min: 1, max: 8 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  );
}

export function batchesOfLists({ lists }: Lists, interns: Interns): Batch[] {
  return lists.flatMap(({ source, records, limit }) => batchesOf(records, interns, source, limit));
}

/** Any policy for any fact. */
export const policy = fc.record(
  Object.fromEntries(mergeFacts.map((fact) => [fact, fc.constantFrom(...policiesFor(fact))])),
) as fc.Arbitrary<unknown> as fc.Arbitrary<MergePolicy>; // fromEntries forgets the facts

export const link: fc.Arbitrary<Link> = fc.constantFrom(...linkChoices);

/** All that can be compared of a merge: bytes, counts of findings, what was told of rows that came out, the tally. */
export interface Result {
  readonly text: string;
  /** Rows of each batch. */
  readonly sizes: readonly number[];
  readonly counts: readonly (readonly [code: string, count: number])[];
  readonly told: readonly Finding[];
  readonly duplicates: number;
  readonly overlap: Overlap | null;
}

const ABOUT_SPILLING = ['run/spilled', 'run/over-memory'];
/** Found while rows go in, which is part by part where there are parts: only their number can be the same. */
const TOLD_ON_THE_WAY = ['merge/duplicate', 'merge/weak-link', 'merge/group-conflict', ...ABOUT_SPILLING];

async function resultOf(
  batches: AsyncIterable<Batch>,
  { interns, findings }: MergeSettings,
  counted: () => MergeCount,
): Promise<Result> {
  const merged: Batch[] = [];
  for await (const batch of batches) merged.push(batch);
  const { text, unfit } = await writeText(canonical, merged, {}, { interns });
  if (unfit.length > 0) throw new Error('an arbitrary made what the canonical form cannot hold');
  const found = findings.list().filter(({ code }) => !ABOUT_SPILLING.includes(code));
  return {
    text,
    sizes: merged.map(({ count }) => count),
    counts: found.map(({ code, count }) => [code, count]),
    told: found.flatMap(({ code, examples }) => (TOLD_ON_THE_WAY.includes(code) ? [] : examples)),
    duplicates: counted().duplicates,
    overlap: counted().overlap,
  };
}

/** A merge in memory. */
export async function inMemory(lists: Lists, table: MergePolicy, links: Link): Promise<Result> {
  const settings = settingsFor(table, links);
  const count: MergeCount = { duplicates: 0, overlap: null };
  const stage = merge({ ...settings, memory: Number.POSITIVE_INFINITY }, count);
  return resultOf(stage(each(batchesOfLists(lists, settings.interns))), settings, () => count);
}

/** The same merge that goes over to a temporary file after so many batches. */
export async function spilled(
  lists: Lists,
  table: MergePolicy,
  links: Link,
  { after, ...limits }: { readonly after: number; readonly leastParts: number; readonly folder: string },
): Promise<Result> {
  const settings = { ...settingsFor(table, links), memory: 0, ...limits };
  const state = new MergeState(settings);
  const batches = batchesOfLists(lists, settings.interns);
  for (const batch of batches.slice(0, after)) state.add(batch);
  const taken = await SpilledMerge.takeOver(state, settings);
  try {
    for (const batch of batches.slice(after)) await taken.add(batch);
    return await resultOf(taken.emit(), settings, () => ({
      duplicates: taken.counted.duplicates,
      overlap: taken.counted.overlap.overlap(),
    }));
  } finally {
    await taken.close();
  }
}

export function settingsFor(table: MergePolicy, links: Link): MergeSettings {
  return { policy: table, link: links, interns: createInterns(), findings: new Findings(), seed: 7 };
}

/** Temporary files this process has open in the folder, by the paths of their descriptors; Linux only. */
export function openFilesIn(folder: string): string[] {
  return readdirSync('/proc/self/fd')
    .map((descriptor) => `/proc/self/fd/${descriptor}`)
    .filter((path) => {
      try {
        return readlinkSync(path).startsWith(folder);
      } catch {
        return false; // the one that listed the folder is closed by now
      }
    });
}
