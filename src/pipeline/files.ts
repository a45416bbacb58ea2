// What can be told of a file without reading it as a list: what stands at a place.
import { type FileHandle, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { unavailable } from '../model/failure.ts';
import { reasonOf } from '../model/system-reason.ts';

/** As many bytes as detection may look at. */
export const HEAD_BYTES = 64 * 1024;
/** As many as the system follows. */
const MOST_LINKS = 40;

/** A name without the endings that tell of packing and encryption. */
export function plainName(name: string): string {
  return name.replace(/\.age$/iu, '').replace(/\.gz$/iu, '');
}

/** The permissions of a file. */
export async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode;
}

/**
 * Whether a device or a pipe stands there: what is written goes on at once, and takes the place of nothing. `isPrivate`: what
 * only its owner may read goes to no pipe, and through no link.
 */
export async function isStream(path: string, isPrivate = false): Promise<boolean> {
  const facts = await (isPrivate ? lstat(path) : stat(path)).catch(() => null);
  return facts !== null && (facts.isCharacterDevice() || (!isPrivate && facts.isFIFO()));
}

/** The size of a regular file; 0 where there is none. */
export async function sizeAt(operand: string, cwd: string): Promise<number> {
  const facts = await stat(operand.startsWith('/') ? operand : `${cwd}/${operand}`).catch(() => null);
  return facts?.isFile() === true ? facts.size : 0;
}

/** All of a small file, with its permissions as of the same moment; none where the system has no such thing. */
export async function readWithMode(path: string): Promise<{ content: Uint8Array; mode: number }> {
  const handle = await open(path, 'r');
  try {
    const { mode } = await handle.stat();
    return { content: await handle.readFile(), mode: sep === '/' ? mode : 0 };
  } finally {
    await handle.close();
  }
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

/**
 * Where a path leads in the end; what is there need not exist. An output that is a symbolic link is written there: a rename
 * in the place of the link itself would leave what everybody else reads as it was.
 */
export async function throughLinks(path: string, operand: string): Promise<string> {
  let at = path;
  for (let links = 0; ; links++) {
    const to = await readlink(at).catch(() => null);
    if (to === null) break;
    if (links === MOST_LINKS) throw unwritable(operand, 'the symbolic link leads back to itself');
    // Not joined: `..` behind a link to a folder is above that folder, and not above the link.
    at = isAbsolute(to) ? to : `${dirname(at)}/${to}`;
  }
  if (at === path) return path;
  // The system does not follow just any link in a folder that all may write to, and neither may this.
  const found = await stat(path).catch((error: { code?: string }) => error);
  if ('code' in found && found.code !== 'ENOENT') throw unwritable(operand, reasonOf(found));
  if ('isFile' in found && !found.isFile()) return path; // such as /dev/stdout, behind which no path need be
  const folder = await realpath(dirname(at)).catch(() => dirname(at)); // a folder that is not there is told when it is written to
  return join(folder, basename(at));
}

function unwritable(output: string, reason: string): Error {
  return unavailable('output/unwritable', { output, reason });
}
