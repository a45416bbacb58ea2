// The entry that a finding is about. Its bytes are list values, kept for the few findings that are shown: they become an
// alias (pipeline/alias.ts) before any reporter sees the finding.
import type { Batch } from './batch.ts';
import { type KindId, kindOf } from './kinds.ts';

export interface Entry {
  /** Null: a refused row, whose bytes are the row as sent. */
  readonly kind: KindId | null;
  readonly bytes: Uint8Array;
}

/** What a reporter is told of an entry. */
export interface EntryName {
  readonly kind: KindId | null;
  /** `e3k7-9m2q`; null where the list has none. */
  readonly alias: string | null;
  /** The value, only where the user asked to see values. */
  readonly value?: string;
}

/** As much of a refused row as its alias is made of. */
const MOST_RAW = 4096;

/** Row i of a batch. A copy (the slice of a Buffer is none): a batch is nobody's any more once it is passed on. */
export function entryAt(batch: Batch, i: number): Entry {
  const bytes = new Uint8Array(batch.bytes.subarray(batch.start[i], batch.start[i + 1]));
  return { kind: kindOf(batch.kind[i] ?? 0).id, bytes };
}

export function refusedEntry(raw: Uint8Array): Entry {
  return { kind: null, bytes: new Uint8Array(raw.subarray(0, MOST_RAW)) };
}

/**
 * The entry of a line: the first key of its only record. Null where the line holds several, because a reader tells of a
 * line and not of a key.
 */
export function entryOnLine(batch: Batch, line: number): Entry | null {
  const first = batch.line.indexOf(line);
  if (first < 0) return null;
  const item = batch.item?.[first];
  for (let i = first + 1; i < batch.count && batch.line[i] === line; i++) {
    if (item === undefined || batch.item?.[i] !== item) return null;
  }
  return entryAt(batch, first);
}
