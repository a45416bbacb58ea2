// Recognises an embedded picture by the first characters of a field, so that it is dropped before anything reads it.
// Partner exports carry thumbnails as data URIs or bare base64; this tool never handles imagery, not even by passing it on.
import { equalsAscii, toUtf8 } from '../../model/bytes.ts';

/** Shorter fields are no pictures: the smallest data URI in use is longer. */
export const SHORTEST_PICTURE = 65;

/** How base64 of a JPEG, PNG, GIF, WebP or TIFF file begins. */
const BASE64_STARTS = ['/9j/', 'iVBORw0KGgo', 'R0lGOD', 'UklGR', 'SUkqA', 'TU0AK'];
/** Base64 or hexadecimal digits: without a data URI around it, only a long run of them is a picture. */
const LONG_RUN = 128;
const HEX_STARTS = ['ffd8ff', '89504e470d0a1a0a', '474946383'];
const URI_STARTS = ['data:image/', 'data:video/'];

/** Characters of SHA-512, and of PhotoDNA in either edition and spelling: a digest may begin like a picture. */
export function isDigestLength(length: number): boolean {
  return length === 128 || length === 192 || length === 288 || length === 1232;
}

/** Whether `bytes[from..to)` starts like a picture or a video. */
export function looksLikePicture(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < SHORTEST_PICTURE) return false;
  const first = bytes[from]!;
  if (first === 0xff) return bytes[from + 1] === 0xd8 && bytes[from + 2] === 0xff;
  if (first === 0x89) return equalsAscii(bytes, from + 1, from + 4, 'PNG');
  const start = lowerStart(bytes, from);
  if (isPictureUri(bytes, from, to)) return true;
  if (to - from < LONG_RUN || !isRun(bytes, from, from + LONG_RUN)) return false;
  if (HEX_STARTS.some((hex) => start.startsWith(hex))) return true;
  return BASE64_STARTS.some((head) => equalsAscii(bytes, from, from + head.length, head)) || isMediaBox(bytes, from);
}

/** How much of a text shows whether it is a picture. */
const PICTURE_HEAD = 192;

/** Whether a text starts like a picture or a video, and is no digest. */
export function isPictureText(text: string): boolean {
  if (text.length < SHORTEST_PICTURE || isDigestLength(text.length)) return false;
  const head = toUtf8(text.slice(0, PICTURE_HEAD));
  return looksLikePicture(head, 0, head.length);
}

/** Whether `bytes[from..to)` begins like `data:image/png;base64`. */
export function isPictureUri(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from > 10 && URI_STARTS.some((uri) => lowerStart(bytes, from).startsWith(uri));
}

/** Whether a whole line that could not be read holds one anywhere. */
export function holdsPicture(bytes: Uint8Array): boolean {
  for (let at = 0; at + SHORTEST_PICTURE <= bytes.length; at++) {
    if ((at === 0 || !isWord(bytes[at - 1]!)) && looksLikePicture(bytes, at, bytes.length)) return true;
  }
  return false;
}

/** The first letters in lower case; only as long as the longest start above. */
function lowerStart(bytes: Uint8Array, from: number): string {
  let text = '';
  for (let i = from; i < from + 16; i++)
    text += String.fromCharCode(bytes[i]! >= 65 && bytes[i]! <= 90 ? bytes[i]! | 32 : bytes[i]!);
  return text;
}

/** Base64 of an ISO media file: four bytes of length, then `ftyp` (HEIC, AVIF, MP4). */
function isMediaBox(bytes: Uint8Array, from: number): boolean {
  return equalsAscii(bytes, from, from + 4, 'AAAA') && equalsAscii(bytes, from + 6, from + 10, 'Z0eX');
}

function isRun(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isWord(bytes[i]!)) return false;
  return true;
}

/** Letters, digits, `+` and `/`: what base64 and hexadecimal are made of. */
function isWord(byte: number): boolean {
  const letter = byte | 32;
  return (letter >= 97 && letter <= 122) || (byte >= 48 && byte <= 57) || byte === 43 || byte === 47;
}
