// Completion as fish and zsh do it, and the manual page as mandoc reads it. bash is everywhere and asked in
// tests/completion.test.ts.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';
import { runProgram, withPrograms } from './support/programs.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-shells-'));
  writeFileSync(join(cwd, 'partner list.csv'), '');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function printed(...argv: string[]): Promise<string> {
  const host = fakeHost();
  expect(await main(argv, host)).toBe(0);
  return host.stdoutText();
}

withPrograms('completion in fish', ['fish'], () => {
  it.each([
    ['listbridge val', ['validate']],
    ['listbridge validate --fail-on w', ['warning']],
    ['listbridge convert --to rpz', ['rpz-zone']],
    ['listbridge validate par', ['partner list.csv']],
    ['listbridge completion z', ['zsh']],
  ])('offers for %j: %j', async (line, want) => {
    writeFileSync(join(cwd, 'listbridge.fish'), await printed('completion', 'fish'));
    const ask = `source listbridge.fish; complete -C ${JSON.stringify(line)}`;
    const { exit, output } = runProgram('fish', ['--no-config', '-c', ask], { cwd });
    expect(exit).toBe(0);
    const found = output.split('\n').map((each) => each.split('\t')[0] ?? '');
    expect(found.filter((each) => each !== '' && !each.includes('listbridge.fish'))).toEqual(want);
  });
});

withPrograms('completion in zsh', ['zsh'], () => {
  // A zsh of its own behind a terminal of its own: only the line editor completes.
  const ask = `zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word; print READ''Y"
zpty -r -m inner out '*READY*'
zpty -w -n inner "$1"$'\\t'"; print DO''NE"$'\\n'
zpty -r -m inner out '*DONE*'
print -r -- "$out"
zpty -d inner`;

  it.each([
    ['listbridge val', 'listbridge validate'],
    ['listbridge validate --fail-on w', '--fail-on warning'],
    ['listbridge convert --to rpz', '--to rpz-zone'],
    ['listbridge validate par', 'validate partner\\ list.csv'],
    ['listbridge completion z', 'completion zsh'],
  ])('makes of %j: %j', async (line, want) => {
    writeFileSync(join(cwd, '_listbridge'), await printed('completion', 'zsh'));
    const { exit, output } = runProgram('zsh', ['-f', '-c', ask, 'zsh', line], { cwd });
    expect(exit).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told beside the text
    expect(output.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|[\r\b]/gu, '')).toContain(want);
  });
});

withPrograms('the manual page', ['mandoc'], () => {
  it('is read without a warning, and has every section', async () => {
    writeFileSync(join(cwd, 'listbridge.1'), await printed('manual'));
    const { output: remarks } = runProgram('mandoc', ['-T', 'lint', '-W', 'warning', 'listbridge.1'], { cwd });
    // Pages are made without a clock.
    expect(remarks.split('\n').filter((line) => line !== '' && !line.includes('missing date'))).toEqual([]);
    const { output } = runProgram('mandoc', ['-T', 'utf8', 'listbridge.1'], { cwd });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: bold is a letter struck twice
    const plain = output.replaceAll(/.\u0008/gu, '');
    for (const section of ['NAME', 'SYNOPSIS', 'EXAMPLES', 'COMMANDS', 'EXIT STATUS']) expect(plain).toContain(section);
    expect(plain).toContain('listbridge validate partner.csv');
    expect(plain).toContain('--fail-on <severity>');
  });
});
