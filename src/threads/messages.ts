// What the main thread and the reading thread say to each other. Plain data; the columns change hands, they are not copied.
import type { ExitCode } from '../model/failure.ts';
import type { Part, ReadRequest } from '../pipeline/read-parts.ts';
import type { NewInterns } from './new-interns.ts';

/** Parts on their way at a time: enough that neither thread waits for the other, few enough for the memory. */
export const IN_FLIGHT = 8;

/** The next list to read with the names of the sources known so far, or that one part was taken. */
export type ToReader = { readonly request: ReadRequest; readonly sources: readonly string[] } | 'taken';

export type FromReader =
  | { readonly kind: 'part'; readonly part: Part; readonly news: NewInterns }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: FailureData | BugData };

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
