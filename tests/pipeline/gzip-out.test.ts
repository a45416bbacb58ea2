// An output called .gz is packed: other programs unpack it, and we read it back as what it was.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-gzip-'));
  // More than one buffer of the output, so that the file has several members.
  const names = Array.from({ length: 50_000 }, (_, i) => `n${i}.example`);
  writeFileSync(join(cwd, 'names.txt'), `${names.join('\n')}\n`);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

it('packs an output called .gz, and replaces it by a newer edition', async () => {
  const line = 'convert names.txt --from domain-list --from-option scope=exact --to hosts-file --verify -o hosts.gz -q';
  const host = fakeHost({ cwd });
  expect(await main(line.split(' '), host), host.stderrText()).toBe(0);
  const packed = readFileSync(join(cwd, 'hosts.gz'));
  const text = gunzipSync(packed).toString();
  expect(text.split('\n')).toHaveLength(50_001);
  expect(text.startsWith('0.0.0.0 n0.example\n')).toBe(true);
  expect(await main(line.split(' '), fakeHost({ cwd }))).toBe(0);
  expect(readFileSync(join(cwd, 'hosts.gz')).equals(packed)).toBe(true);
});

it('does not replace a packed file of another format', async () => {
  const host = fakeHost({ cwd });
  await main(
    'convert names.txt --from domain-list --from-option scope=exact --to canonical -o out.gz -q'.split(' '),
    host,
  );
  const again = 'convert names.txt --from domain-list --from-option scope=exact --to hosts-file -o out.gz -q';
  expect(await main(again.split(' '), fakeHost({ cwd }))).toBe(3);
});
