// Lists that are SQLite databases, for formats, which see rows and never a file: opened where they are, or from a private
// copy where they come packed or as a stream; and built in a private file whose bytes are then given on. Such a file loses
// its name as soon as it is open: not even a killed process leaves it behind.
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewDatabase } from '../formats/format.ts';
import { type ByteChunks, hexText } from '../model/bytes.ts';
import { Failure, unavailable, usage } from '../model/failure.ts';
import { reasonOf } from '../model/system-reason.ts';
import type { Database } from '../sqlite/driver.ts';
import type { Input } from './open.ts';
import type { OpenFile } from './open-file.ts';
import { temporaryFolder } from './spill/spool.ts';

export interface DatabaseSettings {
  /** How the list is called in messages. */
  readonly operand: string;
  /** Folder of private files. */
  readonly folder?: string | undefined;
}

const HEADER = 100;
const WAL = 2;
const READ_BYTES = 1 << 18;
const HELD_BYTES = 1 << 20;
/** Where a database says by which version of SQLite it was written last: two installations must write the same bytes. */
const WRITER = { at: 96, version: 3_040_001 };

/** Reads the input to its end, so that it is hashed and known to be whole, and opens it. */
export async function inputDatabase(
  chunks: ByteChunks,
  input: Pick<Input, 'file' | 'isPacked'> | null,
  settings: DatabaseSettings,
): Promise<Database> {
  const file = input === null || input.isPacked ? null : input.file;
  if (file !== null) {
    await checked(chunks, settings, async () => {});
    const database = await opened(file.path, settings);
    await refuseOther(file, database, settings);
    return database;
  }
  const copy = new Copy(settings);
  try {
    await checked(chunks, settings, (bytes) => copy.add(bytes));
    return await opened(await copy.finish(), settings);
  } finally {
    await copy.close();
  }
}

/** A private copy of a stream, on disk once it is long or known to be whole: most of what is cut or no database never is. */
class Copy {
  readonly #settings: DatabaseSettings;
  #held: Uint8Array[] = [];
  #length = 0;
  #file: PrivateFile | null = null;

  constructor(settings: DatabaseSettings) {
    this.#settings = settings;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#held.push(bytes.slice()); // a piece is valid until the next one
    this.#length += bytes.length;
    if (this.#length >= HELD_BYTES) await this.#flush();
  }

  async finish(): Promise<string> {
    return (await this.#flush()).path;
  }

  async #flush(): Promise<PrivateFile> {
    this.#file ??= await privateFile(this.#settings);
    await append(this.#file.handle, Buffer.concat(this.#held), this.#settings);
    this.#held = [];
    this.#length = 0;
    return this.#file;
  }

  async close(): Promise<void> {
    if (this.#file === null) return;
    await unlink(this.#file.path).catch(() => {}); // some systems keep the name of an open file
    await this.#file.handle.close();
  }
}

/**
 * Nobody else sees the file, and what breaks the run leaves nothing of it to be mended. SQLite takes a file without a name
 * only if it wrote to it before and keeps its lock, hence the last two.
 */
const ALONE = `PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version = 0;`;

/** An empty database, and what it has become once `bytes` is asked for. */
export async function outputDatabase(settings: DatabaseSettings): Promise<NewDatabase> {
  const { handle, path } = await privateFile(settings);
  let database: Database | null = null;
  try {
    const { openDatabase } = await import('../sqlite/driver.ts');
    database = await openDatabase({ operand: settings.operand, path }, 'create');
    database.exec(ALONE);
  } catch (error) {
    database?.close();
    await handle.close();
    throw error;
  } finally {
    await unlink(path).catch(() => {});
  }
  const { exec, prepare, transaction, close } = database;
  let isOpen = true;
  return {
    exec,
    prepare,
    transaction,
    async *bytes() {
      close();
      yield* bytesOf(handle, settings);
    },
    async discard() {
      close();
      if (isOpen) await handle.close();
      isOpen = false;
    },
  };
}

async function* bytesOf(handle: FileHandle, settings: DatabaseSettings): ByteChunks {
  const piece = Buffer.alloc(READ_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, at).catch((error) => {
      throw unwritable(settings, error);
    });
    if (bytesRead === 0) return;
    if (at === 0) piece.writeUInt32BE(WRITER.version, WRITER.at);
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

/** Gives the bytes on to `keep`, and refuses what is no whole database before SQLite looks at it. */
async function checked(
  chunks: ByteChunks,
  { operand }: DatabaseSettings,
  keep: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let head = Buffer.alloc(0);
  let length = 0;
  for await (const chunk of chunks) {
    if (head.length < HEADER) head = Buffer.concat([head, chunk.subarray(0, HEADER)]);
    length += chunk.length;
    await keep(chunk);
  }
  refuseDamaged(head, length, operand);
}

function refuseDamaged(head: Buffer, length: number, input: string): void {
  if (!'SQLite format 3\0'.startsWith(head.toString('latin1', 0, 16))) {
    throw usage('sqlite/not-a-database', { input });
  }
  if (head.length < HEADER) throw usage('input/cut-short', {});
  if (head[18] === WAL || head[19] === WAL) {
    throw unavailable('sqlite/write-ahead', { input });
  }
  const pageSize = head.readUInt16BE(16) === 1 ? 1 << 16 : head.readUInt16BE(16);
  if (head.readUInt32BE(28) * pageSize > length) throw usage('input/cut-short', {});
}

async function opened(path: string, { operand }: DatabaseSettings): Promise<Database> {
  const { openDatabase } = await import('../sqlite/driver.ts');
  return asDamage(await openDatabase({ operand, path }, 'read'), operand);
}

/** Another file in the place of the one that was read must not be taken for it. */
async function refuseOther(file: OpenFile, database: Database, { operand }: DatabaseSettings): Promise<void> {
  const now = await stat(file.path).catch(() => null);
  if (now !== null && `${now.dev}:${now.ino}` === file.identity && now.mtimeMs === file.modified) return;
  database.close();
  throw unavailable('input/changed', { input: operand });
}

/** What SQLite cannot do with a database of somebody else is the fault of the database. */
function asDamage(database: Database, operand: string): Database {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Failure || !isOfSqlite(error)) throw error;
      throw unavailable('sqlite/damaged', { input: operand }, error);
    }
  };
  return {
    ...database,
    exec: (sql) => guard(() => database.exec(sql)),
    prepare(sql) {
      const statement = guard(() => database.prepare(sql));
      return {
        run: (...values) => guard(() => statement.run(...values)),
        get: (...values) => guard(() => statement.get(...values)),
        all: (...values) => guard(() => statement.all(...values)),
        *iterate(...values) {
          const rows = statement.iterate(...values);
          try {
            for (let next = guard(() => rows.next()); next.done !== true; next = guard(() => rows.next()))
              yield next.value;
          } finally {
            rows.return?.();
          }
        },
      };
    },
  };
}

function isOfSqlite(error: unknown): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  return typeof errcode === 'number' || (typeof code === 'string' && code.startsWith('SQLITE_'));
}

interface PrivateFile {
  readonly handle: FileHandle;
  readonly path: string;
}

async function privateFile(settings: DatabaseSettings): Promise<PrivateFile> {
  const path = join(folderOf(settings), `listbridge-${hexText(randomBytes(12))}`);
  try {
    return { path, handle: await open(path, 'wx+', 0o600) };
  } catch (error) {
    throw unwritable(settings, error);
  }
}

async function append(handle: FileHandle, bytes: Uint8Array, settings: DatabaseSettings): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
  } catch (error) {
    throw unwritable(settings, error);
  }
}

function folderOf({ folder }: DatabaseSettings): string {
  return folder ?? temporaryFolder({});
}

function unwritable(settings: DatabaseSettings, error: unknown): Failure {
  return unavailable('run/no-temporary', { folder: folderOf(settings), reason: reasonOf(error) }, error);
}
