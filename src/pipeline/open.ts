// Opens one input: a file or standard input, gzip or not, signed, encrypted or neither, hashed while it streams. Refuses what is no list, and an input
// that changes under its reader.
import { basename } from 'node:path';
import type { ByteChunks } from '../model/bytes.ts';
import { refused } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { HEAD_BYTES, plainName } from './files.ts';
import { Hashes, type HashWishes } from './hashes.ts';
import { imageryAt } from './imagery.ts';
import {
  fileChunks,
  handleChunks,
  type OpenedFile,
  type OpenFile,
  openAgain,
  openFile,
  readFrom,
} from './open-file.ts';
import { joined } from './peek.ts';
import { decrypted, type Identities } from './seal/age.ts';
import { awaited, checked, checkedStream } from './seal/check-signature.ts';
import { OPEN, type Opening } from './seal/sealing.ts';
import { readText } from './text-file.ts';
import { unzipped } from './unzip.ts';

export interface Input {
  /** The operand as given. */
  readonly operand: string;
  /** Base name without the endings of packing and encryption; empty for standard input. */
  readonly name: string;
  /** Unzipped first bytes, as sent. */
  readonly head: Uint8Array;
  /** Whether the head is all there is. */
  readonly whole: boolean;
  readonly isEmpty: boolean;
  /** Size as stored, null for a stream. */
  readonly size: number | null;
  /** Device and inode, to tell two names of one file; null for a stream. */
  readonly identity: string | null;
  /** Unzipped bytes from the start; to be read once. */
  chunks(): ByteChunks;
  /** The regular file behind it, for another thread to read from the start; null for a stream, and where it is encrypted. */
  readonly file: OpenFile | null;
  /** Whether what lies at its path is not to be read there: it is packed or encrypted, or its signature was checked. */
  readonly isPacked: boolean;
  /** The key that its signature was checked with; null where none was demanded. */
  readonly signedBy: string | null;
  /** What its bytes are hashed for while they are read. */
  readonly hashed: HashWishes;
  /** Bytes read so far as stored, and what their hashes come to once all are read. */
  readonly progress: Progress;
  /** Reads no further, and lets go of all but the file. */
  stop(): Promise<void>;
  /** The same, closed and without its head until it is read: a run may have more inputs than files it may open, or memory. */
  letGo(): Promise<Input>;
  /** The file for another thread, opened again where it was let go; null where there is none for it. */
  reopen(): Promise<OpenFile | null>;
  close(): Promise<void>;
}

export interface Progress {
  bytes: number;
  /** The SHA-256 of the bytes as stored. */
  sha256: string | null;
  /** The secret of the aliases of this list, of its unzipped bytes: the same whether it comes packed or not. */
  secret: string | null;
}

export async function openInput(
  operand: string,
  host: Host,
  wishes: HashWishes,
  opening: Opening = OPEN,
): Promise<Input> {
  const { signal } = host;
  const { verify, identities } = opening;
  const wanted = verify === null ? null : await awaited(operand, verify, (file) => textAt(file, host));
  const signature = verify?.signature ?? '';
  const startStream = async (chunks: ByteChunks): Promise<Input> => {
    if (wanted === null) return startInput(operand, null, chunks, wishes, signal, identities);
    const stream = await checkedStream(chunks, operand, signature, wanted, host);
    try {
      const input = await startInput(operand, null, stream.chunks, wishes, signal, identities);
      const close = async (): Promise<void> => {
        await input.close();
        await stream.close();
      };
      return { ...input, signedBy: wanted.key.id, close };
    } catch (error) {
      await stream.close();
      throw error;
    }
  };
  if (operand === '-') return startStream(host.stdin);
  const { handle, isRegular, ...file } = await openFile(operand, host.cwd);
  const chunks = (): ByteChunks => handleChunks(handle, isRegular ? file : null, operand);
  const startFile = async (): Promise<Input> => {
    if (!isRegular) return startStream(chunks());
    if (wanted === null) return startInput(operand, file, chunks(), wishes, signal, identities);
    // Hashed and then read by one descriptor, so no other file can take its place between; and hashed once more while it
    // is read, so that nobody can write into it either.
    const signed = await checked(abortable(chunks(), signal), operand, signature, wanted);
    const input = await startInput(operand, file, chunks(), { ...wishes, signed }, signal, identities);
    return { ...input, signedBy: wanted.key.id };
  };
  try {
    const input = await startFile();
    const mayReopen = input.file !== null && wanted === null && file.size <= LARGEST_REOPENED;
    let open: OpenedFile['handle'] | null = handle;
    const closeFile = async (): Promise<void> => {
      await open?.close();
      open = null;
    };
    const opened: Input = {
      ...input,
      // Once it is closed its number may be that of another file.
      get file() {
        return open === null ? null : input.file;
      },
      name: plainName(basename(operand)),
      identity: file.identity,
      close: async () => {
        await input.close();
        await closeFile();
      },
      async letGo() {
        if (mayReopen) await input.stop();
        if (mayReopen || input.whole) await closeFile();
        return mayReopen ? closedInput(file, opened, host, wishes) : opened;
      },
      reopen: async () => (open === null ? null : input.file),
    };
    return opened;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Larger files stay open: a run has few of them, and another thread may read them. */
const LARGEST_REOPENED = 64 << 20;

/** An input that was let go: nothing of it is kept but what it is. */
function closedInput(file: OpenFile, was: Input, host: Host, wishes: HashWishes): Input {
  const { operand, name, whole, isEmpty, size, identity, isPacked, signedBy, hashed, progress } = was;
  const facts = { operand, name, whole, isEmpty, size, identity, isPacked, signedBy, hashed, progress };
  let open: OpenedFile | null = null;
  const closed: Input = {
    ...facts,
    head: new Uint8Array(0),
    get file() {
      return open && { ...file, fd: open.fd };
    },
    chunks: () => reopened(operand, file, progress, host, wishes),
    stop: async () => {},
    letGo: async () => closed,
    // What was read in one piece is read here as fast.
    async reopen() {
      if (whole) return null;
      open ??= await openAgain(operand, file, host.cwd);
      return closed.file;
    },
    async close() {
      await open?.handle.close();
      open = null;
    },
  };
  return closed;
}

/** A file that was let go, from its start; refused where another lies in its place, or it was written to. */
async function* reopened(
  operand: string,
  was: OpenFile,
  progress: Progress,
  host: Host,
  wishes: HashWishes,
): ByteChunks {
  const { handle, ...file } = await openAgain(operand, was, host.cwd);
  try {
    Object.assign(progress, { bytes: 0, sha256: null, secret: null } satisfies Progress);
    const chunks = handleChunks(handle, file, operand);
    const input = await startInput(operand, file, chunks, wishes, host.signal, null, progress);
    try {
      yield* input.chunks();
    } finally {
      await input.close();
    }
  } finally {
    await handle.close();
  }
}

/** The same input from the start, by a file that is open elsewhere in this process and stays so until this is closed. */
export function reopenInput(operand: string, file: OpenFile, wishes: HashWishes, signal: AbortSignal): Promise<Input> {
  const chunks = fileChunks(file, operand, async (buffer, at) => {
    const { bytesRead } = await readFrom(file.fd, buffer, 0, buffer.length, at);
    return bytesRead;
  });
  return startInput(operand, file, chunks, wishes, signal, null);
}

async function startInput(
  operand: string,
  file: OpenFile | null,
  raw: ByteChunks,
  wishes: HashWishes,
  signal: AbortSignal,
  identities: Identities | null,
  progress: Progress = { bytes: 0, sha256: null, secret: null },
): Promise<Input> {
  let isEncrypted = false;
  const hashes = new Hashes(operand, wishes, progress);
  const stored = hashes.ofStored(counted(raw, progress));
  let isPacked = false;
  const opened = decrypted(stored, operand, identities, () => {
    isEncrypted = true;
    hashes.unpacked();
  });
  const content = hashes.ofContent(
    unzipped(opened, operand, progress, () => {
      isPacked = true;
      hashes.unpacked();
    }),
  );
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
  const input: Input = {
    operand,
    name: '',
    head,
    whole: isWhole,
    isEmpty: head.length === 0,
    size: file?.size ?? null,
    identity: file?.identity ?? null,
    file: isEncrypted ? null : file, // keys do not leave this thread
    isPacked: isPacked || isEncrypted || wishes.signed !== undefined,
    signedBy: null,
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
    letGo: async () => input,
    reopen: async () => (isEncrypted ? null : file),
    close: stop,
  };
  return input;
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

async function* abortable(input: ByteChunks, signal: AbortSignal): ByteChunks {
  for await (const chunk of input) {
    signal.throwIfAborted();
    yield chunk;
  }
}

function textAt(file: string, { cwd }: Host): Promise<string> {
  return readText(file.startsWith('/') ? file : `${cwd}/${file}`);
}

async function* counted(input: ByteChunks, progress: { bytes: number }): ByteChunks {
  for await (const chunk of input) {
    progress.bytes += chunk.length;
    yield chunk;
  }
}
