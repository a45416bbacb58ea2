// The reading thread as this thread has it.
import type { Worker } from 'node:worker_threads';
import { type ReaderStart, WAKE_EVERY } from './messages.ts';

/** The compiled reading thread. */
export const ENTRY = new URL('./reading-thread.js', import.meta.url);

/**
 * Stored bytes from which the thread is worth its start. It takes 150 ms and 30 MB; on two cores MD5 lines and six-column
 * lists of 64 MB take as long with it as without.
 */
export const WORTH = 96 << 20;

/** What is read is mostly columns, which are outside: more room for the young gets 25 MB of garbage and no time. */
const resourceLimits = { maxYoungGenerationSizeMb: 6 };

export interface Reader {
  readonly worker: Worker;
  /** One part was taken: there is room for another. */
  take(): void;
}

export async function startReader(entry: URL): Promise<Reader> {
  const { Worker } = await import('node:worker_threads'); // which most runs have no use for
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(entry, {
    workerData: { taken } satisfies ReaderStart,
    resourceLimits,
    // Not what the process was started with: `--eval` or a loader of whoever imports this package is not for this thread.
    execArgv: [],
  });
  worker.on('error', () => {}); // the inbox tells; a thread that breaks while nobody listens breaks nothing else
  return {
    worker,
    take() {
      if ((Atomics.add(taken, 0, 1) + 1) % WAKE_EVERY === 0) Atomics.notify(taken, 0);
    },
  };
}
