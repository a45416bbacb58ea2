// Signed and encrypted lists: what does not fit is not read at all, and what is written is whole, with its own signature.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { openInput } from '../../src/pipeline/open.ts';
import { parsePublicKey, parseSecretKey, signatureText } from '../../src/pipeline/seal/minisign.ts';
import { type FakeHostSetup, fakeHost } from '../support/host.ts';
import { keyPair } from '../support/keys.ts';

let cwd: string;
const put = (name: string, content: string | Uint8Array, mode = 0o600): void => {
  writeFileSync(join(cwd, name), content);
  chmodSync(join(cwd, name), mode);
};
const bytes = (name: string): Buffer => readFileSync(join(cwd, name));

const LIST = '0.0.0.0 one.example\n0.0.0.0 two.example\n';

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-seals-'));
  put('list.hosts', LIST);
  for (const n of [1, 2]) {
    put(`key-${n}.pub`, keyPair(n).publicKey, 0o644);
    put(`key-${n}`, keyPair(n).secretKey);
    const identity = await generateX25519Identity();
    put(`identity-${n}`, `# made for a test\n${identity}\n`);
    put(`recipients-${n}`, `${await identityToRecipient(identity)}\n`, 0o644);
  }
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function told(line: string, setup: FakeHostSetup = {}) {
  const host = fakeHost({ cwd, ...setup });
  const exit = await main(line.split(' '), host);
  const err = host.stderrText();
  // Neither keys nor what is listed.
  expect(err).not.toMatch(/AGE-SECRET-KEY-1[A-Z0-9]|RWR|RUQ|one\.example|hunter2/u);
  return { exit, err, out: host.stdoutText() };
}

const signed = (name = 'list.hosts', n = 1): Promise<{ exit: number }> =>
  told(`convert ${name} --to hosts-file -o signed.hosts --sign-with key-${n}`);

describe('a signature', () => {
  it('is written beside the list, and fits it', async () => {
    expect((await signed()).exit).toBe(0);
    const { exit, err } = await told('validate signed.hosts --verify-with key-2.pub --verify-with key-1.pub');
    expect(exit).toBe(0);
    expect(err).toMatch(/signature\/verified +1 +signed\.hosts is signed by key [0-9A-F]{16}/u);
  });

  it('is the same in every run', async () => {
    await signed();
    const first = bytes('signed.hosts.minisig');
    await signed();
    expect(bytes('signed.hosts.minisig')).toEqual(first);
  });

  it('may be read by whoever may read the list', async () => {
    put('signed.hosts', LIST, 0o644);
    await signed();
    expect(statSync(join(cwd, 'signed.hosts.minisig')).mode & 0o777).toBe(0o644);
  });

  it.each([
    ['signature/wrong', () => put('signed.hosts', `${LIST}0.0.0.0 three.example\n`)],
    ['signature/missing', () => rmSync(join(cwd, 'signed.hosts.minisig'))],
    ['signature/damaged', () => put('signed.hosts.minisig', 'untrusted comment: x\nRUQ=\n')],
    [
      'signature/wrong',
      () => put('signed.hosts.minisig', String(bytes('signed.hosts.minisig')).replace('file:signed', 'file:another')),
    ],
    [
      'signature/damaged', // of the old kind, without a hash
      () =>
        put(
          'signed.hosts.minisig',
          String(bytes('signed.hosts.minisig')).replace('RUR', 'RWR').replace(/\nRU/u, '\nRW'),
        ),
    ],
  ])('that does not fit keeps the list from being read: %s', async (code, spoil) => {
    await signed();
    spoil();
    const { exit, out, err } = await told('convert signed.hosts --to url-list --verify-with key-1.pub -o out.txt');
    expect([exit, out, existsSync(join(cwd, 'out.txt'))]).toEqual([4, '', false]);
    expect(err).toContain(code);
    expect(err).not.toContain('detect/chosen');
  });

  it('of another key is foreign', async () => {
    await signed('list.hosts', 2);
    const { exit, err } = await told('validate signed.hosts --verify-with key-1.pub');
    expect(exit).toBe(4);
    expect(err).toContain('signature/foreign');
  });

  it('is demanded of each input by the name of that input', async () => {
    await signed();
    const line = 'merge signed.hosts list.hosts -o merged.jsonl --verify-with';
    expect((await told(`${line} signed=key-1.pub`)).exit).toBe(0);
    expect((await told(`${line} key-1.pub`)).err).toContain('signature/missing');
  });

  it('of standard input is named, and checked before a row is given on', async () => {
    await signed();
    const line = 'convert - --to hosts-file --verify-with key-1.pub';
    expect((await told(line, { stdin: bytes('signed.hosts') })).exit).toBe(2);
    const whole = `${line} --signature signed.hosts.minisig`;
    expect(await told(whole, { stdin: bytes('signed.hosts') })).toMatchObject({ exit: 0, out: LIST });
    expect(await told(whole, { stdin: `${LIST}0.0.0.0 three.example\n` })).toMatchObject({ exit: 4, out: '' });
  });

  it('does not save a list that is changed, with its time put back, between the check and the reading', async () => {
    const content = '0.0.0.0 one.example\n'.repeat(20_000);
    put('long.hosts', content);
    const path = join(cwd, 'long.hosts');
    const digest = createHash('blake2b512').update(content).digest();
    put('long.hosts.minisig', signatureText(parseSecretKey(keyPair(1).secretKey, []), digest, 'file:long.hosts'));
    const verify = { keys: [parsePublicKey(keyPair(1).publicKey)], signature: 'long.hosts.minisig' };
    const { atime, mtime } = statSync(path);
    const input = await openInput('long.hosts', fakeHost({ cwd }), { sha256: false }, { verify, identities: null });
    writeFileSync(path, content.replace(/one(?=\.example\n$)/u, 'two'));
    utimesSync(path, atime, mtime);
    const read = async (): Promise<void> => {
      for await (const _chunk of input.chunks());
    };
    await expect(read()).rejects.toMatchObject({ code: 'input/changed', exit: 4 });
    await input.close();
  });

  it('that stays behind from an earlier edition is told', async () => {
    await signed();
    const { err } = await told('convert list.hosts --to hosts-file -o signed.hosts');
    expect(err).toContain('signature/stale');
  });

  it('never takes the place of another file', async () => {
    put('signed.hosts.minisig', 'notes\n');
    const { exit } = await signed();
    expect([exit, String(bytes('signed.hosts.minisig')), existsSync(join(cwd, 'signed.hosts'))]).toEqual([
      3,
      'notes\n',
      false,
    ]);
  });

  it('is not made where the list is refused', async () => {
    await signed();
    const before = [bytes('signed.hosts'), bytes('signed.hosts.minisig')];
    put('empty.hosts', '# nothing\n');
    expect(
      (await told('convert empty.hosts --from hosts-file --to hosts-file -o signed.hosts --sign-with key-1')).exit,
    ).toBe(3);
    expect([bytes('signed.hosts'), bytes('signed.hosts.minisig')]).toEqual(before);
  });
});

describe('an encrypted list', () => {
  const encrypted = (name: string) => told(`convert list.hosts --to hosts-file -o ${name} --encrypt-to recipients-1`);

  it.each(['list.age', 'list.gz.age'])('is read by its recipients alone: %s', async (name) => {
    expect((await encrypted(name)).exit).toBe(0);
    expect(bytes(name).includes('example')).toBe(false);
    const line = `convert ${name} --to hosts-file`;
    expect(await told(`${line} --decrypt-with identity-2 --decrypt-with identity-1`)).toMatchObject({
      exit: 0,
      out: LIST,
    });
    const foreign = await told(`${line} --decrypt-with identity-2 -o out.hosts`);
    expect([foreign.exit, existsSync(join(cwd, 'out.hosts'))]).toEqual([4, false]);
    expect(foreign.err).toContain('encryption/wrong-key');
    const without = await told(line);
    expect([without.exit, without.out]).toEqual([4, '']);
    expect(without.err).toContain('--decrypt-with');
  });

  it('that is cut or changed leaves nothing behind', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `0.0.0.0 n${n}.one.example\n`).join('');
    put('list.hosts', many);
    await encrypted('list.age');
    const whole = bytes('list.age');
    truncateSync(join(cwd, 'list.age'), whole.length - 100);
    const line = 'convert list.age --to hosts-file --decrypt-with identity-1';
    const cut = await told(`${line} -o out.hosts`);
    expect([cut.exit, existsSync(join(cwd, 'out.hosts'))]).toEqual([4, false]);
    expect(cut.err).toContain('encryption/damaged');
    expect((await told(line)).out).toBe('');
    const middle = whole.length >> 1;
    whole[middle] = (whole[middle] ?? 0) ^ 1;
    put('list.age', whole);
    expect((await told(`${line} -o out.hosts`)).exit).toBe(4);
  });

  it('is signed as it is stored, and replaced by the next', async () => {
    const line = 'convert list.hosts --to hosts-file -o list.age --encrypt-to recipients-1 --sign-with key-1';
    expect((await told(line)).exit).toBe(0);
    const first = bytes('list.age');
    expect((await told(line)).exit).toBe(0);
    expect(bytes('list.age').equals(first)).toBe(false);
    const read = await told('validate list.age --verify-with key-1.pub --decrypt-with identity-1');
    expect(read.exit).toBe(0);
  });

  it('is read back where the run has a key of a recipient', async () => {
    const line = 'convert list.hosts --to hosts-file -o list.age --encrypt-to recipients-1 --verify';
    expect((await told(line)).exit).toBe(2);
    expect((await told(`${line} --decrypt-with identity-1`)).exit).toBe(0);
    const limits = await told(`${line} --decrypt-with identity-1 --max-shrink 5`);
    expect(limits.exit).toBe(0);
  });

  it('goes to standard output, but not to a terminal', async () => {
    const line = 'convert list.hosts --to hosts-file --encrypt-to recipients-1';
    const host = fakeHost({ cwd });
    expect(await main(line.split(' '), host)).toBe(0);
    put('piped', host.stdoutBytes());
    expect((await told('convert piped --to hosts-file --decrypt-with identity-1')).out).toBe(LIST);
    expect((await told(line, { outputIsTTY: true })).exit).toBe(2);
  });
});

describe('a key file', () => {
  it.each([
    ['--sign-with key-1 -o out.hosts', 'key-1', 0o644, 3, 'key/open-to-all'],
    ['--sign-with key-1 -o out.hosts', 'key-1', 0o640, 0, 'key/open-to-group'],
    ['--encrypt-to recipients-1 -o out.age', 'recipients-1', 0o666, 3, 'key/open-to-all'],
    ['--verify-with key-1.pub', 'key-1.pub', 0o646, 3, 'key/open-to-all'],
    ['--decrypt-with identity-1', 'identity-1', 0o604, 3, 'key/open-to-all'],
  ])('that others may use: %s, %s %o', async (options, file, mode, exit, code) => {
    chmodSync(join(cwd, file), mode);
    const result = await told(`convert list.hosts --to hosts-file ${options}`);
    expect(result.exit).toBe(exit);
    expect(result.err).toContain(code);
  });

  it.each([
    ['--sign-with key-1.pub -o out.hosts', 4], // open to all, as it may be: that it is public is what is wrong
    ['--verify-with key-2', 4],
    ['--sign-with identity-1 -o out.hosts', 4],
    ['--encrypt-to identity-1 -o out.age', 4],
    ['--encrypt-to list.hosts -o out.age', 4],
    ['--decrypt-with recipients-2', 4],
    ['--decrypt-with key-2', 4],
    ['--sign-with list.hosts -o out.hosts', 4],
    ['--sign-with nowhere -o out.hosts', 4],
    ['-o out.age', 2],
    ['--sign-with key-1', 2],
    ['--signature list.hosts', 2],
    ['--sign-with key-1 -o key-1', 3],
    ['--encrypt-to recipients-1 -o recipients-1', 3],
  ])('that is another: %s', async (options, exit) => {
    const result = await told(`convert list.hosts --to hosts-file ${options}`);
    expect([result.exit, existsSync(join(cwd, 'out.hosts')), existsSync(join(cwd, 'out.age'))]).toEqual([
      exit,
      false,
      false,
    ]);
  });
});
