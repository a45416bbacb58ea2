// The beginning of a stream of bytes, looked at without being lost: what a file is packed in is told by its first bytes.
import type { ByteChunks } from '../model/bytes.ts';

/** The first bytes, at least so many where there are that many, and all bytes from the start. */
export async function peek(chunks: ByteChunks, least: number): Promise<{ first: Uint8Array; all: ByteChunks }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const next = await iterator.next();
  let first = next.done ? new Uint8Array(0) : next.value;
  // One byte at a time must be told as well.
  while (!next.done && first.length < least) {
    const held = first.slice();
    const more = await iterator.next();
    if (more.done) {
      first = held;
      break;
    }
    first = joined([held, more.value], held.length + more.value.length);
  }
  return { first, all: chain(first, iterator) };
}

async function* chain(first: Uint8Array, rest: AsyncIterator<Uint8Array>): ByteChunks {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Copies: for those who keep what they are given until they get to it, while the reading buffers are reused. */
export async function* copies(chunks: ByteChunks): ByteChunks {
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
