// Ends the test process when the code under test does not come back. A loop without end cannot be interrupted from
// within its own thread, and a worker that spins for ever takes a core from everybody until somebody notices.
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach } from 'vitest';

const LIMIT_MS = 30_000;

/** Runs in the other thread: looks at the count, and at what was being tried, every second. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const count = new Int32Array(workerData.count);
const text = new Uint8Array(workerData.text);
let last = -1, since = Date.now();
setInterval(() => {
  const now = Atomics.load(count, 0);
  if (now !== last || Atomics.load(count, 1) === 0) { last = now; since = Date.now(); return; }
  if (Date.now() - since < workerData.limit) return;
  const end = text.indexOf(0);
  writeSync(2, 'no end in sight: ' + Buffer.from(text.slice(0, end)).toString() + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

export interface Watchdog {
  /** What is tried next; not to hold a value of a list. The limit counts from here. */
  readonly beat: (what: string) => void;
}

/** To be called once in a test file. Between tests it sleeps. */
export function watchdog(): Watchdog {
  const count = new Int32Array(new SharedArrayBuffer(8));
  const text = new Uint8Array(new SharedArrayBuffer(256));
  const worker = new Worker(WATCH, {
    eval: true,
    workerData: { count: count.buffer, text: text.buffer, limit: LIMIT_MS },
  });
  worker.unref();
  afterEach(() => void Atomics.store(count, 1, 0));
  afterAll(() => worker.terminate());
  return {
    beat(what) {
      text.fill(0);
      text.set(Buffer.from(what).subarray(0, 255));
      Atomics.add(count, 0, 1);
      Atomics.store(count, 1, 1);
    },
  };
}
