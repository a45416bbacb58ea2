// What goes wrong only with several inputs, or with a partner who is half there.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { inventedHex } from '../support/batches.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-several-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const put = (name: string, text: string): void => {
  mkdirSync(join(cwd, name, '..'), { recursive: true });
  writeFileSync(join(cwd, name), text);
};
const get = (name: string): string => readFileSync(join(cwd, name), 'utf8');
const run = async (line: string) => {
  const host = fakeHost({ cwd });
  const exit = await main(line.split(' '), host);
  return { exit, out: host.stdoutText(), err: host.stderrText() };
};
const md5 = (n: number): string => inventedHex('md5', n);
const row = (n: number, more = ''): string => `{"kind":"md5",${more}"key":"${md5(n)}"}\n`;

describe('two files of one name', () => {
  it('are two sources: one partner cannot withdraw what the other lists', async () => {
    put('pa/list.jsonl', `{"canonical":1,"list":{}}\n${row(1)}`);
    put('pb/list.jsonl', `{"canonical":1,"list":{}}\n${row(1, '"operation":"withdrawn",')}`);
    expect((await run('merge pa/list.jsonl pb/list.jsonl -o out.jsonl')).err).toContain('merge/withdrawn-elsewhere');
    expect(get('out.jsonl')).toContain('"from":{"pa/list":2},"withdrawnBy":{"pb/list":2}');
  });
});

describe('two deltas', () => {
  const deltas = (): void => {
    for (const n of [1, 2]) {
      put(`d${n}.jsonl`, `{"canonical":1,"list":{"edition":"delta"}}\n${row(n, '"operation":"withdrawn",')}`);
    }
  };

  it('stay a delta when they are converted', async () => {
    deltas();
    await run('convert d1.jsonl d2.jsonl --to canonical -o out.jsonl');
    expect(get('out.jsonl')).toContain('{"canonical":1,"list":{"edition":"delta"}}');
  });

  it('do not stream into a bare list before the loss is noticed', async () => {
    deltas();
    const { exit, out } = await run('convert d1.jsonl d2.jsonl --to plain-digests --to-option kind=md5 -o -');
    expect([exit, out]).toEqual([3, '']);
  });
});

describe('refused rows', () => {
  it('are kept when the output is refused', async () => {
    put('a.csv', `md5,sha256\n${md5(1)},${inventedHex('sha256', 1)}\n${md5(2)},cut\n`);
    const { exit, err } = await run('convert a.csv --to plain-digests --to-option kind=md5 -o out.txt --rejects r.csv');
    expect(exit).toBe(3);
    expect(err).toContain('refused, nothing was written but the rejects to r.csv:');
    expect(get('r.csv')).toContain(`${md5(2)},cut`);
  });

  const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each<[string, (text: string) => string | Buffer]>([
    ['LF', (text) => text],
    ['CR LF', (text) => text.replaceAll('\n', '\r\n')],
    ['CR', (text) => text.replaceAll('\n', '\r')],
    ['UTF-16', (text) => utf16(text.replaceAll('\n', '\r\n'))],
    ['UTF-16, big end first', (text) => utf16(text).swap16()],
  ])('of %s are UTF-8 lines, otherwise as sent, and can be fed back', async (_name, sent) => {
    const rows = [`"cut","two\nlines, é"`, `"${md5(2)}","good"`, `cut,"a ""b"" c"`];
    writeFileSync(join(cwd, 'a.csv'), sent(`md5,note\n${rows.join('\n')}\n`));
    expect((await run('convert a.csv --from csv --to canonical -o out.jsonl --rejects r.csv')).exit).toBe(1);
    expect(get('r.csv').replaceAll(/\r\n?/gu, '\n')).toBe(`md5,note\n${rows[0]}\n${rows[2]}\n`);
    expect(get('r.csv').replaceAll(/"[^"]*"/gu, '')).not.toContain('\r');
    expect((await run('validate r.csv --from csv --rejects again.csv')).exit).toBe(1);
    expect(get('again.csv')).toBe(get('r.csv'));
    put('r.csv', get('r.csv').replaceAll('cut', md5(3)));
    expect((await run('convert r.csv --from csv --to canonical -o mended.jsonl')).exit).toBe(0);
    expect(get('mended.jsonl')).toMatch(/two(?:\\r)?(?:\\n)?lines, é/u);
  });

  it('of an earlier run are not replaced by none', async () => {
    put('a.txt', `${md5(1)}\n`);
    put('r.txt', 'rows of yesterday\n');
    await run('validate a.txt --rejects r.txt');
    expect(get('r.txt')).toBe('rows of yesterday\n');
  });

  it('that cannot be kept stop the run before the output is in place', async () => {
    put('a.txt', `${md5(1)}\n`);
    const { exit } = await run('convert a.txt --to canonical -o out.jsonl --rejects nowhere/r.txt');
    expect(exit).toBe(4);
    expect(existsSync(join(cwd, 'out.jsonl'))).toBe(false);
  });
});

describe('diff', () => {
  it('does not add what a delta withdraws', async () => {
    put('old.jsonl', `{"canonical":1,"list":{}}\n${row(1)}`);
    put('new.jsonl', `{"canonical":1,"list":{}}\n${row(1)}${row(2, '"operation":"withdrawn",')}`);
    expect((await run('diff old.jsonl new.jsonl')).out).toMatch(/added +0\nremoved +0\n/u);
  });

  it('does not withdraw an entry whose exception was removed, and tells what the delta cannot say', async () => {
    put('old.jsonl', `{"canonical":1,"list":{}}\n${row(1, '"operation":"excepted",')}${row(1)}`);
    put('new.jsonl', `{"canonical":1,"list":{}}\n${row(1)}`);
    const { out, err } = await run('diff old.jsonl new.jsonl');
    expect(out).toMatch(/added +0\nremoved +1\nchanged +0\nunchanged +1\n/u);
    expect(err).not.toContain('output/exceptions-kept');
    expect((await run('diff old.jsonl new.jsonl -o delta.jsonl --force')).err).toContain('output/exceptions-kept');
    expect(existsSync(join(cwd, 'delta.jsonl')) && get('delta.jsonl')).not.toContain('withdrawn');
  });

  it('gives the same answer and the same delta in next to no memory, and says so', async () => {
    put('old.txt', [1, 2, 3].map((n) => `${md5(n)}\n`).join(''));
    put('new.txt', [4, 2, 3, 4].map((n) => `${md5(n)}\n`).join(''));
    const line = 'diff old.txt new.txt --from plain-digests --from-option kind=md5';
    const inMemory = await run(line);
    const spilt = await run(`${line} --memory 1K`);
    expect(inMemory.out).toMatch(/added +1\nremoved +1\nchanged +0\nunchanged +2\n/u);
    expect(spilt.out).toBe(inMemory.out);
    expect([inMemory.err.includes('run/spilled'), spilt.err.includes('run/spilled')]).toEqual([false, true]);
    await run(`${line} -o delta.jsonl`);
    await run(`${line} -o spilt.jsonl --memory 1K`);
    expect(get('spilt.jsonl')).toBe(get('delta.jsonl'));
  });

  it('writes no delta from an edition that was not read whole', async () => {
    put('old.txt', `${md5(1)}\n${md5(2)}\n`);
    put('new.txt', `${md5(1)}\n${md5(2).slice(1)}\n`);
    const { exit, err } = await run('diff old.txt new.txt --from plain-digests --from-option kind=md5 -o delta.jsonl');
    expect(exit).toBe(3);
    expect(err).toContain('output/incomplete-delta');
    expect(existsSync(join(cwd, 'delta.jsonl'))).toBe(false);
  });
});

describe('diff of editions with bad rows', () => {
  const wrong = 'old/list.csv';
  const right = 'new/list.csv';
  const said = async (line: string, kind = 'text'): Promise<string> => {
    put(wrong, 'kind,key,scope\ndomain,a.example,exact\ndomain,b.example,exact\ndomain,b c,exact\n');
    put(right, 'kind,key,scope\ndomain,b.example,exact\n');
    return (await run(`${line} --report ${kind}`)).err;
  };

  for (const line of [`diff ${wrong} ${right}`, `diff ${right} ${wrong}`]) {
    it(`tells the file that has the row, in every report: ${line}`, async () => {
      expect(await said(line)).toContain(`${wrong}:4:9  not a usable domain name`);
      for (const kind of ['json', 'ndjson', 'github']) {
        const report = await said(line, kind);
        const parts =
          kind === 'json'
            ? JSON.parse(report).diagnostics.map((each: unknown) => JSON.stringify(each))
            : report.split('\n');
        const told = parts.filter((each: string) => each.includes('may not stand there')).join();
        expect([kind, told.includes(wrong), told.includes(right)]).toEqual([kind, true, false]);
      }
      const { results } = JSON.parse(await said(line, 'sarif')).runs[0];
      const told = JSON.stringify(results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'url/unusable'));
      expect([told.includes(wrong), told.includes(right)]).toEqual([true, false]);
      const suites = (await said(line, 'junit')).split('<testsuite ').slice(1);
      expect(suites.map((suite) => suite.includes(`name="${wrong}"`)).filter(Boolean)).toEqual([true]);
      for (const suite of suites) expect(suite.includes('url/unusable')).toBe(suite.includes(`name="${wrong}"`));
    });
  }

  it('withdraws in the name of the list, which is that of the newer edition', async () => {
    put('may.txt', `${md5(1)}\n${md5(2)}\n`);
    put('june.txt', `${md5(1)}\n`);
    await run('diff may.txt june.txt --from plain-digests --from-option kind=md5 -o delta.jsonl');
    expect(get('delta.jsonl')).toContain('"from":{"june":2}');
  });

  it('finds no change where only the name of the file is another', async () => {
    for (const name of ['a.csv', 'b.csv']) put(name, `kind,key,label,scheme\nmd5,${md5(1)},A1,acme\n`);
    expect((await run('diff a.csv b.csv')).out).toMatch(/changed +0\nunchanged +1\n/u);
  });
});

describe('lookup', () => {
  it('does not call a withdrawn key listed', async () => {
    put('list.jsonl', `{"canonical":1,"list":{}}\n${row(1, '"operation":"withdrawn",')}`);
    const { exit, out } = await run(`lookup list.jsonl ${md5(1)}`);
    expect([exit, out.split('\n')[0]]).toEqual([1, 'value 1: withdrawn']);
  });
});

describe('values', () => {
  it('in source names of a merged list stay hidden', async () => {
    const name = 'https://hidden.example.org/x';
    put('list.jsonl', `{"canonical":1,"list":{}}\n${row(1, `"from":{"${name}":1},`)}${row(1)}`);
    const { err } = await run('dedupe list.jsonl -o out.jsonl');
    expect(err).not.toContain('hidden.example.org');
  });

  it('are shown with the rows that were refused, when asked for', async () => {
    put('a.txt', `${md5(1)}\nmend me\n`);
    const line = 'validate a.txt --from plain-digests --from-option kind=md5';
    expect((await run(line)).err).not.toContain('mend me');
    expect((await run(`${line} --show-values`)).err).toContain('mend me');
  });
});
