// An empty file is told as empty, and leaves what was published before as it is, whatever options came with it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-empty-'));
  writeFileSync(join(cwd, 'empty.txt'), '');
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

it.each([
  ['validate empty.txt', 1],
  ['validate empty.txt --from plain-digests --from-option kind=md5', 1],
  ['convert empty.txt --to canonical -o out', 3],
  ['convert empty.txt --from domain-list --from-option scope=exact --to hosts-file -o out', 3],
  ['dedupe empty.txt --from plain-digests --from-option kind=md5 -o out', 3],
])('%s', async (line, exit) => {
  const host = fakeHost({ cwd });
  expect(await main(line.split(' '), host)).toBe(exit);
  expect(host.stderrText()).toContain('input/empty');
  expect(existsSync(join(cwd, 'out'))).toBe(false);
});

// Behind a pipe stands a resolver that loads what it gets, and exit 1 comes too late for it.
it.each([
  [
    'convert rules.rpz --from rpz-zone --to rpz-zone',
    'convert rules.rpz --from rpz-zone --to domain-list --to-option scope=exact',
  ],
  [
    'dedupe bad.txt --from plain-digests --from-option kind=md5',
    'merge bad.txt --from plain-digests --from-option kind=md5',
  ],
])('a result without entries reaches standard output no more than a file: %s, %s', async (...lines) => {
  writeFileSync(
    join(cwd, 'rules.rpz'),
    '$TTL 60\n@ SOA localhost. root.localhost. 1 3600 600 86400 300\n@ NS localhost.\n',
  );
  writeFileSync(join(cwd, 'bad.txt'), 'no digest\n');
  for (const line of lines) {
    const host = fakeHost({ cwd });
    expect(await main(line.split(' '), host)).toBe(3);
    expect(host.stdoutText()).toBe('');
    expect(host.stderrText()).toContain('the result is empty, and was not written to standard output');
    const forced = fakeHost({ cwd });
    expect(await main([...line.split(' '), '--force'], forced)).not.toBe(3);
    expect(forced.stderrText()).not.toContain('would-be-empty');
  }
});
