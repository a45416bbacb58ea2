// SQLite, by whichever module this Node has: better-sqlite3 where it is installed, or the one that newer Nodes bring.
// Loaded only by what opens a database, because finding a native module costs more than reading most lists.
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unavailable } from '../model/failure.ts';
import { reasonOf } from '../model/system-reason.ts';
import { failureOf, locked } from './faults.ts';

export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface Statement {
  /** Runs to the end; how many rows it changed, and the number of the row it added last. */
  run(...values: readonly SqlValue[]): { readonly changes: number; readonly lastId: number };
  get(...values: readonly SqlValue[]): SqlRow | undefined;
  all(...values: readonly SqlValue[]): SqlRow[];
  /** Rows one by one. Until it ends or is left, the database must not be written to. */
  iterate(...values: readonly SqlValue[]): IterableIterator<SqlRow>;
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  /**
   * All of what `work` writes or, where it throws, nothing. The lock is taken at once: a reader that turns writer half way
   * could be refused when it is too late to wait.
   */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** `read` takes no lock that lasts and changes nothing; `write` wants the file to be there; `create` makes it. */
export type OpenMode = 'read' | 'write' | 'create';

/** How the database is called in messages, and where it is. */
export interface DatabaseFile {
  readonly operand: string;
  readonly path: string;
}

/** Milliseconds to wait for another process that writes. */
const PATIENCE = 5000;
/** Lists are private: nobody else may read what is made of them. */
const MODE = 0o600;
/** Code of the cause where there is a file without a byte in it. */
export const EMPTY = 'EMPTY';
const MAGIC = 'SQLite format 3\0';

/** What both modules have in common. */
interface Engine {
  exec(sql: string): unknown;
  prepare(sql: string): EngineStatement;
  close(): unknown;
}

interface EngineStatement {
  run(...values: readonly SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...values: readonly SqlValue[]): unknown;
  all(...values: readonly SqlValue[]): unknown[];
  iterate(...values: readonly SqlValue[]): IterableIterator<unknown>;
}

/** Opens a database. Any failure names the file as it was given. */
export async function openDatabase(file: DatabaseFile, mode: OpenMode, patience = PATIENCE): Promise<Database> {
  const make = await engine(file);
  checkFile(file, mode);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw failureOf(error, file.operand);
    }
  };
  const opened = guard(() => make(file.path, mode === 'read'));
  try {
    // A database may come from anyone: what its schema calls must be harmless, and damage must be told, not followed.
    guard(() =>
      opened.exec(`PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
      PRAGMA busy_timeout = ${patience};`),
    );
    if (mode === 'read') guard(() => opened.exec('PRAGMA query_only = ON'));
  } catch (error) {
    opened.close();
    throw error;
  }
  return databaseOf(opened, guard, file);
}

type Guard = <T>(work: () => T) => T;

function databaseOf(opened: Engine, guard: Guard, file: DatabaseFile): Database {
  let isOpen = true;
  let isInside = false;
  const exec = (sql: string): void => {
    guard(() => opened.exec(sql));
  };
  return {
    exec,
    prepare: (sql) =>
      statementOf(
        guard(() => opened.prepare(sql)),
        guard,
      ),
    async transaction(work) {
      if (isInside) throw locked(file.operand);
      exec('BEGIN IMMEDIATE');
      isInside = true;
      try {
        const result = await work();
        exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk rolls back by itself; what matters is the first error.
        try {
          opened.exec('ROLLBACK');
        } catch {}
        throw error;
      } finally {
        isInside = false;
      }
    },
    close() {
      if (isOpen) guard(() => opened.close());
      isOpen = false;
    },
  };
}

function statementOf(statement: EngineStatement, guard: Guard): Statement {
  return {
    run: (...values) =>
      guard(() => {
        const { changes, lastInsertRowid } = statement.run(...values);
        return { changes: Number(changes), lastId: Number(lastInsertRowid) };
      }),
    // Both modules make plain objects of SQL values.
    get: (...values) => guard(() => statement.get(...values) as SqlRow | undefined),
    all: (...values) => guard(() => statement.all(...values) as SqlRow[]),
    *iterate(...values) {
      const rows = guard(() => statement.iterate(...values));
      try {
        for (let next = guard(() => rows.next()); next.done !== true; next = guard(() => rows.next())) {
          yield next.value as SqlRow;
        }
      } finally {
        rows.return?.();
      }
    },
  };
}

/** What the operating system says is told in its words, and a file that is no database before SQLite looks at it. */
function checkFile({ operand, path }: DatabaseFile, mode: OpenMode): void {
  try {
    if (mode === 'create') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const handle = openSync(path, mode === 'create' ? 'a+' : 'r', MODE);
    try {
      const head = new Uint8Array(MAGIC.length);
      const length = readSync(handle, head, 0, head.length, 0);
      const isNew = length === 0 && mode === 'create';
      if (!isNew && Buffer.from(head).toString('latin1') !== MAGIC) {
        throw unavailable('sqlite/not-a-database', { input: operand }, length === 0 ? { code: EMPTY } : undefined);
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if ((error as { syscall?: string }).syscall === undefined) throw error;
    throw unavailable('sqlite/unreadable', { input: operand, reason: reasonOf(error) }, error);
  }
}

/** Whose a database says that it is (`application_id`), without SQLite; 0 where it says nothing, and how many pages it has. */
export function ownerOf({ path }: DatabaseFile): { readonly application: number; readonly pages: number } {
  const handle = openSync(path, 'r', MODE);
  try {
    const head = Buffer.alloc(100);
    readSync(handle, head, 0, head.length, 0);
    const written = head.readUInt16BE(16);
    const page = written === 1 ? 65_536 : Math.max(written, 512);
    return { application: head.readUInt32BE(68), pages: fstatSync(handle).size / page };
  } finally {
    closeSync(handle);
  }
}

type Make = (path: string, isReadOnly: boolean) => Engine;

async function engine({ operand }: DatabaseFile): Promise<Make> {
  const make = (await betterSqlite()) ?? (await nodeSqlite());
  if (make === null) throw unavailable('sqlite/unavailable', { input: operand });
  return make;
}

/** The first version that is built for a newer interface than Node 20 has: there it loads, and crashes the process. */
const NAPI_10_SINCE = 13;

/** Asked only where it matters: to import the process takes longer than to open a database. */
async function interfaceOfNode(): Promise<number> {
  const { versions } = await import('node:process');
  return Number(versions['napi']);
}

function inPackage(path: string): string {
  return fileURLToPath(import.meta.resolve(`better-sqlite3/${path}`));
}

async function betterSqlite(): Promise<Make | null> {
  try {
    const { version } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string };
    if (Number.parseInt(version, 10) >= NAPI_10_SINCE && (await interfaceOfNode()) < 10) return null;
    const { default: Sqlite } = await import('better-sqlite3');
    // Named, because the package looks for it in every folder where one has ever been, which takes longer than to open a database.
    const nativeBinding = inPackage('build/Release/better_sqlite3.node');
    new Sqlite(':memory:', { nativeBinding }).close(); // an install without scripts lacks it
    return (path, isReadOnly) => {
      const opened = new Sqlite(path, { readonly: isReadOnly, nativeBinding });
      return {
        exec: (sql) => opened.exec(sql),
        prepare: (sql) => opened.prepare<SqlValue[], unknown>(sql),
        close: () => opened.close(),
      };
    };
  } catch {
    return null;
  }
}

async function nodeSqlite(): Promise<Make | null> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    return (path, isReadOnly) => new DatabaseSync(path, { readOnly: isReadOnly });
  } catch {
    return null;
  }
}
