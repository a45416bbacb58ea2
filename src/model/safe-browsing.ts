// The canonical form `safe-browsing`: what lists of URL hashes commit to. The published specification, all of it, and
// nothing beyond it, because one differing byte makes a hash that matches nothing (research url-formats 5.1 to 5.3).
// It accepts almost any text; whether an entry makes sense is for the form `blocking` (model/url.ts) to say.
//
// Texts here are bytes, one character (0 to 255) each: the specification unescapes to bytes, which need not be UTF-8.
import { formatIp, mappedIpv4, parseIp } from './address.ts';
import { fromUtf8 } from './bytes.ts';
import { mapToAscii } from './host-name.ts';

/** A canonical URL in its parts; together `scheme://host + path + query`. None of them needs escaping any more. */
export interface SafeBrowsingUrl {
  readonly scheme: string;
  readonly host: string;
  /** Begins with a slash. */
  readonly path: string;
  /** With its question mark, empty where there is none. */
  readonly query: string;
  /** An address has no suffixes to be listed by. */
  readonly isAddress: boolean;
}

/** The form `safe-browsing` of the bytes of a URL, or null where it has no host. Applying it again changes nothing. */
export function safeBrowsingUrl(bytes: Uint8Array): SafeBrowsingUrl | null {
  let text = withoutOuterSpaces(latin1(bytes).replace(/[\t\r\n]/g, ''));
  const hash = text.indexOf('#');
  if (hash >= 0) text = text.slice(0, hash);
  text = unescapedWhole(text);

  const [head = '', written = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  const rest = text.slice(head.length);
  const slash = rest.search(/[/?]/);
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const tail = slash < 0 ? '' : rest.slice(slash);
  const question = tail.indexOf('?');
  const site = siteOf(authority);
  if (site === null) return null;
  return {
    scheme: written.toLowerCase(),
    host: escaped(site.host),
    path: escaped(withoutDots(question < 0 ? tail : tail.slice(0, question))),
    query: question < 0 ? '' : escaped(tail.slice(question)),
    isAddress: site.isAddress,
  };
}

export function safeBrowsingText({ scheme, host, path, query }: SafeBrowsingUrl): string {
  return `${scheme}://${host}${path}${query}`;
}

/** What the entry of a hashed list is the SHA-256 of: host, path and query. Scheme, login and port take no part. */
export function expressionOf({ host, path, query }: SafeBrowsingUrl): string {
  return host + path + query;
}

/**
 * Everything a consumer looks up for one URL: up to five hosts, each with up to six paths. Version 4 takes hosts from the
 * last five labels; version 5 from the registrable domain on, which `registrable` tells (null: the host is or has none).
 */
export function expressionsOf(url: SafeBrowsingUrl, registrable?: (host: string) => string | null): string[] {
  const hosts = registrable === undefined ? lastLabels(url) : fromRegistrable(url, registrable);
  const paths = pathPrefixes(url);
  return hosts.flatMap((host) => paths.map((path) => host + path));
}

/** The host itself, and up to four names above it among its last five labels; never a single label. */
function lastLabels({ host, isAddress }: SafeBrowsingUrl): string[] {
  const hosts = [host];
  if (isAddress) return hosts;
  const labels = host.split('.');
  for (let from = Math.max(1, labels.length - 5); from <= labels.length - 2; from++) {
    hosts.push(labels.slice(from).join('.'));
  }
  return hosts;
}

/** The host itself, and up to four names: the registrable domain and what is one, two and three labels longer. */
function fromRegistrable({ host, isAddress }: SafeBrowsingUrl, registrable: (host: string) => string | null): string[] {
  const base = isAddress ? null : registrable(host);
  if (base === null) return [host];
  const extra = host
    .slice(0, host.length - base.length)
    .split('.')
    .slice(0, -1);
  const hosts = new Set([host]);
  for (let count = 0; count < 4 && count <= extra.length; count++) {
    hosts.add([...extra.slice(extra.length - count), base].join('.'));
  }
  return [...hosts];
}

/** The path with and without its query, and the root with at most three directories below it. */
function pathPrefixes({ path, query }: SafeBrowsingUrl): string[] {
  const paths = new Set(query === '' ? [path] : [path + query, path]);
  let end = 0;
  for (let count = 0; count < 4; count++) {
    const slash = path.indexOf('/', end);
    if (slash < 0) break;
    end = slash + 1;
    paths.add(path.slice(0, end));
  }
  return [...paths];
}

// --- the steps ----------------------------------------------------------------------------------------------------

/** Bytes as text, one character each, in pieces: a call takes only so many arguments. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * Percent signs are unescaped until none is left. One pass from the left does it, looking back after each: what was just
 * decoded may complete an escape begun before it (`%25%32%35` is `%25` is `%`). Passes over the whole text would cost time
 * quadratic in `%252525...`.
 */
function unescapedWhole(text: string): string {
  if (!text.includes('%')) return text;
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    out.push(text.charCodeAt(i));
    for (let n = out.length; n >= 3 && out[n - 3] === 0x25; n = out.length) {
      const high = hexValue(out[n - 2] ?? 0);
      const low = hexValue(out[n - 1] ?? 0);
      if (high < 0 || low < 0) break;
      out.length = n - 3;
      out.push(high * 16 + low);
    }
  }
  return latin1(Uint8Array.from(out));
}

function hexValue(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  if (!/[\x00-\x20\x7f-\xff#%]/.test(text)) return text;
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isPlain = unit > 0x20 && unit < 0x7f && unit !== 0x23 && unit !== 0x25;
    out += isPlain ? text[i] : `%${unit.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

function siteOf(authority: string): { readonly host: string; readonly isAddress: boolean } | null {
  const site = authority.slice(authority.lastIndexOf('@') + 1);
  const close = site.startsWith('[') ? site.indexOf(']') : -1;
  const address = close < 0 ? null : bracketed(site.slice(1, close));
  if (address !== null) return { host: address, isAddress: true };
  // The first colon, not the last: `a:1:2` must not lose one port today and the next one tomorrow.
  const colon = site.indexOf(':');
  const name = withoutSpareDots(toAscii(colon < 0 ? site : site.slice(0, colon)));
  if (name === '') return null;
  const quad = ipv4Of(name);
  return quad === null ? { host: lowerCase(name), isAddress: false } : { host: quad, isAddress: true };
}

/** An IPv6 address; one that carries an IPv4 address (mapped, or behind 64:ff9b::/96) is that address. */
function bracketed(text: string): string | null {
  const address = parseIp(text);
  if (!address.ok || address.bytes.length !== 16) return null;
  const { bytes } = address;
  const carried = mappedIpv4(bytes) ?? (isTranslated(bytes) ? bytes.slice(12) : null);
  return carried === null ? `[${formatIp(bytes)}]` : formatIp(carried);
}

function isTranslated(bytes: Uint8Array): boolean {
  const prefix = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  return prefix.every((byte, i) => bytes[i] === byte);
}

/** International names in ASCII; bytes that are no such name stay, to be escaped. */
function toAscii(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: anything beyond ASCII
  if (!/[^\x00-\x7f]/.test(name)) return name;
  // The runtime's mapping is a URL parser: characters that end a host, and any that are no letter of one, keep it away.
  if (/[^\x80-\xffA-Za-z0-9._-]/.test(name)) return name;
  const bytes = bytesOf(name);
  const text = fromUtf8(bytes);
  if (text.includes('\ufffd')) return name;
  return mapToAscii(text) || name;
}

/** ASCII only: these are bytes, and half a character has no lower case. */
function lowerCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

// A pattern for a run at the end begins anew at each character of each run: a line of dots or spaces took minutes.
function withoutSpareDots(name: string): string {
  return name.replace(/\.{2,}/g, '.').replace(/^\.|\.$/g, '');
}

function withoutOuterSpaces(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === ' ') from++;
  while (to > from && text[to - 1] === ' ') to--;
  return text.slice(from, to);
}

/** The dotted quad of any spelling that inet_aton takes: octal, hexadecimal, one to four numbers. Null: a name. */
function ipv4Of(host: string): string | null {
  if (!/[0-9a-f]$/i.test(host)) return null;
  const parts = host.split('.');
  if (parts.length > 4) return null;
  const numbers = parts.map(numberOf);
  const last = numbers.pop() ?? Number.NaN;
  const room = 256 ** (4 - numbers.length);
  if (!(last < room) || !numbers.every((number) => number < 256)) return null;
  const value = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** NaN for what is no number. */
function numberOf(text: string): number {
  if (/^0x[0-9a-f]*$/i.test(text)) return Number.parseInt(`0${text.slice(2)}`, 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : Number.NaN;
}

/** Dot segments are resolved first, then runs of slashes become one: the order of the specification. */
function withoutDots(path: string): string {
  if (path === '') return '/';
  if (!path.includes('/.')) return path.replace(/\/{2,}/g, '/');
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [i, segment] of segments.entries()) {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (i === segments.length - 1) kept.push('');
  }
  return `/${kept.join('/')}`.replace(/\/{2,}/g, '/');
}
