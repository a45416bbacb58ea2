// Files as the lists lie in them: opened once, read from the start by their descriptor, refused where they change meanwhile.
import { fstat, read } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ByteChunks } from '../model/bytes.ts';
import { Failure, unavailable } from '../model/failure.ts';
import { reasonOf } from '../model/system-reason.ts';
import { HEAD_BYTES } from './files.ts';

const READ_BYTES = 1 << 20;

/** An open file as it was when it was opened. Plain data: the number is good in every thread until the file is closed. */
export interface OpenFile {
  readonly fd: number;
  /** Where it was found, from the root. */
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly identity: string;
}

export const readFrom = promisify(read);
const factsOf = promisify(fstat);

export interface OpenedFile extends OpenFile {
  readonly handle: FileHandle;
  readonly isRegular: boolean;
}

export async function openFile(operand: string, cwd: string): Promise<OpenedFile> {
  const path = operand.startsWith('/') ? operand : `${cwd}/${operand}`;
  try {
    const handle = await open(path, 'r');
    const facts = await handle.stat();
    if (facts.isDirectory()) {
      await handle.close();
      throw unavailable('input/directory', { input: operand });
    }
    const identity = `${facts.dev}:${facts.ino}`;
    const { size, mtimeMs: modified } = facts;
    return { handle, fd: handle.fd, path, size, modified, identity, isRegular: facts.isFile() };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable('input/unreadable', { file: operand, reason: reasonOf(error) }, error);
  }
}

/**
 * The bytes of an open file; `file` is null where it is no regular one. The first piece is small, because many an input
 * is opened for its head alone.
 */
export async function* fileChunks(
  file: OpenFile | null,
  operand: string,
  readAt: (buffer: Uint8Array, at: number | null) => Promise<number>,
): ByteChunks {
  let total = 0;
  const fill = async (buffer: Uint8Array): Promise<Uint8Array> => {
    try {
      const length = await readAt(buffer, file === null ? null : total);
      total += length;
      return buffer.subarray(0, length);
    } catch (error) {
      throw unavailable('input/unreadable', { file: operand, reason: reasonOf(error) }, error);
    }
  };
  const first = await fill(new Uint8Array(HEAD_BYTES));
  if (first.length > 0) yield first;
  // Most files of a pull of thousands end here, and two large buffers for each are most of what reading them costs.
  const isOver = first.length === 0 || (total === file?.size && (await fill(new Uint8Array(1))).length === 0);
  if (!isOver) yield* readAhead(fill);
  if (file !== null) await refuseChanged(file, operand, total);
}

/** Reads ahead into the other of two buffers while the first is being used. */
async function* readAhead(fill: (buffer: Uint8Array) => Promise<Uint8Array>): ByteChunks {
  let [buffer, other] = [new Uint8Array(READ_BYTES), new Uint8Array(READ_BYTES)];
  let pending = fill(buffer);
  for (let chunk = await pending; chunk.length > 0; chunk = await pending) {
    [buffer, other] = [other, buffer];
    pending = fill(buffer);
    pending.catch(() => {}); // reported when it is awaited; a reader that stops early must not crash the process
    yield chunk;
  }
}

async function refuseChanged(file: OpenFile, operand: string, total: number): Promise<void> {
  const now = await factsOf(file.fd);
  const isSame = `${now.dev}:${now.ino}` === file.identity && now.size === file.size && now.mtimeMs === file.modified;
  if (!isSame || total !== file.size) {
    throw unavailable('input/changed', { input: operand });
  }
}

/** By the handle, not by the number: closing a handle waits for what it still reads. */
export function handleChunks(handle: OpenedFile['handle'], file: OpenFile | null, operand: string): ByteChunks {
  return fileChunks(file, operand, async (buffer, at) => {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    return bytesRead;
  });
}

/** The same file; refused where another lies in its place, or it was written to. */
export async function openAgain(operand: string, was: OpenFile, cwd: string): Promise<OpenedFile> {
  const opened = await openFile(operand, cwd);
  const isSame = opened.identity === was.identity && opened.size === was.size && opened.modified === was.modified;
  if (isSame) return opened;
  await opened.handle.close();
  throw unavailable('input/changed', { input: operand });
}
