// What an entry of a mixed list looks like, by its bytes alone: which reader should judge it. It accepts nothing,
// refuses nothing, and makes no string.
import { isHostByte } from './host-name.ts';

export type Shape = 'url' | 'host' | 'ip' | 'cidr' | 'other';

const SLASH = 0x2f;
const COLON = 0x3a;

// What each byte says of the text before the path.
const HEAD_END = 1; // `/`, `?`, `#`
const MAY_STAND = 2;
const IN_NAME = 4;
const IN_QUAD = 8; // digits and dots
const IN_IPV6 = 16;
const HEAD = new Uint8Array(256).fill(MAY_STAND | IN_NAME);
for (let byte = 0; byte < 0x80; byte++) {
  const character = String.fromCharCode(byte);
  let says = isHostByte(byte) ? MAY_STAND | IN_NAME : 0;
  if ('/?#'.includes(character)) says = HEAD_END;
  if (':@[]%'.includes(character)) says = MAY_STAND;
  if (/[0-9.]/.test(character)) says |= IN_QUAD;
  if (/[0-9A-Fa-f.:]/.test(character)) says |= IN_IPV6;
  HEAD[byte] = says;
}

/**
 * Tells URLs, names, addresses and ranges apart. Numbers and dots are an address even when they are a bad one (so that
 * the fault named is the address's), and `192.0.2.1/24` is a range, not a path `/24`.
 */
export function shapeOf(src: Uint8Array, from: number, to: number): Shape {
  let start = from;
  let end = to;
  while (start < end && src[start] === 0x20) start++;
  while (end > start && src[end - 1] === 0x20) end--;
  let colons = 0;
  let all = MAY_STAND | IN_NAME | IN_QUAD | IN_IPV6;
  let i = start;
  for (; i < end; i++) {
    const byte = src[i] ?? 0;
    const says = HEAD[byte] ?? 0;
    if ((says & MAY_STAND) === 0) {
      if ((says & HEAD_END) !== 0) break;
      return hasScheme(src, start, end) ? 'url' : 'other';
    }
    all &= says;
    if (byte === COLON) colons++;
  }
  if (i === start) return 'other';
  const isAddress = (all & IN_QUAD) !== 0 || ((all & IN_IPV6) !== 0 && colons >= 2);
  if (i === end) return isAddress ? 'ip' : (all & IN_NAME) !== 0 ? 'host' : 'url';
  return isAddress && src[i] === SLASH && isPrefix(src, i + 1, end) ? 'cidr' : 'url';
}

function isPrefix(src: Uint8Array, from: number, to: number): boolean {
  if (to - from < 1 || to - from > 3) return false;
  for (let i = from; i < to; i++) {
    const byte = src[i] ?? 0;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

// `letters://` at the start, so that a login or a defanged scheme (`h**p://`, `[http]://`) goes to the reader that
// can say what is wrong with it.
function hasScheme(src: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i + 2 < to && i - from < 20; i++) {
    const byte = src[i] ?? 0;
    if (byte === COLON) return i > from && src[i + 1] === SLASH && src[i + 2] === SLASH;
    const letter = byte | 0x20;
    if ((letter < 0x61 || letter > 0x7a) && byte !== 0x2a && byte !== 0x5b && byte !== 0x5d) return false;
  }
  return false;
}
