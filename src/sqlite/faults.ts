// Why SQLite refused, as the failure that it is. Its own sentences are not passed on: they may quote what they choked on.
import { Failure, unavailable } from '../model/failure.ts';

/** Result codes of SQLite (its low byte), as both modules tell them. */
const NUMBERS: Readonly<Record<number, string>> = {
  3: 'PERM',
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  26: 'NOTADB',
};

export function locked(input: string, cause?: unknown): Failure {
  return unavailable('sqlite/locked', { input }, cause);
}

/** The failure behind what a module threw; what is no refusal of SQLite is a fault of this program and stays as it is. */
export function failureOf(error: unknown, input: string): unknown {
  if (error instanceof Failure) return error;
  switch (resultOf(error)) {
    case 'BUSY':
    case 'LOCKED':
      return locked(input, error);
    case 'CORRUPT':
    case 'NOTADB':
      return unavailable('sqlite/damaged', { input }, error);
    case 'READONLY':
      if (isHalfWritten(error)) return unavailable('sqlite/half-written', { input }, error);
      return unavailable('sqlite/read-only', { input }, error);
    case 'PERM':
      return unavailable('sqlite/read-only', { input }, error);
    case 'FULL':
      return unavailable('sqlite/disk-full', { input }, error);
    case 'IOERR':
      if (isWriting(error)) return unavailable('sqlite/unwritable', { input }, error);
      return unavailable('sqlite/unreadable', { input, reason: 'reading or writing failed' }, error);
    case 'CANTOPEN':
      return unavailable('sqlite/unreadable', { input, reason: 'it or its folder cannot be opened' }, error);
    default:
      return error;
  }
}

/** Writing, syncing and making longer: what a quota, or a limit of the size of files, refuses. */
const WRITING: Readonly<Record<number, string>> = {
  778: 'WRITE',
  1034: 'FSYNC',
  1290: 'DIR_FSYNC',
  1546: 'TRUNCATE',
  4874: 'SHMSIZE',
};

function isWriting(error: unknown): boolean {
  return isOneOf(error, 'IOERR', WRITING);
}

/** Even whoever only reads must first put back what was there before, and may not. */
const HALF_WRITTEN: Readonly<Record<number, string>> = {
  264: 'RECOVERY',
  776: 'ROLLBACK',
};

function isHalfWritten(error: unknown): boolean {
  return isOneOf(error, 'READONLY', HALF_WRITTEN);
}

function isOneOf(error: unknown, result: string, kinds: Readonly<Record<number, string>>): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof errcode === 'number') return kinds[errcode] !== undefined;
  return Object.values(kinds).some((kind) => code === `SQLITE_${result}_${kind}`);
}

/** `SQLITE_BUSY_SNAPSHOT` of one module and errcode 517 of the other are both `BUSY`. */
function resultOf(error: unknown): string | undefined {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof errcode === 'number') return NUMBERS[errcode & 0xff];
  return typeof code === 'string' ? /^SQLITE_([A-Z]+)/u.exec(code)?.[1] : undefined;
}
