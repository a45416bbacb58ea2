// Puts an output in place: whole or absent. A private temporary file beside the target, fsync, rename.
// An output called .gz is packed, each piece a gzip member of its own, so that packing runs beside the rest.
// Standard output is held back while it is small, so that a list that fits is whole or absent there too; a longer one is
// written as it comes. A reader that goes away early ends the run quietly.
import type { Stats } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { refused, unavailable } from '../model/failure.ts';
import type { Host } from '../model/host.ts';
import { reasonOf } from '../model/system-reason.ts';
import { peekFile, throughLinks } from './files.ts';
import { keepRights } from './rights.ts';
import { Staging } from './staging.ts';
import { unzippedHead } from './unzip.ts';

const zip = promisify(gzip);
/** So many bytes are pushed to the disk at a time while more are written: left to the end, 2 GB keep a run waiting for a second. */
const PUSH_BYTES = 1 << 27;
/** So much of standard output waits for the end of the run: longer lists must stream, as for `head`. */
const HELD_BYTES = 1 << 20;

export interface Output {
  readonly operand: string;
  /** The bytes are not looked at any more once it has resolved. */
  write(chunk: Uint8Array): Promise<void>;
  /** Bytes written so far. */
  readonly bytes: number;
  /** How many of them were read by others, or may have been, before the commit: they cannot be taken back. */
  readonly released: number;
  /** Whether somebody who could use the file that is replaced may not use this one. */
  readonly losesRights: boolean;
  /** Where the bytes are until `commit`; null on standard output. */
  readonly temporary: string | null;
  /** Waits until all that was written can be read back. */
  flush(): Promise<void>;
  /** Makes the output visible. */
  commit(): Promise<void>;
  /** Removes what was written; no effect after `commit`. */
  abandon(): Promise<void>;
}

export interface Target {
  readonly operand: string;
  /** Identities of the inputs, which must not be written over. */
  readonly inputs: ReadonlySet<string>;
  /** Whether an existing file there may be replaced; asked with its first bytes. */
  readonly mayReplace: (head: Uint8Array) => Promise<boolean>;
  /** Name of the target format, for the refusal. */
  readonly format: string;
}

/** Checks the place before any work is done for it; gives the first bytes of what will be replaced, or null. */
export async function checkTarget(target: Target, host: Host): Promise<Uint8Array | null> {
  if (target.operand === '-') return null;
  const existing = await peekFile(pathOf(target.operand, host));
  if (existing === null) return null;
  if (target.inputs.has(existing.identity)) throw refused('output/is-input', { output: target.operand });
  if (existing.size === 0) return null;
  const head = unzippedHead(existing.head);
  if (!(await target.mayReplace(head))) {
    throw refused('output/exists', { output: target.operand, format: target.format });
  }
  return head;
}

/** Whether a file with content stands at the place of an output. */
export async function holdsData(operand: string, host: Host): Promise<boolean> {
  return operand !== '-' && ((await peekFile(pathOf(operand, host)))?.size ?? 0) > 0;
}

/** `isPrivate`: for the owner alone, whatever it replaces, and never through a link. */
export async function createOutput(operand: string, host: Host, { isPrivate = false } = {}): Promise<Output> {
  return operand === '-' ? standardOutput(host) : fileOutput(operand, host, isPrivate);
}

function standardOutput(host: Host): Output {
  let bytes = 0;
  let released = 0;
  let held: Uint8Array[] | null = [];
  const send = async (chunk: Uint8Array): Promise<void> => {
    released += chunk.length;
    try {
      await host.stdout.write(chunk);
    } catch (error) {
      if (isClosedPipe(error)) throw error; // the reader has what it wanted: no failure, but the end
      throw unavailable('output/unwritable', { output: 'standard output', reason: reasonOf(error) }, error);
    }
  };
  const release = async (): Promise<void> => {
    const pieces = held ?? [];
    held = null;
    if (pieces.length > 0) await send(Buffer.concat(pieces));
  };
  return {
    operand: '-',
    temporary: null,
    losesRights: false,
    get bytes() {
      return bytes;
    },
    get released() {
      return released;
    },
    async write(chunk) {
      bytes += chunk.length;
      if (held !== null && bytes <= HELD_BYTES) {
        held.push(chunk.slice());
        return;
      }
      await release();
      await send(chunk);
    },
    flush: async () => {},
    async commit() {
      await release();
      released = 0;
    },
    async abandon() {
      held = null;
    },
  };
}

function isClosedPipe(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED';
}

async function fileOutput(operand: string, host: Host, isPrivate: boolean): Promise<Output> {
  const place = pathOf(operand, host);
  const path = isPrivate ? place : await throughLinks(place, operand);
  const replaced = await replacedBy(path, operand);
  const { handle, temporary } = await createTemporary(path, operand);
  const losesRights = replaced !== null && !isPrivate && (await keepRights(replaced, handle));
  let bytes = 0;
  let isSettled = false;
  const isZipped = /\.gz$/iu.test(operand);
  const staged = new Staging(async (piece) => writeAll(handle, isZipped ? await zip(piece) : piece));
  let pushed = 0;
  let pushing: Promise<unknown> = Promise.resolve();
  let isPushing = false;
  const push = (): void => {
    if (isPushing || bytes - pushed < PUSH_BYTES) return;
    pushed = bytes;
    isPushing = true;
    pushing = Promise.all([pushing, handle.datasync()]).finally(() => {
      isPushing = false;
    });
    pushing.catch(() => {}); // told at commit, for good: the system tells a failure once
  };
  const failed = (error: unknown): Error =>
    unavailable('output/unwritable', { output: operand, reason: reasonOf(error) }, error);
  return {
    operand,
    temporary,
    get bytes() {
      return bytes;
    },
    released: 0,
    losesRights,
    async write(chunk) {
      bytes += chunk.length;
      try {
        await staged.add(chunk);
        push();
      } catch (error) {
        throw failed(error);
      }
    },
    async flush() {
      await staged.end().catch((error) => {
        throw failed(error);
      });
    },
    async commit() {
      try {
        await staged.end();
        await pushing;
        await handle.sync();
        await handle.close();
        await rename(temporary, path);
        isSettled = true;
        await syncFolder(dirname(path));
      } catch (error) {
        throw failed(error);
      }
    },
    async abandon() {
      if (isSettled) return;
      isSettled = true;
      await staged.settled();
      await pushing.catch(() => {});
      await handle.close().catch(() => {}); // closed already when commit failed half way
      await unlink(temporary).catch(() => {}); // gone already
    },
  };
}

/** A rename puts a file in the place of whatever is there: of a pipe, a device, and as root even of /dev/null. */
async function replacedBy(path: string, operand: string): Promise<Stats | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || facts.isFile()) return facts;
  throw unavailable('output/unwritable', { output: operand, reason: 'there is something else than a file' });
}

async function createTemporary(path: string, operand: string): Promise<{ handle: FileHandle; temporary: string }> {
  for (let attempt = 0; ; attempt++) {
    const temporary = join(dirname(path), `.${basename(path)}.tmp-${attempt}`);
    try {
      return { handle: await open(temporary, 'wx', 0o600), temporary };
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST' && attempt < 1000) continue;
      throw unavailable('output/unwritable', { output: operand, reason: reasonOf(error) }, error);
    }
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten;
}

/** The rename itself must survive a power cut; not every file system lets a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

export function pathOf(operand: string, host: Host): string {
  return operand.startsWith('/') ? operand : join(host.cwd, operand);
}
