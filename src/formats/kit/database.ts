// What lists that are SQLite databases have in common: told from their first bytes alone, and taken only as far as their
// tables are tables. A schema comes from anyone: no view and no virtual table of it is ever asked for rows.
import { usage } from '../../model/failure.ts';
import type { Database, SqlValue } from '../../sqlite/driver.ts';
import type { Head } from '../format.ts';

const MAGIC = 'SQLite format 3\0';

/** What a database says of its tables where it begins; null where the head is no database. The text stands in its first pages. */
export function schemaText(head: Head): string | null {
  const text = Buffer.from(head.bytes.buffer, head.bytes.byteOffset, head.bytes.length).toString('latin1');
  return text.startsWith(MAGIC) ? text : null;
}

/** Refuses a database that lacks one of these columns in a plain table of its own. */
export function requireTable(database: Database, input: string, table: string, columns: readonly string[]): void {
  if (hasTable(database, table, columns)) return;
  throw usage('sqlite/other-schema', { input, table, columns: columns.join(', ') });
}

export function hasTable(database: Database, table: string, columns: readonly string[]): boolean {
  const made = database.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
  if (typeof made?.['sql'] !== 'string' || !/^CREATE TABLE\b/iu.test(made['sql'])) return false;
  const there = database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
  const names = new Set(there.map(({ name }) => String(name).toLowerCase()));
  return columns.every((column) => names.has(column.toLowerCase()));
}

export function bytesOf(value: SqlValue | undefined): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

/**
 * Rows of a second table beside those of a first, both in the order of a number that joins them. Nothing is open before the
 * first is asked for: a database with an open query cannot be closed.
 */
export class Beside {
  readonly #rows: Iterator<Readonly<Record<string, SqlValue>>>;
  #next: Readonly<Record<string, SqlValue>> | undefined;
  #isBegun = false;

  constructor(rows: Iterator<Readonly<Record<string, SqlValue>>>) {
    this.#rows = rows;
  }

  /** The row of this number, or null; numbers are asked for in rising order. */
  at(number: number): Readonly<Record<string, SqlValue>> | null {
    if (!this.#isBegun) this.#move();
    this.#isBegun = true;
    while (this.#next !== undefined && Number(this.#next['id']) < number) this.#move();
    return this.#next !== undefined && Number(this.#next['id']) === number ? this.#next : null;
  }

  close(): void {
    this.#rows.return?.();
  }

  #move(): void {
    const { done, value } = this.#rows.next();
    this.#next = done === true ? undefined : value;
  }
}
