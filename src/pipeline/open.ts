// Opens one input: a file or standard input, gzip or not, hashed while it streams. Refuses what is no list, and an input
// that changes under its reader. Only this file and save.ts touch the file system for data.
import { fstat, read } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { ByteChunks } from '../model/bytes.ts';
import { Failure, refused, unavailable } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { reasonOf } from '../model/system-reason.ts';
import { HEAD_BYTES } from './files.ts';
import { Hashes, type HashWishes } from './hashes.ts';
import { imageryAt } from './imagery.ts';
import { joined, unzipped } from './unzip.ts';

const READ_BYTES = 1 << 20;

export interface Input {
  /** The operand as given. */
  readonly operand: string;
  /** Base name without compression suffix; empty for standard input. */
  readonly name: string;
  /** Unzipped first bytes, as sent. */
  readonly head: Uint8Array;
  /** Whether the head is all there is. */
  readonly whole: boolean;
  /** Size as stored, null for a stream. */
  readonly size: number | null;
  /** Device and inode, to tell two names of one file; null for a stream. */
  readonly identity: string | null;
  /** Unzipped bytes from the start; to be read once. */
  chunks(): ByteChunks;
  /** The regular file behind it, for another thread to read from the start; null for a stream. */
  readonly file: OpenFile | null;
  /** Whether its bytes are stored packed. */
  readonly isPacked: boolean;
  /** What its bytes are hashed for while they are read. */
  readonly hashed: HashWishes;
  /** Bytes read so far as stored, and what their hashes come to once all are read. */
  readonly progress: Progress;
  /** Reads no further, and lets go of all but the file. */
  stop(): Promise<void>;
  /** Closes the file early if all of it is in the head: a run may have more small inputs than files it may open. */
  letGo(): Promise<void>;
  close(): Promise<void>;
}

export interface Progress {
  bytes: number;
  /** The SHA-256 of the bytes as stored. */
  sha256: string | null;
  /** The secret of the aliases of this list, of its unzipped bytes: the same whether it comes packed or not. */
  secret: string | null;
}

/** An open file as it was when it was opened. Plain data: the number is good in every thread until the file is closed. */
export interface OpenFile {
  readonly fd: number;
  /** Where it was found, from the root. */
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly identity: string;
}

export async function openInput(operand: string, host: Host, wishes: HashWishes): Promise<Input> {
  const { signal } = host;
  if (operand === '-') return startInput(operand, null, host.stdin, wishes, signal);
  const { handle, isRegular, ...file } = await openFile(operand, host.cwd);
  // By the handle, not by the number: closing a handle waits for what it still reads.
  const chunks = fileChunks(isRegular ? file : null, operand, async (buffer, at) => {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    return bytesRead;
  });
  try {
    const input = await startInput(operand, isRegular ? file : null, chunks, wishes, signal);
    let isOpen = true;
    const closeFile = async (): Promise<void> => {
      if (isOpen) await handle.close();
      isOpen = false;
    };
    return {
      ...input,
      // Once it is closed its number may be that of another file.
      get file() {
        return isOpen && isRegular ? file : null;
      },
      name: basename(operand).replace(/\.gz$/iu, ''),
      identity: file.identity,
      close: async () => {
        await input.close();
        await closeFile();
      },
      letGo: async () => {
        if (input.whole) await closeFile();
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The same input from the start, by a file that is open elsewhere in this process and stays so until this is closed. */
export function reopenInput(operand: string, file: OpenFile, wishes: HashWishes, signal: AbortSignal): Promise<Input> {
  const chunks = fileChunks(file, operand, async (buffer, at) => {
    const { bytesRead } = await readFrom(file.fd, buffer, 0, buffer.length, at);
    return bytesRead;
  });
  return startInput(operand, file, chunks, wishes, signal);
}

const readFrom = promisify(read);
const factsOf = promisify(fstat);

interface OpenedFile extends OpenFile {
  readonly handle: FileHandle;
  readonly isRegular: boolean;
}

async function openFile(operand: string, cwd: string): Promise<OpenedFile> {
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

async function startInput(
  operand: string,
  file: OpenFile | null,
  raw: ByteChunks,
  wishes: HashWishes,
  signal: AbortSignal,
): Promise<Input> {
  const progress: Progress = { bytes: 0, sha256: null, secret: null };
  const hashes = new Hashes(wishes, progress);
  const stored = hashes.ofStored(counted(raw, progress));
  let isPacked = false;
  const unpacks = (): void => {
    isPacked = true;
    hashes.unzip();
  };
  const content = hashes.ofContent(unzipped(stored, operand, progress, unpacks));
  const iterator = content[Symbol.asyncIterator]();
  const { head, isWhole } = await readHead(iterator);
  const what = imageryAt(head);
  if (what !== null) {
    await iterator.return?.();
    throw refused('input/imagery', { input: operand, what });
  }
  const stop = async (): Promise<void> => {
    await iterator.return?.();
  };
  return {
    operand,
    name: '',
    head,
    whole: isWhole,
    size: file?.size ?? null,
    identity: file?.identity ?? null,
    file,
    isPacked,
    hashed: wishes,
    progress,
    async *chunks() {
      yield head;
      if (isWhole) return;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        signal.throwIfAborted();
        yield next.value;
      }
    },
    stop,
    letGo: async () => {},
    close: stop,
  };
}

/** Collects the head, which outlives the reading buffers and is therefore a copy. */
async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done) return { head: joined(pieces, length), isWhole: true };
    pieces.push(next.value.slice());
    length += next.value.length;
  }
  return { head: joined(pieces, length), isWhole: false };
}

/**
 * The bytes of an open file; `file` is null where it is no regular one. The first piece is small, because many an input
 * is opened for its head alone.
 */
async function* fileChunks(
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
  if (first.length > 0) {
    yield first;
    yield* readAhead(fill);
  }
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

async function* counted(input: ByteChunks, progress: { bytes: number }): ByteChunks {
  for await (const chunk of input) {
    progress.bytes += chunk.length;
    yield chunk;
  }
}
