// What the main thread and the others say to each other. Plain data; columns change hands, they are not copied.
import type { ExitCode } from '../model/failure.ts';
import type { Part, ReadRequest } from '../pipeline/read-parts.ts';
import type { WriteRequest } from '../pipeline/write-shared.ts';
import type { NewInterns } from './new-interns.ts';
import type { PackedBatch } from './packed.ts';

/** Parts on their way at a time: enough that neither thread waits for the other, few enough for the memory. */
export const IN_FLIGHT = 8;

/** Every so many parts taken the reader is woken if it waits: waking a thread costs more than taking a part. */
export const WAKE_EVERY = 4;

/** What the reading thread is started with: the number of parts taken so far, which both threads see. */
export interface ReaderStart {
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** The next list to read, and the names of the sources known so far; or memory of columns that is free again. */
export type ToReader =
  | { readonly request: ReadRequest; readonly sources: readonly string[] }
  | { readonly spent: readonly ArrayBuffer[] };

export interface PackedPart extends Omit<Part, 'batch'> {
  readonly batch: PackedBatch | null;
  /** Rows whose key is new, of those that the reader looks up; null: it looks up none. */
  readonly firsts: Uint32Array | null;
}

export type FromReader =
  | { readonly kind: 'part'; readonly part: PackedPart; readonly news: NewInterns }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: FailureData | BugData };

/** What the writing thread is started with: what it writes, and the names of the sources known so far. */
export interface WriterStart {
  readonly request: WriteRequest;
  readonly sources: readonly string[];
}

/** A batch to write, or none: only what the tables have; or the memory of a piece that is free again. */
export type ToWriter =
  | { readonly batch: PackedBatch | null; readonly news: NewInterns }
  | { readonly spent: ArrayBuffer };

/** `ready`: it has started, and then once for each message without a batch. Pieces come in the order of their batches; null where there is something to tell of one. */
export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array | null }
  | { readonly kind: 'failed'; readonly error: BugData };

export interface FailureData {
  readonly exit: ExitCode;
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** An error that nobody expected. Its message may quote the list: it is told to the other thread only. */
export interface BugData {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly errno: string | undefined;
}
