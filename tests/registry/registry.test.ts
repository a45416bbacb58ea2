// The registry as a desk uses it: editions come, are held, go live, are gone back to, and every one can be had again.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/driver.ts';
import { tool } from '../../src/tool.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

const DAY = 86_400;
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

describe('import', () => {
  it('keeps a list for nobody else to read', async () => {
    expect(await desk.import('acme', range(1, 20))).toMatchObject({ exit: 0 });
    expect(statSync(desk.file).mode & 0o777).toBe(0o600);
    expect(await desk.live('acme')).toEqual(range(1, 20));
  });

  it('does nothing with a file that it has', async () => {
    await desk.import('acme', range(1, 20));
    const again = await desk.import('acme', range(1, 20));
    expect(again).toMatchObject({ exit: 0 });
    expect(again.err).toContain('registry/already-imported');
    expect((await desk.run('history', 'acme', '--json')).out.trim().split('\n')).toHaveLength(1);
  });

  it('takes off the list what a full edition lacks, and keeps what a delta lacks', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('acme', range(3, 22));
    expect(await desk.live('acme')).toEqual(range(3, 22));
    const row = (n: number, operation?: string) => JSON.stringify({ kind: 'sha256', operation, key: digest(n) });
    const delta = ['{"canonical":1,"list":{"edition":"delta"}}', row(30), row(3, 'withdrawn')];
    writeFileSync(desk.path('delta.jsonl'), `${delta.join('\n')}\n`);
    expect(await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply')).toMatchObject({ exit: 0 });
    expect(await desk.live('acme')).toEqual([...range(4, 22), 30]);
  });

  it('honours a delta that diff made of two files, whatever they are called', async () => {
    desk.write('one.jsonl', range(1, 20));
    desk.write('two.jsonl', range(2, 23));
    await desk.run('import', 'one.jsonl', '--list', 'acme', '--replace');
    await desk.run('diff', 'one.jsonl', 'two.jsonl', '-o', 'delta.jsonl');
    await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply');
    expect(await desk.live('acme')).toEqual(range(2, 23));
  });

  it('keeps all that a row says, names and notes too', async () => {
    const facts = { size: 9, partnerKey: 'case 7', name: 'a.bin', note: 'as sent', firstSeen: '2026-01-01' };
    const row = JSON.stringify({ kind: 'sha256', key: digest(1), ...facts });
    desk.put('in.jsonl', `{"canonical":1,"list":{"partner":"ACME"}}\n${row}\n`);
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace');
    const [header = '', kept = ''] = (await desk.export('acme')).split('\n');
    expect(JSON.parse(kept)).toMatchObject(facts);
    expect(JSON.parse(header).list).toMatchObject({ partner: 'ACME' });
  });

  it('asks which of the two it is', async () => {
    desk.write('a.jsonl', [1]);
    expect(await desk.run('import', 'a.jsonl', '--list', 'acme')).toMatchObject({ exit: 2 });
  });

  it.each([
    ['inside a row', (text: string) => text.slice(0, -20)],
    // Where all that came is good, only the brackets say that something is missing.
    ['between the entries of a document', (text: string) => text.slice(0, text.lastIndexOf(','))],
  ])('refuses a file that ends %s, and takes what there is by force', async (what, cut) => {
    await desk.import('acme', range(1, 50));
    const rows = range(1, 49).map((n) => ({ id: n, hash_digest: digest(n), algorithm: 'SHA256', deleted: false }));
    const page = `{"results":${JSON.stringify(rows)}}`;
    const csv = `sha256\n${range(1, 50).map(digest).join('\n')}\n`;
    const name = what === 'inside a row' ? 'in.csv' : 'in.json';
    desk.put(name, cut(name === 'in.csv' ? csv : page));
    const refusal = await desk.run('import', name, '--list', 'acme', '--replace');
    expect(refusal.exit, refusal.err).toBe(3);
    expect(refusal.err).toContain('input/cut-short');
    expect(refusal.err).toContain('ends in the middle of its list; nothing was written to registry:acme');
    expect(await desk.live('acme')).toEqual(range(1, 50));
    await desk.run('import', name, '--list', 'acme', '--replace', '--force');
    expect((await desk.live('acme')).length).toBeGreaterThan(40);
    expect(await desk.live('acme')).not.toEqual(range(1, 50));
  });

  it.each([
    ['a download that was cut', range(1, 10), '50 entries where'],
    ['a file from the wrong folder', range(1, 140), 'more than 100 % more'],
  ])('holds %s', async (_what, numbers) => {
    await desk.import('acme', range(1, 50));
    const held = await desk.import('acme', numbers);
    expect(held.exit).toBe(1);
    expect(held.err).toContain('registry/held');
    expect(await desk.live('acme')).toEqual(range(1, 50));
    expect((await desk.run('lists')).out).toContain('edition 2 held');
    const again = await desk.import('acme', numbers);
    expect(again.exit).toBe(1);
    expect(again.err).toContain('registry/held');
    const around = await desk.run('rollback', 'acme', '--at', '2', '--as', MARIA);
    expect(around.exit).toBe(2);
    expect(around.err).toContain('edition 2 is held and was never live; listbridge accept');
    expect(await desk.run('accept', 'acme', '--as', MARIA)).toMatchObject({ exit: 0 });
    expect(await desk.live('acme')).toEqual(numbers);
    expect(await desk.run('accept', 'acme', '--as', MARIA)).toMatchObject({ exit: 2 });
  });

  it.each([
    ['delta', '--replace', '--apply', [1, 2, 3, 4]],
    ['full', '--apply', '--replace', [4]],
  ])('takes no file that says it is a %s with %s, unless told to', async (edition, wrong, right, after) => {
    await desk.import('acme', range(1, 3));
    const row = JSON.stringify({ kind: 'sha256', key: digest(4) });
    desk.put('in.jsonl', `{"canonical":1,"list":{"edition":"${edition}"}}\n${row}\n`);
    const wide = ['--list', 'acme', '--max-shrink', '90'];
    const refused = await desk.run('import', 'in.jsonl', wrong, ...wide);
    expect(refused.exit).toBe(3);
    expect(refused.err).toContain(`Give ${right} instead of ${wrong}.`);
    expect(await desk.live('acme')).toEqual([1, 2, 3]);
    expect(await desk.run('import', 'in.jsonl', right, ...wide)).toMatchObject({ exit: 0 });
    expect(await desk.live('acme')).toEqual(after);
    await desk.run('rollback', 'acme', '--at', '1', '--as', MARIA);
    expect(await desk.run('import', 'in.jsonl', wrong, '--force', ...wide)).toMatchObject({ exit: 0 });
    expect(await desk.live('acme')).toEqual(edition === 'full' ? [1, 2, 3, 4] : [4]);
  });

  it('lists nothing that was to be withdrawn by a misspelt field, and takes no header with one', async () => {
    await desk.import('acme', range(1, 20));
    const apply = ['import', 'in.jsonl', '--list', 'acme', '--apply'];
    desk.put(
      'in.jsonl',
      `{"canonical":1,"list":{}}\n${JSON.stringify({ kind: 'sha256', op: 'withdrawn', key: digest(30) })}\n`,
    );
    const { exit, err } = await desk.run(...apply);
    expect(exit).toBe(3);
    expect(err).toContain('row/unknown-field');
    desk.put(
      'in.jsonl',
      `{"canonical":1,"list":{"editon":"full"}}\n${JSON.stringify({ kind: 'sha256', key: digest(30) })}\n`,
    );
    expect(await desk.run(...apply)).toMatchObject({ exit: 3 });
    expect(await desk.live('acme')).toEqual(range(1, 20));
  });

  it('asks a column profile too which of the two a list is', async () => {
    await desk.import('acme', range(1, 3));
    const profile = ['profile: 1', 'id: ours', 'title: Ours', 'list: { edition: delta }'];
    const columns = ['columns:', '  hash: { key: sha256 }'];
    desk.put('ours.yaml', `${[...profile, ...columns].join('\n')}\n`);
    desk.put('in.csv', `hash\n${digest(1)}\n${digest(2)}\n${digest(3)}\n`);
    const { exit, err } = await desk.run(
      'import',
      'in.csv',
      '--from-profile',
      'ours.yaml',
      '--list',
      'acme',
      '--replace',
    );
    expect(exit, err).toBe(3);
    expect(err).toContain('registry/delta-as-full');
  });

  it('takes a file that is held where it is given again in another way', async () => {
    await desk.import('acme', range(1, 50));
    // A delta that was taken for all of the list.
    desk.write('delta.jsonl', [51, 52]);
    const wrong = await desk.run('import', 'delta.jsonl', '--list', 'acme', '--replace');
    expect(wrong.err).toContain('registry/held');
    expect(await desk.run('import', 'delta.jsonl', '--list', 'acme', '--apply')).toMatchObject({ exit: 0 });
    expect(await desk.live('acme')).toEqual(range(1, 52));
    // And one that is let in by a wider limit.
    expect((await desk.import('acme', range(1, 10))).err).toContain('registry/held');
    expect((await desk.import('acme', range(1, 10), '--max-shrink', '90')).exit).toBe(0);
    expect(await desk.live('acme')).toEqual(range(1, 10));
  });

  it('lets nobody take an edition that was never in force for one that was', async () => {
    await desk.import('acme', range(1, 50));
    await desk.import('acme', range(45, 60));
    const out = await desk.run('export', 'acme', '--at', '2', '-o', 'out.jsonl');
    expect(out.exit).toBe(3);
    expect(out.err).toContain('this is no state that acme was ever in: edition 2 is held');
    expect(out.err).toContain('out.jsonl was not written');
    expect(existsSync(desk.path('out.jsonl'))).toBe(false);
    expect(await desk.run('export', 'acme', '--at', '2', '-o', '-')).toMatchObject({ exit: 3, out: '' });
    expect(await desk.run('merge', 'in.jsonl', 'registry:acme@2')).toMatchObject({ exit: 3, out: '' });
    expect(await desk.run('export', 'acme', '--at', '2', '-o', 'out.jsonl', '--force')).toMatchObject({ exit: 1 });
    expect(desk.read('out.jsonl')).toContain(digest(60));
    const looked = await desk.run('diff', 'registry:acme', 'registry:acme@2', '--allow', 'registry/never-live');
    expect(looked.err).not.toContain('registry/never-live');
    expect((await desk.run('validate', 'registry:acme@2')).exit).toBe(1);
    const { exit, out: why } = await desk.run('why', digest(55), digest(46));
    expect(exit).toBe(1);
    expect(why).toContain('value 1: not on the list, only in an edition that was never in force');
    expect(why).toContain('edition 2, 2026-01-05T12:00:00Z: held (replace of in.jsonl, by desk): ');
    expect(why.split('value 2: ')[1]).not.toContain('held');
  });

  it('rejects what is held, by one person, for good', async () => {
    desk.put('two.yaml', 'policy: 1\ntitle: Two people\nreviews:\n  needed: 2\n');
    await desk.import('acme', range(1, 50), '--policy', 'two.yaml', '--allow', 'registry/waiting');
    await desk.import('acme', range(45, 60));
    await desk.run('accept', 'acme', '--as', MARIA);
    const done = await desk.run('reject', 'acme', '--as', NILS, '--reason', 'wrong file');
    expect(done.exit, done.err).toBe(0);
    expect(done.err).toContain('edition 2 of acme is rejected');
    for (const command of ['accept', 'reject']) {
      const { exit, err } = await desk.run(command, 'acme', '--as', MARIA);
      expect(exit).toBe(2);
      expect(err).toContain('no edition of acme is held');
    }
    expect((await desk.run('lists')).out).not.toContain('held');
    expect((await desk.run('history', 'acme')).out).toMatch(/replace, rejected .*rejected by nils@.*: wrong file/u);
    const [, json = ''] = (await desk.run('history', 'acme', '--json')).out.split('\n');
    expect(JSON.parse(json).rejected).toEqual({ at: '2026-01-05T12:00:00Z', by: NILS, reason: 'wrong file' });
    expect((await desk.run('audit')).out).toContain(
      `"action":"reject","list":"acme","edition":2,"by":"${NILS}","note":"wrong file"`,
    );
    expect((await desk.run('why', digest(55))).out).toContain(
      `rejected (replace of in.jsonl, by desk): by ${NILS}: wrong file`,
    );
    expect((await desk.run('export', 'acme', '--at', '2', '-o', '-')).err).toContain('edition 2 was rejected by nils@');
    expect((await desk.run('rollback', 'acme', '--at', '2', '--as', MARIA)).err).toContain('import its file again');
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });

  it('does not hold a rejected file anew, nor let it in once it fits, unless it is asked for in another way', async () => {
    await desk.import('acme', range(1, 50));
    await desk.import('acme', range(1, 30));
    await desk.run('reject', 'acme', '--as', MARIA);
    for (const numbers of [range(1, 50), range(1, 35)]) {
      await desk.import('acme', numbers, '--max-shrink', '90');
      const again = await desk.import('acme', range(1, 30));
      expect(again.exit).toBe(1);
      expect(again.err).toContain('registry/rejected-before');
      expect(await desk.live('acme')).toEqual(numbers);
    }
    expect((await desk.import('acme', range(1, 30), '--force')).exit).toBe(0);
    expect(await desk.live('acme')).toEqual(range(1, 30));
    expect((await desk.import('acme', range(1, 30))).err).toContain('registry/already-imported');
  });

  it('says what can be done where somebody wants to go back to what was held and overtaken', async () => {
    await desk.import('acme', range(1, 50));
    await desk.import('acme', range(1, 10));
    await desk.run('withdraw', 'acme', digest(3), '--as', MARIA);
    const { exit, err } = await desk.run('rollback', 'acme', '--at', '2', '--as', MARIA);
    expect(exit).toBe(2);
    expect(err).toContain('edition 3 went live since, so import its file again');
    expect(await desk.run('reject', 'acme', '--as', MARIA)).toMatchObject({ exit: 0 });
    expect((await desk.run('lists')).out).not.toContain('held');
  });

  it('forgets what is held once a later edition went in', async () => {
    await desk.import('acme', range(1, 50));
    await desk.import('acme', range(1, 10));
    await desk.import('acme', range(2, 51));
    expect((await desk.run('lists')).out).not.toContain('held');
    expect(await desk.run('accept', 'acme', '--as', MARIA)).toMatchObject({ exit: 3 });
    expect(await desk.live('acme')).toEqual(range(2, 51));
  });

  it('takes no list without an entry, and does not speak of refused rows then', async () => {
    desk.put('empty.jsonl', '{"canonical":1,"list":{}}\n');
    const refused = await desk.run('import', 'empty.jsonl', '--list', 'acme', '--replace');
    expect(refused.exit).toBe(3);
    expect(refused.err).toContain('empty.jsonl was not imported: nothing in it is an entry');
    desk.put('bad.jsonl', `{"canonical":1,"list":{}}\n{"kind":"sha256","key":"00"}\n`);
    const bad = await desk.run('import', 'bad.jsonl', '--list', 'acme', '--replace');
    expect(bad.err).toContain('bad.jsonl was not imported: 1 row was refused');
  });

  it('takes no list with refused rows as whole, unless told to', async () => {
    await desk.import('acme', range(1, 3));
    writeFileSync(
      desk.path('bad.jsonl'),
      `{"canonical":1,"list":{}}\n{"kind":"sha256","key":"${digest(1)}"}\n{"kind":"sha256","key":"00"}\n`,
    );
    const refused = await desk.run('import', 'bad.jsonl', '--list', 'acme', '--replace', '--max-shrink', '90');
    expect(refused).toMatchObject({ exit: 3 });
    expect(await desk.live('acme')).toEqual(range(1, 3));
    await desk.run('import', 'bad.jsonl', '--list', 'acme', '--replace', '--max-shrink', '90', '--force');
    expect(await desk.live('acme')).toEqual([1]);
  });
});

describe('two reviewers', () => {
  it('must be two where the policy says so, and independent', async () => {
    writeFileSync(
      desk.path('two.yaml'),
      'policy: 1\ntitle: Two people\nreviews:\n  needed: 2\n  distinct: [organisation]\n',
    );
    await desk.import('acme', range(1, 50), '--policy', 'two.yaml');
    for (const by of [MARIA, NILS])
      await desk.run('review', 'acme', ...range(1, 50).map(digest), '--confirm', '--as', by);
    await desk.import('acme', range(1, 10));
    const first = await desk.run('accept', 'acme', '--as', MARIA);
    expect(first.err).toContain('registry/second-needed');
    await desk.run('accept', 'acme', '--as', MARIA);
    await desk.run('accept', 'acme', '--as', 'olga@Example Hotline/SE');
    expect(await desk.live('acme')).toEqual(range(1, 50));
    await desk.run('accept', 'acme', '--as', NILS);
    expect(await desk.live('acme')).toEqual(range(1, 10));
    await desk.run('withdraw', 'acme', digest(1), '--as', MARIA);
    expect(await desk.live('acme')).toEqual(range(1, 10));
    await desk.run('withdraw', 'acme', digest(1), '--as', NILS);
    expect(await desk.live('acme')).toEqual(range(2, 10));
  });
});

describe('editions', () => {
  it('can be had by number and by day, and gone back to', async () => {
    await desk.import('acme', range(1, 20));
    desk.now += DAY;
    await desk.import('acme', range(2, 21));
    desk.now += DAY;
    expect(await desk.live('acme', '--at', '1')).toEqual(range(1, 20));
    expect(await desk.live('acme', '--at', '2026-01-05')).toEqual(range(1, 20));
    expect(await desk.live('acme', '--at', '2026-01-06')).toEqual(range(2, 21));
    expect((await desk.run('export', 'acme', '--at', '2026-01-04', '-o', '-')).exit).toBe(2);
    await desk.run('rollback', 'acme', '--at', '1', '--as', MARIA, '--reason', 'wrong file');
    expect(await desk.live('acme')).toEqual(range(1, 20));
    expect((await desk.run('history', 'acme')).out).toContain('wrong file');
  });

  it('can be read by other commands, and compared', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('acme', range(2, 22));
    const { exit, out } = await desk.run('diff', 'registry:acme@1', 'registry:acme', '-q');
    expect(exit).toBe(1);
    expect(out).toMatch(/added +2\nremoved +1\n/u);
    expect(await desk.run('diff', 'in.jsonl', 'registry:acme@2', '-q')).toMatchObject({ exit: 0 });
  });

  it('are told apart where two of one list are read', async () => {
    await desk.import('acme', range(1, 3));
    const empty = JSON.stringify({ kind: 'sha256', key: createHash('sha256').digest('hex') });
    desk.put(
      'in.jsonl',
      `{"canonical":1,"list":{}}\n${JSON.stringify({ kind: 'sha256', key: digest(1) })}\n${empty}\n`,
    );
    await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', '--max-shrink', '90');
    for (const editions of [
      ['registry:acme@2', 'registry:acme@1'],
      ['registry:acme', 'registry:acme@1'],
      ['registry:acme@2', 'registry:acme@1', 'registry:acme@1'],
    ]) {
      const { err } = await desk.run('merge', ...editions, '-o', 'out.jsonl', '--force');
      expect(err).toContain(`digest/empty-file  1\n  ${editions[0]}:2  SHA-256`);
    }
  });

  it('are told apart by a comparison, whatever it is of', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('acme', range(1, 2));
    for (const [older, newer, place] of [
      ['registry:acme@2', 'registry:acme@1', 'registry:acme@2'],
      ['registry:acme@2', 'registry:acme', 'registry:acme@2'],
      ['registry:acme', 'registry:acme@2', 'registry:acme@2'],
    ] as const) {
      const { err } = await desk.run('diff', older, newer);
      expect(err).toContain(`registry/never-live  1\n  ${place}  this is no state`);
    }
  });

  it('stay as they were, byte for byte, whatever comes after', async () => {
    const were: string[] = [];
    for (let edition = 0; edition < 30; edition++) {
      const numbers = range(1, 60).filter((n) => (n * 31 + edition * edition * 7 + edition * n) % 101 > 8);
      const made = await desk.import('acme', numbers, '--max-growth', '900', '--max-shrink', '99');
      expect(made.exit).toBe(0);
      were.push(await desk.export('acme'));
    }
    expect(new Set(were).size).toBeGreaterThan(20);
    for (const [i, was] of were.entries()) expect(await desk.export('acme', '--at', String(i + 1))).toBe(was);
  });

  it('tell what an export would lose without writing it, in the reports that were asked for', async () => {
    await desk.import('acme', range(1, 20));
    const plan = ['--to', 'rpz-zone', '-o', 'block.rpz', '--plan', '--report', 'json=plan.json'];
    const { exit, out } = await desk.run('export', 'acme', ...plan);
    expect(exit).toBe(0);
    expect(out).toContain('registry -> rpz-zone: what may be lost');
    const report = JSON.parse(desk.read('plan.json')) as { losses: object[]; tally: object };
    expect(report.losses).toContainEqual(
      expect.objectContaining({ class: 'kind-dropped', what: 'sha256', count: null }),
    );
    expect(report.tally).toMatchObject({ output: null });
  });
});

describe('a registry of which a first import left no more than the file', () => {
  it.each([
    ['empty', () => writeFileSync(desk.file, '')],
    [
      'without tables',
      async () => {
        const db = await openDatabase({ operand: 'registry', path: desk.file }, 'create');
        db.exec('PRAGMA journal_mode = WAL');
        db.close();
      },
    ],
  ])('is not there yet: %s', async (_what, make) => {
    await desk.import('acme', range(1, 3));
    for (const ending of ['', '-wal', '-shm']) rmSync(desk.file + ending, { force: true });
    await make();
    for (const command of [['lists'], ['export', 'acme'], ['accept', 'acme', '--as', MARIA]]) {
      const { exit, err } = await desk.run(...command);
      expect(exit).toBe(4);
      expect(err).toContain('there is no registry at');
    }
    expect((await desk.import('acme', range(1, 3))).exit).toBe(0);
    expect(await desk.live('acme')).toEqual(range(1, 3));
  });
});

describe('a registry that was left half written', () => {
  /** As a process leaves it that is killed while it makes the file: what was there before waits in a journal beside it. */
  async function leftHalfWritten(): Promise<void> {
    await desk.import('acme', range(1, 200));
    const other = desk.path('other.db');
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1;');
    await db
      .transaction(async () => {
        db.exec("UPDATE list SET name = 'half'; UPDATE block SET rows = 0");
        copyFileSync(desk.file, other);
        copyFileSync(`${desk.file}-journal`, `${other}-journal`);
        throw new Error('killed');
      })
      .catch(() => {});
    db.close();
    renameSync(other, desk.file);
    renameSync(`${other}-journal`, `${desk.file}-journal`);
  }

  it('is what it was before, also to who only reads', async () => {
    await leftHalfWritten();
    const { exit, out, err } = await desk.run('lists');
    expect(exit, err).toBe(0);
    expect(out).toContain('acme');
    expect(await desk.live('acme')).toEqual(range(1, 200));
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0 });
  });
});

describe('another database that was left half written', () => {
  it('is not put back by a command that takes it for a registry', async () => {
    const [source, named] = [desk.path('source.db'), desk.path('named.db')];
    const db = await openDatabase({ operand: 'other', path: source }, 'create');
    db.exec('CREATE TABLE entry(text TEXT); PRAGMA cache_size = 1;');
    for (let n = 0; n < 200; n++) db.prepare('INSERT INTO entry VALUES (?)').run('a'.repeat(100));
    await db
      .transaction(async () => {
        db.exec("UPDATE entry SET text = 'half'");
        copyFileSync(source, named);
        copyFileSync(`${source}-journal`, `${named}-journal`);
        throw new Error('killed');
      })
      .catch(() => {});
    db.close();
    const [before, journal] = [readFileSync(named), readFileSync(`${named}-journal`)];
    const { exit, err } = await desk.run('lists', '--registry', 'named.db');
    expect(exit).toBe(4);
    expect(err).toContain('left half written');
    expect(readFileSync(named).equals(before)).toBe(true);
    expect(readFileSync(`${named}-journal`).equals(journal)).toBe(true);
  });
});

describe('the history', () => {
  it('tells of each edition by which command it was made, with what was asked, and by which version', async () => {
    desk.put('open.yaml', 'policy: 1\ntitle: Open\n');
    await desk.import('acme', range(1, 20), '--policy', 'open.yaml');
    await desk.import('acme', range(2, 60), '--max-growth', '300', '--force');
    await desk.run('review', 'acme', digest(3), '--refute', '--as', MARIA);
    await desk.run('appeal', 'acme', digest(4), '--decision', 'rejected', '--as', MARIA);
    await desk.run('withdraw', 'acme', digest(5), '--as', MARIA);
    await desk.run('rollback', 'acme', '--at', '2', '--as', MARIA);
    const { out } = await desk.run('history', 'acme');
    const commands = [...out.matchAll(/^ {2}listbridge (\S+): (.*)$/gmu)].map(([, tool, line]) => `${tool} ${line}`);
    expect(commands).toEqual(
      [
        'import in.jsonl --list acme --replace --policy open',
        'import in.jsonl --list acme --replace --max-growth 300 --force',
        'review acme --refute',
        'appeal acme --decision rejected',
        'withdraw acme',
        'rollback acme --at 2',
      ].map((line) => `${tool.version} ${line}`),
    );
    for (const n of [3, 4, 5]) expect(out).not.toContain(digest(n).slice(0, 12));
  });
});

describe('the time of a change', () => {
  it('is that of the clock, by whatever day entries are judged', async () => {
    const entry = (n: number) => JSON.stringify({ kind: 'sha256', key: digest(n), expires: '2025-06-01T00:00:00Z' });
    desk.put('in.jsonl', `{"canonical":1,"list":{}}\n${entry(1)}\n${entry(2)}\n`);
    const past = ['--as-of', '2025-01-01'];
    const made = await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', ...past, '--as', MARIA);
    expect(made.err).not.toContain('expiry/past');
    desk.now += 60;
    const judged = await desk.run('import', 'in.jsonl', '--list', 'other', '--replace', '--as', MARIA);
    expect(judged.err).toContain('expiry/past');
    for (const command of [['review', '--confirm'], ['appeal'], ['withdraw']]) {
      const [name = '', ...words] = command;
      const { exit, err } = await desk.run(name, 'acme', digest(1), ...words, '--as', MARIA, ...past);
      expect(exit).toBe(2);
      expect(err).toContain('--as-of');
      expect((await desk.run(name, 'acme', digest(1), ...words, '--as', MARIA)).exit).toBe(0);
    }
    const audit = (await desk.run('audit', 'list')).out.trim().split('\n');
    expect(audit.length).toBeGreaterThan(4);
    expect(audit.filter((line) => !line.includes('2026-01-05'))).toEqual([]);
    const history = await desk.run('history', 'acme');
    expect(history.out).not.toContain('2025');
    expect((await desk.run('why', digest(1), '--at', '2025-02-01')).exit).toBe(1);
  });
});

describe('a day that has not come', () => {
  it('is told by who reads, and refused by who goes back', async () => {
    await desk.import('acme', range(1, 20));
    for (const command of [
      ['export', 'acme', '--at', '2026-01-06', '-o', '-'],
      ['why', digest(1), '--at', '2026-01-06'],
    ])
      expect((await desk.run(...command)).err).toContain('2026-01-06 has not come yet');
    for (const at of ['2026-01-05', '1'])
      expect((await desk.run('export', 'acme', '--at', at, '-o', '-')).err).not.toContain('registry/future');
    const back = await desk.run('rollback', 'acme', '--at', '2026-01-06', '--as', MARIA);
    expect(back.exit).toBe(2);
    expect(back.err).toContain('that day has not come yet');
  });
});

describe('what was typed wrong', () => {
  it('is told: a country that is none, a file that is not there, a file that was meant for a value', async () => {
    await desk.import('acme', range(1, 20));
    const country = await desk.run('review', 'acme', digest(1), '--confirm', '--as', 'anna@Hotline/EU');
    expect(country.exit).toBe(2);
    expect(country.err).toContain('EU is no country of ISO 3166-1');
    expect((await desk.run('audit', 'verify', '--head', 'none.txt')).err).toContain('there is no file none.txt');
    const file = await desk.run('review', 'acme', 'in.jsonl', '--confirm', '--as', MARIA);
    expect(file.exit).toBe(2);
    expect(file.err).toContain('those of a file are read with - < FILE');
  });
});

describe('what is told', () => {
  it('is how many entries of an edition wait', async () => {
    desk.put('two.yaml', 'policy: 1\ntitle: Two\nreviews: { needed: 2, distinct: [person] }\n');
    const { err } = await desk.import('acme', range(1, 11), '--policy', 'two.yaml');
    expect(err).toContain('edition 1 of acme is live, with 11 entries, of which 11 wait: 11 added');
    expect((await desk.import('beta', range(1, 11))).err).toContain(
      'edition 1 of beta is live, with 11 entries: 11 added',
    );
  });

  it('is what is known of a value that is not listed', async () => {
    await desk.import('acme', range(1, 20));
    await desk.run('withdraw', 'acme', digest(3), '--as', MARIA);
    const { exit, err } = await desk.run('withdraw', 'acme', digest(3), digest(90), 'z z z', digest(4), '--as', MARIA);
    expect(exit).toBe(2);
    expect(err).toContain(
      'not listed in acme: values 1 (withdrawn in edition 2 already), 2, 3 (no digest, URL, name or address); nothing',
    );
    expect(await desk.live('acme')).toContain(4);
  });

  it('is what the file of the registry is, to who takes it for a list', async () => {
    await desk.import('acme', range(1, 20));
    await desk.run('audit', 'verify');
    const { err, out } = await desk.run('inspect', desk.file);
    expect(err).toContain('it is a registry of listbridge: listbridge lists --registry FILE');
    expect(out).not.toContain('perhaps');
  });

  it('is no table of inputs where a command was given none', async () => {
    await desk.import('acme', range(1, 100));
    await desk.import('acme', range(1, 10));
    expect((await desk.run('reject', 'acme', '--as', MARIA)).err).not.toMatch(/^input .* rejected/mu);
    expect((await desk.run('validate', 'registry:acme')).err).toMatch(/^input .* rejected/mu);
  });

  it('is the edition that took the place of what was held', async () => {
    await desk.import('acme', range(1, 100));
    await desk.import('acme', range(1, 10));
    await desk.import('acme', range(1, 99));
    const { exit, err } = await desk.run('accept', 'acme', '--as', MARIA);
    expect(exit).not.toBe(0);
    expect(err).toContain('registry/outdated');
    expect(err).toContain('3');
    expect((await desk.run('reject', 'acme', '--as', MARIA)).err).toContain('no edition of acme is held');
  });
});

describe('an entry', () => {
  it('that was withdrawn is not called listed', async () => {
    await desk.import('acme', range(1, 20));
    await desk.run('withdraw', 'acme', digest(6), '--as', MARIA, '--reason', 'case closed');
    const { out } = await desk.run('why', digest(6));
    expect(out).toContain('value 1: withdrawn');
    expect(out).toContain('acme@2  withdrawn, as SHA-256 with exact scope');
    expect(out).toContain('withdrawn (withdraw, by maria@Example Hotline/SE): case closed');
    expect((await desk.run('history', 'acme')).out).toMatch(/-1 +~0 +maria@Example Hotline\/SE +case closed\n/u);
  });

  it('is explained: lists, editions, reviews, without its value', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('beta', range(5, 25));
    await desk.run('review', 'acme', digest(6), '--confirm', '--as', MARIA);
    const { exit, out } = await desk.run('why', digest(6));
    expect(exit).toBe(0);
    expect(out).toContain('acme@2');
    expect(out).toContain('beta@1');
    expect(out).toContain('maria');
    expect(out).toContain('edition 1, 2026-01-05');
    expect(out).not.toContain(digest(6).slice(0, 12));
    expect(await desk.run('why', digest(90))).toMatchObject({ exit: 1 });
  });

  it('is not written into the history by a reason', async () => {
    desk.put('names.jsonl', '{"canonical":1,"list":{}}\n{"kind":"domain","key":"a.listed.example"}\n');
    await desk.run('import', 'names.jsonl', '--list', 'acme', '--replace');
    for (const command of ['appeal', 'withdraw']) {
      const reason = ['--as', MARIA, '--reason', 'about A.Listed.example'];
      const { exit, err } = await desk.run(command, 'acme', 'a.listed.example', ...reason);
      expect(exit).toBe(2);
      expect(err).toContain('--reason: it names an entry');
      expect(err.toLowerCase()).not.toContain('a.listed.example');
    }
    expect((await desk.run('audit', 'list')).out).not.toMatch(/listed\.example/iu);
  });

  it('is not written into the history by a reason that names another entry, or anything that looks like one', async () => {
    const rows = ['a.listed.example', 'b.listed.example', 'c.listed.example'];
    const lines = rows.map((key) => `{"kind":"domain","key":"${key}"}\n`).join('');
    desk.put('names.jsonl', `{"canonical":1,"list":{}}\n${lines}{"kind":"url","key":"http://d.listed.example/x"}\n`);
    await desk.run('import', 'names.jsonl', '--list', 'acme', '--replace');
    const told = async (reason: string, as = MARIA): Promise<readonly [number, string]> => {
      const { exit, err } = await desk.run('appeal', 'acme', 'a.listed.example', '--as', as, '--reason', reason);
      expect(err).not.toMatch(/[bcd]\.listed/u);
      return [exit, err];
    };
    for (const reason of [
      'like b.listed.example',
      'see (B.Listed.Example).',
      'host:b.listed.example',
      'as b[.]listed[.]example says',
      'mail of x@c.listed.example',
      'at d.listed.example/x',
      `as ${digest(7)}`,
      'as http://e.example/',
      'as hxxp://e[.]example/',
      'as 192.0.2.7',
    ]) {
      const [exit, err] = await told(reason);
      expect([reason, exit]).toEqual([reason, 2]);
      expect(err).toContain('--reason');
    }
    for (const who of ['maria@b.listed.example/SE', `maria@${digest(7)}/SE`]) {
      const [exit, err] = await told('case 7', who);
      expect([exit, err]).toEqual([2, expect.stringContaining('--as')]);
    }
    expect((await told('mail from www.hotline.example, case 12/2026, see docs/notes.md.'))[0]).toBe(0);
    expect((await desk.run('audit', 'list')).out).not.toMatch(/[bcd]\W*listed/iu);
  });

  it('is not written into the history by who rejects an edition', async () => {
    await desk.import('acme', range(1, 20));
    await desk.import('acme', [1]);
    const reject = (reason: string) => desk.run('reject', 'acme', '--as', MARIA, '--reason', reason);
    expect(await reject(`as ${digest(1)}`)).toMatchObject({ exit: 2 });
    expect(await reject('wrong file')).toMatchObject({ exit: 0 });
  });

  it('keeps its appeal and what was decided', async () => {
    await desk.import('acme', range(1, 20));
    await desk.run('appeal', 'acme', digest(3), '--as', MARIA, '--reason', 'case 12');
    expect(await desk.export('acme')).toContain('"scheme":"appeal","label":"pending"');
    await desk.run('appeal', 'acme', digest(3), '--as', MARIA, '--decision', 'upheld');
    const after = await desk.export('acme');
    expect(after).toContain('"scheme":"appeal","label":"upheld"');
    expect(after).not.toContain('pending');
    expect(await desk.run('withdraw', 'acme', digest(90), '--as', MARIA)).toMatchObject({ exit: 2 });
  });
});

describe('the audit log', () => {
  it('names the first record that is not as it was written', async () => {
    for (let n = 1; n <= 4; n++) await desk.import('acme', range(1, 20 + n));
    const { out: head } = await desk.run('audit', 'head');
    expect(head).toMatch(/^4 [0-9a-f]{64}\n$/u);
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 0, out: head });
    const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
    expect(() => db.exec('DELETE FROM audit WHERE number = 4')).toThrow();
    db.exec('DROP TRIGGER audit_stays; DROP TRIGGER audit_remains');
    db.exec('DELETE FROM audit WHERE number = 4');
    expect((await desk.run('audit', 'verify')).err).toContain('no record of the audit log tells of edition 4 of acme');
    expect((await desk.run('audit', 'verify', '--head', head)).err).toContain('at record 4');
    db.exec(`UPDATE audit SET body = replace(body, 'in.jsonl', 'other') WHERE number = 2`);
    expect(await desk.run('audit', 'verify')).toMatchObject({ exit: 4 });
    expect((await desk.run('audit', 'verify')).err).toContain('at record 2');
    db.close();
  });
});
