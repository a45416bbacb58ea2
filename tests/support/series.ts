// The built program, command after command in one process: a hundred short runs spend nine tenths of their time starting.
// Each is measured for itself: what was most of its memory is told by the system, which is made to forget before each.
// Where the system cannot forget, and for whatever is about a process (signals, pipes, its end), there is child.ts.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ChildResult, type ChildSetup, runBuilt } from './child.ts';

const BUILT = pathToFileURL(join(import.meta.dirname, '../../dist/process.js')).href;

/** Memory a process may hold between two commands; above it the next one gets a new process. */
const HELD_MB = 120;

/**
 * Runs in the child. The streams of a command are made for it, and it ends when its promise does: whatever is still open
 * or running then would have kept a process of its own alive, and is told as left over.
 */
const PLAY = `
import { readFileSync, writeFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { runProcess } from ${JSON.stringify(BUILT)};
const memory = (name) => Number(new RegExp(name + ':\\\\s+(\\\\d+)').exec(readFileSync('/proc/self/status', 'utf8'))[1]);
const forget = () => {
  try { writeFileSync('/proc/self/clear_refs', '5'); return memory('VmHWM') < memory('VmRSS') + 8192; }
  catch { return false; }
};
const collected = () => {
  const pieces = [];
  const stream = new Writable({ write(piece, _, done) { pieces.push(Buffer.from(piece)); done(); } });
  return { stream, text: () => Buffer.concat(pieces).toString('base64') };
};
const set = (name, value) => Object.defineProperty(process, name, { value, configurable: true });
const open = () => process.getActiveResourcesInfo().sort().join(' ');
let idle = '';
process.on('message', async (asked) => {
  if (asked === 'end') return process.disconnect();
  const { argv, cwd } = asked;
  gc();
  if (!forget()) return process.send({ cannot: true });
  const held = memory('VmRSS');
  const [out, err] = [collected(), collected()];
  set('stdin', Readable.from([]));
  set('stdout', out.stream);
  set('stderr', err.stream);
  process.argv = [process.execPath, 'listbridge', ...argv];
  process.chdir(cwd);
  process.exitCode = undefined;
  idle ||= open();
  const before = process.cpuUsage();
  await runProcess();
  const { user, system } = process.cpuUsage(before);
  const kilobytes = memory('VmHWM');
  const exit = process.exitCode ?? 0;
  process.exitCode = 0;
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  process.chdir('/');
  for (let tries = 0; open() !== idle && tries < 50; tries++) await wait(2, undefined, { ref: false });
  const left = open() === idle ? '' : open();
  process.send({ exit, kilobytes, microseconds: user + system, out: out.text(), err: err.text(), left, held });
});
process.send('ready');
`;

interface Played {
  readonly cannot?: true;
  readonly exit: number;
  readonly kilobytes: number;
  readonly microseconds: number;
  readonly out: string;
  readonly err: string;
  readonly left: string;
  readonly held: number;
}

export interface Series {
  /** Runs a command as `runBuilt` does. */
  readonly run: (argv: readonly string[], setup: Pick<ChildSetup, 'cwd'>) => Promise<ChildResult>;
  /** Has the process end of itself. */
  readonly end: () => Promise<void>;
}

export function createSeries(): Series {
  let player: Player | null = null;
  let cannot = false;
  const end = async (): Promise<void> => {
    const ending = player;
    player = null;
    if (ending !== null) await ending.end();
  };
  return {
    async run(argv, { cwd }) {
      if (cannot) return runBuilt(argv, { cwd });
      player ??= await startPlayer();
      const played = await player.play(argv, cwd);
      if ('signal' in played) {
        player = null; // it broke, which the result says
        return played;
      }
      cannot = played.cannot === true;
      if (cannot) {
        await end();
        return runBuilt(argv, { cwd });
      }
      if (played.held > HELD_MB * 1024) await end();
      if (played.left !== '') throw new Error(`left over: ${played.left}`);
      return {
        exit: played.exit,
        signal: null,
        stdout: Buffer.from(played.out, 'base64'),
        stderr: Buffer.from(played.err, 'base64').toString('utf8'),
        worked: played.microseconds / 1000,
        megabytes: played.kilobytes / 1024,
      };
    },
    end,
  };
}

interface Player {
  readonly play: (argv: readonly string[], cwd: string) => Promise<Played | ChildResult>;
  readonly end: () => Promise<void>;
}

async function startPlayer(): Promise<Player> {
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', PLAY], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => printed.push(piece));
  const closed = new Promise<ChildResult>((resolve) => {
    child.once('close', (exit, signal) =>
      resolve({
        exit,
        signal,
        stdout: Buffer.alloc(0),
        stderr: `${Buffer.concat(printed).toString('utf8')}\n    at the end of the process:0`,
        worked: Number.NaN,
        megabytes: Number.NaN,
      }),
    );
  });
  const told = (): Promise<Played> => new Promise((resolve) => void child.once('message', resolve as never));
  await Promise.race([told(), closed]);
  return {
    play(argv, cwd) {
      const answer = Promise.race([told(), closed]);
      child.send({ argv, cwd }, () => {});
      return withLimit(child, answer);
    },
    async end() {
      child.send('end'); // not to be cut off from here: then Node 20 never tells that its streams have closed
      const { exit, signal } = await withLimit(child, closed);
      const said = Buffer.concat(printed).toString('utf8');
      if (exit !== 0 || said !== '') throw new Error(`the process ended with ${exit ?? signal} and said: ${said}`);
    },
  };
}

/** Ends by force what hangs. */
async function withLimit<T>(child: ChildProcess, answer: Promise<T>): Promise<T> {
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  return answer.finally(() => clearTimeout(timer));
}
