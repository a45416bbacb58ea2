// What was done with the registry, by whom and when: append-only, each record bound to all before it by a hash, so that one
// that was changed, taken out or put in shows. It holds no list values.
import { hash } from 'node:crypto';
import type { Database } from '../sqlite/driver.ts';
import { objectIn } from './stored.ts';

/** What a record says. `at` is epoch seconds; `list` and `edition` where it is about one. */
export interface AuditEntry {
  readonly at: number;
  readonly action: string;
  readonly list?: string;
  readonly edition?: number;
  readonly by?: string;
  readonly note?: string;
  /** What was asked for, where nothing was made yet: `withdraw of 3 entries`, `accept 12`. */
  readonly what?: string;
  /** The entries, where a key for their aliases was given; the first of many. */
  readonly aliases?: readonly string[];
  /** What is kept of the edition (sums.ts); absent where an older version wrote the record. */
  readonly content?: string;
  readonly terms?: number;
  readonly sum?: string;
  /** Sum of what was counted of it when it went live (census.ts). */
  readonly census?: string;
  /** Sum of the votes of the list after it (votes.ts), where it added or took some. */
  readonly votes?: string;
}

/** The action of the one record about an edition that does not tell how it was made. */
export const REJECT = 'reject';

/** Ends the action of a record that somebody voted. */
export const ASKED = ' asked';

export interface AuditHead {
  readonly number: number;
  readonly hash: string;
}

const NOTHING: AuditHead = { number: 0, hash: '0'.repeat(64) };

export function auditHead(database: Database): AuditHead {
  const row = database.prepare('SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1').get();
  return row === undefined ? NOTHING : { number: Number(row['number']), hash: String(row['hash']) };
}

/** Inside the transaction that does what it tells of. */
export function audit(database: Database, entry: AuditEntry): void {
  const head = auditHead(database);
  const number = head.number + 1;
  const body = JSON.stringify(entry);
  database.prepare('INSERT INTO audit VALUES (?, ?, ?)').run(number, body, link(head.hash, number, body));
}

function link(before: string, number: number, body: string): string {
  return hash('sha256', `${before}\n${number}\n${body}`, 'hex');
}

export function* auditEntries(database: Database): Generator<AuditEntry & { readonly number: number }> {
  for (const row of database.prepare('SELECT number, body FROM audit ORDER BY number').iterate()) {
    yield {
      ...objectIn<AuditEntry>(row['body'], `record ${row['number']} of the audit log`, ['at', 'action']),
      number: Number(row['number']),
    };
  }
}

/** What somebody gave as the reason at that time; empty where nothing. */
export function noteOf(database: Database, { action, list, by, at }: Required<Wanted>): string {
  const row = database
    .prepare(`SELECT json_extract(body, '$.note') AS note FROM audit
      WHERE json_valid(body) AND json_extract(body, '$.action') = ? AND json_extract(body, '$.list') = ?
      AND json_extract(body, '$.by') = ? AND json_extract(body, '$.at') = ? ORDER BY number LIMIT 1`)
    .get(action, list, by, at);
  return typeof row?.['note'] === 'string' ? row['note'] : '';
}

type Wanted = Pick<AuditEntry, 'action' | 'list' | 'by' | 'at'>;

/** What the record of an edition says of its census; null where it says nothing. */
export function boundCensus(database: Database, list: string, edition: number): string | null {
  const row = database
    .prepare(`SELECT json_extract(body, '$.census') AS census FROM audit
      WHERE json_valid(body) AND json_extract(body, '$.list') = ? AND json_extract(body, '$.edition') = ?
      ORDER BY number DESC LIMIT 1`)
    .get(list, edition);
  return typeof row?.['census'] === 'string' ? row['census'] : null;
}

/** The last term that a record has summed. */
export function summedTerms(database: Database): number {
  const row = database
    .prepare(`SELECT json_extract(body, '$.terms') AS terms FROM audit
      WHERE json_valid(body) AND json_extract(body, '$.terms') IS NOT NULL ORDER BY number DESC LIMIT 1`)
    .get();
  return Number(row?.['terms'] ?? 0);
}

/**
 * The number of the first record that is not as it was written; null where all are. With a head that was kept elsewhere
 * also a chain that was cut or written anew shows, at the number of that head.
 */
export function brokenRecord(database: Database, kept: AuditHead = NOTHING): number | null {
  let last = NOTHING;
  for (const row of database.prepare('SELECT number, body, hash FROM audit ORDER BY number').iterate()) {
    const number = last.number + 1;
    const own = link(last.hash, number, String(row['body']));
    if (row['number'] !== number || row['hash'] !== own) return number;
    if (number === kept.number && own !== kept.hash) return number;
    last = { number, hash: own };
  }
  return last.number < kept.number ? last.number + 1 : null;
}
