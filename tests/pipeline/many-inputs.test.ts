// Hundreds of small lists in one run: they must not all stay open.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInput } from '../../src/pipeline/open.ts';
import { fakeHost } from '../support/host.ts';

it.skipIf(process.platform !== 'linux').each([
  ['whose head is all there is', 1],
  ['that goes on behind its head', 20_000],
])('closes an input %s until it is read', async (_, lines) => {
  const text = 'example.com\n'.repeat(lines);
  const cwd = mkdtempSync(join(tmpdir(), 'listbridge-many-'));
  try {
    writeFileSync(join(cwd, 'small.txt'), text);
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    const inputs = [];
    for (let i = 0; i < 50; i++) {
      const input = await openInput('small.txt', fakeHost({ cwd }), { sha256: false });
      inputs.push(await input.letGo());
      expect(inputs.at(-1)?.head.length).toBe(0); // thousands of heads are the memory of a run
    }
    expect(open()).toBeLessThan(before + 25);
    for (const input of inputs) {
      const pieces: Uint8Array[] = [];
      for await (const chunk of input.chunks()) pieces.push(chunk.slice());
      expect(Buffer.concat(pieces).toString() === text).toBe(true);
      expect(input.progress.bytes).toBe(text.length);
      await input.close();
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});

it('refuses a file that was written to while it was closed', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'listbridge-many-'));
  try {
    const path = join(cwd, 'list.txt');
    writeFileSync(path, 'example.com\n'.repeat(20_000));
    const opened = await openInput('list.txt', fakeHost({ cwd }), { sha256: false });
    const input = await opened.letGo();
    writeFileSync(path, 'example.net\n'.repeat(20_001));
    const read = async (): Promise<void> => {
      for await (const _ of input.chunks());
    };
    await expect(read()).rejects.toMatchObject({ code: 'input/changed' });
    await input.close();
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
