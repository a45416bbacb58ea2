// What `lists` tells of a list: how long it is, what waits, what lapses when, who looked at it, and who supplies it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

async function stateOf(list: string, ...options: string[]) {
  const { exit, out, err } = await desk.run('lists', list, '--json', ...options);
  expect(exit, err).toBe(0);
  return JSON.parse(out);
}

function row(n: number, facts: object = {}): string {
  return JSON.stringify({ kind: 'sha256', key: digest(n), ...facts });
}

async function imported(rows: readonly string[], ...options: string[]): Promise<void> {
  desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${rows.join('\n')}\n`);
  const { exit, err } = await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...options);
  expect(exit, err).toBe(0);
}

describe('lists', () => {
  it('forecasts what lapses within 7, 30 and 90 days', async () => {
    const days = ['2026-01-01', '2026-01-08', '2026-01-20', '2026-03-01', '2027-01-01'];
    await imported([...days.map((expires, n) => row(n, { expires })), row(10), row(11)], '--allow', 'expiry/*');
    const { forecast, staleAt } = await stateOf('acme');
    const within = [
      { days: 7, count: 1 },
      { days: 30, count: 2 },
      { days: 90, count: 3 },
    ];
    expect(forecast).toEqual({ lapsed: 1, within, later: 1, open: 2 });
    expect(staleAt).toBeNull();
    const { out } = await desk.run('lists');
    expect(out).toContain('lapse: 1 has lapsed; 1 within 7, 2 within 30, 3 within 90 days; 1 later; 2 at no date');
    // Ten days on, without a new edition.
    expect((await stateOf('acme', '--as-of', '2026-01-15')).forecast.lapsed).toBe(2);
  });

  it('forecasts by the policy of the list, and says when the edition is too old for it', async () => {
    const policy = ['verification: { max-age: 1 month }', 'expiry: { lifetime: 1 year, from: firstSeen }'];
    desk.put('fresh.yaml', ['policy: 1', 'title: Fresh', ...policy, 'list: { max-age: 3 days }', ''].join('\n'));
    desk.put(
      'in.jsonl',
      `{"canonical":1,"list":{"issuedAt":"2026-01-04"}}\n${[
        row(1, { lastVerified: '2025-12-20' }),
        row(2, { firstSeen: '2025-02-01' }),
        row(3, { firstSeen: '2026-01-01', lastVerified: '2026-01-04' }),
      ].join('\n')}\n`,
    );
    const made = await desk.run(
      'import',
      'in.jsonl',
      '--list',
      'acme',
      '--replace',
      '--policy',
      'fresh.yaml',
      '--fail-on',
      'never',
    );
    expect(made.exit, made.err).toBe(0);
    const { forecast, staleAt } = await stateOf('acme');
    expect(forecast.within.map(({ count }: { count: number }) => count)).toEqual([0, 3, 3]);
    expect(staleAt).toBe('2026-01-07');
    expect((await desk.run('lists')).out).toContain('stale from 2026-01-07');
    expect((await desk.run('lists', '--as-of', '2026-02-01')).out).toContain('stale since 2026-01-07');
  });

  it('tells the share of entries that no, one, or two independent reviewers confirmed', async () => {
    await imported(
      range(1, 20).map((n) => row(n)),
      '--as',
      MARIA,
    );
    await desk.run('review', 'acme', digest(1), digest(2), digest(3), '--confirm', '--as', MARIA);
    await desk.run('review', 'acme', digest(1), '--confirm', '--as', NILS);
    await desk.run('review', 'acme', digest(2), '--confirm', '--as', 'Maria@Example hotline/SE');
    await desk.run('review', 'acme', digest(3), digest(4), '--refute', '--as', NILS);
    await desk.run('appeal', 'acme', digest(5), '--as', NILS);
    const { reviews, waiting, reviewers } = await stateOf('acme');
    expect(reviews).toEqual({ none: 17, one: 2, more: 1, refuted: 2, disputed: 1, appealed: 1 });
    expect([waiting, reviewers]).toEqual([0, 0]);
    const { out } = await desk.run('lists');
    expect(out).toContain('by none 85.0% (17), by one 10.0% (2), by two or more 5.0% (1)');
    expect(out).toContain('2 refuted, of these 1 also confirmed; 1 appeal undecided');
    expect((await desk.run('history', 'acme')).out).toContain('maria@Example Hotline/SE; in.jsonl');
    expect((await desk.run('audit')).out).toContain('"by":"maria@Example Hotline/SE"');
  });

  it('tells how many entries each source supplies alone', async () => {
    desk.write('alpha.jsonl', range(1, 12));
    desk.write('beta.jsonl', range(10, 20));
    await desk.run('merge', 'alpha.jsonl', 'beta.jsonl', '-o', 'merged.jsonl');
    await desk.run('import', 'merged.jsonl', '--list', 'acme', '--replace');
    expect((await stateOf('acme')).shares).toEqual([
      { source: 'alpha', entries: 12, alone: 9 },
      { source: 'beta', entries: 11, alone: 8 },
    ]);
    expect((await desk.run('lists')).out).toContain('from beta: 11, 8 of them alone');
  });

  it('refuses a name that no list has', async () => {
    await imported([row(1)]);
    expect((await desk.run('lists', 'acne')).exit).toBe(2);
  });
});
