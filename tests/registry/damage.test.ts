// Damage that SQLite does not see: every text and blob of every table in turn. It is told, or does not matter, and never
// passes for a fault of the program.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/sqlite/driver.ts';
import { RUNS, USUAL_RUNS } from '../support/runs.ts';
import { Desk, digest, MARIA, NILS, range } from './play.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.close());

const COMMANDS = [
  ['lists'],
  ['history', 'acme'],
  ['export', 'acme', '-o', '-', '-q', '--force'],
  ['why', digest(3)],
  ['audit'],
  ['audit', 'verify'],
  ['import', 'delta.jsonl', '--list', 'acme', '--apply'],
];
const COLUMNS = `SELECT m.name AS "table", c.name AS "column", c.type AS type FROM sqlite_schema m
  JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type IN ('TEXT', 'BLOB')`;
/** Bytes of no text; a word of JSON; an array where an object must be; an object without anything in it; nothing. */
const DAMAGES = ['ff00fe', '37', '5b5d', '7b7d', ''];

it('is told with exit 4, and by what part', { timeout: 600_000 }, async () => {
  await registry();
  const columns = await opened((db) => {
    db.exec('DROP TRIGGER audit_stays; DROP TRIGGER audit_remains; PRAGMA wal_checkpoint(TRUNCATE)');
    return db.prepare(COLUMNS).all();
  });
  const whole = readFileSync(desk.file);
  const parts = new Set<string>();
  let tried = 0;
  for (const { table, column, type } of columns) {
    for (const damage of RUNS > USUAL_RUNS ? DAMAGES : DAMAGES.slice(0, 1)) {
      for (const ending of ['-wal', '-shm']) rmSync(desk.file + ending, { force: true });
      writeFileSync(desk.file, whole);
      const value = type === 'BLOB' ? `x'${damage}'` : `CAST(x'${damage}' AS TEXT)`;
      await opened((db) =>
        db.exec(`UPDATE OR IGNORE "${table}" SET "${column}" = ${value} WHERE "${column}" IS NOT NULL`),
      );
      for (const command of COMMANDS) {
        const { exit, err } = await desk.run(...command);
        expect([0, 1, 2, 3, 4], `${table}.${column} ${damage}: ${command.join(' ')}\n${err}`).toContain(exit);
        const part = /registry is damaged: (.+) cannot be read/u.exec(err)?.[1];
        if (part === undefined) continue;
        expect(exit).toBe(4);
        parts.add(part.replace(/\d+/u, 'N'));
      }
      tried += COMMANDS.length;
    }
  }
  expect([...parts].sort()).toEqual([
    'edition N, its facts',
    'edition N, what it asks for',
    'edition N, who rejected it',
    'record N of the audit log',
    'what a list asks for',
    'what several entries say alike',
  ]);
  process.stdout.write(`faults tried: ${tried} commands with a damaged column\n`);
});

async function opened<T>(work: (db: Database) => T): Promise<T> {
  const db = await openDatabase({ operand: 'registry', path: desk.file }, 'write');
  try {
    return work(db);
  } finally {
    db.close();
  }
}

async function registry(): Promise<void> {
  desk.put('two.yaml', 'policy: 1\ntitle: Two\nreviews: { needed: 2, distinct: [person] }\n');
  const row = (n: number) =>
    JSON.stringify({ kind: 'sha256', key: digest(n), opinions: [{ member: 'a', label: 'b' }] });
  desk.put('in.jsonl', ['{"canonical":1,"list":{}}', ...range(1, 50).map(row), ''].join('\n'));
  desk.put('delta.jsonl', ['{"canonical":1,"list":{}}', row(60), ''].join('\n'));
  await desk.run('import', 'in.jsonl', '--list', 'acme', '--replace', '--policy', 'two.yaml');
  for (const by of [MARIA, NILS]) await desk.run('review', 'acme', digest(3), '--confirm', '--as', by);
  await desk.import('acme', range(1, 10));
  await desk.run('reject', 'acme', '--as', MARIA);
  await desk.import('acme', range(1, 9), '--max-shrink', '20');
  await desk.run('withdraw', 'acme', digest(4), '--as', MARIA);
}
