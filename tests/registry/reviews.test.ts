// Lists whose policy asks for two reviewers: an entry stands once two who are independent confirmed it, and what is done by
// hand needs the same two.
import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aliasOf } from '../../src/pipeline/alias.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

const KEY = 'an alias key for tests, long enough to be one';
const POLICY = ['--policy', 'two.yaml'];

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  desk.put('two.yaml', 'policy: 1\ntitle: Two bodies\nreviews:\n  needed: 2\n  distinct: [organisation]\n');
});
afterEach(() => desk.close());

function alias(n: number): string {
  return aliasOf(KEY, { kind: 'sha256', bytes: Buffer.from(digest(n), 'hex') });
}

function confirmed(n: number): string {
  const by = (reviewer: string, organisation: string, country: string) => ({
    ...{ reviewer, organisation, country },
    decision: 'confirmed',
  });
  const reviews = [by('maria', 'Example Hotline', 'SE'), by('nils', 'Other Hotline', 'NO')];
  return JSON.stringify({ kind: 'sha256', key: digest(n), reviews });
}

describe('an entry that waits', () => {
  it('is in no export and no delta until two independent reviewers confirmed it, and that is told', async () => {
    const { exit, err } = await desk.import('acme', range(1, 20), ...POLICY);
    expect(exit, err).toBe(0);
    expect(err).toContain('left out of acme for want of reviews: 20 entries');
    expect(await desk.live('acme')).toEqual([]);
    await desk.run('review', 'acme', digest(3), digest(4), '--confirm', '--as', MARIA);
    expect(await desk.live('acme')).toEqual([]);
    await desk.run('review', 'acme', digest(3), '--confirm', '--as', 'olga@Example Hotline/SE');
    expect(await desk.live('acme')).toEqual([]);
    await desk.run('review', 'acme', digest(3), '--confirm', '--as', NILS);
    expect(await desk.live('acme')).toEqual([3]);
    const told = await desk.run('export', 'acme', '-o', 'out.jsonl');
    expect(told.err).toContain('left out of acme for want of reviews: 19 entries');
    const { err: compared } = await desk.run('diff', 'registry:acme@1', 'registry:acme', '-o', 'delta.jsonl');
    expect(compared).toContain('left out of acme for want of reviews: 19 entries');
    expect(desk.read('delta.jsonl')).toContain(digest(3));
    expect(desk.read('delta.jsonl')).not.toContain(digest(4));
  });

  it('is told so by why, which takes it for not listed', async () => {
    await desk.import('acme', range(1, 20), ...POLICY);
    const { exit, out } = await desk.run('why', digest(3));
    expect(exit).toBe(1);
    expect(out).toContain('waits for reviews');
  });

  it('stands as it comes with the reviews it needs, and again without them it waits', async () => {
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 5).map(confirmed).join('\n')}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    expect(await desk.live('acme')).toEqual(range(1, 5));
    await desk.run('review', 'acme', digest(2), '--refute', '--as', 'olga@Third Hotline/DK');
    expect(await desk.live('acme')).toEqual(range(1, 5)); // one person takes nothing off
    await desk.run('review', 'acme', digest(2), '--refute', '--as', NILS); // who confirmed it before
    expect(await desk.live('acme')).toEqual([1, 3, 4, 5]);
    expect(await desk.live('acme', '--at', '1')).toEqual(range(1, 5));
  });

  it('waits again when a delta lists it anew after it was off the list, by hand or by its sender', async () => {
    await desk.import('acme', range(1, 4), ...POLICY);
    for (const by of [MARIA, NILS])
      await desk.run('review', 'acme', ...range(1, 4).map(digest), '--confirm', '--as', by);
    expect(await desk.live('acme')).toEqual(range(1, 4));
    for (const by of [MARIA, NILS]) await desk.run('withdraw', 'acme', digest(1), '--as', by);
    const gone = JSON.stringify({ kind: 'sha256', key: digest(2), operation: 'withdrawn' });
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${gone}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--apply', '--max-shrink', '100');
    expect(await desk.live('acme')).toEqual([3, 4]);
    desk.write('in.jsonl', [1, 2]);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--apply');
    expect(await desk.live('acme')).toEqual([3, 4]);
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(1), '--confirm', '--as', by);
    expect(await desk.live('acme')).toEqual([1, 3, 4]);
  });

  it('stays what it was in editions from before another policy', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('acme', range(1, 20), ...POLICY); // the same file, held against more from now on
    expect(await desk.live('acme')).toEqual([]);
    expect(await desk.live('acme', '--at', '1')).toEqual(range(1, 20));
    expect((await desk.run('audit')).out).toContain('"action":"policy"');
    expect((await desk.import('acme', range(1, 20), ...POLICY)).err).toContain('registry/already-imported');
  });

  it('keeps its reviews and its appeal when the next edition of the sender comes, and when a held one is accepted', async () => {
    await desk.import('acme', range(1, 50), ...POLICY);
    await desk.import('acme', range(1, 10));
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
    await desk.run('appeal', 'acme', digest(3), '--as', MARIA);
    for (const by of [MARIA, NILS]) await desk.run('accept', 'acme', '--as', by);
    expect(await desk.live('acme')).toEqual([3]);
    await desk.import('acme', range(2, 11));
    expect(await desk.live('acme')).toEqual([3]);
    expect(await desk.export('acme')).toContain('"scheme":"appeal","label":"pending"');
    expect((await desk.run('history', 'acme')).out).toMatch(/\+1 +-1 +~0/u);
  });

  it('loses them with the edition that they were made in when somebody goes back', async () => {
    await desk.import('acme', range(1, 20), ...POLICY);
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
    await desk.run('rollback', 'acme', '--at', '1', '--as', MARIA);
    await desk.import('acme', range(1, 21));
    expect(await desk.live('acme')).toEqual([]);
  });

  it('keeps its reviews when a delta comes', async () => {
    await desk.import('acme', range(1, 20), ...POLICY);
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
    const row = JSON.stringify({ kind: 'sha256', key: digest(30) });
    desk.put('delta.jsonl', `{"canonical":1,"list":{"edition":"delta"}}\n${row}\n`);
    await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply');
    expect(await desk.live('acme')).toEqual([3]);
    expect((await desk.run('lists')).out).toMatch(/acme +\d+ +1 +20 /u);
  });
});

describe('what is done by hand', () => {
  it('takes spellings of a name for one person, as policies do', async () => {
    desk.put('people.yaml', 'policy: 1\ntitle: Two people\nreviews:\n  needed: 2\n  distinct: [person]\n');
    await desk.import('acme', range(1, 50), '--policy', 'people.yaml');
    await desk.import('acme', range(1, 10));
    await desk.run('accept', 'acme', '--as', 'Jane Doe@Example Hotline/SE');
    const again = await desk.run('accept', 'acme', '--as', 'j.doe@example hotline/SE');
    expect(again.err).toContain('1 of 2 reviewers agree who differ in person');
    expect((await desk.run('lists')).out).toContain('edition 2 held');
  });

  it('is agreed on entry by entry, in whatever lists and spellings they come', async () => {
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 20).map(confirmed).join('\n')}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    await desk.run('withdraw', 'acme', digest(1), digest(2).toUpperCase(), '--as', MARIA);
    const second = await desk.run('withdraw', 'acme', digest(3), digest(2), '--as', NILS);
    expect(second.err).toContain('withdraw of 1 entry of acme waits');
    expect(await desk.live('acme')).toEqual([1, ...range(3, 20)]);
    await desk.run('withdraw', 'acme', digest(1), '--as', NILS);
    expect(await desk.live('acme')).toEqual(range(3, 20));
    const gone = await desk.run('withdraw', 'acme', digest(1), '--as', NILS);
    expect(gone).toMatchObject({ exit: 2 });
  });

  it('names all who agreed, with what each gave as the reason', async () => {
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 20).map(confirmed).join('\n')}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    const by = (who: string, reason: string): string[] => ['--as', who, '--reason', reason];
    await desk.run('withdraw', 'acme', digest(1), ...by(MARIA, 'case 12'));
    desk.now += 60;
    await desk.run('withdraw', 'acme', digest(1), ...by(NILS, 'seen'));
    const who = `${MARIA} and ${NILS}`;
    expect((await desk.run('why', digest(1))).out).toContain(`withdrawn (withdraw, by ${who}): case 12; seen`);
    expect((await desk.run('history', 'acme')).out).toMatch(new RegExp(`${who} +case 12; seen\n`, 'u'));
    expect((await desk.run('audit', 'list')).out).toContain(`"edition":2,"by":"${who}","note":"case 12; seen"`);
    // Where they did not agree on the same entries, who agreed on how many.
    await desk.run('withdraw', 'acme', digest(2), digest(3), ...by(MARIA, 'case 13'));
    desk.now += 60;
    await desk.run('withdraw', 'acme', digest(4), '--as', 'olga@Third Hotline/DK');
    desk.now += 60;
    await desk.run('withdraw', 'acme', digest(2), digest(3), digest(4), '--as', NILS);
    const some = `${MARIA} (2 of 3), olga@Third Hotline/DK (1 of 3) and ${NILS}`;
    expect((await desk.run('why', digest(4))).out).toContain(`withdrawn (withdraw, by ${some}): case 13`);
    // Accepted by two as well.
    await desk.import('acme', range(5, 6));
    await desk.run('accept', 'acme', ...by(MARIA, 'as announced'));
    await desk.run('accept', 'acme', '--as', NILS);
    expect((await desk.run('history', 'acme', '--json')).out).toContain(`"person":"${who}"`);
    expect((await desk.run('audit', 'verify')).exit).toBe(0);
  });

  it('says in the log what was asked for, and of which entries by their aliases', async () => {
    desk.put('aliases.key', KEY);
    chmodSync(desk.path('aliases.key'), 0o600);
    await desk.import('acme', range(1, 20), ...POLICY);
    const key = ['--alias-key', 'aliases.key', '--as', MARIA];
    await desk.run('withdraw', 'acme', digest(1), digest(2), '--as', NILS);
    await desk.run('withdraw', 'acme', digest(1), ...key);
    await desk.run('withdraw', 'acme', '--alias', alias(5), ...key);
    const asked = (await desk.run('audit', 'list')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; what?: string; aliases?: string[] })
      .filter(({ action }) => action === 'withdraw asked')
      .map(({ what, aliases }) => [what, aliases]);
    expect(asked).toEqual([
      ['withdraw of 2 entries', undefined],
      ['withdraw of 1 entry', [alias(1)]],
      ['withdraw of 1 entry', [alias(5)]],
    ]);
    expect((await desk.run('audit', 'verify')).exit).toBe(0);
  });

  it('says whether who reviewed confirmed or refuted', async () => {
    await desk.import('acme', range(1, 20), ...POLICY);
    await desk.run('review', 'acme', digest(1), '--confirm', '--as', MARIA);
    await desk.run('review', 'acme', digest(1), '--refute', '--as', NILS, '--reason', 'a test card');
    const { out } = await desk.run('why', digest(1));
    expect(out).toContain(`listed (review, by ${MARIA}): confirmed`);
    expect(out).toContain(`listed (review, by ${NILS}): refuted: a test card`);
    const { out: log } = await desk.run('audit', 'list');
    expect(log).toContain('"note":"confirmed"');
    expect(log).toContain('"note":"refuted: a test card"');
  });

  it('is done by the alias of an entry', async () => {
    desk.put('aliases.key', KEY);
    chmodSync(desk.path('aliases.key'), 0o600);
    await desk.import('acme', range(1, 20));
    const key = ['--alias-key', 'aliases.key'];
    const reviewed = await desk.run('review', 'acme', '--alias', alias(4), '--confirm', '--as', MARIA, ...key);
    expect(reviewed.exit, reviewed.err).toBe(0);
    expect((await desk.run('why', digest(4))).out).toContain('confirmed by maria');
    const appealed = await desk.run('appeal', 'acme', '--alias', alias(4), '--as', MARIA, ...key);
    expect(appealed.out).toContain(`alias ${alias(4)}`);
    await desk.run('withdraw', 'acme', '--alias', alias(4), '--as', MARIA, ...key);
    expect(await desk.live('acme')).toEqual(range(1, 20).filter((n) => n !== 4));
    const unknown = await desk.run('withdraw', 'acme', '--alias', alias(90), '--as', MARIA, ...key);
    expect(unknown).toMatchObject({ exit: 2 });
    const keyless = await desk.run('withdraw', 'acme', '--alias', alias(5), '--as', MARIA);
    expect(keyless.exit).toBe(2);
    expect(keyless.err).toContain('--alias-key');
    const both = await desk.run('withdraw', 'acme', digest(5), '--alias', alias(5), '--as', MARIA, ...key);
    expect(both).toMatchObject({ exit: 2 });
  });

  it('is done to a file with all of its digests', async () => {
    const row = (n: number, kind: string, key: string) => JSON.stringify({ item: n, kind, key });
    const record = (n: number) => `${row(n, 'sha1', digest(n).slice(0, 40))}\n${row(n, 'sha256', digest(n))}`;
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 20).map(record).join('\n')}\n`);
    const imported = await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    expect(imported.exit, imported.err).toBe(0);
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
    const out = await desk.export('acme');
    expect(out).toContain(digest(3));
    expect(out.match(/"sha1"/gu)).toHaveLength(1);
  });
});

describe('an entry by its alias', () => {
  it('is explained, wherever it is listed or was', async () => {
    desk.put('aliases.key', KEY);
    chmodSync(desk.path('aliases.key'), 0o600);
    const key = ['--alias-key', 'aliases.key'];
    await desk.import('acme', range(1, 20));
    await desk.import('beta', range(5, 25));
    await desk.run('withdraw', 'beta', digest(6), '--as', MARIA);
    for (const n of [6, 7, 22]) {
      const byValue = await desk.run('why', digest(n));
      const byAlias = await desk.run('why', '--alias', alias(n), ...key);
      expect(byAlias.out).toBe(byValue.out.replace('value 1', `alias ${alias(n)}`));
      expect(byAlias.exit).toBe(0);
    }
    expect((await desk.run('why', '--alias', alias(6), ...key, '--show-values')).out).toContain(digest(6));
    const [json = ''] = (await desk.run('why', '--alias', alias(7), ...key, '--json')).out.split('\n');
    expect(JSON.parse(json)).toMatchObject({ alias: alias(7), listed: true });
    expect(await desk.run('why', '--alias', alias(90), ...key)).toMatchObject({
      exit: 1,
      out: `alias ${alias(90)}: not on the list\n`,
    });
  });

  it('is asked for with its key: the registry keeps none, and a file has one of its own', async () => {
    await desk.import('acme', range(1, 40));
    for (const line of [
      ['why', '--alias', alias(6)],
      ['lookup', 'registry:acme', '--alias', alias(6)],
    ]) {
      const { exit, err } = await desk.run(...line);
      expect(exit).toBe(2);
      expect(err).toContain('the registry knows aliases only with the --alias-key they were made with');
    }
    const { out } = await desk.run('lookup', 'in.jsonl', '--alias', alias(6));
    expect(out).toContain(
      'no entry of in.jsonl has it; without --alias-key it belongs to the file that the report names',
    );
    expect(out).not.toContain('not on the list');
    expect((await desk.run('why')).err).toContain('name entries by their values');
  });
});

describe('what does not count', () => {
  it('is told to who withdraws or accepts, with what is wanted', async () => {
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 20).map(confirmed).join('\n')}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    const withdraw = (by: string) => desk.run('withdraw', 'acme', digest(1), '--as', by);
    const first = await withdraw(MARIA);
    expect(first.err).toContain('1 of 2 reviewers agree who differ in organisation');
    expect(first.err).not.toContain('registry/vote-uncounted');
    expect((await withdraw(MARIA)).err).toContain('does not count beside what was said before: who asked before');
    const third = await withdraw('olga@Example Hotline/SE');
    expect(third.err).toContain('what olga@Example Hotline/SE says now does not count');
    expect(third.err).toContain('they are of one organisation');
    expect((await withdraw(NILS)).err).not.toContain('registry/vote-uncounted');
  });

  it('is told to who reviews', async () => {
    await desk.import('acme', range(1, 20), ...POLICY);
    const review = async (n: number, by: string, what = '--confirm') =>
      (await desk.run('review', 'acme', digest(n), what, '--as', by)).err;
    expect(await review(3, MARIA)).not.toContain('registry/review-uncounted');
    const same = await review(3, 'olga@Example Hotline/SE');
    expect(same).toContain(
      'kept, and not counted by the policy of acme: 1 review, because they are of one organisation',
    );
    expect(await review(3, MARIA)).toContain('who confirmed before has confirmed again');
    expect(await review(3, NILS)).not.toContain('registry/review-uncounted');
    expect(await review(3, 'pia@Third Hotline/DK')).not.toContain('registry/review-uncounted'); // enough already
    expect(await review(3, 'pia@Third Hotline/DK', '--refute')).toContain(
      'refuted in acme, which alone takes none off: 1 entry',
    );
    expect(await desk.live('acme')).toEqual([3]);
    expect(await review(4, MARIA, '--refute')).not.toContain('refuted in acme'); // it waited before, and is counted as such
    const again = await review(3, NILS, '--refute');
    expect(again).toContain('refuted in acme, so that they wait for reviews again and leave its exports: 1 entry');
    expect(again).not.toContain('takes none off');
    expect(await desk.live('acme')).toEqual([]);
    desk.put(
      'in.jsonl',
      `{"canonical":1,"list":{"partner":"Example Hotline"}}\n{"kind":"sha256","key":"${digest(1)}"}\n`,
    );
    desk.put(
      'others.yaml',
      'policy: 1\ntitle: Others\nreviews: { needed: 2, distinct: [organisation], reporter-may-review: false }\n',
    );
    await desk.run('import', 'in.jsonl', '--list', 'beta', '--replace', '--policy', 'others.yaml');
    const own = await desk.run('review', 'beta', digest(1), '--confirm', '--as', MARIA);
    expect(own.err).toContain('a reviewer reported the entry');
  });
});

describe('what waits for a second person', () => {
  it('is shown by lists until it is done, or can be done no more', async () => {
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${range(1, 50).map(confirmed).join('\n')}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...POLICY);
    await desk.import('acme', range(1, 10));
    await desk.run('withdraw', 'acme', digest(1), digest(2), '--as', MARIA);
    await desk.run('accept', 'acme', '--as', MARIA);
    const { out } = await desk.run('lists');
    expect(out).toContain(
      `withdraw of 2 entries: asked for by ${MARIA} since 2026-01-05T12:00:00Z; waits until 2 agree`,
    );
    expect(out).toContain(`accept of edition 2: asked for by ${MARIA} since 2026-01-05T12:00:00Z; waits until 2 agree`);
    const asked = async (): Promise<object[]> => JSON.parse((await desk.run('lists', '--json')).out).asked;
    const common = { by: [MARIA], since: '2026-01-05T12:00:00Z' };
    expect(await asked()).toEqual([
      { action: 'withdraw', edition: null, entries: 2, ...common },
      { action: 'accept', edition: 2, entries: 0, ...common },
    ]);
    await desk.run('withdraw', 'acme', digest(1), digest(2), '--as', NILS);
    await desk.run('reject', 'acme', '--as', MARIA);
    expect(await asked()).toEqual([]);
    expect((await desk.run('lists')).out).not.toContain('asked for by');
  });
});

describe('an appeal', () => {
  it('tells where the entry comes from and who has looked at it, without its value', async () => {
    await desk.import('acme', range(1, 20), '--as', MARIA);
    await desk.run('review', 'acme', digest(6), '--confirm', '--as', NILS);
    const appeal = ['appeal', 'acme', digest(6), '--as', MARIA, '--reason', 'case 7'];
    const { exit, out, err } = await desk.run(...appeal);
    expect(exit, err).toBe(0);
    expect(out).toContain('edition 1, 2026-01-05T12:00:00Z: listed (replace of in.jsonl, by maria@Example Hotline/SE)');
    expect(out).toContain('confirmed by nils, Other Hotline, NO');
    expect(out).toContain('Example Hotline says appeal pending');
    expect(out).toContain('(appeal, by maria@Example Hotline/SE): pending: case 7');
    expect((await desk.run('why', digest(6))).out).toContain('(appeal, by maria@Example Hotline/SE): pending: case 7');
    expect(out + err).not.toContain(digest(6).slice(0, 12));
    expect((await desk.run(...appeal, '--show-values')).out).toContain(digest(6));
    const json = JSON.parse((await desk.run(...appeal, '--json', '--decision', 'rejected')).out);
    expect(json.rows[0].editions).toHaveLength(4);
    expect((await desk.run('lists', '--json')).out).toContain('"appealed":0');
  });
});

describe('a policy that asks for less', () => {
  it('is told, with how many entries it lets in, to whoever names it', async () => {
    const policy = (needed: number) => {
      desk.put('n.yaml', `policy: 1\ntitle: N\nreviews: { needed: ${needed}, distinct: [person] }\n`);
      return ['--policy', 'n.yaml'];
    };
    await desk.import('acme', range(1, 30), ...policy(2));
    desk.put('loose.yaml', 'policy: 1\ntitle: Loose\n');
    const { err } = await desk.import('acme', range(1, 31), '--policy', 'loose.yaml');
    expect(err).toContain('registry/demands-less');
    expect(err).toContain('asks for 0 reviews an entry where the last one asked for 2; in force by that: 31 entries');
    expect(await desk.live('acme')).toEqual(range(1, 31));
    const back = await desk.import('acme', range(1, 32), ...policy(2));
    expect(back.err).not.toContain('registry/demands-less');
    expect(back.err).toContain('registry/waiting');
    for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
    await desk.run('review', 'acme', digest(4), '--confirm', '--as', MARIA);
    desk.write('delta.jsonl', [33]);
    const delta = (await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply', ...policy(1))).err;
    expect(delta).toContain('asks for 1 review an entry where the last one asked for 2; in force by that: 1 entry');
  });
});
