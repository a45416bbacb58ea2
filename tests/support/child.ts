// The built program in a process of its own: what it printed, how it ended, how long it took and how much memory it had.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const BIN = join(import.meta.dirname, '../../bin/listbridge.js');
const BUILT = join(import.meta.dirname, '../../dist/process.js');

/**
 * Runs in the child: says at its end what its memory and its work came to. Not by maxRSS where the system tells better:
 * on Linux it begins with the memory of whoever started the process, so that a test that held much failed another.
 */
const WATCH = `import { readFileSync, writeSync } from 'node:fs';
const peak = () => {
  try { return Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); }
  catch { return process.resourceUsage().maxRSS; }
};
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  try { writeSync(3, peak() + ' ' + (user + system)); } catch {}
});`;

export interface ChildSetup {
  readonly cwd: string;
  /** Bytes for standard input, in pieces; nothing if not given. */
  readonly stdin?: Iterable<Uint8Array>;
  /** A file descriptor for standard output, where it is not to be collected. */
  readonly stdout?: number;
  /** Called once, as soon as the program has printed something. */
  readonly onFirstOutput?: (child: ChildProcess) => void;
  readonly onStart?: (child: ChildProcess) => void;
  /** Milliseconds after which it is ended by force: long, so that only one that hangs is. */
  readonly limit?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** How many files it may have open. */
  readonly openFiles?: number;
  /** How long a file may become that it writes, in bytes; a multiple of 512. */
  readonly fileSize?: number;
  /** The user it runs as; only root may choose. */
  readonly uid?: number;
}

export interface ChildResult {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Milliseconds of work of all its threads, which no busy machine makes longer; NaN where it was ended by force. */
  readonly worked: number;
  /** Most memory it had, in megabytes; NaN where it was ended by force. */
  readonly megabytes: number;
}

export function requireBuild(): void {
  if (!existsSync(BUILT)) throw new Error('dist is missing: these tests run the built program, so run `npm run build`');
}

export function runBuilt(argv: readonly string[], setup: ChildSetup): Promise<ChildResult> {
  return runNode([BIN, ...argv], setup);
}

/** Runs the text of a module, which may import what was built. */
export function runModule(program: string, setup: ChildSetup): Promise<ChildResult> {
  return runNode(['--input-type=module', '--eval', program], setup);
}

function runNode(args: readonly string[], setup: ChildSetup): Promise<ChildResult> {
  const { uid } = setup;
  // Once it runs: the program that starts it may lie where another user may not look.
  const become = uid === undefined ? '' : `process.setgroups([]); process.setgid(${uid}); process.setuid(${uid});`;
  const watch = `data:text/javascript,${encodeURIComponent(WATCH + become)}`;
  const words = [process.execPath, '--import', watch, ...args];
  const { openFiles, fileSize } = setup;
  const limits = [
    ...(openFiles === undefined ? [] : [`ulimit -n ${openFiles}; `]),
    ...(fileSize === undefined ? [] : [`ulimit -f ${fileSize / 512}; `]),
  ];
  const [program = '', ...rest] =
    limits.length === 0 ? words : ['sh', '-c', `${limits.join('')}exec "$@"`, 'sh', ...words];
  const child = spawn(program, rest, {
    cwd: setup.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...setup.env },
    stdio: ['pipe', setup.stdout ?? 'pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const told: Buffer[] = [];
  child.stdout?.once('data', () => setup.onFirstOutput?.(child));
  child.stdout?.on('data', (piece: Buffer) => out.push(piece));
  child.stderr?.on('data', (piece: Buffer) => err.push(piece));
  (child.stdio[3] as Readable).on('data', (piece: Buffer) => told.push(piece));
  child.once('spawn', () => setup.onStart?.(child));
  feed(child, setup.stdin ?? []);
  const timer = setTimeout(() => child.kill('SIGKILL'), setup.limit ?? 120_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => {
      clearTimeout(timer);
      const [kilobytes = Number.NaN, microseconds = Number.NaN] =
        told.length === 0 ? [] : Buffer.concat(told).toString().split(' ').map(Number);
      resolve({
        exit,
        signal,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
        worked: microseconds / 1000,
        megabytes: kilobytes / 1024,
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
