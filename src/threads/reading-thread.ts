// The reading thread: reads one list after another as it is asked to, and hands over its batches. It sees no command
// line and no output, and opens nothing: the main thread has opened the file and keeps it open.
import { parentPort, workerData } from 'node:worker_threads';
import type { Recipe } from '../formats/detect.ts';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { buffersIn, takeBack } from '../model/column-memory.ts';
import { Failure } from '../model/failure.ts';
import { createInterns } from '../model/opinions.ts';
import { FreshRows } from '../pipeline/fresh-rows.ts';
import { KeyIndex } from '../pipeline/index/key-index.ts';
import { reopenInput } from '../pipeline/open.ts';
import { expectedRows } from '../pipeline/progress.ts';
import { type Part, type ReadRequest, readParts } from '../pipeline/read-parts.ts';
import { parseOptions } from '../pipeline/source.ts';
import { expectedWithin } from '../pipeline/spill/sizes.ts';
import { bugData } from './bug-data.ts';
import { type FailureData, type FromReader, IN_FLIGHT, type ReaderStart, type ToReader } from './messages.ts';
import { InternsSender } from './new-interns.ts';
import { packed } from './packed.ts';

const { signal } = new AbortController(); // the main thread ends this one; it does not ask
const { taken } = workerData as ReaderStart; // as the main thread starts it
let sent = 0;

parentPort?.on('message', (message: ToReader) => {
  if ('spent' in message) takeBack(message.spent);
  else void answer(message.request, message.sources);
});

async function answer(request: ReadRequest, sources: readonly string[]): Promise<void> {
  try {
    await read(request, sources);
    say({ kind: 'end' });
  } catch (error) {
    say({ kind: 'failed', error: error instanceof Failure ? failureData(error) : bugData(error) });
  }
}

async function read(request: ReadRequest, sources: readonly string[]): Promise<void> {
  const interns = createInterns();
  for (const name of sources) interns.sources.id(name);
  const sender = new InternsSender(interns);
  const format = await formatOf(request.recipe);
  const options = parseOptions(format, request.typed, '--from-option');
  const input = await reopenInput(request.operand, request.file, request.hashed, signal);
  let rows = 0;
  const expected = (): number => expectedRows({ read: input.progress.bytes, total: input.size, rows }) / 2;
  const { seed } = request;
  const index = seed === null ? null : new KeyIndex(seed, expectedWithin({ memory: request.held.memory, expected }));
  const fresh = new FreshRows();
  const send = async ({ batch, ...rest }: Part): Promise<void> => {
    rows += batch?.count ?? 0;
    const firsts = batch && index && fresh.of(index, batch, 'reader').slice();
    waitForRoom();
    const part = { ...rest, batch: batch && packed(batch), firsts };
    const news = sender.take();
    say({ kind: 'part', part, news }, buffersIn({ part, news }));
  };
  try {
    for await (const part of readParts({ ...request, input, format, options, interns, relieve: send }))
      await send(part);
  } finally {
    await input.close();
  }
}

/** Stands still, the whole thread, while enough parts are on their way: it has nothing else to do. */
function waitForRoom(): void {
  for (;;) {
    const met = Atomics.load(taken, 0);
    if (sent - met < IN_FLIGHT) break;
    Atomics.wait(taken, 0, met);
  }
  sent++;
}

async function formatOf(recipe: Recipe): Promise<Format> {
  if ('id' in recipe) return formats.find(({ id }) => id === recipe.id) as Format; // chosen from the same list
  const { formatFromProfile } = await import('../formats/profile.ts');
  return formatFromProfile(recipe.profile, recipe.file) as Format; // it only hands its options through
}

function say(message: FromReader, transfer: Iterable<ArrayBuffer> = []): void {
  parentPort?.postMessage(message, [...transfer]);
}

function failureData({ exit, code, args }: Failure): FailureData {
  return { exit, code, args };
}
