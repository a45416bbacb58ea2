// Nobody is sent to a page that the list itself takes away.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli.ts';
import { fakeHost } from '../support/host.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-page-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function write(rows: string, options: string): Promise<readonly [number, string, boolean]> {
  writeFileSync(join(cwd, 'in.csv'), `kind,key,scope,operation\n${rows}`);
  const host = fakeHost({ cwd });
  const line = `convert in.csv --from csv -o out -q ${options}`;
  const exit = await main(line.split(' '), host);
  expect(host.stderrText()).not.toMatch(/stop\.example/u);
  return [exit, /(?:explain |error {2}(?=--))(\S+)/u.exec(host.stderrText())?.[1] ?? '', existsSync(join(cwd, 'out'))];
}

const REFUSED = [3, 'output/stop-page-listed', false] as const;
const DONE = [0, '', true] as const;
const TARGETS = [
  '--to rpz-zone --stop-page stop.example',
  '--to unbound-local-zone --stop-page stop.example',
  '--to nginx-map --stop-page https://stop.example/?list=1',
  '--to adblock --to-option consumer=dns --stop-page stop.example',
];
const listed = (name: string): string => `domain,${name},subtree,present\n`;

describe.each(TARGETS)('a stop page of %s', (options) => {
  it('is not listed itself', async () => {
    expect(await write(listed('stop.example'), options)).toEqual(REFUSED);
  });

  it('is not below a listed name', async () => {
    expect(await write(listed('a.invalid') + listed('stop.example'), options.replace('stop.', 'a.stop.'))).toEqual(
      REFUSED,
    );
  });

  it('may be beside or above one', async () => {
    expect(await write(listed('top.example') + listed('a.stop.example'), options)).toEqual(DONE);
  });
});

describe('a stop page', () => {
  it('may be excepted from what is listed above it', async () => {
    const rows = `${listed('stop.example')}domain,a.stop.example,exact,excepted\n`;
    expect(await write(rows, '--to rpz-zone --stop-page a.stop.example')).toEqual(DONE);
  });

  it('is no page of a list of URLs', async () => {
    const options = '--to nginx-map --to-option match=url --stop-page https://stop.example/page';
    const url = (path: string): string => `url,http://stop.example${path},exact,present\n`;
    expect((await write(url('/page'), options)).slice(1)).toEqual(REFUSED.slice(1));
    expect((await write(url('/other'), options))[1]).not.toBe('output/stop-page-listed');
  });
});

describe('--verify', () => {
  it.each(['knot-policy', 'suricata-rules'])('is refused where nothing reads the file: %s', async (format) => {
    expect(await write(listed('a.example'), `--to ${format} --verify`)).toEqual([2, '--verify:', false]);
  });
});
