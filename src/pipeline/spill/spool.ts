// One private temporary file in pieces of one size, for rows that exceed the memory. It holds list values, so it has no
// name from the moment it is made: not even a killed process leaves it behind.
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hexText } from '../../model/bytes.ts';
import { unavailable } from '../../model/failure.ts';
import { reasonOf } from '../../model/system-reason.ts';

/** Bytes of a piece: large enough that seeking does not matter, small enough to hold one for each of many streams. */
export const PIECE = 1 << 17;

export interface SpoolSettings {
  /** Folder of the temporary file. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/** The folder for temporary files: as the environment names it, else the one that is never kept in memory. */
export function temporaryFolder(env: Readonly<Record<string, string | undefined>>): string {
  return env['TMPDIR'] || env['TMP'] || env['TEMP'] || '/var/tmp';
}

export class Spool {
  readonly #handle: FileHandle;
  readonly #settings: SpoolSettings;
  /** Where the name could not be taken away at once; gone on closing. */
  readonly #path: string | null;
  #pieces = 0;
  readonly #free: number[] = [];

  private constructor(handle: FileHandle, path: string | null, settings: SpoolSettings) {
    this.#handle = handle;
    this.#path = path;
    this.#settings = settings;
  }

  static async open(settings: SpoolSettings): Promise<Spool> {
    const path = join(folderOf(settings), `listbridge-${hexText(randomBytes(12))}`);
    try {
      const handle = await open(path, 'wx+', 0o600);
      const isNameless = await unlink(path).then(
        () => true,
        () => false, // some systems keep the name of an open file
      );
      return new Spool(handle, isNameless ? null : path, settings);
    } catch (error) {
      throw failed(settings, error);
    }
  }

  /** Bytes the file has taken on disk. */
  get size(): number {
    return this.#pieces * PIECE;
  }

  /** Writes a piece, or the first bytes of one; returns its number. */
  async write(bytes: Uint8Array): Promise<number> {
    this.#settings.signal?.throwIfAborted();
    const piece = this.#free.pop() ?? this.#pieces++;
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#handle.write(bytes, at, bytes.length - at, piece * PIECE + at)).bytesWritten;
      }
    } catch (error) {
      throw failed(this.#settings, error);
    }
    return piece;
  }

  /** Reads the first `length` bytes of a piece to `into[at..)`. */
  async read(piece: number, into: Uint8Array, at: number, length: number): Promise<void> {
    this.#settings.signal?.throwIfAborted();
    try {
      for (let done = 0; done < length; ) {
        const { bytesRead } = await this.#handle.read(into, at + done, length - done, piece * PIECE + done);
        if (bytesRead === 0) throw new Error('the temporary file is shorter than what was written to it');
        done += bytesRead;
      }
    } catch (error) {
      throw failed(this.#settings, error);
    }
  }

  /** Lets the place of a piece be written again. */
  release(piece: number): void {
    this.#free.push(piece);
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => {}); // what stood in it is of no use to anybody
    if (this.#path !== null) await unlink(this.#path).catch(() => {}); // gone already
  }
}

function folderOf({ folder }: SpoolSettings): string {
  return folder ?? temporaryFolder({});
}

function failed(settings: SpoolSettings, error: unknown): Error {
  return unavailable('run/no-temporary', { folder: folderOf(settings), reason: reasonOf(error) }, error);
}
