// A process killed at any moment: what was live before is live after, or what the command was to make; never a half of it.
// By day a few kills; by night, and with `npm run test:faults`, two hundred of the registry alone.
import { copyFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { runBuilt } from '../support/child.ts';
import { keyPair } from '../support/keys.ts';
import { RUNS, SEED, USUAL_RUNS } from '../support/runs.ts';
import { Desk, digest, MARIA, range } from './play.ts';

const IS_NIGHT = RUNS > USUAL_RUNS;
const KILLS = IS_NIGHT ? 200 : 8;
const FIRST_KILLS = IS_NIGHT ? 40 : 2;
const PAIR_KILLS = IS_NIGHT ? 60 : 3;

let desk: Desk;
let seed = SEED;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

/** From 0 to 1. */
function random(): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return seed / 2 ** 32;
}

interface Moment {
  /** Milliseconds from the start, or from when the file below is there. */
  readonly after: number;
  readonly file?: string;
}

/** Whether the command was killed before it ended. */
async function killed(argv: readonly string[], { after, file }: Moment): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const { exit } = await runBuilt(argv, {
    cwd: desk.folder,
    env: { XDG_DATA_HOME: desk.path('data') },
    onStart: (child) => {
      const kill = (): void => void setTimeout(() => child.kill('SIGKILL'), after);
      if (file === undefined) return kill();
      timer = setInterval(() => {
        if (!existsSync(file) || statSync(file).size === 0) return;
        clearInterval(timer);
        kill();
      }, 1);
    },
  });
  clearInterval(timer);
  return exit === null;
}

async function integrity(): Promise<string> {
  const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
  const row = db.prepare('PRAGMA integrity_check').get();
  db.close();
  return String(row?.['integrity_check']);
}

function restore(before: string): void {
  for (const ending of ['-wal', '-shm']) rmSync(desk.file + ending, { force: true });
  copyFileSync(before, desk.file);
}

describe('a process that is killed', () => {
  it(`leaves the registry as it was or as it was to be, ${KILLS} times`, { timeout: KILLS * 20_000 }, async () => {
    await desk.import('acme', range(1, 100));
    await desk.import('acme', range(1, 10));
    desk.write('next.jsonl', range(5, 110));
    const before = desk.path('before.db');
    await integrity(); // takes in what waits beside the file
    copyFileSync(desk.file, before);
    const commands = [
      ['import', 'next.jsonl', '--list', 'acme', '--replace'],
      ['accept', 'acme', '--as', MARIA],
      ['reject', 'acme', '--as', MARIA],
      ['withdraw', 'acme', ...range(1, 3).map(digest), '--as', MARIA],
      ['rollback', 'acme', '--at', '1', '--as', MARIA],
    ];
    const env = { XDG_DATA_HOME: desk.path('data') };
    // What is live, and what is held.
    const state = async (): Promise<string> => {
      const { held } = JSON.parse((await desk.run('lists', '--json')).out) as { held: number[] };
      return `${(await desk.live('acme')).join()}; held ${held.join()}`;
    };
    const was = await state();
    const made = new Map<readonly string[], { live: string; took: number }>();
    let early = 0;
    for (let n = 0; n < KILLS; n++) {
      const command = commands[n % commands.length] ?? [];
      if (!made.has(command)) {
        restore(before);
        const started = performance.now();
        const done = await runBuilt(command, { cwd: desk.folder, env });
        expect(done.exit, done.stderr).toBe(0);
        made.set(command, { took: performance.now() - started, live: await state() });
      }
      const { took = 0, live = '' } = made.get(command) ?? {};
      restore(before);
      // Nothing can happen to the registry before it is written to, and loading the program is most of the time: every second
      // kill comes at a moment after the first byte was written.
      const isLate = Math.floor(n / commands.length) % 2 === 0;
      const moment = isLate ? { after: random() * 25, file: `${desk.file}-wal` } : { after: took * random() };
      if (await killed(command, moment)) early++;
      expect(await integrity()).toBe('ok');
      const now = await state();
      expect([was, live]).toContain(now);
      const verified = await desk.run('audit', 'verify'); // reads all that is kept, and holds it against the log
      expect(verified.exit, verified.err).toBe(0);
      if (now === live) continue;
      const again = await desk.run(...command);
      expect(again.exit, again.err).toBe(0);
      expect(await state()).toBe(live);
    }
    expect(early).toBeGreaterThan(0);
    process.stdout.write(`faults tried: ${KILLS} kills of the registry, ${early} before the command had ended\n`);
  });

  it(`leaves a registry that is not there yet, or whole, ${FIRST_KILLS} times`, {
    timeout: FIRST_KILLS * 20_000,
  }, async () => {
    desk.write('first.jsonl', range(1, 100));
    const command = ['import', 'first.jsonl', '--list', 'acme', '--replace'];
    let early = 0;
    for (let n = 0; n < FIRST_KILLS; n++) {
      for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(desk.file + ending, { force: true });
      if (await killed(command, { after: random() * 25, file: n % 2 === 0 ? `${desk.file}-wal` : desk.file })) early++;
      const { exit, err } = await desk.run('lists', 'acme');
      // Nobody has damaged it, and no other version has written it.
      if (exit !== 0) expect(err).toMatch(/registry\/(?:none|no-list)/u);
      const again = await desk.run(...command);
      expect(again.exit, again.err).toBe(0);
      expect(await desk.live('acme')).toEqual(range(1, 100));
      expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
    }
    process.stdout.write(`faults tried: ${FIRST_KILLS} kills of a first import, ${early} before it had ended\n`);
  });

  it(`leaves a list beside its own signature or beside none, ${PAIR_KILLS} times`, { timeout: 600_000 }, async () => {
    const { publicKey, secretKey } = keyPair(1);
    desk.put('list.pub', publicKey);
    desk.put('list.key', secretKey, 0o600);
    const out = desk.path('out.jsonl');
    const sign = ['-o', 'out.jsonl', '--to', 'canonical', '--sign-with', 'list.key', '--as-of', '2026-01-05'];
    await desk.import('acme', range(1, 100));
    await desk.import('acme', range(2, 101));
    const edition = (n: number): string[] => ['export', 'acme', '--at', String(n), ...sign];
    expect((await desk.run(...edition(1))).exit).toBe(0);
    let early = 0;
    let without = 0;
    for (let n = 0; n < PAIR_KILLS; n++) {
      const started = performance.now();
      const env = { XDG_DATA_HOME: desk.path('data') };
      expect((await runBuilt(edition(1), { cwd: desk.folder, env })).exit).toBe(0);
      const took = performance.now() - started;
      const old = [readFileSync(out, 'utf8'), readFileSync(`${out}.minisig`, 'utf8')];
      // The two renames are at the very end.
      if (await killed(edition(2), { after: took * (0.6 + 0.4 * random()) })) early++;
      if (!existsSync(`${out}.minisig`)) without++;
      else {
        const checked = await desk.run('validate', 'out.jsonl', '--verify-with', 'list.pub');
        expect(checked.exit, checked.err).toBe(0);
        const isOld = readFileSync(out, 'utf8') === old[0];
        expect(readFileSync(`${out}.minisig`, 'utf8') === old[1]).toBe(isOld);
      }
      expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(101); // whole, whichever it is
    }
    process.stdout.write(
      `faults tried: ${PAIR_KILLS} kills of a list and its signature, ${early} before the command had ended, ${without} without signature\n`,
    );
  });
});
