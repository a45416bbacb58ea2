// Aliases: short names for entries, so that two people can talk about one without writing it down. An alias is an HMAC,
// because names can be guessed and a bare hash would tell whether a guess is right (docs/decisions/0008-aliases.md).
import { createHmac, type Hash } from 'node:crypto';
import type { Entry } from '../model/entry.ts';

/**
 * Hashed behind the bytes of a list to make its secret. The SHA-256 of the list alone is published with every report;
 * from that nobody can compute this one, because the suffix is not how SHA-256 pads.
 */
const SUFFIX = 'listbridge: secret of the aliases of this list, 1';

/** Lists with fewer rows have no secret of their own: whoever guesses all rows has it. */
export const LEAST_ROWS = 16;

/** The secret of a list, from a hash that has taken all of its bytes. */
export function contentSecret(hash: Hash): string {
  return hash.update(SUFFIX).digest('hex');
}

/** Crockford's base32: no i, l, o or u, so that nothing is taken for 1 or 0. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 8;

/** `e3k7-9m2q`: 40 bits, of which two entries of a list of ten million share one with a chance of 1 to 100,000. */
export function aliasOf(secret: string, { kind, bytes }: Entry): string {
  const mac = createHmac('sha256', secret)
    .update(`listbridge alias 1\n${kind ?? 'row'}\n`)
    .update(bytes)
    .digest();
  let bits = mac.readUIntBE(0, 5); // 40 bits are a whole number in a double
  let letters = '';
  for (let i = 0; i < LENGTH; i++) {
    letters = (LETTERS[bits % 32] ?? '') + letters;
    bits = Math.floor(bits / 32);
  }
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}

/** An alias as somebody heard or typed it, in its own spelling; null where it is none. */
export function parseAlias(text: string): string | null {
  const letters = text.toLowerCase().replaceAll(/[\s-]/gu, '').replaceAll('o', '0').replaceAll(/[il]/gu, '1');
  if (letters.length !== LENGTH || [...letters].some((letter) => !LETTERS.includes(letter))) return null;
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}
