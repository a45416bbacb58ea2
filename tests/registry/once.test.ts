// Why something was listed that is not any more: from when to when, by whom, from what, and who took it off.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, digest, MARIA, range } from './play.ts';

const HOUR = 3600;
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

async function imported(file: string, numbers: readonly number[], ...options: string[]): Promise<void> {
  desk.write(file, numbers);
  await desk.run('import', file, '--list', 'acme', '--replace', ...options);
  desk.now += HOUR;
}

describe('an entry that a whole edition left out', () => {
  it('is told with who listed it and who did not any more, also where it is held', async () => {
    await imported('e1.jsonl', range(1, 50));
    await imported('e2.jsonl', range(2, 50));
    await imported('e3.jsonl', range(2, 51));
    const told = (out: string): void => {
      expect(out).toContain('value 1: not on the list, but until 2026-01-05T13:00:00Z');
      expect(out).toMatch(/acme@1 {2}listed, as .*, no more\n/u);
      expect(out).toContain('edition 1, 2026-01-05T12:00:00Z: listed (replace of e1.jsonl, by desk)');
      expect(out).toContain('edition 2, 2026-01-05T13:00:00Z: removed (replace of e2.jsonl, by desk)');
    };
    const now = await desk.run('why', digest(1));
    expect(now.exit).toBe(1);
    told(now.out);
    told((await desk.run('why', digest(1), '--at', '2026-01-05')).out);
    expect((await desk.run('why', digest(1), '--at', '2026-01-05T12:30:00Z')).out).toContain('value 1: on the list');
    await imported('held.jsonl', [1, 70]);
    const { out } = await desk.run('why', digest(1), digest(70), digest(99));
    told(out.split('value 2: ')[0] ?? '');
    expect(out).toContain('held');
    expect(out).toContain('value 2: not on the list, only in an edition that was never in force');
    expect(out).toContain('value 3: not on the list\n');
    const [first, , last] = (await desk.run('why', digest(1), digest(2), digest(99), '--json')).out.trim().split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ listed: false, rows: [{ until: '2026-01-05T13:00:00Z' }, {}] });
    expect(JSON.parse(last ?? '').rows).toEqual([]);
  });

  it('is told of the last time, and of none while it is listed', async () => {
    for (const [n, numbers] of [range(1, 50), range(2, 50), range(1, 50)].entries()) {
      // The same file again is no news.
      await imported(`e${n}.jsonl`, numbers, ...(n === 2 ? ['--drop', 'expiry/past'] : []));
    }
    expect((await desk.run('why', digest(1))).out).not.toMatch(/no more|until/u);
    await imported('e4.jsonl', range(2, 52));
    const { out } = await desk.run('why', digest(1));
    expect(out).toContain('not on the list, but until 2026-01-05T15:00:00Z');
    expect(out.match(/removed/gu)).toHaveLength(2);
    expect(out.match(/acme@/gu)).toHaveLength(1);
  });

  it('was not on the list where it waited, and is as withdrawn as before where somebody withdrew it', async () => {
    desk.put('two.yaml', 'policy: 1\ntitle: Two\nreviews: { needed: 2, distinct: [person] }\n');
    await imported('e1.jsonl', range(1, 50), '--policy', 'two.yaml');
    await imported('e2.jsonl', range(2, 50));
    const waited = (await desk.run('why', digest(1))).out;
    expect(waited).toContain('value 1: not on the list\n');
    expect(waited).toContain('waits for reviews, no more');
  });

  it('is as withdrawn as before where somebody withdrew it', async () => {
    await imported('e1.jsonl', range(1, 50));
    await desk.run('withdraw', 'acme', digest(1), '--as', MARIA);
    expect((await desk.run('why', digest(1))).out).toContain('value 1: withdrawn');
  });
});
