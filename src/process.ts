// The process as a Host: streams and signals. With surroundings.ts the only file that touches `process`.
import { main, verbs } from './cli.ts';
import type { ByteSink, Host } from './model/host.ts';
import { surroundings } from './surroundings.ts';
import { endEarly, startEarly } from './threads/early.ts';

/** Runs the command line of this process. The exit code is set, never forced, so that buffered output drains. */
export async function runProcess(): Promise<void> {
  const stop = new AbortController();
  const { stdin, opened } = input(stop.signal);
  // The second signal ends the process the hard way: the handlers are used once.
  const abort = (signal: NodeJS.Signals): void => {
    stop.abort(signal);
    opened()?.destroy(); // else an idle pipe would be waited for
  };
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  const host: Host = {
    stdin,
    stdout: sink(process.stdout),
    stderr: quiet(sink(process.stderr)),
    signal: stop.signal,
    ...surroundings(),
  };
  const argv = process.argv.slice(2);
  const [verb = '', ...words] = argv;
  if (Object.hasOwn(verbs, verb) && verbs[verb]?.movesLists === true) startEarly(words, host);
  process.exitCode = await main(argv, host);
  await endEarly(host);
  opened()?.unref?.();
}

/** Whoever does not read the findings does not change what was found: standard error never fails a run. */
function quiet(to: ByteSink): ByteSink {
  return { isTTY: to.isTTY, columns: to.columns, write: (chunk) => to.write(chunk).catch(() => {}) };
}

/**
 * Standard input, opened when it is first asked for: most runs never do, and Node takes as long for it as for a small list.
 * `opened` gives it where that has been done.
 */
function input(signal: AbortSignal): { readonly stdin: Host['stdin']; opened(): NodeJS.ReadStream | null } {
  let stream: NodeJS.ReadStream | null = null;
  const open = (): NodeJS.ReadStream => {
    stream ??= process.stdin;
    if (signal.aborted) stream.destroy();
    return stream;
  };
  const pieces = (async function* () {
    for await (const chunk of open()) yield chunk as Uint8Array; // no encoding is set, so chunks are bytes
  })();
  const stdin = {
    [Symbol.asyncIterator]: () => pieces,
    get isTTY() {
      return open().isTTY === true;
    },
  };
  return { stdin, opened: () => stream };
}

/** A stream whose write waits for room, and rejects once its reader has gone. */
function sink(stream: NodeJS.WriteStream): ByteSink {
  let broken: Error | null = null;
  stream.on('error', (error: Error) => {
    broken = error;
  });
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (chunk) =>
      new Promise((resolve, reject) => {
        if (broken !== null) return reject(broken);
        stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
