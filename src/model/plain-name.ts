// Whether a text is the name of a column or a key rather than a value: what is repeated in messages must be one.

/** Longer names are no names. */
const LONGEST_NAME = 48;

/** Words, not values: short, no address and no digest. */
export function isPlainName(text: string): boolean {
  if (text.length > LONGEST_NAME || /[0-9a-f]{12}/iu.test(text)) return false;
  return /^[\p{L}#_][\p{L}\p{M}\p{N} _#()/-]*$/u.test(text);
}
