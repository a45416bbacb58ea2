// The built program in a process of its own: what it printed, how it ended, how long it took and how much memory it had.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const BIN = join(import.meta.dirname, '../../bin/listbridge.js');
const BUILT = join(import.meta.dirname, '../../dist/process.js');

/** Runs in the child: says at its end what its memory came to. */
const WATCH = `import { writeSync } from 'node:fs';
process.on('exit', () => { try { writeSync(3, String(process.resourceUsage().maxRSS)); } catch {} });`;

export interface ChildSetup {
  readonly cwd: string;
  /** Bytes for standard input, in pieces; nothing if not given. */
  readonly stdin?: Iterable<Uint8Array>;
  /** A file descriptor for standard output, where it is not to be collected. */
  readonly stdout?: number;
  /** Called once, as soon as the program runs or has printed something. */
  readonly onFirstOutput?: (child: ChildProcess) => void;
  readonly onStart?: (child: ChildProcess) => void;
  /** Milliseconds after which it is ended by force. */
  readonly limit?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ChildResult {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly milliseconds: number;
  /** Most memory it had, in megabytes; NaN where it was ended by force. */
  readonly megabytes: number;
}

export function requireBuild(): void {
  if (!existsSync(BUILT)) throw new Error('dist is missing: these tests run the built program, so run `npm run build`');
}

export function runBuilt(argv: readonly string[], setup: ChildSetup): Promise<ChildResult> {
  const started = Date.now();
  const watch = `data:text/javascript,${encodeURIComponent(WATCH)}`;
  const child = spawn(process.execPath, ['--import', watch, BIN, ...argv], {
    cwd: setup.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...setup.env },
    stdio: ['pipe', setup.stdout ?? 'pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const memory: Buffer[] = [];
  child.stdout?.once('data', () => setup.onFirstOutput?.(child));
  child.stdout?.on('data', (piece: Buffer) => out.push(piece));
  child.stderr?.on('data', (piece: Buffer) => err.push(piece));
  (child.stdio[3] as Readable).on('data', (piece: Buffer) => memory.push(piece));
  child.once('spawn', () => setup.onStart?.(child));
  feed(child, setup.stdin ?? []);
  const timer = setTimeout(() => child.kill('SIGKILL'), setup.limit ?? 60_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => {
      clearTimeout(timer);
      resolve({
        exit,
        signal,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
        milliseconds: Date.now() - started,
        megabytes: memory.length === 0 ? Number.NaN : Number(Buffer.concat(memory).toString()) / 1024,
      });
    });
  });
}

/** Writes as fast as the child reads; one that stops reading early is no fault of the test. */
function feed({ stdin }: ChildProcess, pieces: Iterable<Uint8Array>): void {
  if (stdin === null) return;
  stdin.on('error', () => {});
  const iterator = pieces[Symbol.iterator]();
  const more = (): void => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      if (!stdin.writable) return;
      if (!stdin.write(next.value)) return void stdin.once('drain', more);
    }
    stdin.end();
  };
  more();
}
