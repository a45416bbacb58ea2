// Who agreed to a change that may need more than one. Whether they are independent of each other is not asked here.
import type { Database } from '../sqlite/driver.ts';
import type { Edition } from './edition.ts';
import type { ListEntry } from './registry.ts';

export interface Voter {
  readonly reviewer: string;
  readonly organisation: string;
  readonly country: string;
}

/** `maria@Example Hotline/SE`. */
export function personText({ reviewer, organisation, country }: Voter): string {
  return `${reviewer}@${organisation}/${country}`;
}

/** What is voted on where a held edition is to go live. */
export function acceptOf({ number }: Pick<Edition, 'number'>): string {
  return `accept ${number}`;
}

/** Adds a vote; all that there are now. `subject` says for what: `accept 12`. Inside a transaction. */
export function vote(database: Database, list: ListEntry, subject: string, by: Voter, now: number): Voter[] {
  const { reviewer, organisation, country } = by;
  database
    .prepare('INSERT INTO vote VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(list.id, subject, reviewer, organisation, country, now);
  return database
    .prepare('SELECT reviewer, organisation, country FROM vote WHERE list = ? AND subject = ? ORDER BY at, rowid')
    .all(list.id, subject)
    .map((row) => ({
      reviewer: String(row['reviewer']),
      organisation: String(row['organisation']),
      country: String(row['country']),
    }));
}

/** The change was made: what was said of it counts for no other. */
export function forget(database: Database, list: ListEntry, subject: string): void {
  database.prepare('DELETE FROM vote WHERE list = ? AND subject = ?').run(list.id, subject);
}
