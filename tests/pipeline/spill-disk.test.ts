// A disk that fills up under a temporary file, and a system that keeps the name of an open file: a run ends with a
// failure that says why, and nothing stays behind.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EXIT } from '../../src/model/failure.ts';
import { Spool } from '../../src/pipeline/spill/spool.ts';
import { StreamReader, StreamWriter } from '../../src/pipeline/spill/stream.ts';

const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, keepsNames: false }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    async open(...args: Parameters<typeof real.open>) {
      const handle = await real.open(...args);
      const write = handle.write.bind(handle) as (...all: unknown[]) => Promise<{ bytesWritten: number }>;
      handle.write = (async (bytes: Uint8Array, at: number, length: number, place: number) => {
        if (disk.room <= 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        // A disk that is nearly full takes a part.
        const written = await write(bytes, at, Math.min(length, disk.room), place);
        disk.room -= written.bytesWritten;
        return written;
      }) as typeof handle.write;
      return handle;
    },
    async unlink(path: string) {
      if (disk.keepsNames && !disk.isClosing) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
      return real.unlink(path);
    },
  };
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spill-disk-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
