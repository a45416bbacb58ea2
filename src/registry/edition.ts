// What is known of an edition beside its rows.
import type { ListFacts } from '../model/fields.ts';
import type { Standing } from '../model/policy.ts';
import type { Database, SqlValue } from '../sqlite/driver.ts';
import type { Counts } from './changes.ts';
import { asObject, objectIn } from './stored.ts';

/** `accepted`: it was held, and went live under another number; `rejected`: it was held, and never goes live. */
export type EditionState = 'live' | 'held' | 'accepted' | 'rejected';

/** Who decided that a held edition never goes live. */
export interface Rejection {
  /** Epoch seconds. */
  readonly at: number;
  readonly by: string;
  readonly reason: string | null;
}

export interface EditionFacts {
  readonly state: EditionState;
  /** What made it: `replace`, `apply`, `accept`, `rollback`, `withdraw`... */
  readonly action: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Who did it, as far as is known. */
  readonly person: string | null;
  /** Name, SHA-256 and format of the file; null where none was read. */
  readonly input: string | null;
  readonly sha256: string | null;
  readonly format: string | null;
  readonly tool: string;
  readonly command: string;
  readonly facts: ListFacts;
  /** The list policy it was held against. */
  readonly policy: string | null;
  /** What that, or the last one before, asks for: an edition of years ago must come out as it was. */
  readonly standing: Standing | null;
  /** Why it waits, or waited. */
  readonly held: string | null;
  /** What whoever made it gave as the reason. */
  readonly reason: string | null;
  /** When a delta was issued that came after a later one, whose day stands in the facts; null for any other. */
  readonly issued: string | null;
}

export interface Edition extends EditionFacts, Counts {
  readonly number: number;
  /** The edition that is kept in full and to which the changes since are added; 0: from the first on. */
  readonly base: number;
  readonly rejected: Rejection | null;
}

const COLUMNS = [
  ...['list', 'number', 'state', 'action', 'at', 'person', 'input', 'sha256', 'format', 'tool', 'command', 'facts'],
  ...[
    'policy',
    'standing',
    'held',
    'reason',
    'base',
    'grouped',
    'listed',
    'rows',
    'added',
    'removed',
    'changed',
    'issued',
  ],
];

export function addEdition(database: Database, list: number, edition: Edition): Edition {
  const { facts, standing, grouped, rejected: _none, ...others } = edition;
  const values: Readonly<Record<string, SqlValue>> = {
    ...others,
    list,
    facts: JSON.stringify(facts),
    standing: standing === null ? null : JSON.stringify(standing),
    grouped: grouped ? 1 : 0,
  };
  const places = COLUMNS.map(() => '?').join(', ');
  const row = COLUMNS.map((column) => values[column] ?? null);
  database.prepare(`INSERT INTO edition (${COLUMNS.join(', ')}) VALUES (${places})`).run(...row);
  return edition;
}

export function editionOf(row: Readonly<Record<string, unknown>>): Edition {
  // The columns are those that addEdition wrote, of STRICT tables.
  return {
    ...(row as unknown as Edition),
    facts: objectIn<ListFacts>(row['facts'], `${partOf(row)}, its facts`, []),
    standing: standingOf(row['standing'], `${partOf(row)}, what it asks for`),
    grouped: row['grouped'] === 1,
    ...rejectionIn(row),
  };
}

/** What rejects an edition stands beside its state, of which older tables know no more than three. */
function rejectionIn(row: Readonly<Record<string, unknown>>): Pick<Edition, 'rejected'> & Partial<Edition> {
  if (typeof row['rejected'] !== 'string') return { rejected: null };
  const part = `${partOf(row)}, who rejected it`;
  return { rejected: objectIn<Rejection>(row['rejected'], part, ['at', 'by', 'reason']), state: 'rejected' };
}

/** Inside the transaction that records it. */
export function putRejection(database: Database, list: number, number: number, rejection: Rejection): void {
  const set = database.prepare('UPDATE edition SET rejected = ? WHERE list = ? AND number = ?');
  set.run(JSON.stringify(rejection), list, number);
}

/** As `JSON.stringify` wrote it. */
export function standingOf(text: unknown, part: string): Standing | null {
  if (typeof text !== 'string') return null;
  const standing = objectIn<Standing>(text, part, ['reviews', 'verification', 'expiry', 'list']);
  return { ...standing, list: asObject(standing.list, part, []) };
}

function partOf({ number }: Readonly<Record<string, unknown>>): string {
  return `edition ${number}`;
}
