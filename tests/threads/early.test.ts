// The reading thread that is started while the command is still being loaded: only for long lists, for one run, and gone
// when nobody reads in it.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/model/host.ts';
import { endEarly, startEarly, takeEarly } from '../../src/threads/early.ts';
import { requireBuild } from '../support/child.ts';
import { fakeHost } from '../support/host.ts';

const ENTRY = new URL('../../dist/reading-thread.js', import.meta.url);

let cwd = '';
beforeAll(() => {
  requireBuild();
  cwd = mkdtempSync(join(tmpdir(), 'listbridge-early-'));
  for (const [name, size] of [
    ['half.txt', 48 << 20],
    ['long.txt', 96 << 20],
  ] as const) {
    writeFileSync(join(cwd, name), '');
    truncateSync(join(cwd, name), size); // a hole: nothing of it is read
  }
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const host = (cores = 2): Host => ({ ...fakeHost({ cwd }), cores });
const running = (): string[] => process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/u.test(name));

async function isStarted(words: readonly string[], on = host()): Promise<boolean> {
  startEarly(words, on, ENTRY);
  const reader = await takeEarly(on);
  await reader?.worker.terminate();
  return reader !== null;
}

describe('the thread that is started early', () => {
  it('is started for long lists alone', async () => {
    expect(await isStarted(['long.txt', '-o', 'out.txt'])).toBe(true);
    expect(await isStarted([join(cwd, 'half.txt'), 'half.txt'])).toBe(true);
    expect(await isStarted(['half.txt', 'absent.txt', '.'])).toBe(false);
    expect(await isStarted([])).toBe(false);
  });

  it('is not started for what may be the value of an option, nor where there is one core', async () => {
    expect(await isStarted(['half.txt', '-o', 'long.txt'])).toBe(false);
    expect(await isStarted(['long.txt'], host(1))).toBe(false);
  });

  it('is given to one run, and is gone when none has taken it', async () => {
    const before = running();
    const on = host();
    startEarly(['long.txt'], on, ENTRY);
    const reader = await takeEarly(on);
    expect(await takeEarly(on)).toBe(null);
    await reader?.worker.terminate();
    startEarly(['long.txt'], on, ENTRY);
    await endEarly(on);
    expect(await takeEarly(on)).toBe(null);
    await endEarly(on);
    expect(running()).toEqual(before);
  });

  it('is not given away once it has broken', async () => {
    const on = host();
    for (const patience of [100, 1000, 10_000]) {
      startEarly(['long.txt'], on, new URL('./no-such-thread.js', ENTRY));
      await wait(patience);
      if ((await takeEarly(on)) === null) return;
    }
    expect.unreachable();
  });
});
