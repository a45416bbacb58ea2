// Byte codecs: hexadecimal and base64, bytes to bytes, with the place of the first bad character.
// Ours, because Buffer.from(text, 'hex') stops silently at the first bad character and a cut digest matches nothing.

/** Bytes in pieces of any size. A piece is valid until the next one is asked for. */
export type ByteChunks = AsyncIterable<Uint8Array>;

/** Value of two hexadecimal digits by their 16 bits (first digit low), -1 where either is not one. */
const HEX_PAIR = new Int16Array(65_536).fill(-1);
/** Two lower-case digits (first digit low) of each byte. */
const HEX_TEXT = new Uint16Array(256);
const BASE64_TEXT = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const BASE64_VALUE = new Int8Array(256).fill(-1);

for (const high of '0123456789abcdefABCDEF') {
  for (const low of '0123456789abcdefABCDEF') {
    HEX_PAIR[high.charCodeAt(0) | (low.charCodeAt(0) << 8)] = Number.parseInt(high + low, 16);
  }
}
for (let byte = 0; byte < 256; byte++) {
  const text = byte.toString(16).padStart(2, '0');
  HEX_TEXT[byte] = text.charCodeAt(0) | (text.charCodeAt(1) << 8);
}
for (let i = 0; i < 64; i++) BASE64_VALUE[BASE64_TEXT[i]!] = i;
BASE64_VALUE[45] = 62; // '-' and '_' of the URL-safe alphabet
BASE64_VALUE[95] = 63;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function fromUtf8(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return decoder.decode(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
}

/** A view over bytes, for the codecs that take two or four of them at a time. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Decodes `width * 2` hexadecimal characters at `src[from]` into `dst[at..at+width)`, two a look-up and four bytes a store:
 * half the time of single bytes. Returns -1 when all are digits, otherwise the offset from `from` of the first that is
 * none; `dst` is then half written.
 */
export function decodeHex(src: DataView, from: number, width: number, dst: DataView, at: number): number {
  let bad = 0;
  let s = from;
  let d = at;
  for (const words = at + (width & ~3); d < words; d += 4, s += 8) {
    const first = HEX_PAIR[src.getUint16(s, true)]!;
    const second = HEX_PAIR[src.getUint16(s + 2, true)]!;
    const third = HEX_PAIR[src.getUint16(s + 4, true)]!;
    const fourth = HEX_PAIR[src.getUint16(s + 6, true)]!;
    bad |= first | second | third | fourth;
    dst.setInt32(d, first | (second << 8) | (third << 16) | (fourth << 24), true);
  }
  for (const end = at + width; d < end; d++, s += 2) {
    const pair = HEX_PAIR[src.getUint16(s, true)]!;
    bad |= pair;
    dst.setInt8(d, pair);
  }
  if (bad >= 0) return -1;
  let good = 0;
  while (HEX_PAIR[48 | (src.getUint8(from + good) << 8)]! >= 0) good++;
  return good;
}

/** The index of the first byte in `src[from..to)` that is no hexadecimal digit, or `to`. */
export function firstBadHex(src: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (HEX_PAIR[48 | (src[i]! << 8)]! < 0) return i;
  return to;
}

/**
 * Writes `src[from..to)` as lower-case hexadecimal to `dst[at..)`, four digits a store: half the time of single ones.
 * Returns the index after the last digit.
 */
export function encodeHex(src: Uint8Array, from: number, to: number, dst: DataView, at: number): number {
  let d = at;
  let i = from;
  for (; i < to - 1; i += 2, d += 4) dst.setInt32(d, HEX_TEXT[src[i]!]! | (HEX_TEXT[src[i + 1]!]! << 16), true);
  if (i === to) return d;
  dst.setUint16(d, HEX_TEXT[src[i]!]!, true);
  return d + 2;
}

export function hexText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  for (let i = from; i < to; i++) {
    const pair = HEX_TEXT[bytes[i]!]!;
    text += String.fromCharCode(pair & 0xff, pair >> 8);
  }
  return text;
}

/** How many bytes base64 text of this length holds, with or without padding. */
export function base64Length(src: Uint8Array, from: number, to: number): number {
  let end = to;
  if (end > from && src[end - 1] === 61) end--;
  if (end > from && src[end - 1] === 61) end--;
  return ((end - from) * 3) >> 2;
}

/**
 * Decodes base64 (either alphabet, padding optional) of `src[from..to)` into `dst[at..)`. Returns the bytes written,
 * or -1 - offset of the first bad character. Refuses a length of 4n + 1 and left-over bits that are not zero.
 */
export function decodeBase64(src: Uint8Array, from: number, to: number, dst: Uint8Array, at: number): number {
  let end = to;
  if (end > from && src[end - 1] === 61) end--;
  if (end > from && src[end - 1] === 61) end--;
  if (end !== to && (to - from) % 4 !== 0) return -1 - (end - from);
  if ((end - from) % 4 === 1) return -1 - (end - from - 1);
  let bits = 0;
  let held = 0;
  let out = at;
  for (let i = from; i < end; i++) {
    const value = BASE64_VALUE[src[i]!]!;
    if (value < 0) return -1 - (i - from);
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      dst[out++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return bits === 0 ? out - at : -1 - (end - from - 1);
}

/** Writes `src[from..to)` as padded standard base64 to `dst[at..)`; returns the index after the last character. */
export function encodeBase64(src: Uint8Array, from: number, to: number, dst: Uint8Array, at: number): number {
  let i = from;
  for (; i + 2 < to; i += 3) {
    const group = (src[i]! << 16) | (src[i + 1]! << 8) | src[i + 2]!;
    dst[at++] = BASE64_TEXT[group >> 18]!;
    dst[at++] = BASE64_TEXT[(group >> 12) & 63]!;
    dst[at++] = BASE64_TEXT[(group >> 6) & 63]!;
    dst[at++] = BASE64_TEXT[group & 63]!;
  }
  if (i < to) {
    const group = (src[i]! << 16) | (i + 1 < to ? src[i + 1]! << 8 : 0);
    dst[at++] = BASE64_TEXT[group >> 18]!;
    dst[at++] = BASE64_TEXT[(group >> 12) & 63]!;
    dst[at++] = i + 1 < to ? BASE64_TEXT[(group >> 6) & 63]! : 61;
    dst[at++] = 61;
  }
  return at;
}

/** Where the byte stands first in `bytes[from..to)`, or -1. `indexOf` would search all that is behind the line, for every line. */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number, to: number): number {
  for (let i = from; i < to; i++) if (bytes[i] === byte) return i;
  return -1;
}

/** Where the byte stands last in `bytes[from..to)`, or -1. */
export function lastIndexOfByte(bytes: Uint8Array, byte: number, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (bytes[i] === byte) return i;
  return -1;
}

/** Orders byte ranges as memcmp does: negative, zero or positive; a prefix comes first. */
export function compareBytes(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): number {
  const shared = Math.min(aTo - aFrom, bTo - bFrom);
  for (let i = 0; i < shared; i++) {
    const difference = a[aFrom + i]! - b[bFrom + i]!;
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

/** Whether the bytes at `src[from..to)` are these ASCII characters. */
export function equalsAscii(src: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (src[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether `src[from..to)` starts with these ASCII characters. */
export function startsWithAscii(src: Uint8Array, from: number, to: number, text: string): boolean {
  return to - from >= text.length && equalsAscii(src, from, from + text.length, text);
}
