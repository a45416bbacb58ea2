// Runs one command and measures the whole process: wall clock, user + system time, peak resident memory.
// Every contender is measured by this one function; nothing is timed from inside its own process.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const gnuTime = '/usr/bin/time';
const hasGnuTime = existsSync(gnuTime) && /GNU/.test(spawnSync(gnuTime, ['--version'], { encoding: 'utf8' }).stdout);
const hasProc = existsSync('/proc/self/status');
const keptOutput = 64 * 1024;

export const howMeasured = hasGnuTime
  ? 'CPU time and peak memory as the kernel counts them (GNU time); for a pipeline, memory is that of its largest process'
  : hasProc
    ? 'CPU time and peak memory polled from /proc every 5 ms, of the first process only (GNU time is not installed)'
    : 'CPU time and peak memory are not measured on this system (neither GNU time nor /proc)';

/** `command` is a program and its arguments. Resolves with seconds, bytes, exit code and what it printed. */
export async function measure({ command, env = {}, cwd }) {
  const folder = mkdtempSync(join(tmpdir(), 'listbridge-bench-'));
  const figures = join(folder, 'figures');
  const [program, ...rest] = hasGnuTime ? [gnuTime, '-q', '-f', '%U %S %M', '-o', figures, ...command] : command;
  try {
    const started = performance.now();
    const child = spawn(program, rest, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const polled = hasGnuTime ? null : poll(child.pid);
    const stdout = keep(child.stdout);
    const stderr = keep(child.stderr);
    const ended = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => {
        child.wall = (performance.now() - started) / 1000;
      });
      child.on('close', (code, signal) => resolve({ exit: code ?? signal }));
    });
    const usage = hasGnuTime ? readFigures(figures) : polled.stop();
    return { ...ended, wall: child.wall, ...usage, stdout: stdout(), stderr: stderr() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function keep(stream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    text = (text + chunk).slice(-keptOutput);
  });
  return () => text;
}

function readFigures(path) {
  const [user, system, kilobytes] = readFileSync(path, 'utf8').trim().split(' ').map(Number);
  return { cpu: user + system, peak: kilobytes * 1024 };
}

function poll(pid) {
  let usage = { cpu: Number.NaN, peak: Number.NaN };
  const look = () => {
    try {
      const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      usage = { cpu: ticks / 100, peak };
    } catch {
      // The process has ended; the last look stands.
    }
  };
  if (!hasProc) return { stop: () => usage };
  look();
  const timer = setInterval(look, 5);
  return {
    stop() {
      clearInterval(timer);
      return usage;
    },
  };
}
