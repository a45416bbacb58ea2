// Writes batches in the writing thread: hands them over, and gives their pieces in the same order.
import { Worker } from 'node:worker_threads';
import type { Batch } from '../model/batch.ts';
import { buffersIn } from '../model/column-memory.ts';
import type { Interns } from '../model/opinions.ts';
import type { SecondWriter, SecondWriters, WriteRequest } from '../pipeline/write-shared.ts';
import { asBug } from './bug-data.ts';
import type { FromWriter, ToWriter, WriterStart } from './messages.ts';
import { InternsSender } from './new-interns.ts';
import { copied, packed } from './packed.ts';

/** Pieces that the thread has still to make: it must never wait for this one. */
const HUNGRY = 4;

/** What it makes is outside of its heap. */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

interface Waiting {
  resolve(bytes: Uint8Array | null): void;
  reject(error: unknown): void;
}

/** Starting it takes 110 ms of the other core, in which this one writes a dozen batches. */
const WORTH = 16;

/** `entry` is the compiled writing thread. */
export function createWriters(
  entry = new URL('./writing-thread.js', import.meta.url),
  worth: number = WORTH,
): SecondWriters {
  return { worth, start: (request, interns) => startWriter(entry, request, interns) };
}

/** Where no thread can be had, such as beyond the limit of a container: all is written by whoever asked. */
const nobody: SecondWriter = {
  isHungry: false,
  write: async () => null,
  giveBack() {},
  async close() {},
};

function startWorker(entry: URL, workerData: WriterStart): Worker | null {
  try {
    return new Worker(entry, { workerData, resourceLimits, execArgv: [] });
  } catch {
    return null; // nothing is lost but time
  }
}

function startWriter(entry: URL, request: WriteRequest, interns: Interns): SecondWriter {
  const workerData = { request, sources: interns.sources.names } satisfies WriterStart;
  const worker = startWorker(entry, workerData);
  if (worker === null) return nobody;
  const sender = new InternsSender(interns);
  const waiting: Waiting[] = [];
  /** It has started, and it has the tables: a million sets take it a third of a second, and whoever waits for a piece waits for them. */
  let hasStarted = false;
  let isReady = false;
  let broken: { readonly error: unknown } | null = null;
  const send = (message: ToWriter): void => worker.postMessage(message, [...buffersIn(message)]);
  const fail = (error: unknown): void => {
    broken ??= { error };
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('message', (message: FromWriter) => {
    if (message.kind === 'ready') {
      isReady = hasStarted;
      if (!hasStarted) send({ batch: null, news: sender.take() });
      hasStarted = true;
    } else if (message.kind === 'failed') fail(asBug(message.error));
    else waiting.shift()?.resolve(message.bytes);
  });
  worker.on('error', fail).on('messageerror', fail);
  worker.on('exit', () => fail(new Error('the writing thread ended before its list')));
  return {
    get isHungry() {
      return isReady && waiting.length < HUNGRY;
    },
    write(rows: Batch) {
      return new Promise((resolve, reject) => {
        if (broken !== null) return reject(broken.error);
        waiting.push({ resolve, reject });
        send({ batch: packed(copied(rows)), news: sender.take() });
      });
    },
    giveBack({ buffer }) {
      worker.postMessage({ spent: buffer as ArrayBuffer } satisfies ToWriter, [buffer as ArrayBuffer]); // it sent it
    },
    async close() {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}
