// Where servers are tried: a folder of its own, and servers that end with the test, whatever becomes of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { findProgram, program } from './programs.ts';

export interface ServerSetup {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Asked again and again until it says yes: a query that is answered, a line in the output. */
  readonly isReady: (server: Server) => boolean | Promise<boolean>;
}

export interface Server {
  readonly pid: number;
  /** What it printed so far, on both channels. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends it and waits for its end. */
  stop(): Promise<void>;
}

const READY_MS = 20_000;
const STOP_MS = 5_000;

export class Stand {
  readonly folder = mkdtempSync(join(tmpdir(), 'listbridge-consumers-'));
  readonly #closers: (() => void | Promise<void>)[] = [];

  constructor() {
    // Servers that drop their rights still have to find their files.
    chmodSync(this.folder, 0o755);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file below the folder and says where it is. */
  write(name: string, text: string | Uint8Array): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Something else to be ended with the test. */
  onClose(close: () => void | Promise<void>): void {
    this.#closers.push(close);
  }

  /** Starts a server and waits until it is ready; fails with what it printed. */
  async start(setup: ServerSetup): Promise<Server> {
    const server = startServer(setup, this.folder);
    this.onClose(() => server.stop());
    const until = Date.now() + READY_MS;
    while (!(await setup.isReady(server))) {
      if (server.hasEnded() || Date.now() > until) {
        const state = server.hasEnded() ? 'ended' : 'did not get ready';
        throw new Error(`${setup.program} ${state}:\n${server.output()}`);
      }
      await pause(30);
    }
    return server;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A stand for the tests of a `describe`, gone after them. */
export function useStand(): Stand {
  const stand = new Stand();
  afterAll(() => stand.close());
  return stand;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function startServer(setup: ServerSetup, folder: string): Server & { hasEnded(): boolean } {
  const child = spawnBound(setup, setup.cwd ?? folder);
  const pieces: Buffer[] = [];
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr?.on('data', (piece: Buffer) => pieces.push(piece));
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      hasEnded = true;
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  return {
    pid: child.pid ?? -1,
    output: () => Buffer.concat(pieces).toString('utf8'),
    signal: (name) => void child.kill(name),
    hasEnded: () => hasEnded,
    async stop() {
      if (hasEnded) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Bound to this process by the kernel: when a test run is killed, no server is left behind. */
function spawnBound({ program: name, args, env }: ServerSetup, cwd: string): ChildProcess {
  const setpriv = findProgram('setpriv');
  const command = [program(name), ...args];
  const [file, ...rest] = setpriv === null ? command : [setpriv, '--pdeathsig', 'KILL', ...command];
  return spawn(file ?? '', rest, {
    cwd,
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
