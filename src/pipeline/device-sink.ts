// Writes to a device or a pipe. Nothing is opened before there is something to write, and nothing waits inside the system,
// where no signal is heard: a run that waited for the reader of a pipe could not be interrupted.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Where bytes go that cannot be taken back. */
export interface Sink {
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** How long to wait for somebody who reads, or reads on. */
const PAUSE_MS = 10;

export function deviceSink(path: string, signal: AbortSignal): Sink {
  let handle: FileHandle | null = null;
  const patiently = async <T>(code: string, act: () => Promise<T>): Promise<T> => {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await act();
      } catch (error) {
        if ((error as { code?: string }).code !== code) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  return {
    async write(chunk) {
      // A pipe that nobody reads yet has no other end: ENXIO.
      const to = handle ?? (await patiently('ENXIO', () => open(path, constants.O_WRONLY | constants.O_NONBLOCK)));
      handle = to;
      for (let at = 0; at < chunk.length; ) {
        at += await patiently('EAGAIN', async () => (await to.write(chunk, at)).bytesWritten);
      }
    },
    async end() {
      await handle?.close();
      handle = null;
    },
  };
}
