// Hundreds of small lists in one run: they must not all stay open.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInput } from '../../src/pipeline/open.ts';
import { fakeHost } from '../support/host.ts';

it.skipIf(process.platform !== 'linux')('closes an input whose head is all there is', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'listbridge-many-'));
  try {
    writeFileSync(join(cwd, 'small.txt'), 'example.com\n');
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    const inputs = [];
    for (let i = 0; i < 50; i++) {
      const input = await openInput('small.txt', fakeHost({ cwd }), { sha256: false });
      await input.letGo();
      inputs.push(input);
    }
    expect(open()).toBeLessThan(before + 25);
    for (const input of inputs) {
      const pieces: Uint8Array[] = [];
      for await (const chunk of input.chunks()) pieces.push(chunk);
      expect(Buffer.concat(pieces).toString()).toBe('example.com\n');
      await input.close();
    }
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
