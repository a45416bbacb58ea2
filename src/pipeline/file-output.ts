// Puts a file in place: whole or absent. A private temporary file beside the target, fsync, rename. A file called .gz is
// packed, each piece a gzip member of its own, so that packing runs beside the rest; then it is encrypted, and what is
// stored in the end is what a signature is made of.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { unavailable } from '../model/failure.ts';
import { reasonOf } from '../model/system-reason.ts';
import { BlockFile } from './block-file.ts';
import { throughLinks } from './files.ts';
import { keepRights } from './rights.ts';
import { encrypting } from './seal/age.ts';
import { SIGNED_HASH, signatureText } from './seal/minisign.ts';
import { type Sealing, SIGNATURE_ENDING } from './seal/sealing.ts';
import { Staging } from './staging.ts';

const zip = promisify(gzip);

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

/** `place` is the path of the operand. */
export async function fileOutput(
  operand: string,
  place: string,
  { isPrivate, sealing }: { readonly isPrivate: boolean; readonly sealing: Sealing | null },
): Promise<Output> {
  const path = isPrivate ? place : await throughLinks(place, operand);
  const replaced = await replacedBy(path, operand);
  const { handle, temporary } = await createTemporary(path, operand);
  const losesRights = replaced !== null && !isPrivate && (await keepRights(replaced, handle));
  let bytes = 0;
  let isSettled = false;
  const isZipped = /\.gz(?:\.age)?$/iu.test(operand);
  const signer = sealing?.signer ?? null;
  const hash = signer === null ? null : createHash(SIGNED_HASH);
  const file = new BlockFile(handle, temporary);
  const store = async (stored: Uint8Array): Promise<void> => {
    hash?.update(stored);
    await file.write(stored);
  };
  const recipients = sealing?.recipients ?? null;
  const layer = recipients === null ? null : await encrypting(recipients, store);
  const write = layer?.write ?? store;
  const staged = isZipped ? new Staging(async (piece) => write(await zip(piece))) : null;
  const add = (piece: Uint8Array): Promise<void> => staged?.add(piece) ?? write(piece);
  const finish = async (): Promise<void> => {
    await staged?.end();
    await layer?.end();
    await file.end();
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
        await add(chunk);
      } catch (error) {
        throw failed(error);
      }
    },
    async flush() {
      await finish().catch((error) => {
        throw failed(error);
      });
    },
    async commit() {
      try {
        await finish();
        await handle.sync();
        await handle.close();
        if (signer === null || hash === null) await rename(temporary, path);
        else {
          const comment = `timestamp:${sealing?.time ?? 0}\tfile:${basename(place)}\thashed`;
          const text = signatureText(signer, hash.digest(), comment);
          await placePair({ temporary, path }, `${operand}${SIGNATURE_ENDING}`, `${place}${SIGNATURE_ENDING}`, text);
        }
        isSettled = true;
        await syncFolder(dirname(path));
      } catch (error) {
        throw failed(error);
      }
    },
    async abandon() {
      if (isSettled) return;
      isSettled = true;
      await staged?.settled();
      await layer?.abandon();
      await file.settled();
      await handle.close().catch(() => {}); // closed already when commit failed half way
      await unlink(temporary).catch(() => {}); // gone already
    },
  };
}

/** A rename puts a file in the place of whatever is there: of a pipe, a device, and as root even of /dev/null. */
async function replacedBy(path: string, operand: string): Promise<Stats | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null || facts.isFile()) return facts;
  const reason = facts.isDirectory() ? 'it is a folder' : 'there is something else than a file';
  throw unavailable('output/unwritable', { output: operand, reason });
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

/**
 * Puts a list and its signature in place. The old signature goes first: whatever happens then, a list stands there with its
 * own signature or with none, and never beside one that belongs to another (docs/decisions/0016).
 */
async function placePair(
  list: { readonly temporary: string; readonly path: string },
  operand: string,
  place: string,
  text: string,
): Promise<void> {
  const path = await throughLinks(place, operand);
  const replaced = await replacedBy(path, operand);
  const { handle, temporary } = await createTemporary(path, operand);
  let isPlaced = false;
  try {
    // Who may read the list may read its signature.
    await keepRights(replaced ?? (await stat(list.temporary)), handle);
    await writeAll(handle, Buffer.from(text));
    await handle.sync();
    if (replaced !== null) await unlink(path);
    await syncFolder(dirname(path));
    await rename(list.temporary, list.path);
    await syncFolder(dirname(list.path));
    await rename(temporary, path);
    isPlaced = true;
    await syncFolder(dirname(path));
  } finally {
    await handle.close();
    if (!isPlaced) await unlink(temporary).catch(() => {}); // told by what failed
  }
}
