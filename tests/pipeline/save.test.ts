// Outputs are whole or absent, and stand only where a file may stand.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  it('puts no file in the place of a folder, and nothing private into a pipe', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    mkdirSync(join(cwd, 'folder'));
    for (const [operand, isPrivate, reason] of [
      ['folder', false, 'it is a folder'],
      ['folder', true, 'it is a folder'],
      ['pipe', true, 'there is something else than a file'],
    ] as const) {
      await expect(createOutput(operand, fakeHost({ cwd }), { isPrivate })).rejects.toMatchObject({
        code: 'output/unwritable',
        args: { reason },
        exit: 4,
      });
    }
    expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['folder', 'pipe']);
  });

  it('writes to a device or a pipe as it is, whole or not at all while it is small', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    symlinkSync('pipe', join(cwd, 'link'));
    symlinkSync('/dev/null', join(cwd, 'null'));
    for (const operand of ['pipe', 'link']) {
      const refused = await createOutput(operand, fakeHost({ cwd }));
      await refused.write(bytes('not this'));
      await refused.abandon();
      const got = readFile(join(cwd, 'pipe'), 'utf8');
      const output = await createOutput(operand, fakeHost({ cwd }));
      await output.write(bytes('all'));
      expect(output.released).toBe(0);
      await output.write(new Uint8Array(1 << 20).fill(65));
      expect(output.released).toBe((1 << 20) + 3);
      await output.commit();
      await output.abandon();
      expect((await got).slice(0, 5)).toBe('allAA');
    }
    for (const isPrivate of [false, true]) {
      const output = await createOutput('/dev/null', fakeHost({ cwd }), { isPrivate });
      await output.write(bytes('gone'));
      await output.commit();
    }
    const output = await createOutput('null', fakeHost({ cwd }));
    await output.commit();
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['link', 'null', 'pipe']);
  });

  // A rename in the place of the link would leave the zone that the server reads as it was.
  it.each([
    ['to a file', 'real/list.txt'],
    ['to nothing yet', 'real/new.txt'],
    ['above a folder that is a link itself', 'far/../list.txt'],
  ])('follows a link %s', async (_, to) => {
    mkdirSync(join(cwd, 'real', 'deep'), { recursive: true });
    writeFileSync(join(cwd, 'real', 'list.txt'), 'before', { mode: 0o640 });
    symlinkSync('real/deep', join(cwd, 'far'));
    symlinkSync(to, join(cwd, 'one'));
    symlinkSync('one', join(cwd, 'list'));
    const output = await createOutput('list', fakeHost({ cwd }));
    expect(dirname(output.temporary ?? '')).toBe(realpathSync(join(cwd, 'real')));
    await output.write(bytes('after'));
    await output.commit();
    expect(readFileSync(join(cwd, 'list'), 'utf8')).toBe('after');
    expect(['list', 'one'].every((name) => lstatSync(join(cwd, name)).isSymbolicLink())).toBe(true);
    expect(readdirSync(join(cwd, 'real')).every((name) => !name.includes('.tmp'))).toBe(true);
    const isNew = to === 'real/new.txt';
    expect(statSync(join(cwd, 'list')).mode & 0o777).toBe(isNew ? 0o600 : 0o640);
    expect(readFileSync(join(cwd, 'real/list.txt'), 'utf8')).toBe(isNew ? 'before' : 'after');
  });

  it('follows no link in a circle, and none where the file is private', async () => {
    symlinkSync('there', join(cwd, 'here'));
    symlinkSync('here', join(cwd, 'there'));
    const reason = 'the symbolic link leads back to itself';
    await expect(createOutput('here', fakeHost({ cwd }))).rejects.toMatchObject({ args: { reason } });
    const output = await createOutput('here', fakeHost({ cwd }), { isPrivate: true });
    await output.commit();
    expect(lstatSync(join(cwd, 'here')).isFile()).toBe(true);
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
