// Outputs are whole or absent, and stand only where a file may stand.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTarget, createOutput } from '../../src/pipeline/save.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-save-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const target = (operand: string, mayReplace: boolean) => ({
  operand,
  inputs: new Set<string>(),
  mayReplace: async () => mayReplace,
  format: 'csv',
});

describe('createOutput', () => {
  it('shows nothing before the commit, and all of it after', async () => {
    const output = await createOutput('list.txt', fakeHost({ cwd }));
    await output.write(bytes('one\n'));
    await output.write(bytes('two\n'));
    expect(existsSync(join(cwd, 'list.txt'))).toBe(false);
    await output.commit();
    expect(readFileSync(join(cwd, 'list.txt'), 'utf8')).toBe('one\ntwo\n');
    expect(output.bytes).toBe(8);
    expect(readdirSync(cwd)).toEqual(['list.txt']);
  });

  it('has taken the bytes over when it asks for more: a writer goes on in its buffer', async () => {
    const output = await createOutput('list.txt', fakeHost({ cwd }));
    const buffer = new Uint8Array(1_300_000);
    const want: Buffer[] = [];
    for (const [n, length] of [7, 1_300_000, 1, 700_000, 0, 1_000_000, 1_300_000].entries()) {
      buffer.fill(65 + n);
      want.push(Buffer.from(buffer.subarray(0, length)));
      await output.write(buffer.subarray(0, length));
    }
    buffer.fill(0);
    await output.flush();
    expect(readFileSync(output.temporary ?? '').equals(Buffer.concat(want))).toBe(true);
    await output.write(bytes('end'));
    await output.commit();
    expect(readFileSync(join(cwd, 'list.txt')).equals(Buffer.concat([...want, bytes('end')]))).toBe(true);
    expect(output.bytes).toBe(4_300_011);
  });

  it('leaves what was there when it is abandoned', async () => {
    writeFileSync(join(cwd, 'list.txt'), 'before');
    const output = await createOutput('list.txt', fakeHost({ cwd }));
    await output.write(bytes('after'));
    await output.abandon();
    await output.abandon();
    expect(readFileSync(join(cwd, 'list.txt'), 'utf8')).toBe('before');
    expect(readdirSync(cwd)).toEqual(['list.txt']);
  });

  it('writes for the owner alone until it is done', async () => {
    const output = await createOutput('list.txt', fakeHost({ cwd }));
    expect(statSync(output.temporary ?? '').mode & 0o777).toBe(0o600);
    await output.abandon();
  });

  it('keeps out of the way of temporary files of other runs', async () => {
    const outputs = await Promise.all([0, 1, 2].map(() => createOutput('list.txt', fakeHost({ cwd }))));
    expect(new Set(outputs.map(({ temporary }) => temporary)).size).toBe(3);
    await Promise.all(outputs.map((output) => output.abandon()));
    expect(readdirSync(cwd)).toEqual([]);
  });

  // A rename puts a file in the place of whatever is there: as root, of /dev/null.
  it('puts no file in the place of a pipe, a device or a folder', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    mkdirSync(join(cwd, 'folder'));
    for (const operand of ['pipe', 'folder']) {
      await expect(createOutput(operand, fakeHost({ cwd }))).rejects.toMatchObject({
        code: 'output/unwritable',
        exit: 4,
      });
    }
    expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['folder', 'pipe']);
  });

  it('says why where nothing can be written', async () => {
    const told = createOutput('nowhere/list.txt', fakeHost({ cwd }));
    await expect(told).rejects.toMatchObject({
      code: 'output/unwritable',
      args: { reason: 'there is no such file or folder' },
    });
  });
});

describe('standard output', () => {
  const brokenBy = (code: string) => {
    const host = fakeHost();
    const write = () => Promise.reject(Object.assign(new Error('write'), { code }));
    return createOutput('-', { ...host, stdout: { ...host.stdout, write } });
  };

  it('that cannot be written is told like a file', async () => {
    const output = await brokenBy('ENOSPC');
    await output.write(bytes('one'));
    await expect(output.commit()).rejects.toMatchObject({
      code: 'output/unwritable',
      args: { output: 'standard output', reason: 'no space left on the device' },
    });
  });

  it('whose reader has gone is left to the caller, for whom it is the end and no failure', async () => {
    const output = await brokenBy('EPIPE');
    await output.write(bytes('one'));
    await expect(output.commit()).rejects.toMatchObject({ code: 'EPIPE' });
  });
});

describe('checkTarget', () => {
  it('lets an empty or absent place be taken', async () => {
    writeFileSync(join(cwd, 'empty'), '');
    await checkTarget(target('empty', false), fakeHost({ cwd }));
    await checkTarget(target('absent', false), fakeHost({ cwd }));
    await checkTarget(target('-', false), fakeHost({ cwd }));
    expect(readdirSync(cwd)).toEqual(['empty']);
  });

  it('refuses a file of another format and an input by whatever name', async () => {
    writeFileSync(join(cwd, 'list'), 'one');
    const { dev, ino } = statSync(join(cwd, 'list'));
    const host = fakeHost({ cwd });
    await expect(checkTarget(target('list', false), host)).rejects.toMatchObject({ code: 'output/exists' });
    await checkTarget(target('list', true), host);
    const isInput = { ...target('./list', true), inputs: new Set([`${dev}:${ino}`]) };
    await expect(checkTarget(isInput, host)).rejects.toMatchObject({ code: 'output/is-input' });
  });
});
