import {
  closeSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BlockFile } from '../../src/pipeline/block-file.ts';

const MB = 1 << 20;

let folder = '';
let path = '';
let handle: FileHandle;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'listbridge-block-'));
  path = join(folder, 'out');
  handle = await open(path, 'wx', 0o600);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await handle.close();
  rmSync(folder, { recursive: true });
});

/** No two megabytes of it are alike, so that a block in the wrong place is seen. */
function pattern(length: number): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i, 0x9e3779b1);
  return Buffer.from(words.buffer, 0, length);
}

async function hasWayPastTheCache(): Promise<boolean> {
  if (constants.O_DIRECT === undefined) return false;
  const way = await open(path, constants.O_WRONLY | constants.O_DIRECT).catch(() => null);
  await way?.close();
  return way !== null;
}

function leadsToPath(fd: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`) === path;
  } catch {
    return false; // closed since
  }
}

/** Writers go on in the buffer of a piece, so each is spoilt as soon as it was taken. */
async function writeAll(file: BlockFile, bytes: Buffer, piece: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += piece) {
    const copy = Uint8Array.from(bytes.subarray(at, at + piece));
    await file.write(copy);
    copy.fill(0xee);
  }
  await file.end();
  await file.end(); // a commit ends what a look at the output ended already
}

describe('an output in blocks', () => {
  for (const length of [0, 1, 8191, MB - 1, MB, MB + 1, 2 * MB, 9 * MB + 123, 17 * MB]) {
    for (const piece of [65_537, 5 * MB]) {
      it(`has the bytes that were written: ${length} in pieces of ${piece}`, async () => {
        const bytes = pattern(length);
        await writeAll(new BlockFile(handle, path), bytes, piece);
        expect(readFileSync(path).equals(bytes)).toBe(true);
      });
    }
  }

  it('sends all but its first block and its end past the cache', async (context) => {
    if (!(await hasWayPastTheCache())) return context.skip('there is no way past the cache here');
    const proto = Object.getPrototypeOf(handle);
    const { write } = proto;
    let usual = 0;
    vi.spyOn(proto, 'write').mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
      const result = await write.apply(this, args);
      usual += result.bytesWritten;
      return result;
    });
    await writeAll(new BlockFile(handle, path), pattern(24 * MB + 7), 100_000);
    expect(usual).toBe(MB + 7);
  });

  it('has them where there is no way past the cache', async () => {
    const bytes = pattern(5 * MB + 7);
    await writeAll(new BlockFile(handle, join(folder, 'nowhere')), bytes, 100_000);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('has them where the file system refuses to write past it', async () => {
    const refuse = vi.spyOn(Object.getPrototypeOf(handle), 'writev').mockImplementation(async () => {
      throw Object.assign(new Error('refused'), { code: 'EINVAL' });
    });
    const bytes = pattern(12 * MB + 7);
    await writeAll(new BlockFile(handle, path), bytes, 100_000);
    expect(refuse).toHaveBeenCalled();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('has them where the system takes less than it was given', async () => {
    const proto = Object.getPrototypeOf(handle);
    const { writev } = proto;
    const spy = vi.spyOn(proto, 'writev').mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      const [[first], position] = args as [Uint8Array[], number];
      return writev.call(this, [first!.subarray(0, MB / 2)], position);
    });
    const bytes = pattern(12 * MB + 7);
    await writeAll(new BlockFile(handle, path), bytes, 3 * MB);
    expect(spy).toHaveBeenCalled();
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('tells a full disk, with the next piece or at the end, and settles', async () => {
    vi.spyOn(Object.getPrototypeOf(handle), 'writev').mockImplementation(async () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    });
    const file = new BlockFile(handle, path);
    await expect(writeAll(file, pattern(40 * MB), 4 * MB)).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(file.end()).rejects.toMatchObject({ code: 'ENOSPC' });
    await file.settled();
  });

  it('tells at the end what goes wrong when its second way is closed, and settles nevertheless', async (context) => {
    if (!(await hasWayPastTheCache())) return context.skip('there is no way past the cache here');
    const file = new BlockFile(handle, path);
    await file.write(pattern(4 * MB));
    await vi.waitFor(() => expect(statSync(path).size).toBe(3 * MB)); // the fourth is not full yet to it
    const [second] = readdirSync('/proc/self/fd').filter((fd) => Number(fd) !== handle.fd && leadsToPath(fd));
    closeSync(Number(second)); // so that closing it fails
    await file.settled(); // or the temporary file would be left behind
    await expect(file.end()).rejects.toMatchObject({ code: 'EBADF' });
  });

  it('goes on in a file that was renamed or removed meanwhile', async () => {
    const file = new BlockFile(handle, path);
    await file.write(pattern(4 * MB));
    unlinkSync(path);
    await file.write(pattern(4 * MB));
    await file.end();
    expect((await handle.stat()).size).toBe(8 * MB);
  });
});
