// Which programs are there to be asked. A test of one that is missing is skipped, and says so where nobody can miss it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';

/** Servers are often not on the path of a user. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The path of a program, or null where it is not installed. */
export function findProgram(name: string): string | null {
  for (const folder of FOLDERS) if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  return null;
}

/** The path of a program that `withPrograms` has found. */
export function program(name: string): string {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is not installed: scripts/consumers.sh installs it`);
  return path;
}

/** LISTBRIDGE_CONSUMERS=all: whoever starts the tests has installed every program, so nothing may be skipped for want of one. */
const hasAll = process.env['LISTBRIDGE_CONSUMERS'] === 'all';

/** A group of tests that needs these programs. */
export function withPrograms(title: string, names: readonly string[], tests: () => void): void {
  const missing = names.filter((name) => findProgram(name) === null);
  if (missing.length > 0 && hasAll) {
    describe(title, () => {
      it(`finds ${missing.join(', ')}`, () => missing.forEach(program));
    });
    return;
  }
  if (missing.length > 0) {
    process.stderr.write(`SKIPPED: ${title}: ${missing.join(', ')} not installed; scripts/consumers.sh installs it\n`);
  }
  describe.skipIf(missing.length > 0)(title, tests);
}

export interface Ran {
  readonly exit: number;
  /** Standard output and standard error: servers differ in where they complain. */
  readonly output: string;
}

/** Runs a checker of the program's own to its end. */
export function runProgram(name: string, args: readonly string[], options: { cwd?: string; input?: string } = {}): Ran {
  const { cwd, input = '' } = options;
  try {
    const output = execFileSync('/bin/sh', ['-c', 'exec "$0" "$@" 2>&1', program(name), ...args], {
      encoding: 'utf8',
      input,
      timeout: 30_000,
      maxBuffer: 1 << 26,
      ...(cwd === undefined ? {} : { cwd }),
    });
    return { exit: 0, output };
  } catch (error) {
    const { status, stdout } = error as { status?: number | null; stdout?: string };
    if (typeof status !== 'number') throw error;
    return { exit: status, output: stdout ?? '' };
  }
}
