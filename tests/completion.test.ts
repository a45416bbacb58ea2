// Completion as bash does it: the script is loaded by a real bash, which is asked what it would offer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main, verbs } from '../src/cli.ts';
import { flagOf } from '../src/commands/shared/spec.ts';
import { formats } from '../src/formats/index.ts';
import { diagnosticCodes } from '../src/model/diagnostics.ts';
import { reportKinds } from '../src/report/reports.ts';
import { fakeHost } from './support/host.ts';

let cwd = '';
let script = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-completion-'));
  for (const name of ['partner list.csv', 'names.txt', 'ours.yaml']) writeFileSync(join(cwd, name), '');
  script = await completionFor('bash');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function completionFor(shell: string): Promise<string> {
  const host = fakeHost();
  expect(await main(['completion', shell], host)).toBe(0);
  return host.stdoutText();
}

/** What bash offers for these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const ask = `set -u
source /dev/stdin <<'END_OF_SCRIPT'
${script}END_OF_SCRIPT
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_listbridge listbridge "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-c', ask, 'bash', 'listbridge', ...words], {
    cwd,
    encoding: 'utf8',
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers every command', () => {
    expect(offered('').sort()).toEqual([...Object.keys(verbs), 'help'].sort());
    expect(offered('val')).toEqual(['validate']);
    expect(offered('help', 'mer')).toEqual(['merge']);
  });

  it('offers every option of every command', async () => {
    for (const [name, verb] of Object.entries(verbs)) {
      const { options } = await verb.load();
      expect(offered(name, '--').sort()).toEqual([...Object.values(options).map(flagOf), '--help'].sort());
    }
  });

  it.each([
    [
      ['validate', '--fail-on', ''],
      ['error', 'warning', 'info', 'never'],
    ],
    [
      ['validate', '--fail-on', '=', ''],
      ['error', 'warning', 'info', 'never'],
    ],
    [
      ['validate', '--fail-on', '='],
      ['error', 'warning', 'info', 'never'],
    ],
    [['validate', '--fail-on', 'w'], ['warning']],
    [['merge', '--link', 's'], ['strong']],
    [['convert', '--allow-loss', 'kind-d'], ['kind-dropped']],
    [['validate', '--deny', 'url/*'], ['url/*']],
    [['validate', '--report', ''], [...reportKinds]],
    [['validate', '--report', 'json', '=', 'na'], ['names.txt']],
    [
      ['validate', '--report', 'json', '='],
      ['names.txt', 'ours.yaml', 'partner list.csv'],
    ],
    [['validate', '--policy', 'o'], ['ours.yaml']],
    [['validate', 'part'], ['partner list.csv']],
    [['validate', '--quiet', 'na'], ['names.txt']],
    [['convert', '-o', 'na'], ['names.txt']],
    [
      ['init', '--alias-key', '--c'],
      ['--ci', '--color'],
    ],
    [
      ['init', '--ci', 'git'],
      ['github', 'gitlab'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['policy', 's'], ['show']],
    [['nonsense', '--', 'x'], []],
  ])('offers for %j: %j', (words, want) => expect(offered(...words).sort()).toEqual([...want].sort()));

  it('offers formats that can be read or written, and codes', () => {
    const ids = (able: 'read' | 'write'): string[] => formats.filter((format) => format[able]).map(({ id }) => id);
    expect(offered('convert', '--to', '').sort()).toEqual(ids('write').sort());
    expect(offered('convert', '--from', '').sort()).toEqual(ids('read').sort());
    expect(offered('explain', '')).toEqual(expect.arrayContaining([...diagnosticCodes]));
    expect(offered('convert', '--to-option', 'dialect=')).toContain('dialect=bind');
  });

  it('runs nothing that is being typed', () => {
    offered('validate', '$(touch owned)');
    offered('validate', '`touch owned`');
    offered('validate', '--policy', '$(touch owned)');
    expect(offered('validate', 'owned')).toEqual([]);
  });
});

describe('the other shells', () => {
  it('have a script that names every command, and an unknown one is refused', async () => {
    for (const shell of ['zsh', 'fish']) {
      const text = await completionFor(shell);
      for (const name of Object.keys(verbs)) expect(text).toContain(name);
    }
    const host = fakeHost();
    expect(await main(['completion', 'tcsh'], host)).toBe(2);
    expect(host.stderrText()).toContain('bash, zsh, fish');
  });
});
