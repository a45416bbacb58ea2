// What may befall a registry: two processes at once, a newer version, damage, a clock that goes back. Kills and disks have files
// of their own.
// Nothing is lost, nothing is half applied, and what is wrong is told with exit 4.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { runBuilt } from '../support/child.ts';
import { turn } from '../support/runs.ts';
import { Desk, digest, MARIA, range } from './play.ts';

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

describe('one who accepts and one who rejects', () => {
  it('are not both told that it is done', async () => {
    await desk.import('acme', range(1, 60));
    await desk.import('acme', range(1, 10));
    const env = { XDG_DATA_HOME: desk.path('data') };
    const exits = await Promise.all(
      ['accept', 'reject'].map(async (command) => {
        return (await runBuilt([command, 'acme', '--as', MARIA], { cwd: desk.folder, env })).exit;
      }),
    );
    expect(exits.filter((exit) => exit === 0)).toHaveLength(1);
    expect(await desk.live('acme')).toEqual(exits[0] === 0 ? range(1, 10) : range(1, 60));
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });
});

describe('what is wrong with the file', () => {
  it('is told of a newer version, and of another program', async () => {
    await desk.import('acme', range(1, 5));
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    db.exec('PRAGMA user_version = 99');
    desk.write('in.jsonl', range(1, 6));
    const commands = [
      ['import', 'in.jsonl', '--list', 'acme', '--replace'],
      ['withdraw', 'acme', digest(3), '--as', MARIA],
      ['export', 'acme', '-o', '-'],
      ['lists'],
      ['why', digest(3)],
      ['audit', 'verify'],
      ['convert', 'registry:acme', '--to', 'canonical'],
    ];
    for (const command of commands) {
      const newer = await desk.run(...command);
      expect(newer, newer.err).toMatchObject({ exit: 4, out: '' });
      expect(newer.err).toContain('registry/newer');
    }
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
    let tried = 0;
    for (let page = 1; page < whole.length / 4096; page++) {
      writeFileSync(desk.file, Buffer.from(whole).fill(0xff, page * 4096, page * 4096 + 4096));
      const { exit, out, err } = await desk.run('export', 'acme', '-o', '-', '-q');
      // A page of the audit log or of an index is not read by an export.
      expect([0, 4], err).toContain(exit);
      tried++;
      if (exit === 4) told++;
      else expect(out).toBe(good);
    }
    expect(told).toBeGreaterThan(3);
    process.stdout.write(`faults tried: ${tried} exports with a damaged page, ${told} of which had to read it\n`);
  });

  it('is told of damage by what writes, which makes nothing of it', { timeout: 120_000 }, async () => {
    await desk.import('acme', range(1, 200));
    await integrity();
    const good = await desk.export('acme');
    const whole = readFileSync(desk.file);
    const pages = Array.from({ length: Math.floor(whole.length / 4096) - 1 }, (_, i) => i + 1);
    const tried = turn(
      [0, 1, 2].map((rest) => pages.filter((page) => page % 3 === rest)),
      0,
    ).flat();
    let told = 0;
    for (const page of tried) {
      for (const ending of ['-wal', '-shm']) rmSync(desk.file + ending, { force: true });
      writeFileSync(desk.file, Buffer.from(whole).fill(0xff, page * 4096, page * 4096 + 4096));
      const made = await desk.import('acme', range(2, 200));
      expect([0, 4], made.err).toContain(made.exit);
      if (made.exit === 4) told++;
      const read = await desk.run('export', 'acme', '-o', '-', '--to', 'canonical', '-q');
      expect([0, 4], read.err).toContain(read.exit);
      if (read.exit === 4) continue;
      if (made.exit === 4) expect(read.out).toBe(good);
      else expect(read.out.trimEnd().split('\n')).toHaveLength(1 + 199);
    }
    expect(told).toBeGreaterThan(1);
    process.stdout.write(`faults tried: ${tried.length} imports with a damaged page, ${told} of which were refused\n`);
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
