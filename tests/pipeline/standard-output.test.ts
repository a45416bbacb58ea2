// Standard output cannot be taken back: a list that fits is whole or absent there too, and a longer one is never said to
// be absent when part of it is not.
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { createOutput } from '../../src/pipeline/save.ts';
import { grouped } from '../../src/report/numbers.ts';
import { fakeHost } from '../support/host.ts';

const namesOf = (count: number): string => Array.from({ length: count }, (_, i) => `n${i}.example\n`).join('');
const UNFIT = '-a.example.com\n';

async function pihole(stdin: string, more = '') {
  const host = fakeHost({ stdin });
  const line = `convert - --from domain-list --from-option scope=exact --to pihole ${more}`;
  const exit = await main(line.trim().split(/\s+/u), host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
}

describe('an entry that the target cannot hold', () => {
  it('keeps a list that fits from standard output', async () => {
    const { exit, out, err } = await pihole(namesOf(20) + UNFIT);
    expect([exit, out]).toEqual([3, '']);
    expect(err).toContain('refused, nothing was written');
    expect(err).toContain('refused to write standard output: entry-unfit');
  });

  it('ends a long list at once, and nobody is told that nothing was written', async () => {
    const { exit, out, err } = await pihole(namesOf(100_000) + UNFIT + namesOf(200_000));
    expect(exit).toBe(3);
    expect(out.length).toBeGreaterThan(0);
    expect(out).not.toContain('n150000.example');
    expect(err).not.toContain('nothing was written');
    const told = `standard output got the first ${grouped(out.length)} bytes of a list that was not written to its end`;
    expect(err).toContain(told);
  });

  it('is left out where that is accepted', async () => {
    const { exit, out, err } = await pihole(namesOf(2) + UNFIT, '--allow-loss entry-unfit');
    expect([exit, out]).toEqual([0, '# listbridge pihole\nn0.example\nn1.example\n']);
    expect(err).not.toContain('output/partial');
  });
});

it('other losses are said as truthfully', async () => {
  const host = fakeHost({ stdin: `${namesOf(100_000)}http://www.example.com/page\n` });
  const exit = await main(
    'convert - --from url-list --from-option bare=exact --to domain-list --to-option scope=exact'.split(' '),
    host,
  );
  expect(exit).toBe(3);
  expect(host.stdoutText().length).toBeGreaterThan(0);
  expect(host.stderrText()).toContain('output/partial');
  expect(host.stderrText()).not.toContain('nothing was written');
});

describe('a device', () => {
  const line = 'convert - --from domain-list --from-option scope=exact --to pihole -o /dev/null';

  it('is written to, whatever comes in the end', async () => {
    const host = fakeHost({ stdin: namesOf(3) });
    expect(await main(line.split(' '), host)).toBe(0);
    const again = fakeHost({ stdin: namesOf(100_000) + UNFIT });
    expect(await main([...line.split(' '), '--rejects', '/dev/null'], again)).toBe(3);
    expect(again.stderrText()).toMatch(
      /\/dev\/null got the first [\d,]+ bytes of a list that was not written to its end/u,
    );
  });

  it.each(['--max-shrink 5', '--verify', '--sign-with key'])('gives nothing back: %s', async (option) => {
    const host = fakeHost({ stdin: namesOf(3) });
    expect(await main(`${line} ${option}`.split(' '), host)).toBe(2);
  });
});

describe('standard output that takes nothing', () => {
  const full = (after: number) => {
    const host = fakeHost({ stdin: namesOf(200_000) });
    let taken = 0;
    const write = async (chunk: Uint8Array | string): Promise<void> => {
      if (taken >= after) throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
      taken += chunk.length;
    };
    return { ...host, stdout: { ...host.stdout, write } };
  };
  const line = 'convert - --from domain-list --from-option scope=exact --to pihole'.split(' ');

  it('is not said to have got anything', async () => {
    const host = full(0);
    expect(await main(line, host)).toBe(4);
    expect(host.stderrText()).toContain('cannot write standard output');
    expect(host.stderrText()).not.toMatch(/output\/partial|refused/u);
  });

  it('is said to have got what it took', async () => {
    const host = full(1);
    expect(await main(line, host)).toBe(4);
    expect(host.stderrText()).toMatch(/standard output got the first [\d,]+ bytes of a list that was not written/u);
    expect(host.stderrText()).not.toContain('refused');
  });
});

it('counts the exceptions among the keys', async () => {
  const list = '||a.example.com^\n@@||l.example.com^\n';
  const host = fakeHost({ stdin: list });
  expect(await main('validate - --from adblock'.split(' '), host)).toBe(0);
  expect(host.stderrText()).toContain('2 domain names; 1 exception among them');
  const inspected = fakeHost({ stdin: list });
  await main('inspect - --from adblock'.split(' '), inspected);
  expect(inspected.stdoutText()).toMatch(/^exceptions +1$/mu);
});

it('does not complain of an option that nobody gave where the target has not the kind', async () => {
  const host = fakeHost({ stdin: `${'ab'.repeat(64)}\n` });
  const line = 'convert - --from plain-digests --from-option kind=sha512 --to suricata-filehash';
  expect(await main(line.split(' '), host)).toBe(3);
  expect(host.stderrText()).toContain('kind-dropped');
});

describe('two outputs on standard output', () => {
  // Rejected rows once stood in the list as entries, and a program that read the report as JSON met the list in front of it.
  const dedupe = 'dedupe - --from domain-list --from-option scope=exact';
  it.each([
    ['the list and its rejects', `${dedupe} -o - --rejects -`],
    ['the list and a report', `${dedupe} -o - --report json=-`],
    ['the list, where no place is named for it, and a report', `${dedupe} --report json=-`],
    ['rejects and a report', `${dedupe} -o out --rejects - --report json=-`],
    ['two reports', 'validate - --from domain-list --report json=- --report html=-'],
    ['rejects and the report of a run that only checks', 'validate - --rejects - --report json=-'],
    ['an answer and a report', 'lookup - www.example.com --report json=-'],
    ['an answer and rejects', 'inspect - --rejects -'],
    ['what changed and rejects', 'diff - other --rejects -'],
    ['the delta and a report', 'diff - other -o - --report markdown=-'],
    ['a plan and a report', 'convert - --to canonical -o out --plan --report json=-'],
    ['a plan in the place of the list, and a report', 'convert - --to canonical -o - --plan --report json=-'],
    ['an answer of the registry and a report', 'appeal acme www.example.com --as m@A/SE --report json=-'],
  ])('are refused: %s', async (_, line) => {
    const host = fakeHost({ stdin: 'www.example.com\nnot a name\n' });
    const exit = await main(line.split(' '), host);
    expect([exit, host.stdoutText()]).toEqual([2, '']);
    expect(host.stderrText()).toContain('standard output would be written twice');
  });

  it.each([
    ['rejects', '--rejects -', 'not a name\n'],
    ['a report', '--report junit=-', '<?xml'],
  ])('one alone has it to itself: %s', async (_, more, begins) => {
    const host = fakeHost({ stdin: 'www.example.com\nnot a name\n' });
    const exit = await main(`validate - --from domain-list --from-option scope=exact ${more}`.split(' '), host);
    expect(exit).toBe(1);
    expect(host.stdoutText().startsWith(begins)).toBe(true);
  });
});

describe('an output on standard output', () => {
  const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(65);

  it('is held back while it is small, and gone when it is abandoned', async () => {
    const host = fakeHost();
    const output = await createOutput('-', host);
    const piece = bytes(10);
    await output.write(piece);
    piece.fill(66); // a writer goes on in its buffer
    expect([output.bytes, output.released]).toEqual([10, 0]);
    await output.abandon();
    await output.abandon();
    expect(host.stdoutText()).toBe('');

    const other = await createOutput('-', host);
    await other.write(bytes(3));
    await other.commit();
    await other.abandon();
    expect(host.stdoutText()).toBe('AAA');
  });

  it('streams once it is long, so that `head` need not wait for the end', async () => {
    const host = fakeHost();
    const output = await createOutput('-', host);
    for (let i = 0; i < 3; i++) await output.write(bytes(500_000));
    expect(host.stdoutBytes().length).toBe(1_500_000);
    await output.write(bytes(1));
    expect([host.stdoutBytes().length, output.released, output.bytes]).toEqual([1_500_001, 1_500_001, 1_500_001]);
  });
});
