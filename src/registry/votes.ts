// Who agreed to a change that may need more than one. Whether they are independent of each other is not asked here.
import { createHash } from 'node:crypto';
import type { Database } from '../sqlite/driver.ts';
import type { Edition } from './edition.ts';

/** The list that is voted on. */
interface OfList {
  readonly id: number;
}

export interface Voter {
  readonly reviewer: string;
  readonly organisation: string;
  readonly country: string;
}

/** `at`: epoch seconds. */
export interface Vote extends Voter {
  readonly at: number;
}

/** `maria@Example Hotline/SE`. */
export function personText({ reviewer, organisation, country }: Voter): string {
  return `${reviewer}@${organisation}/${country}`;
}

/** What is voted on where a held edition is to go live. */
export function acceptOf({ number }: Pick<Edition, 'number'>): string {
  return `accept ${number}`;
}

/** Adds a vote; all that there are now, and whether it is one more. `subject` says for what: `accept 12`. Inside a transaction. */
export function vote(
  database: Database,
  list: OfList,
  subject: string,
  by: Voter,
  now: number,
): { readonly votes: readonly Vote[]; readonly isNew: boolean } {
  const { reviewer, organisation, country } = by;
  const { changes } = database
    .prepare('INSERT INTO vote VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    .run(list.id, subject, reviewer, organisation, country, now);
  const votes = database
    .prepare('SELECT reviewer, organisation, country, at FROM vote WHERE list = ? AND subject = ? ORDER BY at, rowid')
    .all(list.id, subject)
    .map((row) => ({ ...voterOf(row), at: Number(row['at']) }));
  return { votes, isNew: changes > 0 };
}

function voterOf(row: Readonly<Record<string, unknown>>): Voter {
  return {
    reviewer: String(row['reviewer']),
    organisation: String(row['organisation']),
    country: String(row['country']),
  };
}

/** What somebody asked for and others have not agreed to yet: alike demands of the same people are one. */
export interface Demand {
  readonly action: string;
  /** The held edition, of a demand to accept one. */
  readonly edition: number | null;
  /** Entries, of a demand to withdraw them. */
  readonly entries: number;
  readonly by: readonly string[];
  /** Epoch seconds of the first. */
  readonly since: number;
}

/** Those of a list; what is held no more is waited for by nobody. */
export function demandsOn(database: Database, list: OfList, held: readonly number[]): Demand[] {
  const bySubject = new Map<string, { readonly by: string[]; readonly since: number }>();
  for (const row of database.prepare('SELECT * FROM vote WHERE list = ? ORDER BY at, rowid').all(list.id)) {
    const subject = String(row['subject']);
    const known = bySubject.get(subject) ?? { by: [], since: Number(row['at']) };
    known.by.push(personText(voterOf(row)));
    bySubject.set(subject, known);
  }
  const demands = new Map<string, Demand>();
  for (const [subject, { by, since }] of bySubject) {
    const [action = '', what = ''] = subject.split(' ');
    const edition = action === 'accept' ? Number(what) : null;
    if (edition !== null && !held.includes(edition)) continue;
    const key = JSON.stringify([action, edition, by]);
    const known = demands.get(key);
    const entries = (known?.entries ?? 0) + (edition === null ? 1 : 0);
    demands.set(key, { action, edition, entries, by, since: Math.min(since, known?.since ?? since) });
  }
  return [...demands.values()];
}

/** The change was made: what was said of it counts for no other. */
export function forget(database: Database, list: OfList, subject: string): void {
  database.prepare('DELETE FROM vote WHERE list = ? AND subject = ?').run(list.id, subject);
}

/** Sum of all votes of a list, which every record that added or took one has: one that is missing shows. */
export function votesSum(database: Database, list: OfList): string {
  const sum = createHash('sha256');
  const votes = database
    .prepare('SELECT * FROM vote WHERE list = ? ORDER BY subject, reviewer, organisation')
    .all(list.id);
  for (const { subject, reviewer, organisation, country, at } of votes)
    sum.update(`${JSON.stringify([subject, reviewer, organisation, country, at])}\n`);
  return sum.digest('hex').slice(0, 32);
}
