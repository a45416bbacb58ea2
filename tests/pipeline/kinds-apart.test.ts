// Where the format of the output holds one kind of digest, no option saves a list of several: each option loses the rest.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

const row = (kind: string, n = 1): string =>
  JSON.stringify({ kind, key: createHash(kind).update(`fixture-${n}`).digest('hex') });

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'kinds-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function convert(
  kinds: readonly string[],
  ...options: readonly string[]
): Promise<{ exit: number; err: string }> {
  writeFileSync(join(cwd, 'in.jsonl'), `{"canonical":1,"list":{}}\n${kinds.map((kind) => row(kind)).join('\n')}\n`);
  const host = fakeHost({ cwd });
  const exit = await main(['convert', 'in.jsonl', '--to', 'plain-digests', '-o', 'out.txt', ...options], host);
  return { exit, err: host.stderrText() };
}

const named = (...ways: readonly string[]): string =>
  `no one plain-digests list holds all kinds of these entries, ${ways.map((way) => `some ${way}`).join(', ')}\n`;
const option = (kind: string): string => `with --to-option kind=${kind}`;

describe('a list of several kinds for a format that holds one', () => {
  it.each([[['md5', 'sha256']], [['sha256', 'sha3-256']]])(
    'of %j is refused with the option of each kind',
    async (kinds) => {
      const { exit, err } = await convert(kinds);
      expect([exit, err]).toEqual([3, expect.stringContaining(named(...kinds.map(option)))]);
      expect(err).toContain(
        'Write a list for each kind, by its option and with --allow-loss kind-dropped for the others',
      );
      for (const kind of kinds) {
        const written = await convert(kinds, '--to-option', `kind=${kind}`, '--allow-loss', 'kind-dropped', '--force');
        expect(written.exit, written.err).toBe(0);
        expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(`${JSON.parse(row(kind)).key}\n`);
      }
    },
  );

  it('is refused with what else there is where one kind was chosen', async () => {
    const { err } = await convert(['md5', 'sha256'], '--to-option', 'kind=md5');
    expect(err).toContain(named('as it is', option('sha256')));
  });

  it('of kinds that differ in length is held by one list without the option that was given', async () => {
    const { exit, err } = await convert(['md5', 'sha1'], '--to-option', 'kind=md5');
    expect([exit, err]).toEqual([3, expect.stringContaining('carries these entries without the option kind\n')]);
    expect((await convert(['md5', 'sha1'])).exit).toBe(0);
  });

  it('of one kind alone is saved by its option, as before', async () => {
    const { err } = await convert(['sha256']);
    expect(err).toContain('plain-digests carries these entries with --to-option kind=sha256\n');
  });
});
