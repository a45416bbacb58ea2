// Whole command lines: the folder is the list of tests.
//   fixtures/cases/<name>/cmd      what is typed after `listbridge`, one command a line; '...' holds blanks, # is a comment,
//                                  and a last `< file` is standard input
//   fixtures/cases/<name>/in/      files in the working folder before the first command
//   fixtures/cases/<name>/exit     exit code of each command, one a line
//   fixtures/cases/<name>/stdout   what came out, `$ command` before each where there are several; absent when nothing did
//   fixtures/cases/<name>/stderr   likewise
//   fixtures/cases/<name>/out/     files that were made or changed
// The clock stands at noon of 2026-01-05. `vitest -u` rewrites what is wanted; the difference is for a person to judge.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { type Step, stepsOf } from '../support/cases.ts';
import { fakeHost } from '../support/host.ts';
import { isUpdating } from '../support/update.ts';

const ROOT = join(import.meta.dirname, '../../fixtures/cases');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly exit: string;
  readonly stdout: string;
  readonly stderr: string;
}

async function play(steps: readonly Step[], cwd: string): Promise<Result> {
  const exits: number[] = [];
  const out: string[] = [];
  const err: string[] = [];
  for (const { line, argv, stdin } of steps) {
    const host = fakeHost({
      cwd,
      stdin: stdin === null ? '' : readFileSync(join(cwd, stdin)),
      stdinIsTTY: stdin === null,
    });
    exits.push(await main(argv, host));
    const title = steps.length === 1 ? '' : `$ ${line}\n`;
    if (host.stdoutText() !== '') out.push(title + host.stdoutText());
    if (host.stderrText() !== '') err.push(title + host.stderrText());
  }
  return { exit: exits.map((code) => `${code}\n`).join(''), stdout: out.join('\n'), stderr: err.join('\n') };
}

/** The SHA-256 of an input is a digest like any other; nobody may mistake it in a fixture for one of a list. */
function withoutSums(text: string, given: string): string {
  const files = filesIn(given);
  const sums = files.map((file) =>
    createHash('sha256')
      .update(readFileSync(join(given, file)))
      .digest('hex'),
  );
  return sums.reduce((rest, sum, i) => rest.replaceAll(sum, `<SHA-256 of ${files[i]}>`), text);
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort();
}

/** Files of the working folder that are not as they were laid there. */
function changedFiles(cwd: string, before: string): string[] {
  return filesIn(cwd).filter((file) => {
    const old = join(before, file);
    return !existsSync(old) || !readFileSync(old).equals(readFileSync(join(cwd, file)));
  });
}

async function expectFile(text: string, file: string): Promise<void> {
  if (text !== '') return expect.soft(text).toMatchFileSnapshot(file);
  if (isUpdating()) rmSync(file, { force: true });
  expect.soft(existsSync(file)).toBe(false);
}

describe('command lines', () => {
  it.each(existsSync(ROOT) ? readdirSync(ROOT).sort() : [])('%s', async (name) => {
    const given = join(ROOT, name);
    const cwd = join(folder, name);
    mkdirSync(cwd);
    if (existsSync(join(given, 'in'))) cpSync(join(given, 'in'), cwd, { recursive: true });

    const steps = stepsOf(readFileSync(join(given, 'cmd'), 'utf8'));
    expect(steps.length).toBeGreaterThan(0);
    const { exit, stdout, stderr } = await play(steps, cwd);
    // Nothing of the machine, and no trace of a program that broke.
    expect(`${stdout}${stderr}`).not.toContain(folder);
    expect(`${stdout}${stderr}`).not.toMatch(/internal error|\n {4}at /u);
    const plain = (text: string): string => withoutSums(text, join(given, 'in'));

    // Together: one run shows all that is unlike, and `-u` rewrites all of it.
    await expectFile(exit, join(given, 'exit'));
    await expectFile(plain(stdout), join(given, 'stdout'));
    await expectFile(plain(stderr), join(given, 'stderr'));
    const changed = changedFiles(cwd, join(given, 'in'));
    if (isUpdating()) rmSync(join(given, 'out'), { recursive: true, force: true });
    for (const file of changed) {
      mkdirSync(dirname(join(given, 'out', file)), { recursive: true });
      await expect.soft(plain(readFileSync(join(cwd, file), 'utf8'))).toMatchFileSnapshot(join(given, 'out', file));
    }
    // A wanted file that is missing has failed above, and is written only later where it is new.
    expect(filesIn(join(given, 'out')).filter((file) => !changed.includes(file))).toEqual([]);
  });
});
