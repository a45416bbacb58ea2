// What can be told of a file without reading it as a list: what stands at a place.
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** As many bytes as detection may look at. */
export const HEAD_BYTES = 64 * 1024;

/** The permissions of a file. */
export async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode;
}

/** The nearest file of this name, from a folder upwards to the one that holds `end`; null where there is none. */
export async function findUpward(name: string, from: string, end: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (await exists(path)) return path;
    if (dirname(folder) === folder || (await exists(join(folder, end)))) return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether everybody on this machine may write there. Windows has no such permission in its modes. */
export async function isOpenToAll(path: string): Promise<boolean> {
  return sep === '/' && ((await modeOf(path)) & 0o002) !== 0;
}

/** The first bytes of an existing file, or null where there is none: to tell what an output would replace. */
export async function peekFile(path: string): Promise<{ head: Uint8Array; size: number; identity: string } | null> {
  let handle: FileHandle;
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return { head: new Uint8Array(0), size: 0, identity: `${facts.dev}:${facts.ino}` };
    handle = await open(path, 'r');
  } catch {
    return null;
  }
  try {
    const facts = await handle.stat();
    const buffer = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), size: facts.size, identity: `${facts.dev}:${facts.ino}` };
  } finally {
    await handle.close();
  }
}
