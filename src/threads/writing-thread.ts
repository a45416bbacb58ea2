// The writing thread: makes the bytes of some batches of a list, which the main thread puts in their place. It sees no
// command line and no file.
import { parentPort, workerData } from 'node:worker_threads';
import { formats } from '../formats/index.ts';
import { createInterns } from '../model/opinions.ts';
import { SilentWriter } from '../pipeline/piece-writer.ts';
import { bugData } from './bug-data.ts';
import type { FromWriter, ToWriter, WriterStart } from './messages.ts';
import { takeOver } from './new-interns.ts';
import { unpacked } from './packed.ts';

const { request, sources } = workerData as WriterStart; // as the main thread starts it
const { format: id, options, now } = request;
const interns = createInterns();
for (const name of sources) interns.sources.id(name);
const format = formats.find((each) => each.id === id) ?? null;
const writer = format === null ? null : new SilentWriter(format, { options, interns, now });
/** Memory of pieces that were written. */
const spare: ArrayBuffer[] = [];
let work: Promise<void> = Promise.resolve();

parentPort?.on('message', (message: ToWriter) => {
  if ('spent' in message) spare.push(message.spent);
  else work = work.then(() => answer(message));
});
say({ kind: 'ready' });

async function answer({ batch, news }: Exclude<ToWriter, { readonly spent: ArrayBuffer }>): Promise<void> {
  try {
    takeOver(news, interns);
    if (batch === null) return say({ kind: 'ready' });
    const piece = (await writer?.write(unpacked(batch))) ?? null;
    if (piece === null) say({ kind: 'piece', bytes: null });
    else {
      const bytes = copied(piece);
      say({ kind: 'piece', bytes }, [bytes.buffer]);
    }
  } catch (error) {
    say({ kind: 'failed', error: bugData(error) });
  }
}

/** A writer goes on in its memory, so a piece is sent as a copy. */
function copied(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const known = spare.pop();
  const memory =
    known !== undefined && known.byteLength >= piece.length
      ? known
      : new ArrayBuffer(piece.length + (piece.length >> 3));
  const bytes = new Uint8Array(memory, 0, piece.length);
  bytes.set(piece);
  return bytes;
}

function say(message: FromWriter, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
