// What a URL loses at a target that ignores parts of URLs, told row by row: one pass over the bytes for URLs in which
// leaving out a part is leaving out bytes, as in nearly all; where escapes would be decoded, the steps of url-parts.ts.
import { fromUtf8, toUtf8 } from './bytes.ts';
import { canonicalUrlInto, urlHostEnd, urlHostStart } from './url.ts';
import { type UrlPart, withoutUrlParts } from './url-parts.ts';

export interface CoarserUrl {
  readonly key: Uint8Array;
  readonly lost: readonly UrlPart[];
}

/** The parts among `ignored` that this URL has and would lose, and the key without them; null where it loses none. */
export function coarserUrl(bytes: Uint8Array, ignored: readonly UrlPart[]): CoarserUrl | null {
  const found = inOnePass(bytes, ignored);
  return found === undefined ? stepByStep(bytes, ignored) : found;
}

function stepByStep(bytes: Uint8Array, ignored: readonly UrlPart[]): CoarserUrl | null {
  const url = fromUtf8(bytes);
  const text = withoutUrlParts(url, ignored);
  if (text === url) return null;
  const upTo = (count: number): string => withoutUrlParts(url, ignored.slice(0, count));
  // By itself, or together with those before it: a decoded `?` needs both kinds of escapes.
  const lost = ignored.filter((part, k) => withoutUrlParts(url, [part]) !== url || upTo(k) !== upTo(k + 1));
  return { key: toUtf8(text), lost };
}

const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;
const DOT = 0x2e;
const PERCENT = 0x25;

/** Escapes of these may be decoded, in a path or in a query, which makes slashes, queries and dot segments of them. */
const DECODED = new Uint8Array(256);
for (const character of "!$&'()*+,/:;=?@[]^|`{}") DECODED[character.charCodeAt(0)] = 1;

/** Undefined where the steps have to be taken one by one. */
function inOnePass(bytes: Uint8Array, ignored: readonly UrlPart[]): CoarserUrl | null | undefined {
  const to = bytes.length;
  const host = urlHostStart(bytes, 0, to);
  const hostEnd = urlHostEnd(bytes, host, to);
  let path = hostEnd;
  while (path < to && bytes[path] !== SLASH) path++;
  // `http:8080/x` is no URL: such a host keeps its scheme as long as it has its port.
  if (path > hostEnd && isNamedLikeScheme(bytes, host, hostEnd)) return undefined;
  const name = host + labelWww(bytes, host, hostEnd);
  const has = { scheme: host > 0, port: path > hostEnd, www: name > host, query: false, slashes: false, case: false };
  const dropsQuery = ignored.includes('query');
  const mergesSlashes = ignored.includes('slashes');
  const foldsCase = ignored.includes('case');
  const decodes = ignored.includes('escapes') || ignored.includes('query-escapes');

  const out = new Uint8Array(to);
  let n = 0;
  const copy = (from: number, end: number): void => {
    for (let i = from; i < end; i++) out[n++] = bytes[i] ?? 0;
  };
  if (!ignored.includes('scheme')) copy(0, host);
  copy(ignored.includes('www') ? name : host, hostEnd);
  if (!ignored.includes('port')) copy(hostEnd, path);
  for (let i = path; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUESTION) has.query = true;
    const isLeftOut = has.query && dropsQuery;
    if (byte === PERCENT) {
      const value = upperHex(bytes[i + 1]) * 16 + upperHex(bytes[i + 2]);
      if (value < 0 || (decodes && DECODED[value] === 1)) return undefined;
      if (!isLeftOut) copy(i, i + 3);
      i += 2;
      continue;
    }
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    if (isCapital) has.case = true;
    const isSecond = byte === SLASH && i > path && bytes[i - 1] === SLASH && !has.query;
    if (isSecond) has.slashes = true;
    if (!isLeftOut && !(isSecond && mergesSlashes)) out[n++] = isCapital && foldsCase ? byte | 0x20 : byte;
  }
  const lost = ignored.filter((part) => part in has && has[part as keyof typeof has]);
  if (lost.length === 0) return null;
  const key = out.subarray(0, n);
  return canonicalUrlInto(key, 0, n, new Uint8Array(n), 0) === n ? { key, lost } : undefined;
}

/** Length of a first label that some leave out, with its dot: `www`, `web` or `ftp`, never two of them. */
function labelWww(bytes: Uint8Array, from: number, to: number): number {
  const length = oneWww(bytes, from, to);
  return length > 0 && oneWww(bytes, from + length, to) === 0 ? length : 0;
}

function oneWww(bytes: Uint8Array, from: number, to: number): number {
  const [a, b, c] = [bytes[from], bytes[from + 1], bytes[from + 2]];
  const isWww = a === 0x77 && b === 0x77 && c === 0x77;
  const isWeb = a === 0x77 && b === 0x65 && c === 0x62;
  const isFtp = a === 0x66 && b === 0x74 && c === 0x70;
  if (!isWww && !isWeb && !isFtp) return 0;
  let i = from + 3;
  while (isDigit(bytes[i])) i++;
  return i < to && bytes[i] === DOT ? i + 1 - from : 0;
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Whether the last label is `http` or `https`, before a port. */
function isNamedLikeScheme(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[to] !== COLON) return false;
  const end = bytes[to - 1] === 0x73 ? to - 1 : to;
  const start = end - 4;
  if (start < from) return false;
  return bytes[start] === 0x68 && bytes[start + 1] === 0x74 && bytes[start + 2] === 0x74 && bytes[start + 3] === 0x70;
}

/** A digit of an escape as canonical form spells it; -256 for anything else, so that one bad digit makes both negative. */
function upperHex(byte: number | undefined): number {
  if (byte === undefined) return -256;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : -256;
}
