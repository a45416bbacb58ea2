// Keys looked up by two threads. Of dropping repeated digests two fifths of the time are look-ups: the thread that reads
// looks up the greater part of the keys, the one that checks and writes the others, so that neither waits for the other.
import type { Batch } from '../model/batch.ts';

/** Whose keys: a key is always looked up by the same thread. */
export type Share = 'reader' | 'writer';

/** Of eight keys: measured, the threads are then done at about the same time. */
const READERS = 5;

/**
 * Puts the rows whose key falls to this share into `rows`, in order; returns how many. For digests, whose bytes are as good
 * as random, and of which none is empty.
 */
export function rowsOfShare({ count, bytes, start }: Batch, share: Share, rows: Uint32Array): number {
  const isWriter = share === 'writer' ? 1 : 0;
  let n = 0;
  for (let i = 0; i < count; i++) {
    rows[n] = i;
    n += (((bytes[start[i]!]! & 7) - READERS) >>> 31) ^ isWriter; // without a branch, which would be guessed wrong
  }
  return n;
}

const known = new WeakMap<Batch, Uint32Array>();

/** The rows of the reader's share whose key did not come before in the list, in order. */
export function noteFirsts(batch: Batch, rows: Uint32Array): void {
  known.set(batch, rows);
}

/** What was found where the batch was read; nothing for a batch made of it, which has other rows. */
export function firstsIn(batch: Batch): Uint32Array | null {
  return known.get(batch) ?? null;
}

/** Rows of both shares in order, put into `into`. */
export function bothShares(some: Uint32Array, others: Uint32Array, into: Uint32Array): Uint32Array {
  const count = some.length + others.length;
  for (let n = 0, s = 0, o = 0; n < count; n++) {
    const isSome = o === others.length || (s < some.length && some[s]! < others[o]!);
    into[n] = isSome ? some[s++]! : others[o++]!;
  }
  return into.subarray(0, count);
}
