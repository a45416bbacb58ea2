// A report replaces yesterday's and nothing else; rejects, which may have been mended by hand, replace nothing unasked.
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { reportKinds } from '../../src/report/reports.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-replaced-'));
  writeFileSync(join(cwd, 'bad'), 'www.example.com\nnot a name\n');
  writeFileSync(join(cwd, 'good'), 'www.example.com\n');
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');

async function told(line: string): Promise<readonly [exit: number, err: string]> {
  const host = fakeHost({ cwd });
  const exit = await main(line.split(/\s+/u), host);
  return [exit, host.stderrText()];
}

const validate = (list: string, more: string) =>
  told(`validate ${list} --from domain-list --from-option scope=exact --fail-on never ${more}`);

describe('a report', () => {
  it.each(reportKinds)('replaces one of its kind: %s', async (kind) => {
    for (const list of ['bad', 'good', 'absent', 'bad']) {
      const [exit] = await validate(list, `--report ${kind}=out`);
      expect(exit).toBe(list === 'absent' ? 4 : 0);
    }
  });

  it.each(reportKinds)('does not replace another file unless that is meant: %s', async (kind) => {
    for (const text of ['www.example.com\n', '{"type":"header"}\n', '<?xml version="1.0"?>\n', '# notes\n']) {
      writeFileSync(join(cwd, 'out'), text);
      const [exit, err] = await validate('bad', `--report ${kind}=out`);
      expect([exit, read('out')]).toEqual([3, text]);
      expect(err).toContain(`out exists and is not a ${kind} report`);
    }
    expect((await validate('bad', `--report ${kind}=out --force`))[0]).toBe(0);
    expect(read('out')).not.toBe('# notes\n');
  });

  it('replaces an empty file', async () => {
    writeFileSync(join(cwd, 'out'), '');
    expect((await validate('bad', '--report json=out'))[0]).toBe(0);
  });
});

describe('rejects', () => {
  it('replace nothing unless that is meant', async () => {
    expect((await validate('bad', '--rejects mend'))[0]).toBe(0);
    expect(read('mend')).toBe('not a name\n');
    writeFileSync(join(cwd, 'mend'), 'a.example\n');
    const [exit, err] = await validate('bad', '--rejects mend');
    expect([exit, read('mend')]).toEqual([3, 'a.example\n']);
    expect(err).toContain('output/exists');
    expect(err).toContain('mend exists and is not empty: it may hold rejects of an earlier run, mended by hand');
    expect((await validate('bad', '--rejects mend --force'))[0]).toBe(0);
    expect(read('mend')).toBe('not a name\n');
  });

  it('are private whatever they replace, and replace a link, not what it leads to', async () => {
    writeFileSync(join(cwd, 'zone'), 'of somebody\n', { mode: 0o644 });
    symlinkSync('zone', join(cwd, 'mend'));
    expect((await validate('bad', '--rejects zone --force'))[0]).toBe(0);
    expect(statSync(join(cwd, 'zone')).mode & 0o777).toBe(0o600);
    writeFileSync(join(cwd, 'zone'), 'of somebody\n');
    expect((await validate('bad', '--rejects mend --force'))[0]).toBe(0);
    expect([read('zone'), read('mend')]).toEqual(['of somebody\n', 'not a name\n']);
    expect(lstatSync(join(cwd, 'mend')).isSymbolicLink()).toBe(false);
  });

  it('of an earlier run are told where this one refuses nothing', async () => {
    writeFileSync(join(cwd, 'mend'), 'a.example\n');
    const [exit, err] = await validate('good', '--rejects mend --force');
    expect([exit, read('mend')]).toEqual([0, 'a.example\n']);
    expect(err).toContain('output/rejects-stale');
    expect((await validate('good', '--rejects new'))[1]).not.toContain('output/rejects-stale');
  });
});

it.each([
  ['inspect bad --rejects mend'],
  ['lookup bad www.example.com --rejects mend'],
  ['convert bad --to url-list -o out --rejects mend'],
  ['dedupe bad -o out --rejects mend'],
  ['merge bad -o out.jsonl --rejects mend'],
  ['diff good bad --rejects mend'],
  ['validate bad --rejects mend'],
])('every command that keeps rejects can be told to replace them: %s', async (line) => {
  writeFileSync(join(cwd, 'mend'), 'a.example\n');
  const way = '--from domain-list --from-option scope=exact';
  expect((await told(`${line} ${way}`))[0]).toBe(3);
  await told(`${line} ${way} --force`);
  expect(read('mend')).toContain('not a name\n');
  expect(read('mend')).not.toContain('a.example');
});
