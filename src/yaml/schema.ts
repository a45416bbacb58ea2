// Pieces of the schemas by which texts that people write are checked: profiles, policies, settings. What they share is
// that an unknown key is told, with the one that may have been meant.
import * as z from 'zod';
import { closest } from '../model/closest.ts';
import { issueWords } from '../model/issue-words.ts';
import { isPlainName } from '../model/plain-name.ts';

/** An object that knows no other keys, and says what an unknown one may have been meant to be. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined),
  });
}

/** A text that is not what it should be may hold list values where keys should be, so only words are repeated. */
function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const [key = ''] = keys;
  const near = closest(key, known);
  const shown = isPlainName(key) ? `unknown key ${key}` : 'unknown key';
  return near === null ? `${shown}; known are ${known.join(', ')}` : `${shown}; did you mean ${near}?`;
}

/** Reads by one of two schemas, so that a fault is told by the one that was meant. */
export function either<A, B>(
  isFirst: (value: unknown) => boolean,
  first: z.ZodType<A>,
  second: z.ZodType<B>,
): z.ZodType<A | B> {
  return z.unknown().transform((value, context): A | B => {
    const result = (isFirst(value) ? first : second).safeParse(value, { error: issueWords });
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      context.issues.push({ code: 'custom', path: issuePath(issue), message: issue.message, input: value });
    }
    return z.NEVER;
  });
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where an issue is; for an unknown key, the key itself. */
export function issuePath(issue: z.core.$ZodIssue): PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : [...issue.path];
}
