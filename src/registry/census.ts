// What is counted of the live edition of a list, so that a delta needs not read it for it: how many rows there are of each
// kind and scope, how many name which sources, how many wait for reviews. It is worked out from the rows, never told.
import { hash } from 'node:crypto';
import type { Batch } from '../model/batch.ts';
import { EXCEPTED, WITHDRAWN } from '../model/scope.ts';
import type { Database } from '../sqlite/driver.ts';
import type { Edition } from './edition.ts';
import { objectIn } from './stored.ts';
import { sourcesIn } from './terms.ts';

/** Entries that wait: how many, by the reviews that the edition asks for where the list comes from this partner. */
export interface WaitingRows {
  readonly count: number;
  readonly partner: string | null;
}

export interface Census {
  /** Rows by `kind * 4 + scope`, in numbers. */
  readonly keys: Readonly<Record<string, number>>;
  /** Rows by the term that names their sources; those of the list itself have none. */
  readonly from: Readonly<Record<string, number>>;
  /** Rows that belong to the record of the row before them. */
  readonly joined: number;
  /** Rows that say what must not be blocked. */
  readonly exceptions: number;
  readonly waiting: WaitingRows;
}

/** Records of the live edition that a delta may change, as they are kept, and what is counted of all of it. */
export interface Touched {
  readonly kept: readonly Batch[];
  readonly census: Census;
}

/** Counts rows as they are kept, and takes off what others say instead. */
export class CensusCount {
  readonly keys = new Map<number, number>();
  readonly #from = new Map<number, number>();
  #joined = 0;
  exceptions = 0;
  rows = 0;
  listed = 0;

  constructor(
    of: Pick<Census, 'keys' | 'from' | 'joined' | 'exceptions'> & { readonly rows: number; readonly listed: number },
  ) {
    for (const [key, rows] of Object.entries(of.keys)) this.keys.set(Number(key), rows);
    for (const [term, rows] of Object.entries(of.from)) this.#from.set(Number(term), rows);
    this.#joined = of.joined;
    this.exceptions = of.exceptions;
    this.rows = of.rows;
    this.listed = of.listed;
  }

  count({ count, kind, scope, op, uniform, line, item }: Batch, sign: 1 | -1 = 1): void {
    this.rows += count * sign;
    if (uniform && count > 0) {
      add(this.keys, kind[0]! * 4 + scope[0]!, count * sign);
      if (op[0] !== WITHDRAWN) this.listed += count * sign;
      if (op[0] === EXCEPTED) this.exceptions += count * sign;
    }
    for (let i = 0; i < count; i++) {
      if (!uniform) {
        add(this.keys, kind[i]! * 4 + scope[i]!, sign);
        if (op[i] !== WITHDRAWN) this.listed += sign;
        if (op[i] === EXCEPTED) this.exceptions += sign;
      }
      if (line[i] !== 0) add(this.#from, line[i]!, sign);
      if (item !== null && i > 0 && item[i] === item[i - 1]) this.#joined += sign;
    }
  }

  census(waiting: WaitingRows): Census {
    return {
      keys: Object.fromEntries(this.keys),
      from: Object.fromEntries(this.#from),
      joined: this.#joined,
      exceptions: this.exceptions,
      waiting,
    };
  }

  get isGrouped(): boolean {
    return this.#joined > 0;
  }
}

/** What is counted of the live edition but for what a delta may change of it. */
export function countedWithout(
  { kept, census }: Touched,
  { rows, listed }: Pick<Edition, 'rows' | 'listed'>,
): CensusCount {
  const counted = new CensusCount({ ...census, rows, listed });
  for (const batch of kept) counted.count(batch, -1);
  return counted;
}

export const NOTHING_COUNTED = { keys: {}, from: {}, joined: 0, exceptions: 0, rows: 0, listed: 0 };

function add(counts: Map<number, number>, key: number, rows: number): void {
  const sum = (counts.get(key) ?? 0) + rows;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

/** That of the edition which is live; null where it was made by an older version. */
export function censusOf(database: Database, list: number, edition: number): Census | null {
  const row = database.prepare('SELECT body FROM census WHERE list = ? AND edition = ?').get(list, edition);
  if (row === undefined) return null;
  const census = objectIn<Census>(row['body'], 'what is counted of a list', ['keys', 'from', 'joined', 'waiting']);
  return Object.hasOwn(census, 'exceptions') ? census : null; // an older version counted no exceptions
}

/** In place of that of the edition before; its sum, for the audit log. */
export function putCensus(database: Database, list: number, edition: number, census: Census): string {
  const body = JSON.stringify(census);
  database.prepare('INSERT OR REPLACE INTO census VALUES (?, ?, ?)').run(list, edition, body);
  return hash('sha256', body, 'hex');
}

/** What `putCensus` gave; null once a later edition took its place. */
export function censusSum(database: Database, list: number, edition: number): string | null {
  const row = database.prepare('SELECT body FROM census WHERE list = ? AND edition = ?').get(list, edition);
  return row === undefined ? null : hash('sha256', String(row['body']), 'hex');
}

/** Names of the sources of its rows. */
export function sourcesOf(database: Database, { from }: Census): string[] {
  return [...new Set(Object.keys(from).flatMap((term) => sourcesIn(database, Number(term))))];
}
