// gzip in: told by its first two bytes, unpacked as it streams, refused when it is damaged or expands without bound.
import { Readable } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import type { ByteChunks } from '../model/bytes.ts';
import { Failure, refused, unavailable } from '../model/failure.ts';

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
  const iterator = stored[Symbol.asyncIterator]();
  let first = await iterator.next();
  // One byte at a time must be told from gzip as well.
  while (!first.done && first.value.length < 2) {
    const held = first.value.slice();
    const next = await iterator.next();
    if (next.done) {
      yield held;
      return;
    }
    first = { done: false, value: joined([held, next.value], held.length + next.value.length) };
  }
  if (first.done) return;
  const rest = chain(first.value, iterator);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* rest;
    return;
  }
  onZipped();
  // zlib keeps what it is given until it gets to it, and the reading buffers are reused: so it gets copies.
  const source = Readable.from(copies(rest));
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

async function* chain(first: Uint8Array, rest: AsyncIterator<Uint8Array>): ByteChunks {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* copies(chunks: ByteChunks): ByteChunks {
  for await (const chunk of chunks) yield chunk.slice();
}

export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
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
