// Who agreed to a change that needs more than one: the same person never counts twice, nor do two that the policy of the
// list does not tell apart.
import type { Database } from '../sqlite/driver.ts';
import type { ListEntry } from './registry.ts';

export interface Voter {
  readonly reviewer: string;
  readonly organisation: string;
  readonly country: string;
}

/** Adds a vote; how many independent ones there are now. `subject` says for what: `accept 12`. */
export function vote(database: Database, list: ListEntry, subject: string, by: Voter, now: number): number {
  const { reviewer, organisation, country } = by;
  database
    .prepare('INSERT INTO vote VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(list.id, subject, reviewer, organisation, country, now);
  const votes = database
    .prepare('SELECT reviewer, organisation, country FROM vote WHERE list = ? AND subject = ? ORDER BY at, rowid')
    .all(list.id, subject);
  const counted: Voter[] = [];
  for (const row of votes) {
    const one = {
      reviewer: String(row['reviewer']),
      organisation: String(row['organisation']),
      country: String(row['country']),
    };
    if (counted.every((other) => isIndependent(one, other, list.distinctions))) counted.push(one);
  }
  return counted.length;
}

/** The change was made: what was said of it counts for no other. */
export function forget(database: Database, list: ListEntry, subject: string): void {
  database.prepare('DELETE FROM vote WHERE list = ? AND subject = ?').run(list.id, subject);
}

function isIndependent(a: Voter, b: Voter, distinctions: readonly string[]): boolean {
  const isOther = {
    person: a.reviewer.toLowerCase() !== b.reviewer.toLowerCase(),
    organisation: a.organisation.toLowerCase() !== b.organisation.toLowerCase(),
    country: a.country !== b.country,
  };
  return isOther.person && distinctions.some((each) => isOther[each as keyof typeof isOther]);
}
