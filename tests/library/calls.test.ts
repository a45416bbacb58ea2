// Calls as a program makes them: several at a time, wrong ones, and what is told where values were asked for.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, ListbridgeError, merge, openList, type Report, validate } from '../../src/index.ts';
import { inventedHex } from '../support/batches.ts';
import { schemaFaults } from '../support/report-schema.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-calls-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const lay = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};
const md5s = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `${inventedHex('md5', from + i)}\n`).join('');
const written = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(cwd, name)))
    .digest('hex');

describe('calls at the same time', () => {
  it('come to what they come to one after the other', async () => {
    const label = (n: number, member: string): string =>
      `${JSON.stringify({ kind: 'md5', key: inventedHex('md5', n), opinions: [{ member, label: `L${n % 7}` }] })}\n`;
    const lists = ['acme', 'beta', 'gamma'].map((member, k) =>
      lay(`${member}.jsonl`, Array.from({ length: 1500 }, (_, i) => label(i + k * 400, member)).join('')),
    );
    const asOf = '2026-01-05';
    const jobs = (name: string): (() => Promise<unknown>)[] => [
      // One of them with so little memory that it uses temporary files.
      ...[1, '1G'].map((memory, i) => () => merge(lists, { cwd, asOf, memory, output: `${name}-${i}.jsonl` })),
      ...lists.map((list) => () => convert(list, { cwd, asOf, to: 'csv', output: `${name}-${list}.csv` })),
      ...lists.map((list) => () => validate(list, { cwd, asOf, deny: 'row/*' })),
      async () => {
        const open = openList(lists, { cwd, asOf });
        let members = '';
        for await (const { opinions } of open) members += opinions[0]?.member.slice(0, 1) ?? '';
        return [members, open.report()];
      },
    ];
    // Which examples are kept of what is merged in temporary files differs from run to run; the counts do not.
    const told = (result: unknown): string =>
      createHash('sha256')
        .update(
          JSON.stringify(result, (key, value) => (key === 'diagnostics' ? [] : value)).replaceAll(
            'together-',
            'alone-',
          ),
        )
        .digest('hex');
    const alone: string[] = [];
    for (const job of jobs('alone')) alone.push(told(await job()));
    const together = await Promise.all(jobs('together').map(async (job) => told(await job())));
    expect(together).toEqual(alone);
    for (const name of ['0.jsonl', '1.jsonl', ...lists.map((list) => `${list}.csv`)]) {
      expect(written(`together-${name}`), name).toBe(written(`alone-${name}`));
    }
  });

  it('fail alone', async () => {
    const list = lay('one.txt', md5s(1, 100));
    const call = (kind: string): Promise<Report> => validate(list, { cwd, fromOption: { kind } });
    const [good, bad, stopped] = await Promise.allSettled([
      call('md5'),
      call('sha512'),
      validate(list, { cwd, fromOption: 'kind=md5', signal: AbortSignal.abort() }),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled', value: { inputs: [{ accepted: 100 }] } });
    expect(bad).toMatchObject({ status: 'fulfilled', value: { inputs: [{ accepted: 0 }] } });
    expect(stopped).toMatchObject({ status: 'rejected', reason: { code: 'run/interrupted' } });
  });
});

describe('what is thrown', () => {
  const rows = async (options: unknown): Promise<void> => {
    for await (const _ of openList('a.csv', options as never));
  };
  const thrown = async (promise: Promise<unknown>): Promise<ListbridgeError> => {
    const error = await promise.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ListbridgeError);
    return error as ListbridgeError;
  };

  it('says what the command line says, as plain facts', async () => {
    const list = lay(
      'mixed.jsonl',
      `{"kind":"md5","key":"${inventedHex('md5', 1)}"}\n{"kind":"domain","key":"www.example.com"}\n`,
    );
    const error = await thrown(convert(list, { cwd, to: 'rpz-zone', output: 'block.rpz' }));
    expect(error).toMatchObject({
      name: 'ListbridgeError',
      code: 'output/refused-loss',
      exitCode: 3,
      message: 'refused to write block.rpz: kind-dropped',
      report: {
        exitCode: 3,
        failure: { code: 'output/refused-loss' },
        losses: [{ class: 'kind-dropped', count: 1 }, {}],
      },
    });
    expect(error.cause).toBeUndefined();
    expect(error.fix).toContain('--allow-loss');
    expect(schemaFaults(error.report)).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>, object]>([
    ['no file', () => validate([]), { code: 'usage/bad-option', exitCode: 2 }],
    ['a list for the name of one', () => validate('www.example.com\nwww.example.org\n'), { exitCode: 2 }],
    ['bytes for the name of a file', () => validate(Buffer.from('x') as unknown as string), { exitCode: 2 }],
    ['- without stdin', () => validate('-'), { code: 'usage/bad-option', message: /^stdin: / }],
    [
      'a stream that is none',
      () => validate('-', { stdin: 12 as never }),
      { code: 'usage/bad-option', message: /^stdin: / },
    ],
    ['pieces that are none', () => validate('-', { stdin: [1, 2] as never }), { exitCode: 2, message: /^stdin: / }],
    ['a folder that is none', () => validate('a.csv', { cwd: 5 as never }), { exitCode: 2, message: /^cwd: / }],
    ['a signal that is none', () => validate('a.csv', { signal: 5 as never }), { exitCode: 2, message: /^signal: / }],
    ['options that are none', () => validate('a.csv', null as never), { exitCode: 2, message: /^options: / }],
    ['an output of a call that has none', () => validate('a.csv', { stdout: () => {} } as never), { exitCode: 2 }],
    ['rejects without a file', () => validate('a.csv', { rejects: '-' }), { exitCode: 2, message: /^rejects: / }],
    ['a signal of rows that is none', () => rows({ signal: 5 }), { exitCode: 2, message: /^signal: / }],
    ['options of rows that are none', () => rows(null), { exitCode: 2, message: /^options: / }],
    ['no place for the output', () => merge('a.csv', {}), { code: 'usage/bad-option', message: /^output: / }],
    ['two places for the output', () => merge('a.csv', { output: 'b', stdout: () => {} }), { message: /^stdout: / }],
    ['a format that is none', () => validate('a.csv', { from: 'cvs' }), { code: 'usage/unknown-format' }],
    ['a file that is not there', () => validate('absent.csv'), { exitCode: 4 }],
    ['a policy that is not there', () => validate('absent.csv', { policy: 'iwoll' }), { code: 'usage/unknown-policy' }],
  ])('for %s is a ListbridgeError', async (_, call, { message, ...wanted }: { message?: RegExp }) => {
    const error = await thrown(call());
    expect(error).toMatchObject(wanted);
    if (message !== undefined) expect(error.message).toMatch(message);
  });

  it('is the own error of whoever takes the output', async () => {
    const broken = Object.assign(new Error('theirs'), { code: 'EPIPE' });
    const list = lay('two.txt', md5s(1, 100));
    const call = convert(list, {
      ...{ cwd, fromOption: 'kind=md5', to: 'canonical' },
      stdout: () => {
        throw broken;
      },
    });
    await expect(call).rejects.toBe(broken);
  });

  it('says of a fault of this program where it was, and nothing else', async () => {
    const asOf = Object.assign(new Date(0), {
      toISOString: () => {
        throw new TypeError('cannot read zyxw.example');
      },
    });
    const error = await thrown(validate('two.txt', { cwd, asOf }));
    expect(error).toMatchObject({ code: 'run/bug', exitCode: 70, report: null });
    expect(error.message).toMatch(/^internal error in listbridge [\d.]+, validate, Node v.*\n {2}TypeError\n {4}at /u);
    expect(`${error.message}${error.stack}`).not.toContain('zyxw');
  });
});

describe('showValues', () => {
  it('opens messages and refused rows, and nothing else does', async () => {
    const list = lay('refused.txt', `${'www.example.com\n'.repeat(9)}www.exa mple.com\n`);
    const call = (showValues: boolean): Promise<Report> =>
      validate(list, { cwd, showValues, from: 'domain-list', fromOption: 'scope=exact' });
    const [hidden, shown] = await Promise.all([call(false), call(true)]);
    expect(JSON.stringify(hidden)).not.toContain('mple.com');
    expect(shown.diagnostics.some(({ raw }) => raw === 'www.exa mple.com')).toBe(true);
    expect({ ...shown, diagnostics: [] }).toEqual({ ...hidden, diagnostics: [] });
  });
});

describe('an output without a file', () => {
  it('comes in pieces that are the caller’s', async () => {
    const pieces: Uint8Array[] = [];
    const stdin = [md5s(0, 50_000), new TextEncoder().encode(md5s(50_000, 50_000))];
    const report = await convert('-', {
      ...{ cwd, stdin, from: 'plain-digests', fromOption: 'kind=md5', to: 'plain-digests' },
      stdout: async (piece) => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        pieces.push(piece);
      },
    });
    expect(report.tally.output).toMatchObject({ output: '-', rows: 100_000 });
    expect(Buffer.concat(pieces).toString()).toBe(md5s(0, 100_000));
    expect(pieces.length).toBeGreaterThan(1);
  });
});
