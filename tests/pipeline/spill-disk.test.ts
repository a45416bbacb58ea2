// A disk that fills up under a temporary file, and a system that keeps the name of an open file: a run ends with a
// failure that says why, and nothing stays behind.
import { mkdtempSync, type PathLike, readdirSync, rmSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { EXIT } from '../../src/model/failure.ts';
import { merge } from '../../src/pipeline/merge/merge.ts';
import { defaultPolicy } from '../../src/pipeline/merge/policy.ts';
import { batchesOf, inventedKey, type TestRecord } from '../support/batches.ts';
import { each } from '../support/format-harness.ts';
import { settingsFor } from '../support/spilling.ts';

const disk = { room: Number.POSITIVE_INFINITY, busy: 0 };
const real = { open: files.open, unlink: files.unlink };

/** Whoever imported these functions calls these from here on. */
function replace(open: typeof files.open, unlink: typeof files.unlink): void {
  Object.assign(files, { open, unlink });
  syncBuiltinESMExports();
}

async function openOnDisk(...args: Parameters<typeof files.open>): Promise<files.FileHandle> {
  const handle = await real.open(...args);
  const write = handle.write.bind(handle) as (...all: unknown[]) => Promise<{ bytesWritten: number }>;
  const limited = async (bytes: Uint8Array, at: number, length: number, place: number) => {
    if (disk.room <= 0) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    const written = await write(bytes, at, Math.min(length, disk.room), place); // a disk nearly full takes a part
    disk.room -= written.bytesWritten;
    return written;
  };
  handle.write = limited as unknown as typeof handle.write; // the one form the spool uses
  return handle;
}

async function unlinkOnDisk(path: PathLike): Promise<void> {
  if (disk.busy-- > 0) throw Object.assign(new Error('unlink'), { code: 'EBUSY' });
  return real.unlink(path);
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spill-disk-'));
  replace(openOnDisk, unlinkOnDisk);
});
afterAll(() => {
  replace(real.open, real.unlink);
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
  disk.busy = 0;
});

const records: TestRecord[] = Array.from({ length: 5000 }, (_, n) => ({
  keys: [{ kind: 'sha512', scope: 'exact', key: inventedKey('sha512', n) }],
  operation: 'present',
  opinions: [],
  reviews: [],
  times: {},
}));

async function* merged(): AsyncGenerator<Batch> {
  const settings = settingsFor(defaultPolicy, 'all');
  const stage = merge({ ...settings, memory: 0, folder }, { duplicates: 0, overlap: null });
  yield* stage(each(batchesOf(records, settings.interns, 'a', 500)));
}

async function rowsOf(batches: AsyncIterable<Batch>): Promise<number> {
  let rows = 0;
  for await (const batch of batches) rows += batch.count;
  return rows;
}

// The log, the parts and the merged parts: about 400 kB each.
it.each([0, 1, 100_000, 500_000, 900_000])(
  'a disk with room for %i bytes ends the run with a failure',
  async (room) => {
    disk.room = room;
    await expect(rowsOf(merged())).rejects.toMatchObject({
      code: 'run/no-temporary',
      exit: EXIT.world,
      args: { folder, reason: 'no space left on the device' },
    });
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('a disk with room for all of it does not', async () => {
  disk.room = 1_500_000;
  expect(await rowsOf(merged())).toBe(5000);
});

it('a file that keeps its name while it is open loses it on closing', async () => {
  disk.busy = 1;
  for await (const batch of merged()) {
    expect(batch.count).toBe(5000);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^listbridge-[0-9a-f]{24}$/u)]);
  }
  expect(readdirSync(folder)).toEqual([]);
});
