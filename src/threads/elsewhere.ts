// Reads lists in the reading thread, so that scanning and decoding take the second core while this thread merges and
// writes. It must leave no thread behind: whoever stops early, for whatever reason, has it ended.
import type { Worker } from 'node:worker_threads';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import { Failure } from '../model/failure.ts';
import { lend } from '../model/lending.ts';
import { noteFirsts } from '../pipeline/firsts.ts';
import type { Elsewhere } from '../pipeline/read-parts.ts';
import { asBug } from './bug-data.ts';
import type { BugData, FailureData, FromReader, ToReader } from './messages.ts';
import { InternsReceiver } from './new-interns.ts';
import { unpacked } from './packed.ts';
import { ENTRY, type Reader, startReader, WORTH } from './reader.ts';

/** One thread serves list after list; it starts with the first, unless `early` is one that has started. */
export function createElsewhere(
  entry: URL = ENTRY,
  worth: number = WORTH,
  early: () => Promise<Reader | null> = async () => null,
): Elsewhere {
  let idle: Reader | null = null;
  return {
    worth,
    async *read(request, interns, signal) {
      const reader = idle ?? (await early()) ?? (await startReader(entry));
      const { worker } = reader;
      idle = null;
      const inbox = new Inbox(worker, signal);
      const receiver = new InternsReceiver(interns);
      let isOver = false;
      const giveBack = (buffers: Iterable<ArrayBuffer>): void => {
        const spent = [...buffers];
        worker.postMessage({ spent } satisfies ToReader, spent);
      };
      worker.ref();
      try {
        worker.postMessage({ request, sources: interns.sources.names } satisfies ToReader);
        for (;;) {
          const message = await inbox.next();
          if (message.kind === 'failed') throw asError(message.error);
          if (message.kind === 'end') break;
          reader.take();
          receiver.add(message.news);
          const { batch, firsts, ...rest } = message.part;
          if (batch === null) yield { ...rest, batch };
          else {
            receiver.translate(batch);
            const whole = lend(unpacked(batch), giveBack);
            if (firsts !== null) noteFirsts(whole, firsts);
            yield { ...rest, batch: whole };
          }
        }
        isOver = true;
      } finally {
        inbox.close();
        if (isOver) {
          worker.unref();
          idle = reader;
        } else {
          await worker.terminate(); // it may still read from the file, which is closed next
        }
      }
    },
    async release() {
      await idle?.worker.terminate();
      idle = null;
    },
  };
}

/** What the thread says, in order; an end of the thread and an abort are heard as well. */
class Inbox {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  readonly #messages: FromReader[] = [];
  #broken: unknown = null;
  #wake = (): void => {};

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
    worker.on('message', this.#take).on('error', this.#break).on('messageerror', this.#break).on('exit', this.#exit);
    signal.addEventListener('abort', this.#onAbort);
  }

  async next(): Promise<FromReader> {
    for (;;) {
      this.#signal.throwIfAborted();
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#broken !== null) throw this.#broken;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    const worker = this.#worker;
    worker
      .off('message', this.#take)
      .off('error', this.#break)
      .off('messageerror', this.#break)
      .off('exit', this.#exit);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #take = (message: FromReader): void => {
    this.#messages.push(message);
    this.#wake();
  };

  readonly #break = (error: unknown): void => {
    this.#broken ??= error;
    this.#wake();
  };

  readonly #exit = (): void => this.#break(new Error('the reading thread ended before its list'));

  readonly #onAbort = (): void => this.#wake();
}

/** The error of the other thread as one of this: a failure is told as such, anything else is a bug with its stack. */
function asError(error: FailureData | BugData): Error {
  if ('exit' in error) return new Failure(error.exit, error.code as DiagnosticCode, error.args); // it was one there
  return asBug(error);
}
