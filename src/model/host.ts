// What a command may touch of the world. Tests pass a fake; only process.ts knows the process.

/** Bytes out. `write` resolves when more may be written; it rejects with EPIPE when the reader has gone. */
export interface ByteSink {
  write(chunk: Uint8Array | string): Promise<void>;
  readonly isTTY: boolean;
  readonly columns: number;
}

export interface Host {
  /** Standard input, read at most once. */
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY: boolean };
  readonly stdout: ByteSink;
  readonly stderr: ByteSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The only clock: epoch seconds. */
  now(): number;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Threads that can run at the same time; one, where it is not said. */
  readonly cores?: number;
  /** Version of the JavaScript runtime, for bug reports. */
  readonly runtime: string;
}
