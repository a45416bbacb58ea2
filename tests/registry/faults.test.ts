// What may befall a registry: a process killed at any moment, two at once, a newer version, damage, a clock that goes back.
// Nothing is lost, nothing is half applied, and what is wrong is told with exit 4.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { runBuilt } from '../support/child.ts';
import { RUNS, SEED, USUAL_RUNS } from '../support/runs.ts';
import { Desk, MARIA, range } from './play.ts';

/** Kills by day, and by night. */
const KILLS = RUNS > USUAL_RUNS ? 200 : 4;

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

async function integrity(): Promise<string> {
  const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
  const row = db.prepare('PRAGMA integrity_check').get();
  db.close();
  return String(row?.['integrity_check']);
}

describe('a process that is killed', () => {
  it(`leaves what was live before or what it made, ${KILLS} times`, { timeout: KILLS * 20_000 }, async () => {
    await desk.import('acme', range(1, 100));
    await desk.import('acme', range(1, 10));
    desk.write('next.jsonl', range(5, 110));
    const before = desk.path('before.db');
    await integrity(); // takes in what waits beside the file
    copyFileSync(desk.file, before);
    const commands = [
      ['import', 'next.jsonl', '--list', 'acme', '--replace'],
      ['accept', 'acme', '--as', MARIA],
      ['withdraw', 'acme', '-', '--as', MARIA],
      ['rollback', 'acme', '--at', '1', '--as', MARIA],
    ];
    const env = { XDG_DATA_HOME: desk.path('data') };
    const values = Buffer.from(
      desk
        .read('in.jsonl')
        .match(/[0-9a-f]{64}/gu)
        ?.slice(0, 3)
        .join('\n') ?? '',
    );
    const was = await desk.live('acme');
    let seed = SEED;
    let killed = 0;
    for (let n = 0; n < KILLS; n++) {
      const command = commands[n % commands.length] ?? [];
      restore(before);
      const started = performance.now();
      expect((await runBuilt(command, { cwd: desk.folder, env, stdin: [values] })).exit).toBe(0);
      const took = performance.now() - started;
      const made = await desk.live('acme');
      restore(before);
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      // Loading the program is most of the time, and nothing can happen to the registry in it.
      const after = took * (0.4 + 0.6 * (seed / 2 ** 32));
      const { exit } = await runBuilt(command, {
        cwd: desk.folder,
        env,
        stdin: [values],
        onStart: (child) => setTimeout(() => child.kill('SIGKILL'), after),
      });
      if (exit === null) killed++;
      expect(await integrity()).toBe('ok');
      const is = await desk.live('acme');
      expect([was.join(), made.join()]).toContain(is.join());
      expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
    }
    process.stdout.write(`faults tried: ${KILLS}, of which ${killed} before the command had ended\n`);
  });
});

describe('two at once', () => {
  it('both go in, or one is told to come again', async () => {
    await desk.import('acme', range(1, 60));
    desk.write('a.jsonl', range(1, 70));
    desk.write('b.jsonl', range(2, 60));
    const env = { XDG_DATA_HOME: desk.path('data') };
    const both = await Promise.all(
      ['a', 'b'].map((name) =>
        runBuilt(['import', `${name}.jsonl`, '--list', 'acme', '--replace'], { cwd: desk.folder, env }),
      ),
    );
    const done = both.filter(({ exit }) => exit === 0).length;
    expect(both.every(({ exit }) => exit === 0 || exit === 4)).toBe(true);
    expect(done).toBeGreaterThan(0);
    expect((await desk.run('history', 'acme', '--json')).out.trim().split('\n')).toHaveLength(1 + done);
    expect([range(1, 70).join(), range(2, 60).join()]).toContain((await desk.live('acme')).join());
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });
});

describe('what is wrong with the file', () => {
  it('is told of a newer version, and of another program', async () => {
    await desk.import('acme', range(1, 5));
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    db.exec('PRAGMA user_version = 99');
    const newer = await desk.import('acme', range(1, 6));
    expect(newer).toMatchObject({ exit: 4 });
    expect(newer.err).toContain('registry/newer');
    db.exec('PRAGMA application_id = 7');
    expect(await desk.import('acme', range(1, 6))).toMatchObject({ exit: 3 });
    db.close();
  });

  it('is told of damage', async () => {
    await desk.import('acme', range(1, 200));
    await integrity(); // takes in what waits beside the file
    const good = await desk.export('acme');
    const whole = readFileSync(desk.file);
    let told = 0;
    for (let page = 1; page < whole.length / 4096; page++) {
      writeFileSync(desk.file, Buffer.from(whole).fill(0xff, page * 4096, page * 4096 + 4096));
      const { exit, out, err } = await desk.run('export', 'acme', '-o', '-', '-q');
      // A page of the audit log or of an index is not read by an export.
      expect([0, 4], err).toContain(exit);
      if (exit === 4) told++;
      else expect(out).toBe(good);
    }
    expect(told).toBeGreaterThan(3);
  });
});

describe('a clock that goes back', () => {
  it('is told, and editions keep their order', async () => {
    await desk.import('acme', range(1, 50));
    desk.now -= 86_400;
    const { exit, err } = await desk.import('acme', range(1, 51));
    expect(exit).toBe(0);
    expect(err).toContain('registry/clock');
    expect(await desk.live('acme')).toEqual(range(1, 51));
  });
});

function restore(before: string): void {
  for (const ending of ['-wal', '-shm']) rmSync(desk.file + ending, { force: true });
  copyFileSync(before, desk.file);
}
