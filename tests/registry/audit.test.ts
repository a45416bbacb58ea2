// The audit log speaks for all that is kept: whoever writes into the file past the program is found, whatever was written.
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/sqlite/driver.ts';
import { keyPair } from '../support/keys.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

let desk: Desk;
let whole: Buffer;
beforeAll(async () => {
  desk = new Desk();
  desk.put('two.yaml', 'policy: 1\ntitle: Two bodies\nreviews:\n  needed: 2\n  distinct: [organisation]\n');
  await desk.import('acme', range(1, 100), '--policy', 'two.yaml', '--as', MARIA);
  await desk.import('acme', range(1, 10));
  for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
  for (const by of [MARIA, NILS]) await desk.run('accept', 'acme', '--as', by);
  await desk.import('acme', range(2, 11));
  await desk.import('acme', range(1, 90));
  await desk.run('withdraw', 'acme', digest(3), '--as', NILS);
  await verified(); // takes in what waits beside the file
  whole = readFileSync(desk.file);
});
beforeEach(() => {
  for (const ending of ['-wal', '-shm']) rmSync(desk.file + ending, { force: true });
  writeFileSync(desk.file, whole);
});
afterAll(() => desk.close());

async function verified(write: string | ((db: Database) => void) = ''): Promise<string> {
  const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
  if (typeof write === 'string') db.exec(write);
  else write(db);
  db.close();
  const { exit, out, err } = await desk.run('audit', 'verify');
  expect([0, 4]).toContain(exit);
  expect(out === '').toBe(exit !== 0);
  if (exit === 0) expect(err).toMatch(/the audit log is whole, .*: \d+ records\n/u);
  return exit === 0 ? '' : (err.split('\n')[0] ?? '');
}

/** Without sums, and with the chain that such a log has: what only a head that was kept elsewhere tells from a forgery. */
const unsummed = (db: Database): void => {
  db.exec('DROP TRIGGER audit_stays');
  db.exec("UPDATE audit SET body = json_remove(body, '$.sum', '$.terms', '$.content', '$.votes')");
  let last = '0'.repeat(64);
  for (const { number, body } of db.prepare('SELECT number, body FROM audit ORDER BY number').all()) {
    last = createHash('sha256').update(`${last}\n${number}\n${body}`).digest('hex');
    db.prepare('UPDATE audit SET hash = ? WHERE number = ?').run(last, Number(number));
  }
};

describe('what was written past the program', () => {
  it('is not there after editions that were held, accepted, reviewed and kept in full', async () => {
    await desk.import('acme', range(100, 190), '--max-growth', '900');
    await desk.run('rollback', 'acme', '--at', '1', '--as', MARIA);
    expect(await verified()).toBe('');
  });

  it.each([
    [
      'another name in the history',
      "UPDATE edition SET person = 'x@y/SE' WHERE number = 1",
      /edition 1 of acme.* record \d/,
    ],
    ['another day', 'UPDATE edition SET at = at - 86400 WHERE number = 5', /edition 5 of acme.* record \d/],
    ['another file', "UPDATE edition SET input = 'other.jsonl' WHERE number = 5", /edition 5 of acme.* record \d/],
    [
      'another version of the program',
      "UPDATE edition SET tool = '9' WHERE number = 5",
      /edition 5 of acme.* record \d/,
    ],
    ['another reason to be held', "UPDATE edition SET held = 'x' WHERE number = 2", /edition 2 of acme.* record \d/],
    [
      'what is held as if it were live',
      "UPDATE edition SET state = 'live' WHERE state = 'held'",
      /edition 7 of acme.* record \d/,
    ],
    [
      'what is held as if it were accepted',
      "UPDATE edition SET state = 'accepted' WHERE state = 'held'",
      /edition 7 of acme.* record \d/,
    ],
    [
      'a rejection',
      `UPDATE edition SET rejected = '{"at":1,"by":"x@y/SE","reason":null}' WHERE number = 7`,
      /no record .* rejection of edition 7 of acme/,
    ],
    ['an edition less', 'DELETE FROM edition WHERE number = 6', /edition 6 of acme.* record \d/],
    ['another reviewer', `UPDATE term SET body = replace(body, 'nils', 'olga')`, /edition \d of acme.* record \d/],
    ['rows less', 'DELETE FROM block WHERE part = 0 AND edition = 6', /edition 6 of acme.* record \d/],
    [
      'the rows of another edition',
      'UPDATE block SET body = (SELECT body FROM block WHERE edition = 1 AND part = 0) WHERE edition = 6 AND part = 0',
      /edition 6 of acme.* record \d/,
    ],
    [
      'one edition more',
      `CREATE TEMP TABLE copy AS SELECT * FROM edition WHERE number = 6; UPDATE copy SET number = 8;
       INSERT INTO edition SELECT * FROM copy`,
      /no record .* edition 8 of acme/,
    ],
    [
      'other counts of the live edition',
      `UPDATE census SET body = replace(body, '"joined":0', '"joined":7')`,
      /edition 6 of acme.* record \d/,
    ],
    ['other first keys of blocks', "UPDATE block SET first = x'ff'", /edition 1 of acme.* record \d/],
    ['another number of rows', 'UPDATE block SET rows = rows + 1', /edition 1 of acme.* record \d/],
    [
      'a block that only a look for a key finds',
      'INSERT INTO block SELECT list, edition, part, 9, first, rows, body FROM block WHERE edition = 1 AND part = 0',
      /edition 1 of acme.* record \d/,
    ],
    ['a list that asks for no reviews', 'UPDATE list SET standing = NULL', /no record .* what acme asks for/],
    [
      'a second vote',
      `INSERT INTO vote SELECT list, subject, 'maria', 'Example Hotline', 'SE', at FROM vote WHERE subject LIKE 'withdraw %'`,
      /no record .* vote of maria@Example Hotline\/SE/,
    ],
    ['a vote less', 'DELETE FROM vote', /waits for a second vote on acme.* record \d/],
    [
      'a vote on something else',
      "UPDATE vote SET subject = replace(subject, 'withdraw ', 'withdraw 0')",
      /waits for a second vote on acme.* record \d/,
    ],
    ['the vote of somebody else', "UPDATE vote SET reviewer = 'maria'", /no record .* vote of maria@Other Hotline\/NO/],
    [
      'the vote of somebody who did vote once',
      `UPDATE vote SET reviewer = 'maria', organisation = 'Example Hotline', country = 'SE',
       at = (SELECT json_extract(body, '$.at') FROM audit WHERE body LIKE '%accept asked%maria%')`,
      /vote/,
    ],
  ])('shows: %s', async (_what, sql, says) => {
    expect(await verified()).toBe('');
    expect(await verified(sql)).toMatch(says);
  });

  it.each([
    ['none', 'DELETE FROM block WHERE part > 1'],
    ['of the others', 'DELETE FROM block WHERE part > 1 AND place = 0'],
    ['others', 'UPDATE block SET body = (SELECT body FROM block WHERE part = 0 LIMIT 1) WHERE part > 1'],
    ['from another hash on', "UPDATE block SET first = x'00000000' WHERE part > 1"],
  ])('shows that pointers to keys of records are not as they were: %s', async (_what, sql) => {
    const file = (n: number) =>
      [2 * n, 2 * n + 1].map((key) => JSON.stringify({ kind: 'sha256', key: digest(key), item: n })).join('\n');
    desk.put('records.jsonl', ['{"canonical":1,"list":{}}', ...range(1, 40).map(file), ''].join('\n'));
    expect(await desk.run('import', 'records.jsonl', '--list', 'files', '--replace')).toMatchObject({ exit: 0 });
    expect(await verified()).toBe('');
    expect(await verified(sql)).toMatch(/edition 1 of files.* record \d/);
  });

  it.each([
    ['another name', `rejected = json_set(rejected, '$.by', 'x@y/SE')`],
    ['another reason', `rejected = json_set(rejected, '$.reason', 'none')`],
    ['none', 'rejected = NULL'],
  ])('shows that a rejection was written over: %s', async (_what, set) => {
    await desk.run('reject', 'acme', '--as', MARIA, '--reason', 'wrong file');
    expect(await verified()).toBe('');
    expect(await verified(`UPDATE edition SET ${set} WHERE number = 7`)).toMatch(/edition 7 of acme.* record \d/);
  });

  it('shows a vote that is gone after others were counted, forgotten or added', async () => {
    await desk.run('accept', 'acme', '--as', MARIA);
    expect(await verified()).toBe('');
    await desk.run('reject', 'acme', '--as', MARIA);
    expect(await verified()).toBe('');
    await desk.run('withdraw', 'acme', digest(4), '--as', NILS);
    expect(await verified()).toBe('');
    await desk.run('withdraw', 'acme', digest(4), '--as', MARIA);
    expect(await verified()).toBe('');
    expect(await verified('DELETE FROM vote')).toMatch(/waits for a second vote on acme.* record \d/);
  });

  it('tells damage as such', async () => {
    const damaged = await verified('UPDATE block SET body = zeroblob(length(body)) WHERE edition = 1 AND part = 0');
    expect(damaged).toContain('damaged');
  });
});

describe('the head of the log', () => {
  const told = async (line: string): Promise<string> => {
    const { exit, out, err } = await desk.run(...line.split(' '));
    const [first = ''] = err.replace(/^info {2}the audit log is whole.*\n(?: .*\n)*/u, '').split('\n');
    return `${exit} ${out}${first}`;
  };
  beforeAll(() => {
    for (const n of [1, 2]) {
      desk.put(`${n}.key`, keyPair(n).secretKey, 0o600);
      desk.put(`${n}.pub`, keyPair(n).publicKey);
    }
  });
  beforeEach(() => {
    for (const name of ['head.txt', 'head.txt.minisig']) rmSync(desk.path(name), { force: true });
  });

  it('is written with its signature beside it, and the log is held against it', async () => {
    const { out: head } = await desk.run('audit', 'head');
    expect(await told('audit head -o head.txt --sign-with 1.key')).toBe('0 ');
    expect(desk.read('head.txt')).toBe(head);
    expect(desk.read('head.txt.minisig')).toContain('file:head.txt');
    expect(await told('audit verify --head head.txt --verify-with 1.pub')).toBe(`0 ${head}`);
    expect(await told('audit verify --head head.txt --verify-with 2.pub')).toMatch(/^4 .*signed by key/u);
    desk.put('head.txt', head.replace(/^\d+/u, '3'));
    expect(await told('audit verify --head head.txt --verify-with 1.pub')).toMatch(/^4 .*does not fit/u);
    expect(await told('audit verify --head head.txt')).toMatch(/^4 .*broken at record 3/u);
    expect(await told('audit head -o head.txt --sign-with 1.key')).toBe('0 '); // in the place of a head
    rmSync(desk.path('head.txt.minisig'));
    expect(await told('audit verify --head head.txt --verify-with 1.pub')).toMatch(/^4 .*head.txt.minisig/u);
  });

  it('shows a log that was written anew as a whole', async () => {
    await desk.run('audit', 'head', '-o', 'head.txt', '--sign-with', '1.key');
    expect(await verified(unsummed)).toBe('');
    expect(await told('audit verify --head head.txt --verify-with 1.pub')).toMatch(/^4 .*audit log is broken/u);
  });

  it('takes the place of no list and no key, and no option that it does not look at', async () => {
    expect(await told('audit head -o in.jsonl')).toMatch(/^3 .*is not the head of an audit log/u);
    expect(await told('audit head -o 1.key --sign-with 1.key')).toMatch(/^3 .*1\.key/u);
    expect(await told('audit head -o head.txt --sign-with 1.pub')).toMatch(/^[34] .*1\.pub/u);
    expect(await told('audit head --sign-with 1.key')).toMatch(/^2 .*-o/u);
    expect(await told('audit head --head head.txt')).toMatch(/^2 .*it is for audit verify/u);
    expect(await told('audit verify -o head.txt')).toMatch(/^2 .*it is for audit head/u);
    expect(await told('audit list --sign-with 1.key')).toMatch(/^2 .*it is for audit head/u);
    expect(await told('audit verify --verify-with 1.pub')).toMatch(/^2 .*--head/u);
    expect(await told('audit verify --head nowhere')).toMatch(/^2 .*it is what audit head prints/u);
    expect(await told('audit verify --head in.jsonl')).toMatch(/^2 .*in\.jsonl is not what audit head wrote/u);
    chmodSync(desk.path('1.key'), 0o640);
    expect(await told('audit head -o head.txt --sign-with 1.key')).toMatch(/^0 warning .*1\.key/u);
    chmodSync(desk.path('1.key'), 0o644);
    expect(await told('audit head -o head.txt --sign-with 1.key')).toMatch(/^3 .*everybody/u);
    chmodSync(desk.path('1.key'), 0o600);
  });
});

describe('a log of an older version', () => {
  it('is held against what it has, and what comes after it against its sums', async () => {
    expect(await verified(unsummed)).toBe('');
    await desk.import('acme', range(3, 12));
    await desk.import('acme', range(4, 13));
    expect(await verified()).toBe('');
    expect(await verified("UPDATE edition SET input = 'x' WHERE number = 8")).toContain('edition 8 of acme');
    expect(await verified("UPDATE edition SET person = 'x@y/SE' WHERE number = 1")).toContain('edition 1 of acme');
  });
});
