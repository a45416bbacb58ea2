// The reading thread, started before it is known whether a list will be read there: while the command is loaded and its
// inputs are opened a core is idle, and the thread takes as long to load itself. Whoever has started it ends it.
import type { Host } from '../model/host.ts';
import { sizeAt } from '../pipeline/files.ts';
import { ENTRY, type Reader, startReader, WORTH } from './reader.ts';

const readers = new WeakMap<Host, Promise<Reader | null>>();

/** Starts the thread for the run of this host where its words, as typed behind the command, name long lists. */
export function startEarly(words: readonly string[], host: Host, entry: URL = ENTRY): void {
  if ((host.cores ?? 1) < 2) return;
  const started = startedFor(operandsIn(words), host.cwd, entry);
  readers.set(
    host,
    started.catch(() => null), // told by the start that is made when the list is read
  );
}

/** The thread that was started for this host, once; null where there is none, or it has broken since. */
export async function takeEarly(host: Host): Promise<Reader | null> {
  const reader = (await readers.get(host)) ?? null;
  readers.delete(host);
  return reader !== null && reader.worker.threadId > 0 ? reader : null;
}

/** Ends a thread that nobody had a use for. */
export async function endEarly(host: Host): Promise<void> {
  await (await takeEarly(host))?.worker.terminate();
}

/** Words that stand behind an option may be its value, such as a large file that is going to be replaced. */
function operandsIn(words: readonly string[]): string[] {
  return words.filter((word, i) => !word.startsWith('-') && words[i - 1]?.startsWith('-') !== true);
}

async function startedFor(operands: readonly string[], cwd: string, entry: URL): Promise<Reader | null> {
  const sizes = await Promise.all(operands.map((operand) => sizeAt(operand, cwd)));
  if (sizes.reduce((sum, size) => sum + size, 0) < WORTH) return null;
  const reader = await startReader(entry);
  reader.worker.unref(); // until something is read there, the process does not wait for it
  return reader;
}
