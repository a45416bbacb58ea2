// minisign and age take what we sign and encrypt, and we take theirs; protected keys included.
import { chmodSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { useStand } from './support/stand.ts';

const stand = useStand();

const LIST = '0.0.0.0 one.example\n0.0.0.0 two.example\n';

async function told(...argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  const host = fakeHost();
  const exit = await main(argv, host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

withPrograms('minisign', ['minisign'], () => {
  it('checks our signatures, and we check its', async () => {
    const [pub, secret] = [stand.path('min.pub'), stand.path('min.key')];
    runProgram('minisign', ['-G', '-W', '-p', pub, '-s', secret]);
    const list = stand.write('list.hosts', LIST);
    const out = stand.path('out.hosts');
    expect((await told('convert', list, '--to', 'hosts-file', '-o', out, '--sign-with', secret)).exit).toBe(0);
    expect(runProgram('minisign', ['-V', '-p', pub, '-m', out])).toMatchObject({ exit: 0 });
    expect(runProgram('minisign', ['-V', '-H', '-p', pub, '-m', out])).toMatchObject({ exit: 0 });

    runProgram('minisign', ['-S', '-s', secret, '-m', list, '-t', 'an edition of a test']);
    expect((await told('validate', list, '--verify-with', pub)).exit).toBe(0);
    stand.write('list.hosts', LIST.replace('one', 'six'));
    expect(await told('validate', list, '--verify-with', pub)).toMatchObject({ exit: 4, out: '' });

    stand.write('list.hosts', LIST);
    runProgram('minisign', ['-S', '-l', '-s', secret, '-m', list]);
    expect((await told('validate', list, '--verify-with', pub)).err).toContain('signature/damaged');
  });

  it('makes protected keys that we open with a passphrase from a file', async () => {
    const [pub, secret] = [stand.path('locked.pub'), stand.path('locked.key')];
    runProgram('minisign', ['-G', '-p', pub, '-s', secret], { input: 'fixture-1\nfixture-1\n' });
    const list = stand.write('list.hosts', LIST);
    const out = stand.path('locked.hosts');
    const right = stand.write('right', 'fixture-1\n');
    const wrong = stand.write('wrong', 'fixture-2\n');
    for (const file of [right, wrong]) chmodSync(file, 0o600);
    const line = ['convert', list, '--to', 'hosts-file', '-o', out, '--sign-with', secret];
    expect((await told(...line)).err).toContain('--passphrase-file');
    expect((await told(...line, '--passphrase-file', wrong)).err).toContain('key/locked');
    expect((await told(...line, '--passphrase-file', right)).exit).toBe(0);
    expect(runProgram('minisign', ['-V', '-p', pub, '-m', out])).toMatchObject({ exit: 0 });
  });
});

withPrograms('age', ['age', 'age-keygen'], () => {
  it('opens what we encrypt, and we open what it encrypts, armored and packed too', async () => {
    const identity = stand.path('identity');
    runProgram('age-keygen', ['-o', identity]);
    const recipients = stand.write('recipients', runProgram('age-keygen', ['-y', identity]).output);
    const list = stand.write('list.hosts', LIST);
    const out = stand.path('out.age');
    const line = ['convert', list, '--to', 'hosts-file', '-o', out, '--encrypt-to', recipients];
    expect((await told(...line)).exit).toBe(0);
    const plain = stand.path('plain.hosts');
    expect(runProgram('age', ['-d', '-i', identity, '-o', plain, out])).toMatchObject({ exit: 0 });
    expect(readFileSync(plain, 'utf8')).toBe(LIST);

    for (const options of [[], ['-a']]) {
      const theirs = stand.path('theirs.age');
      runProgram('age', [...options, '-R', recipients, '-o', theirs, list]);
      const read = await told('convert', theirs, '--to', 'hosts-file', '--decrypt-with', identity);
      expect(read).toMatchObject({ exit: 0, out: LIST });
    }
  });
});

/** age asks for a passphrase twice, on a terminal and nowhere else: `script` gives it one. */
function protectedBy(passphrase: string, options: string): void {
  const line = `(sleep 1; echo ${passphrase}; sleep 1; echo ${passphrase}; sleep 1) | script -qec "age -p ${options}" /dev/null`;
  expect(runProgram('sh', ['-c', line])).toMatchObject({ exit: 0 });
}

withPrograms('age and its passphrases', ['age', 'age-keygen', 'script'], () => {
  const read = (file: string, ...options: string[]) => told('convert', file, '--to', 'hosts-file', ...options);
  const passphrases = (): { right: string; wrong: string } => {
    const files = { right: stand.write('right', 'fixture-1\n'), wrong: stand.write('wrong', 'fixture-2\n') };
    for (const file of Object.values(files)) chmodSync(file, 0o600);
    return files;
  };

  it.each(['', '-a '])('open a list that age encrypted with one, given %s', { timeout: 180_000 }, async (armor) => {
    const { right, wrong } = passphrases();
    const locked = stand.path('locked.age');
    protectedBy('fixture-1', `${armor}-o ${locked} ${stand.write('list.hosts', LIST)}`);
    expect(await read(locked, '--passphrase-file', right)).toMatchObject({ exit: 0, out: LIST });
    const refused = await read(locked, '--passphrase-file', wrong);
    expect(refused).toMatchObject({ exit: 4, out: '' });
    expect(refused.err).not.toContain('fixture-2');
    expect(await read(locked)).toMatchObject({ exit: 4, out: '' });
  });

  it.each(['', '-a '])(
    'open an identity that age protected with one, given %s',
    { timeout: 180_000 },
    async (armor) => {
      const { right, wrong } = passphrases();
      const identity = stand.path('plain-identity');
      runProgram('age-keygen', ['-o', identity]);
      const recipients = stand.write('recipients', runProgram('age-keygen', ['-y', identity]).output);
      const theirs = stand.path('theirs.age');
      runProgram('age', ['-R', recipients, '-o', theirs, stand.write('list.hosts', LIST)]);
      const keys = stand.path('keys.age');
      protectedBy('fixture-1', `${armor}-o ${keys} ${identity}`);
      chmodSync(keys, 0o600);
      const options = ['--decrypt-with', keys];
      expect(await read(theirs, ...options, '--passphrase-file', right)).toMatchObject({ exit: 0, out: LIST });
      expect(await read(theirs, ...options, '--passphrase-file', wrong)).toMatchObject({ exit: 4, out: '' });
      const without = await read(theirs, ...options);
      expect(without).toMatchObject({ exit: 4, out: '' });
      expect(without.err).toContain('--passphrase-file');
    },
  );
});
