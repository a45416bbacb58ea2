// Sizes of files as lists of forensic tools spell them: digits alone.

/** More digits are no size of a file, and no exact number either. Fewer than any digest has. */
export const MOST_DIGITS = 15;

const ZERO = 48;

/** Where the digits that begin here end. */
export function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = from;
  for (; end < to; end++) {
    const digit = bytes[end]! - ZERO;
    if (digit < 0 || digit > 9) break;
  }
  return end;
}

/** The number that these digits are. */
export function numberIn(bytes: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) number = number * 10 + bytes[i]! - ZERO;
  return number;
}
