// Several reports of one run: each in its place, all with the same numbers and the same exit code, and none with a value.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../src/cli.ts';
import { inventedHex } from './support/batches.ts';
import { type FakeHost, fakeHost } from './support/host.ts';
import { parseXml } from './support/xml.ts';

const root = mkdtempSync(join(realpathSync(tmpdir()), 'listbridge-reports-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let cwd = '';
let runs = 0;
beforeEach(() => {
  cwd = join(root, String(runs++));
  mkdirSync(cwd);
  const good = Array.from({ length: 50 }, (_, i) => inventedHex('sha256', i));
  writeFileSync(join(cwd, 'good.txt'), `${good.join('\n')}\n`);
  const bad = good.map((digest, i) => (i % 2 === 0 ? digest : digest.slice(1)));
  writeFileSync(join(cwd, 'bad.txt'), `${bad.join('\n')}\n`);
});

const KIND = ['--from', 'plain-digests', '--from-option', 'kind=sha256'];
const FILES = {
  sarif: 'r.sarif',
  junit: 'r.xml',
  html: 'r.html',
  markdown: 'r.md',
  json: 'r.json',
  ndjson: 'r.ndjson',
  text: 'r.txt',
};
const ALL = Object.entries(FILES).flatMap(([kind, file]) => ['--report', `${kind}=${file}`]);

const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');

async function run(argv: string[], env: Record<string, string> = {}): Promise<{ exit: number; host: FakeHost }> {
  const host = fakeHost({ cwd, env });
  return { exit: await main(argv, host), host };
}

describe('reports of one run', () => {
  it.each([
    ['good.txt', 0],
    ['bad.txt', 1],
  ])('are all written, and agree with the exit code: %s', async (file, exit) => {
    const ran = await run(['validate', file, ...KIND, ...ALL, '--report', 'github']);
    expect(ran.exit).toBe(exit);
    const wrong = exit === 0 ? 0 : 25;
    expect(JSON.parse(read('r.json'))).toMatchObject({ exitCode: exit, counts: { error: wrong } });
    const last = read('r.ndjson').trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ type: 'summary', exitCode: exit, counts: { error: wrong } });
    const log = JSON.parse(read('r.sarif')) as { runs: [{ results: { level: string }[]; invocations: object[] }] };
    expect(log.runs[0].invocations).toMatchObject([{ exitCode: exit, executionSuccessful: true }]);
    expect(log.runs[0].results.filter(({ level }) => level === 'error')).toHaveLength(wrong);
    expect(parseXml(read('r.xml')).attributes['failures']).toBe(exit === 0 ? '0' : '1');
    expect(read('r.html')).toContain(exit === 0 ? 'No errors and no warnings.' : '25 errors');
    expect(read('r.md')).toContain(exit === 0 ? 'validate: ok' : 'validate: not ok');
    expect(read('r.txt')).toContain(`${exit === 0 ? 'ok' : 'not ok'}: `);
    const annotations = ran.host
      .stderrText()
      .split('\n')
      .filter((line) => line.startsWith('::error'));
    expect(annotations).toHaveLength(exit === 0 ? 0 : 10);
  });

  it('are the only place where more examples are kept than people are shown', async () => {
    await run(['validate', 'bad.txt', ...KIND, ...ALL]);
    expect((JSON.parse(read('r.json')) as { diagnostics: object[] }).diagnostics.length).toBeLessThan(23);
    expect(read('r.sarif').match(/"ruleId": "digest\/wrong-length"/gu)).toHaveLength(25);
    await run(['validate', 'bad.txt', ...KIND, ...ALL, '--max-examples', '3']);
    expect(read('r.sarif').match(/"ruleId": "digest\/wrong-length"/gu)).toHaveLength(3);
  });

  it('leave the text on standard error where annotations stand beside it, and take its place otherwise', async () => {
    const beside = await run(['validate', 'bad.txt', ...KIND, '--report', 'github']);
    expect(beside.host.stderrText()).toMatch(/^not ok: /mu);
    const instead = await run(['validate', 'bad.txt', ...KIND, '--report', 'markdown']);
    expect(instead.host.stderrText()).not.toMatch(/^not ok: /mu);
  });

  it('add a table to the summary of a build, and leave what others wrote there', async () => {
    writeFileSync(join(cwd, 'summary.md'), 'before\n');
    await run(['validate', 'bad.txt', ...KIND, '--report', 'github'], { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') });
    expect(read('summary.md')).toMatch(/^before\n## listbridge validate: not ok\n/u);
    expect(read('summary.md')).toContain('| error | `digest/wrong-length` | 25 |');
    await run(['validate', 'bad.txt', ...KIND], { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') });
    expect(read('summary.md').match(/## listbridge/gu)).toHaveLength(1);
  });

  it('name files by their place in the repository', async () => {
    const env = { GITHUB_WORKSPACE: root };
    const { host } = await run(
      ['validate', 'bad.txt', ...KIND, '--report', 'github', '--report', 'sarif=r.sarif'],
      env,
    );
    const path = `${cwd.slice(root.length + 1)}/bad.txt`;
    expect(host.stderrText()).toContain(`::error file=${path},line=2,`);
    expect(read('r.sarif')).toContain(`"uri": "${path}"`);
    expect(read('r.sarif')).not.toContain(root);
  });

  it.each(['github', 'sarif=r.sarif', 'html=r.html'])('refuse values where many read them: %s', async (report) => {
    const { exit, host } = await run(['validate', 'bad.txt', ...KIND, '--show-values', '--report', report]);
    expect(exit).toBe(2);
    expect(host.stderrText()).toContain(`--show-values: not with --report ${report.split('=')[0]}`);
    expect(host.stderrText()).not.toContain(inventedHex('sha256', 1).slice(1));
    expect(existsSync(join(cwd, report.split('=')[1] ?? 'none'))).toBe(false);
  });

  it('hold no value, though one was asked for, but for the text', async () => {
    const kinds = Object.keys(FILES).filter((kind) => kind !== 'sarif' && kind !== 'html');
    const wishes = kinds.flatMap((kind) => ['--report', `${kind}=${FILES[kind as keyof typeof FILES]}`]);
    await run(['validate', 'bad.txt', ...KIND, ...wishes, '--show-values']);
    const value = inventedHex('sha256', 1).slice(1);
    expect(read('r.txt')).toContain(value);
    for (const kind of kinds.filter((each) => each !== 'text')) {
      expect(read(FILES[kind as keyof typeof FILES]), kind).not.toContain(value);
    }
  });

  it('are written where another could not be, and the failure is told', async () => {
    const { exit, host } = await run([
      'validate',
      'bad.txt',
      ...KIND,
      '--report',
      'sarif=no/r.sarif',
      '--report',
      'json=r.json',
    ]);
    expect(exit).toBe(4);
    expect(host.stderrText()).toContain('no/r.sarif');
    expect(JSON.parse(read('r.json'))).toMatchObject({ counts: { error: 25 } });
  });

  it.each([
    ['pdf=r.pdf', 'it is one of text, json, ndjson, sarif'],
    ['html=', 'there is no name of a file'],
  ])('are refused before anything is read: %s', async (report, reason) => {
    const { exit, host } = await run(['validate', 'bad.txt', ...KIND, '--report', report]);
    expect(exit).toBe(2);
    expect(host.stderrText()).toContain(reason);
  });

  it('do not share a file, and replace no list', async () => {
    const twice = await run(['validate', 'bad.txt', ...KIND, '--report', 'html=r', '--report', 'sarif=r']);
    expect(twice.exit).toBe(2);
    const over = await run(['validate', 'bad.txt', ...KIND, '--report', 'html=good.txt', '--report', 'sarif=bad.txt']);
    expect(over.exit).toBe(3);
    expect(read('bad.txt')).toMatch(/^[0-9a-f]{64}\n/u);
  });
});
