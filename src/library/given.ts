// What a call is given beside the options of a command, looked at before it is used: a program without types hands over
// anything, and a number in the place of a folder or a stream is a mistake of the caller, not a bug of this package.
import { type Failure, usage } from '../model/failure.ts';

const TAKEN: Readonly<Record<string, readonly [isTaken: (value: unknown) => boolean, what: string]>> = {
  cwd: [(value) => typeof value === 'string', 'it is the name of a folder'],
  signal: [isSignal, 'it is the signal of an AbortController'],
  stdin: [isStream, 'it is a text, bytes (Uint8Array), or a stream of them'],
  stdout: [(value) => typeof value === 'function', 'it is a function that takes pieces of the output'],
};

/** The first of them that is not what it must be; null: all are. */
export function wrongIn(given: unknown): Failure | null {
  if (!isGiven(given)) return wrong('options', 'they are an object');
  for (const [option, [isTaken, what]] of Object.entries(TAKEN)) {
    const value: unknown = Reflect.get(given, option);
    if (value !== undefined && !isTaken(value)) return wrong(option, what);
  }
  return null;
}

export function isGiven(options: unknown): options is object {
  return typeof options === 'object' && options !== null;
}

export function isSignal(value: unknown): value is AbortSignal {
  return value instanceof AbortSignal;
}

/** A piece of a stream as bytes; a number among them would be read as so many zeros, or as nothing. */
export function bytesOf(piece: unknown): Uint8Array {
  if (typeof piece === 'string') return new TextEncoder().encode(piece);
  if (piece instanceof Uint8Array) return piece;
  throw wrong('stdin', 'a piece of it is neither a text nor bytes (Uint8Array)');
}

function isStream(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

function wrong(option: string, reason: string): Failure {
  return usage('usage/bad-option', { option, reason });
}
