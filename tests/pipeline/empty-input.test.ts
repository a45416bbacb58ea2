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
