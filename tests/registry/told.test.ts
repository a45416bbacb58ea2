// What is told of a change that could not be written to the end: nothing, beside why.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type * as Driver from '../../src/sqlite/driver.ts';
import type * as Play from './play.ts';

const DRIVER = '../../src/sqlite/driver.ts';
const disk = { isFull: false };
let play: typeof Play;

// SQLite may find out with the last word, the COMMIT, that the disk is full. All modules are loaded anew for that, as those that
// another file of tests has loaded would go on with the driver as it is.
beforeAll(async () => {
  vi.resetModules();
  const { unavailable } = await import('../../src/model/failure.ts');
  vi.doMock(DRIVER, async (original) => {
    const driver = await original<typeof Driver>();
    return {
      ...driver,
      openDatabase: async (...asked: Parameters<typeof driver.openDatabase>) => {
        const database = await driver.openDatabase(...asked);
        const transaction: typeof database.transaction = (work) =>
          database.transaction(async () => {
            const result = await work();
            if (disk.isFull) throw unavailable('sqlite/disk-full', { input: 'registry.db' });
            return result;
          });
        return { ...database, transaction };
      },
    };
  });
  play = await import('./play.ts');
});
afterAll(() => {
  vi.doUnmock(DRIVER);
  vi.resetModules();
});

let desk: Play.Desk;
beforeEach(() => {
  desk = new play.Desk();
});
afterEach(() => desk.close());

it('is nothing but why', async () => {
  const { digest, MARIA, NILS, range } = play;
  desk.put('two.yaml', 'policy: 1\ntitle: Two\nreviews: { needed: 2, distinct: [person] }\n');
  expect(await desk.import('acme', range(1, 50), '--policy', 'two.yaml')).toMatchObject({ exit: 0 });
  await desk.import('acme', range(1, 10));
  desk.write('next.jsonl', range(1, 51));
  desk.write('few.jsonl', range(1, 2));
  const commands = [
    ['import', 'next.jsonl', '--list', 'acme', '--replace'],
    ['import', 'few.jsonl', '--list', 'acme', '--replace'],
    ['accept', 'acme', '--as', MARIA],
    ['reject', 'acme', '--as', MARIA],
    ['withdraw', 'acme', digest(3), '--as', MARIA],
    ['review', 'acme', digest(3), '--confirm', '--as', NILS],
    ['rollback', 'acme', '--at', '1', '--as', MARIA],
  ];
  disk.isFull = true;
  for (const command of commands) {
    const { exit, err } = await desk.run(...command);
    expect(exit, err).toBe(4);
    expect(err).toContain('sqlite/disk-full');
    expect(err).not.toMatch(/registry\//u);
  }
  disk.isFull = false;
  for (const command of [...commands.slice(2), ...commands.slice(0, 2)]) {
    const { err } = await desk.run(...command);
    expect(err, command.join(' ')).toMatch(/registry\//u);
  }
});
