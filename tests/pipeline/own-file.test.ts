// What a job wrote yesterday it replaces today without --force, in every format; a file of another kind stays.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-own-'));
  writeFileSync(join(cwd, 'names'), namesOf(20));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const namesOf = (count: number): string => Array.from({ length: count }, (_, i) => `n${i}.example\n`).join('');
const HASHED = '--allow-loss key-hashed --allow-loss hash-cut --allow-loss scope-widened';

async function write(target: string, more = ''): Promise<readonly [number, string]> {
  const host = fakeHost({ cwd });
  const line = `convert names --from domain-list --from-option scope=subtree --to ${target} -o out -q ${more}`;
  const exit = await main(line.trim().split(/\s+/u), host);
  return [exit, /explain (\S+)/u.exec(host.stderrText())?.[1] ?? ''];
}

const DONE = [0, ''] as const;
const TARGETS = [
  'rpz-zone --stop-page stop.example.net',
  'rpz-zone --stop-page 192.0.2.80,2001:db8::80',
  'rpz-zone --to-option action=passthru',
  'unbound-local-zone --stop-page 192.0.2.80',
  'json-lines',
  'fortigate-feed',
  'pan-edl',
  'suricata-dataset --to-option scope=subtree',
  `url-hashes ${HASHED}`,
  `url-hashes --to-option encoding=base64 ${HASHED}`,
  ...['hex', 'base64', 'raw', 'rice-v4', 'rice-v5'].map(
    (encoding) => `hash-prefixes --to-option encoding=${encoding} --to-option bytes=4 ${HASHED}`,
  ),
];

describe('a file of the target', () => {
  it.each(TARGETS)('is replaced and counted: %s', async (target) => {
    expect(await write(target)).toEqual(DONE);
    expect(await write(target)).toEqual(DONE);
    writeFileSync(join(cwd, 'names'), namesOf(5));
    expect(await write(target, '--force --max-shrink 50')).toEqual([3, 'output/would-shrink']);
  });

  it.each(['rpz-zone', 'unbound-local-zone', 'json-lines'])(
    'is replaced after an empty edition: %s',
    async (target) => {
      const names = readFileSync(join(cwd, 'names'));
      writeFileSync(join(cwd, 'names'), '# nothing\n');
      await write(target, '--force');
      writeFileSync(join(cwd, 'names'), names);
      expect(await write(target)).toEqual(DONE);
    },
  );

  it('is told from a file of another kind, whose rows its reader refuses or passes over', async () => {
    const others = ['some notes of mine\nand more\n', '{"some":"thing"}\n', 'example.com\nexample.net\n'];
    for (const other of others) {
      for (const target of ['rpz-zone', 'unbound-local-zone', 'hosts-file', `url-hashes ${HASHED}`, 'json-lines']) {
        writeFileSync(join(cwd, 'out'), other);
        expect([target, await write(target)]).toEqual([target, [3, 'output/exists']]);
      }
    }
  });
});
