// URLs in the form we store and match: `[scheme://]host[:port]/path[?query]`, ASCII. Never `new URL`, which differs from
// the published blocking form on 16 of 33 vectors and turns 192.0.2.010 into another host. Never visits what it reads.
import { blanksAfter, blanksBefore, type Canonical, changeBits, faultAt, unusableCharacter } from './canonical.ts';
import { defangedAt, isAcePrefix, isHostByte, isNumber } from './host-name.ts';
import { readAuthority } from './url-authority.ts';

/**
 * The canonical form of a URL (http, https) or of a scheme-less `host/path`.
 *
 * The scheme stays in the key when it was sent, and none is invented when it was not. A proxy matches host and path
 * whatever the scheme, but a key is identity, not a match: joining `http://` and `https://` entries would drop one
 * sender's evidence without a word, a hashed list commits to the exact text, and a made-up `http://` would be written
 * back to partners as if it had been sent. Whatever treats the schemes alike compares from `urlHostStart` on; whatever
 * ignores the port too takes the key apart with `splitUrl`.
 *
 * Applying it to its own result changes nothing, whatever the text was.
 */
export function canonicalUrl(text: string): Canonical {
  const unusable = unusableCharacter(text);
  if (unusable !== null) return unusable;
  const from = blanksBefore(text);
  const last = blanksAfter(text, from, text.length);
  let changes = last - from < text.length ? changeBits['space-trimmed'] : 0;

  const hash = text.indexOf('#', from);
  let to = last;
  if (hash >= 0) {
    // Blanks before a dropped `#` would otherwise end the path as `%20`, and `url # note` could never match.
    to = blanksAfter(text, from, hash);
    changes |= changeBits['fragment-dropped'];
    if (to < hash) changes |= changeBits['space-trimmed'];
  }
  const backslash = text.indexOf('\\', from);
  // WHATWG reads `\` as `/`, RFC 3986 forbids it, Safe Browsing keeps it: three hosts from one text, so none.
  if (backslash >= 0 && backslash < to) return faultAt('url/backslash', backslash);

  const url = text.slice(from, to);
  const written = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1] ?? '';
  const scheme = written.toLowerCase();
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https') {
    return faultAt(defangedAt(url) === 0 ? 'url/defanged' : 'url/other-scheme', from);
  }
  if (scheme !== written) changes |= changeBits['lower-cased'];

  const start = scheme === '' ? 0 : scheme.length + 3;
  const rest = url.slice(start).search(/[/?]/);
  const end = rest < 0 ? url.length : start + rest;
  const authority = readAuthority(url.slice(start, end), scheme, from + start);
  if (!authority.ok) return authority;

  const question = url.indexOf('?', end);
  const path = respell(url.slice(end, question < 0 ? url.length : question), IN_PATH);
  const query = question < 0 ? null : respell(url.slice(question + 1), IN_QUERY);
  const plain = path.text === '' ? '/' : withoutDotSegments(path.text);
  changes |= authority.changes | path.changes | (query === null ? 0 : query.changes);
  if (path.text === '') changes |= changeBits['slash-added'];
  else if (plain !== path.text) changes |= changeBits['dot-segments-removed'];

  const head = scheme === '' ? '' : `${scheme}://`;
  return { ok: true, text: head + authority.text + plain + (query === null ? '' : `?${query.text}`), changes };
}

/** The parts of a canonical URL. `scheme` is empty when none was sent; `port` null unless it is part of the key. */
export interface UrlParts {
  readonly scheme: '' | 'http' | 'https';
  readonly host: string;
  readonly port: number | null;
  readonly path: string;
  readonly query: string | null;
}

/** Takes a canonical URL apart. Throws on any other text: only keys may come here. */
export function splitUrl(url: string): UrlParts {
  const match = /^(?:(https?):\/\/)?(\[[^\]]+\]|[^:/?]+)(?::([0-9]+))?(\/[^?]*)(?:\?(.*))?$/s.exec(url);
  if (match === null) throw new RangeError('not a canonical URL');
  const [, scheme, host = '', port, path = '', query] = match;
  return {
    scheme: scheme === 'http' || scheme === 'https' ? scheme : '',
    host,
    port: port === undefined ? null : Number(port),
    path,
    query: query ?? null,
  };
}

// --- path and query --------------------------------------------------------------------------------------------

// What RFC 3986 forbids and every browser sends encoded, so that the raw spelling would never be met on the wire.
const IN_PATH = /[ "<>`{}\u0080-\uffff]/;
const IN_QUERY = /[ "<>\u0080-\uffff]/;
const HEX = /^[0-9A-Fa-f]$/;
const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/** Percent signs and raw characters: decodes unreserved octets only, since `%2F` and `/` are different paths. */
function respell(text: string, encoded: RegExp): { text: string; changes: number } {
  if (!text.includes('%') && !encoded.test(text)) return { text, changes: 0 };
  let out = '';
  let changes = 0;
  let stray = -3;
  for (const character of escapes(text)) {
    if (character.length === 3 && character.startsWith('%')) {
      const value = String.fromCharCode(Number.parseInt(character.slice(1), 16));
      const since = out.length - stray;
      // `%%341` must stay: decoding its `%34` would make `%41` of a stray `%`, and a second pass would read an `A`.
      const wouldPair = since === 1 || (since === 2 && HEX.test(out.slice(-1)));
      const isDecoded = UNRESERVED.test(value) && !(wouldPair && HEX.test(value));
      const spelled = isDecoded ? value : character.toUpperCase();
      if (spelled !== character) changes |= changeBits['percent-normalised'];
      out += spelled;
    } else if (encoded.test(character)) {
      changes |= changeBits['percent-encoded'];
      out += encodeURIComponent(character);
    } else {
      if (character === '%') stray = out.length;
      out += character;
    }
  }
  return { text: out, changes };
}

function escapes(text: string): readonly string[] {
  return text.match(/%[0-9A-Fa-f]{2}|./gsu) ?? [];
}

// RFC 3986 section 5.2.4. Empty segments count as segments: `//` is kept, since only some products merge it.
function withoutDotSegments(path: string): string {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [i, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (i === segments.length - 1) kept.push('');
  }
  return `/${kept.join('/')}`;
}

// --- bytes: the fast lane for URLs that are canonical as they stand, and where the host lies ----------------------

const SLASH = 0x2f;
const COLON = 0x3a;
const QUESTION = 0x3f;
const DOT = 0x2e;
const PERCENT = 0x25;

// What a byte may be after the host of a canonical URL.
const PLAIN = 1;
const SEPARATOR = 2; // only `/`, which may begin a dot segment
const QUERY_ONLY = 3;
const SPECIAL = 4; // `%` and `?`
const CANONICAL_HOST = new Uint8Array(256);
const AFTER_HOST = new Uint8Array(256);
const UNRESERVED_BYTE = new Uint8Array(256);
for (let byte = 0x21; byte < 0x7f; byte++) {
  const character = String.fromCharCode(byte);
  if (isHostByte(byte) && character === character.toLowerCase()) CANONICAL_HOST[byte] = 1;
  if (UNRESERVED.test(character)) UNRESERVED_BYTE[byte] = 1;
  AFTER_HOST[byte] = /["<>#\\]/.test(character) ? 0 : /[`{}]/.test(character) ? QUERY_ONLY : PLAIN;
}
AFTER_HOST[SLASH] = SEPARATOR;
AFTER_HOST[PERCENT] = SPECIAL;
AFTER_HOST[QUESTION] = SPECIAL;

/**
 * Copies a URL that is canonical as it stands to `dst[at]` and returns its length, or -1 for the slow path. It takes
 * nothing that needs a change, so there is none to count. `dst` needs room for `to - from` bytes; after -1 they are
 * scratch.
 */
export function canonicalUrlInto(src: Uint8Array, from: number, to: number, dst: Uint8Array, at: number): number {
  if (from < 0 || to > src.length) throw new RangeError('the URL lies outside its buffer');
  // A typed array drops writes past its end without a word, which would store a shortened URL.
  if (at < 0 || at + to - from > dst.length) throw new RangeError('no room for the URL');
  const host = from + schemeLength(src, from, to);
  const path = canonicalAuthorityEnd(src, host, to, host - from);
  if (path < 0 || !isCanonicalAfterHost(src, path, to)) return -1;
  const shift = at - from;
  for (let i = from; i < to; i++) dst[i + shift] = src[i] ?? 0;
  return to - from;
}

/** Where the host of the canonical URL `src[from, to)` starts. */
export function urlHostStart(src: Uint8Array, from: number, to: number): number {
  return from + schemeLength(src, from, to);
}

/** Where the host that starts at `host` ends: at the port or the path. A bracketed address keeps its brackets. */
export function urlHostEnd(src: Uint8Array, host: number, to: number): number {
  let i = host;
  if (src[i] === 0x5b) while (i < to && src[i] !== 0x5d) i++;
  while (i < to && src[i] !== COLON && src[i] !== SLASH) i++;
  return i;
}

/** Length of `http://` or `https://` at the start, else 0. */
function schemeLength(src: Uint8Array, from: number, to: number): number {
  if (to - from < 7 || src[from] !== 0x68 || src[from + 1] !== 0x74 || src[from + 2] !== 0x74) return 0;
  if (src[from + 3] !== 0x70) return 0;
  const colon = src[from + 4] === 0x73 ? from + 5 : from + 4;
  if (colon + 2 >= to || src[colon] !== COLON || src[colon + 1] !== SLASH || src[colon + 2] !== SLASH) return 0;
  return colon + 3 - from;
}

/** Where the path begins after a canonical `host[:port]`, else -1. */
function canonicalAuthorityEnd(src: Uint8Array, host: number, to: number, scheme: number): number {
  let i = host;
  let label = host;
  for (; i < to; i++) {
    const byte = src[i] ?? 0;
    if (CANONICAL_HOST[byte] === 0) break;
    if (byte > DOT) continue;
    if (byte === DOT) {
      if (i === label || i - label > 63) return -1;
      label = i + 1;
    } else if (i === label + 3 && isAcePrefix(src, label)) return -1;
  }
  if (i === label || i - label > 63 || i - host > 253) return -1;
  const first = src[label] ?? 0;
  if (first >= 0x30 && first <= 0x39 && isNumber(src, label, i) && !isQuad(src, host, i)) return -1;
  const end = i;
  if (src[i] === COLON && i < to) {
    // `http:443/x` is refused by the slow path.
    if (scheme === 0 && src[host] === 0x68) return -1;
    let port = 0;
    for (i++; i < to; i++) {
      const digit = (src[i] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      if (port === 0 && digit === 0) return -1;
      port = port * 10 + digit;
      if (port > 65_535) return -1;
    }
    if (i === end + 1 || port === (scheme === 7 ? 80 : scheme === 8 ? 443 : 0)) return -1;
  }
  return i < to && src[i] === SLASH ? i : -1;
}

function isQuad(src: Uint8Array, from: number, to: number): boolean {
  let dots = 0;
  let value = -1;
  for (let i = from; i < to; i++) {
    const byte = src[i] ?? 0;
    if (byte === DOT) {
      dots++;
      value = -1;
      continue;
    }
    if (byte < 0x30 || byte > 0x39 || value === 0) return false;
    value = value < 0 ? byte - 0x30 : value * 10 + byte - 0x30;
    if (value > 255) return false;
  }
  return dots === 3;
}

function isCanonicalAfterHost(src: Uint8Array, from: number, to: number): boolean {
  let inQuery = false;
  for (let i = from; i < to; i++) {
    const byte = src[i] ?? 0;
    const what = AFTER_HOST[byte] ?? 0;
    if (what === PLAIN) continue;
    if (what === SEPARATOR) {
      if (!inQuery && src[i + 1] === DOT && isDotSegment(src, i + 1, to)) return false;
    } else if (byte === QUESTION) {
      inQuery = true;
    } else if (byte === PERCENT) {
      if (i + 2 >= to) return false;
      const value = upperHex(src[i + 1] ?? 0) * 16 + upperHex(src[i + 2] ?? 0);
      if (value < 0 || UNRESERVED_BYTE[value] !== 0) return false;
      i += 2;
    } else if (what !== QUERY_ONLY || !inQuery) {
      return false;
    }
  }
  return true;
}

// -256 for anything else, so that one bad digit makes the pair negative.
function upperHex(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x41 && byte <= 0x46 ? byte - 0x37 : -256;
}

function isDotSegment(src: Uint8Array, from: number, to: number): boolean {
  let i = from;
  while (i < to && i < from + 3 && src[i] === DOT) i++;
  const dots = i - from;
  return (dots === 1 || dots === 2) && (i === to || src[i] === SLASH || src[i] === QUESTION);
}
