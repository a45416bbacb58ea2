// What stands in the file, taken apart: the one place where something else than was put may be met. Of a disk, of a copy made
// while it was written, or of a hand it is told as damage, and not as a fault of this program.
import { Failure, unavailable } from '../model/failure.ts';

/** What `work` makes of what is stored; `part` says what that is. */
export function decoded<T>(part: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw damaged(part, error);
  }
}

/** An object as `JSON.stringify` wrote it, which had these fields. */
export function objectIn<T extends object>(text: unknown, part: string, fields: readonly (keyof T & string)[]): T {
  return asObject<T>(jsonIn(text, part), part, fields);
}

export function asObject<T extends object>(value: unknown, part: string, fields: readonly (keyof T & string)[]): T {
  const isWhole = typeof value === 'object' && value !== null && fields.every((field) => Object.hasOwn(value, field));
  if (!isWhole || Array.isArray(value)) throw damaged(part);
  return value as T;
}

/** The same of an array. */
export function arrayIn(text: unknown, part: string): unknown[] {
  return asArray(jsonIn(text, part), part);
}

export function asArray(value: unknown, part: string): unknown[] {
  if (!Array.isArray(value)) throw damaged(part);
  return value;
}

function jsonIn(text: unknown, part: string): unknown {
  return decoded(part, () => JSON.parse(String(text)));
}

function damaged(part: string, cause?: unknown): Failure {
  return unavailable('registry/damaged', { part }, cause);
}
