// The signature of an input, checked before anything of the input is read: its whole content is hashed first, a stream into
// a nameless temporary file, from which it is then read.
import { createHash } from 'node:crypto';
import type { ByteChunks } from '../../model/bytes.ts';
import { unavailable } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { PIECE, Spool, temporaryFolder } from '../spill/spool.ts';
import { misfitOf, type PublicKey, parseSignature, SIGNED_HASH, type Signature, Unreadable } from './minisign.ts';
import type { Verifying } from './sealing.ts';

/** Read before the input: without it, hashing gigabytes would be for nothing. */
export interface Awaited {
  readonly signature: Signature;
  readonly key: PublicKey;
}

/** The signature that is demanded of an input, if its key is one of those that are trusted. `text` reads its file. */
export async function awaited(
  input: string,
  { keys, signature: file }: Verifying,
  text: (file: string) => Promise<string>,
): Promise<Awaited> {
  let content: string;
  try {
    content = await text(file);
  } catch (error) {
    throw unavailable('signature/missing', { input, signature: file, reason: reasonOf(error) }, error);
  }
  const signature = parsed(content, input, file);
  const key = keys.find(({ id }) => id === signature.keyId);
  if (key === undefined) throw unavailable('signature/foreign', { input, key: signature.keyId });
  return { signature, key };
}

function parsed(content: string, input: string, file: string): Signature {
  try {
    return parseSignature(content);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw unavailable('signature/damaged', { input, signature: file, reason: error.message }, error);
  }
}

/** Hashes all of the bytes and holds them against the signature; gives the hash. */
export async function checked(chunks: ByteChunks, input: string, file: string, wanted: Awaited): Promise<string> {
  const hash = createHash(SIGNED_HASH);
  for await (const chunk of chunks) hash.update(chunk);
  const digest = hash.digest();
  const what = misfitOf(wanted.signature, wanted.key, digest);
  if (what !== null) throw unavailable('signature/wrong', { input, signature: file, what });
  return digest.toString('hex');
}

/** The bytes of a stream, which can be read once, from where nobody can change them between the check and the reading. */
export async function checkedStream(
  chunks: ByteChunks,
  input: string,
  file: string,
  wanted: Awaited,
  { env, signal }: Host,
): Promise<{ chunks: ByteChunks; close(): Promise<void> }> {
  const spool = await Spool.open({ folder: temporaryFolder(env), signal });
  try {
    const pieces: { number: number; length: number }[] = [];
    async function* kept(): ByteChunks {
      for await (const chunk of chunks) {
        for (let at = 0; at < chunk.length; at += PIECE) {
          const piece = chunk.subarray(at, at + PIECE);
          pieces.push({ number: await spool.write(piece), length: piece.length });
        }
        yield chunk;
      }
    }
    await checked(kept(), input, file, wanted);
    async function* again(): ByteChunks {
      for (const { number, length } of pieces) {
        const piece = new Uint8Array(length);
        await spool.read(number, piece, 0, length);
        yield piece;
      }
    }
    return { chunks: again(), close: () => spool.close() };
  } catch (error) {
    await spool.close();
    throw error;
  }
}
