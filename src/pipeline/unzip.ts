// gzip in: told by its first two bytes, unpacked as it streams, refused when it is damaged or expands without bound.
import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import type { ByteChunks } from '../model/bytes.ts';
import { Failure, refused, unavailable } from '../model/failure.ts';
import { copies, peek } from './peek.ts';

/** gzip of a list rarely passes 50 to 1; a bomb is a thousand to 1. Small files are let alone. */
const MAX_EXPANSION = 250;
const EXPANSION_FLOOR = 64 << 20;

/** The bytes as they are, or unpacked; `onZipped` is called before any of these comes. */
export async function* unzipped(
  stored: ByteChunks,
  operand: string,
  progress: { readonly bytes: number },
  onZipped: () => void,
): ByteChunks {
  const { first, all } = await peek(stored, 2);
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all;
    return;
  }
  onZipped();
  // zlib keeps what it is given until it gets to it.
  const source = Readable.from(copies(all));
  const gunzip = source.on('error', (error) => gunzip.destroy(error)).pipe(createGunzip());
  let expanded = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      expanded += piece.length;
      if (expanded > EXPANSION_FLOOR && expanded > progress.bytes * MAX_EXPANSION) {
        throw refused('input/expands-too-much', { input: operand, limit: MAX_EXPANSION });
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable('input/gzip-damaged', { input: operand }, error);
  } finally {
    source.destroy();
  }
}

/** The beginning of a gzip file unpacked, or the bytes as they are; for a look at what an output would replace. */
export function unzippedHead(head: Uint8Array): Uint8Array {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 24 });
  } catch {
    return head; // damaged: then it is no list of any format
  }
}
