// Cuts a line of a DNS master file into words (RFC 1035 section 5.1) and finds the type among them. It gives words no
// meaning, follows no $INCLUDE, and undoes no escape: a host name never needs one, so an escaped owner is refused later.
import { isBlankByte } from '../lines.ts';

const QUOTE = 34;
const OPEN = 40;
const CLOSE = 41;
const SEMICOLON = 59;
const BACKSLASH = 92;

/** More than any record about a host name has; words beyond are not looked at. */
const MOST_WORDS = 32;

/** The words of a line; one object per reader, reused. */
export interface ZoneLine {
  /** Byte ranges of the words. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  count: number;
  /** Whether the first word begins the line; if not, the record belongs to the owner named last. */
  hasOwner: boolean;
  /** Parentheses still open at the end. */
  depth: number;
  isQuoteOpen: boolean;
}

export function newZoneLine(): ZoneLine {
  return {
    from: new Uint32Array(MOST_WORDS),
    to: new Uint32Array(MOST_WORDS),
    count: 0,
    hasOwner: false,
    depth: 0,
    isQuoteOpen: false,
  };
}

/** Cuts `bytes[from..to)`; `depth` is the number of parentheses open before it. */
export function cutZoneLine(bytes: Uint8Array, from: number, to: number, depth: number, line: ZoneLine): void {
  line.count = 0;
  line.depth = depth;
  line.isQuoteOpen = false;
  line.hasOwner = from < to && !isBlankByte(bytes[from]!) && depth === 0;
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte === SEMICOLON) break;
    if (isBlankByte(byte)) at++;
    else if (byte === OPEN) {
      line.depth++;
      at++;
    } else if (byte === CLOSE) {
      line.depth = Math.max(0, line.depth - 1);
      at++;
    } else {
      const end = byte === QUOTE ? quotedEnd(bytes, at, to, line) : wordEnd(bytes, at, to);
      if (line.count < MOST_WORDS) {
        line.from[line.count] = at;
        line.to[line.count++] = end;
      }
      at = end;
    }
  }
}

function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) at += 2;
    else if (isBlankByte(byte) || byte === SEMICOLON || byte === OPEN || byte === CLOSE || byte === QUOTE) break;
    else at++;
  }
  return Math.min(at, to);
}

function quotedEnd(bytes: Uint8Array, from: number, to: number, line: ZoneLine): number {
  let at = from + 1;
  while (at < to && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  if (at >= to) line.isQuoteOpen = true;
  return Math.min(at + 1, to);
}

/** The word that is the type: the first behind the owner that is no TTL and no class, which come in either order. */
export function typeWord(bytes: Uint8Array, line: ZoneLine): number {
  let word = line.hasOwner ? 1 : 0;
  while (word < line.count && isTtlOrClass(bytes, line.from[word]!, line.to[word]!)) word++;
  return word;
}

/** `300`, `1h30m`, `IN`, `CH`, `HS`. */
function isTtlOrClass(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from]!;
  if (first < 48 || first > 57) {
    if (to - from !== 2) return false;
    const second = bytes[from + 1]! | 0x20;
    const letter = first | 0x20;
    return (
      (letter === 105 && second === 110) || (letter === 99 && second === 104) || (letter === 104 && second === 115)
    );
  }
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte >= 48 && byte <= 57) continue;
    const unit = byte | 0x20;
    if (unit !== 119 && unit !== 100 && unit !== 104 && unit !== 109 && unit !== 115) return false;
  }
  return true;
}
