// Temporary files change nothing: whatever goes through them comes out as it would have from memory, and nothing of
// them is left behind, however the run ends.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../src/formats/canonical.ts';
import { plainDigests } from '../../src/formats/plain-digests.ts';
import type { Batch } from '../../src/model/batch.ts';
import { EXIT } from '../../src/model/failure.ts';
import { Findings } from '../../src/model/findings.ts';
import { createInterns } from '../../src/model/opinions.ts';
import { type DedupeSettings, dedupe } from '../../src/pipeline/dedupe.ts';
import { type MergeCount, merge } from '../../src/pipeline/merge/merge.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import type { SpillSettings } from '../../src/pipeline/spill/sizes.ts';
import { groupsOf } from '../support/batches.ts';
import { each, readText, writeText } from '../support/format-harness.ts';
import {
  batchesOfLists,
  inMemory,
  type Lists,
  link,
  listsOf,
  openFilesIn,
  policy,
  settingsFor,
  spilled,
} from '../support/spilling.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spill-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const where = fc.record({ after: fc.nat({ max: 12 }), leastParts: fc.integer({ min: 2, max: 6 }) });

describe('a merge that goes over to a temporary file', () => {
  it('gives the same bytes, counts and tally for bare keys, wherever it goes over', async () => {
    await fc.assert(
      fc.asyncProperty(listsOf(true), policy, link, where, async (lists, table, links, at) => {
        expect(await spilled(lists, table, links, { ...at, folder })).toEqual(await inMemory(lists, table, links));
      }),
    );
  });

  it('does so for records that share keys, contradict each other, and are withdrawn or excepted', async () => {
    await fc.assert(
      fc.asyncProperty(listsOf(false), policy, link, where, async (lists, table, links, at) => {
        expect(await spilled(lists, table, links, { ...at, folder })).toEqual(await inMemory(lists, table, links));
      }),
    );
  });

  it.each([0, 1 << 10, 1 << 16])('does so as a stage that may hold %i bytes, and says so', async (memory) => {
    const [lists] = fc.sample(listsOf(false), { numRuns: 1, seed: 11 }) as [Lists];
    const { text, findings, count } = await staged(lists, { memory, folder });
    const expected = await staged(lists, { memory: Number.POSITIVE_INFINITY, folder: '/nonexistent' });
    expect(text).toBe(expected.text);
    expect(count).toEqual(expected.count);
    expect(expected.findings.countOf('run/spilled')).toBe(0);
    expect(findings.countOf('run/spilled')).toBe(1);
  });

  it('does so for lists that were merged before, whose rows say where they come from', async () => {
    await fc.assert(
      fc.asyncProperty(listsOf(false), where, async (lists, { leastParts }) => {
        const settings = settingsFor(defaultPolicy, 'all');
        const merged = async (batches: readonly Batch[], limits: SpillSettings): Promise<Batch[]> => {
          const out: Batch[] = [];
          for await (const batch of merge({ ...settings, ...limits }, noCount())(each(batches))) out.push(batch);
          return out;
        };
        const batches = batchesOfLists(lists, settings.interns);
        const once = await merged(batches, { memory: Number.POSITIVE_INFINITY });
        const inputs = [...once, ...batches, ...once];
        const again = await merged(inputs, { memory: Number.POSITIVE_INFINITY });
        const { interns } = settings;
        const { text } = await writeText(canonical, again, {}, { interns });
        const spilt = await merged(inputs, { memory: 0, leastParts, folder });
        expect((await writeText(canonical, spilt, {}, { interns })).text).toBe(text);
      }),
    );
  });

  it('orders 200,000 rows of two lists as they came', async () => {
    const digest = (n: number): string => `${(n * 2_654_435_761) % 4_294_967_296}`.padStart(32, '0');
    const list = (first: number): string =>
      Array.from({ length: 100_000 }, (_, i) => `${digest(first + ((i * 7919) % 100_000))}\n`).join('');
    const interns = createInterns();
    const batches: Batch[] = [];
    for (const [sourceName, first] of [
      ['a', 0],
      ['b', 40_000],
    ] as const) {
      const read = await readText(plainDigests, list(first), { kind: 'md5' }, { interns, sourceName });
      batches.push(...read.batches);
    }
    const merged = async (settings: SpillSettings): Promise<{ text: string; sizes: number[] }> => {
      const findings = new Findings();
      const count = noCount();
      const stage = merge({ policy: defaultPolicy, link: 'all', interns, findings, seed: 3, ...settings }, count);
      const out: Batch[] = [];
      for await (const batch of stage(each(batches))) out.push(batch);
      expect(count.duplicates).toBe(60_000);
      expect(findings.countOf('run/spilled')).toBe(settings.memory === 1 << 20 ? 1 : 0);
      const { text } = await writeText(canonical, out, {}, { interns });
      return { text, sizes: out.map((batch) => batch.count) };
    };
    const expected = await merged({ memory: Number.POSITIVE_INFINITY });
    expect(expected.text.split('\n')).toHaveLength(140_002);
    const { text, sizes } = await merged({ memory: 1 << 20, folder, leastParts: 7 });
    expect(text === expected.text).toBe(true); // 20 MB are not worth a diff
    expect(sizes).toEqual(expected.sizes);
  });
});

describe('dropping repeated keys with a temporary file', () => {
  it.each([true, false])('leaves the same rows, in order and in their records (bare keys: %s)', async (isFlat) => {
    await fc.assert(
      fc.asyncProperty(listsOf(isFlat), where, async (lists, { after, leastParts }) => {
        const interns = createInterns();
        const batches = batchesOfLists(lists, interns);
        const left = async (settings: SpillSettings): Promise<unknown> => {
          const repeats = { count: 0 };
          const findings = new Findings();
          const out: Batch[] = [];
          for await (const batch of dedupe(dedupeSettings(repeats, findings, settings))(each(batches))) out.push(batch);
          return { groups: groupsOf(out, interns), repeats, told: findings.countOf('merge/repeated') };
        };
        // The index has its first size until it has seen a batch, and then more than nothing.
        const memory = after % 2 === 0 ? 0 : 20_000;
        expect(await left({ memory, leastParts, folder })).toEqual(await left({ memory: Number.POSITIVE_INFINITY }));
      }),
    );
  });
});

describe('the temporary file', () => {
  const isLinux = process.platform === 'linux';
  const [lists] = fc.sample(listsOf(false), { numRuns: 1, seed: 5 }) as [Lists];

  /** A merge over its limit, at its first batch. */
  async function begun(signal?: AbortSignal): Promise<AsyncIterator<Batch>> {
    const settings = settingsFor(defaultPolicy, 'all');
    const limits = { memory: 0, folder, leastParts: 3, ...(signal === undefined ? {} : { signal }) };
    const stage = merge({ ...settings, ...limits }, noCount());
    return stage(each(batchesOfLists(lists, settings.interns)))[Symbol.asyncIterator]();
  }

  it.runIf(isLinux)('has no name while it is used, is private, and is closed at the end', async () => {
    const rows = await begun();
    await rows.next();
    expect(readdirSync(folder)).toEqual([]);
    const open = openFilesIn(folder);
    expect(open).toHaveLength(1);
    expect(statSync(open[0] ?? '').mode & 0o777).toBe(0o600);
    while (!(await rows.next()).done);
    expect(openFilesIn(folder)).toEqual([]);
  });

  it.runIf(isLinux)('is closed when the consumer goes early', async () => {
    const rows = await begun();
    await rows.next();
    await rows.return?.();
    expect(openFilesIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.runIf(isLinux)('is closed when the input breaks', async () => {
    for (const stage of bothStages()) {
      async function* broken(): AsyncGenerator<Batch> {
        yield* batchesOfLists(lists, stage.interns);
        expect(openFilesIn(folder)).toHaveLength(1);
        throw new Error('the input broke');
      }
      await expect(drain(stage.run(broken()))).rejects.toThrow('the input broke');
      expect(openFilesIn(folder)).toEqual([]);
    }
  });

  it.runIf(isLinux)('is closed when the run is interrupted', async () => {
    const interrupt = new AbortController();
    for (const stage of bothStages(interrupt.signal)) {
      async function* interrupted(): AsyncGenerator<Batch> {
        yield* batchesOfLists(lists, stage.interns);
        interrupt.abort(new Error('stop'));
      }
      await expect(drain(stage.run(interrupted()))).rejects.toThrow('stop');
      expect(openFilesIn(folder)).toEqual([]);
    }
  });

  it('is missed with a failure where there is no such folder', async () => {
    for (const stage of bothStages(undefined, join(folder, 'gone'))) {
      await expect(drain(stage.run(each(batchesOfLists(lists, stage.interns))))).rejects.toMatchObject({
        code: 'run/no-temporary',
        exit: EXIT.world,
        args: { folder: join(folder, 'gone'), reason: 'there is no such file or folder' },
      });
    }
  });

  /** A merge and a dedupe that use a temporary file from their first batch. */
  function bothStages(signal?: AbortSignal, place = folder) {
    const limits = { memory: 0, folder: place, ...(signal === undefined ? {} : { signal }) };
    const settings = settingsFor(defaultPolicy, 'all');
    return [
      { interns: settings.interns, run: merge({ ...settings, ...limits }, noCount()) },
      { interns: settings.interns, run: dedupe(dedupeSettings({ count: 0 }, null, limits)) },
    ];
  }
});

async function drain(batches: AsyncIterable<Batch>): Promise<void> {
  for await (const batch of batches) void batch;
}

function noCount(): MergeCount {
  return { duplicates: 0, overlap: null };
}

function dedupeSettings(repeats: { count: number }, findings: Findings | null, limits: SpillSettings): DedupeSettings {
  return { seed: 5, expected: () => 0, repeats, findings, ...limits };
}

async function staged(
  lists: Lists,
  limits: SpillSettings,
): Promise<{ text: string; findings: Findings; count: MergeCount }> {
  const settings = settingsFor(defaultPolicy, 'all');
  const count = noCount();
  const out: Batch[] = [];
  const batches = batchesOfLists(lists, settings.interns);
  for await (const batch of merge({ ...settings, ...limits }, count)(each(batches))) out.push(batch);
  const { text } = await writeText(canonical, out, {}, { interns: settings.interns });
  return { text, findings: settings.findings, count };
}
