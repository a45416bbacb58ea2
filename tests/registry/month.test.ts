// A month of a hotline, as docs/a-month.md tells it: three partners, deltas, withdrawals, a download that was cut, a file
// copied from the wrong folder, two reviewers, an appeal, a rollback. At its end every edition can be had as it was.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUNS, USUAL_RUNS } from '../support/runs.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

/** By day the month has fewer days: each takes a second of the suite. */
const IS_NIGHT = RUNS > USUAL_RUNS;
const DAY = 86_400;
const FIRST = 1_767_355_200; // 2026-01-02T12:00:00Z
const UNREVIEWED = 9;
const THEIRS = [
  { reviewer: 'analyst 1', organisation: 'Gamma', country: 'DK', decision: 'confirmed' },
  { reviewer: 'analyst 7', organisation: 'Gamma Coast', country: 'DK', decision: 'confirmed' },
];
let desk: Desk;
/** What each edition was when it went live, by list and number. */
const were = new Map<string, string>();

beforeAll(() => {
  desk = new Desk();
  writeFileSync(
    desk.path('two.yaml'),
    'policy: 1\ntitle: Two reviewers\nreviews:\n  needed: 2\n  distinct: [organisation]\n',
  );
});
afterAll(() => desk.close());

async function keep(list: string): Promise<void> {
  const last = (await desk.run('history', list, '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const number = last.findLast(({ state }) => state === 'live').number as number;
  were.set(`${list}@${number}`, await desk.export(list, '--at', String(number)));
}

async function day(number: number): Promise<void> {
  desk.now = FIRST + number * DAY;
  await desk.import('acme', range(number, number + 60));
  await keep('acme');
  if (number % 3 === 0) await desk.import('beta', range(40, 90 + number));
  if (number % 3 === 0) await keep('beta');
  const row = (n: number, operation: string, reviews?: object[]) =>
    JSON.stringify({ kind: 'sha256', operation, key: digest(n), reviews });
  const delta = ['{"canonical":1,"list":{"edition":"delta"}}'];
  // One comes without the reviews that the list asks for.
  delta.push(row(100 + number, 'present', number === UNREVIEWED ? [] : THEIRS));
  if (number > 3) delta.push(row(97 + number, 'withdrawn'));
  writeFileSync(desk.path('delta.jsonl'), `${delta.join('\n')}\n`);
  const applied = await desk.run(
    'import',
    'delta.jsonl',
    '--list',
    'gamma',
    '--apply',
    '--policy',
    'two.yaml',
    '--max-growth',
    '900',
  );
  expect(applied.exit, applied.err).toBe(0);
  await keep('gamma');
}

describe('a month', () => {
  it('begins with daily editions and deltas', { timeout: 120_000 }, async () => {
    for (let number = IS_NIGHT ? 1 : 6; number <= 9; number++) await day(number);
    expect(await desk.live('acme')).toEqual(range(9, 69));
    expect(await desk.live('gamma')).toEqual([107, 108]);
  });

  it('waits for two reviewers where an entry comes without', async () => {
    const waits = await desk.run('lists');
    expect(waits.out).toMatch(/gamma +\d+ +2 +1 /u);
    await desk.run('review', 'gamma', digest(109), '--confirm', '--as', MARIA);
    expect(await desk.live('gamma')).toEqual([107, 108]);
    await desk.run('review', 'gamma', digest(109), '--confirm', '--as', NILS);
    expect(await desk.live('gamma')).toEqual([107, 108, 109]);
    await keep('gamma');
  });

  it('holds a download that was cut, and lets the whole file in the day after', async () => {
    desk.now += DAY;
    expect((await desk.import('acme', range(10, 20))).exit).toBe(1);
    expect(await desk.live('acme')).toEqual(range(9, 69));
    expect((await desk.import('acme', range(10, 70))).exit).toBe(0);
    await keep('acme');
  });

  it('holds a file from the wrong folder, which somebody rejects', async () => {
    desk.now += DAY;
    expect((await desk.import('acme', range(30, 199))).exit).toBe(1);
    const held = (await desk.run('lists', 'acme', '--json')).out;
    const [number = 0] = (JSON.parse(held) as { held: number[] }).held;
    const looked = await desk.run('diff', 'registry:acme', `registry:acme@${number}`, '--allow', 'registry/never-live');
    expect(looked.out).toMatch(/added +129\nremoved +20\n/u);
    expect((await desk.run('reject', 'acme', '--as', MARIA, '--reason', 'wrong file')).exit).toBe(0);
    expect((await desk.import('acme', range(30, 199))).err).toContain('registry/rejected-before');
    expect(await desk.live('acme')).toEqual(range(10, 70));
  });

  it('holds it again a line longer, somebody accepts it, and goes back', async () => {
    desk.now += DAY;
    expect((await desk.import('acme', range(30, 200))).exit).toBe(1);
    expect((await desk.run('accept', 'acme', '--as', MARIA)).exit).toBe(0);
    await keep('acme');
    expect((await desk.run('rollback', 'acme', '--at', '2026-01-13', '--as', MARIA)).exit).toBe(0);
    expect(await desk.live('acme')).toEqual(range(10, 70));
    await keep('acme');
  });

  it('hears an appeal, and two reviewers take the entry off', async () => {
    desk.now += DAY;
    const value = digest(108);
    const { out: provenance } = await desk.run('appeal', 'gamma', value, '--as', MARIA, '--reason', 'case 7');
    expect(provenance).toContain('confirmed by analyst 1, Gamma, DK');
    expect(provenance).not.toContain(value.slice(0, 12));
    await desk.run('review', 'gamma', value, '--refute', '--as', MARIA);
    await desk.run('review', 'gamma', value, '--refute', '--as', NILS);
    await desk.run('appeal', 'gamma', value, '--decision', 'upheld', '--as', MARIA);
    await keep('gamma');
    await desk.run('withdraw', 'gamma', value, '--as', MARIA);
    expect(await desk.live('gamma')).toContain(108);
    await desk.run('withdraw', 'gamma', value, '--as', NILS);
    expect(await desk.live('gamma')).not.toContain(108);
    await keep('gamma');
    const then = await desk.run('why', value, '--at', '2026-01-11');
    expect(then.exit).toBe(0);
    expect((await desk.run('why', value)).exit).toBe(1);
  });

  it('goes on to its end', { timeout: 120_000 }, async () => {
    for (let number = 13; number <= 30; number += IS_NIGHT ? 1 : 6) await day(number);
    expect((await desk.run('audit', 'verify')).exit).toBe(0);
  });

  it('can be had again, every edition byte for byte', async () => {
    expect(were.size).toBeGreaterThan(IS_NIGHT ? 40 : 15);
    for (const [edition, was] of were) {
      const [list = '', at = ''] = edition.split('@');
      expect(await desk.export(list, '--at', at)).toBe(was);
    }
  });
});
