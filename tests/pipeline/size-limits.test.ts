// What an output replaces is counted by entries, whatever the file looks like; and what cannot be counted is not replaced.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-size-'));
  for (const count of [5, 10, 11, 20, 21]) writeFileSync(join(cwd, `${count}.txt`), namesOf(count));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const namesOf = (count: number): string => Array.from({ length: count }, (_, i) => `n${i}.example\n`).join('');

async function write(count: number, output: string, ...options: string[]): Promise<readonly [number, string]> {
  const host = fakeHost({ cwd });
  const format = output.startsWith('zone') ? 'rpz-zone' : 'hosts-file';
  const line = `convert ${count}.txt --from domain-list --from-option scope=exact --to ${format} -o ${output} -q`;
  const exit = await main([...line.split(' '), ...options], host);
  return [exit, /explain (\S+)/u.exec(host.stderrText())?.[1] ?? ''];
}

const DONE = [0, ''] as const;

describe('size limits', () => {
  it.each(['hosts.txt', 'hosts.gz', 'zone.rpz'])(
    'allow what is within them, to the last entry, in %s',
    async (output) => {
      expect(await write(10, output, '--max-shrink', '50', '--max-growth', '100')).toEqual(DONE);
      expect(await write(20, output, '--max-shrink', '50', '--max-growth', '100')).toEqual(DONE);
      const before = readFileSync(join(cwd, output));
      expect(await write(5, output, '--max-shrink', '50')).toEqual([3, 'output/would-shrink']);
      expect(await write(21, output, '--max-growth', '4.9%')).toEqual([3, 'output/would-grow']);
      expect(readFileSync(join(cwd, output)).equals(before)).toBe(true);
      expect(await write(10, output, '--max-shrink', '50')).toEqual(DONE);
      expect(await write(11, output, '--max-growth', '10')).toEqual(DONE);
    },
  );

  it('count entries, not lines', async () => {
    await write(10, 'hosts.txt');
    const padded = `${'# a remark\n'.repeat(90)}${readFileSync(join(cwd, 'hosts.txt'), 'utf8')}`;
    writeFileSync(join(cwd, 'hosts.txt'), padded);
    expect(await write(11, 'hosts.txt', '--max-shrink', '0', '--max-growth', '10')).toEqual(DONE);
  });

  it('refuse to replace what nobody can count', async () => {
    writeFileSync(join(cwd, 'hosts.txt'), '# 0.0.0.0\n0.0.0.0 not..a..name\n');
    expect(await write(10, 'hosts.txt', '--max-shrink', '50', '--force')).toEqual([3, 'output/uncounted']);
  });

  it('are not lifted by --force, which lets a file of another format be replaced', async () => {
    await write(20, 'hosts.txt');
    expect(await write(5, 'hosts.txt', '--max-shrink', '50', '--force')).toEqual([3, 'output/would-shrink']);
    writeFileSync(join(cwd, 'hosts.txt'), '{"some":"thing"}\n');
    expect(await write(5, 'hosts.txt', '--max-shrink', '50')).toEqual([3, 'output/exists']);
    expect(await write(5, 'hosts.txt', '--max-shrink', '50', '--force')).toEqual(DONE);
  });

  it('say nothing of a first edition, and are no option of standard output, which replaces nothing', async () => {
    expect(await write(5, 'hosts.txt', '--max-shrink', '0', '--max-growth', '0')).toEqual(DONE);
    for (const limit of ['--max-shrink', '--max-growth']) {
      expect((await write(5, '-', limit, '0'))[0]).toBe(2);
    }
  });
});
