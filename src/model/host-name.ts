// Host names in the form we store and match: A-labels, lower case, no trailing dot. Scope spellings (`*.n`, `.n`) are
// the formats' business and are refused here; whether a name is sensible to block is hygiene's. Never resolves a name.
import { domainToASCII, domainToUnicode } from 'node:url';
import { numericHost, parseCidr, parseIp } from './address.ts';
import {
  blanksAfter,
  blanksBefore,
  type Canonical,
  changeBits,
  type Fault,
  faultAt,
  unusableCharacter,
} from './canonical.ts';

const LABEL_MAX = 63;
const NAME_MAX = 253;
// Mapping to ASCII costs time quadratic in the label; no name that fits 253 octets needs this many characters.
const UNMAPPED_MAX = 1024;

const DOT = 0x2e;
const HYPHEN = 0x2d;

// Lower-case byte for every byte a host may hold, 0 for the rest. Underscores and outer hyphens pass because real
// listed names have them and they resolve; anything DNS would need an escape for does not.
const HOST_BYTES = new Uint8Array(256);
for (const unit of 'abcdefghijklmnopqrstuvwxyz0123456789-_.') {
  HOST_BYTES[unit.charCodeAt(0)] = unit.charCodeAt(0);
  HOST_BYTES[unit.toUpperCase().charCodeAt(0)] = unit.charCodeAt(0);
}

/** True for the bytes a canonical host is made of, and their upper-case forms. */
export function isHostByte(byte: number): boolean {
  return byte < 256 && HOST_BYTES[byte] !== 0;
}

/** The canonical form of a text that should be one host name and nothing else. */
export function canonicalHost(text: string): Canonical {
  const from = blanksBefore(text);
  const to = blanksAfter(text, from, text.length);
  const unusable = unusableCharacter(text);
  if (unusable !== null) return unusable;
  const trimmed = text.slice(from, to);
  const host = readHost(trimmed, from);
  if (!host.ok) return host.fault === 'url/bad-character' ? explain(trimmed, from, host) : host;
  if (host.isAddress) return faultAt('url/is-address', from);
  return {
    ok: true,
    text: host.text,
    changes: host.changes | (to - from < text.length ? changeBits['space-trimmed'] : 0),
  };
}

/** What `readHost` found: a name, or a strict dotted quad (`isAddress`), which is a host but not a name. */
export interface Host {
  readonly ok: true;
  readonly text: string;
  readonly changes: number;
  readonly isAddress: boolean;
}

/** Reads a bare host of any kind but a bracketed one. `base` is where it starts in the sender's text. */
export function readHost(text: string, base: number): Host | Fault {
  if (text.length === 0) return faultAt('url/no-host', base);
  let isAscii = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // The capital sharp s became `ss` or `ß`, two different names, by the Unicode version of the runtime.
    if (unit === 0x1e9e) return faultAt('url/bad-idn', base + i);
    if (unit >= 0x80) isAscii = false;
    // Checked before mapping: node's domainToASCII is a URL parser that cuts at `/`, decodes `%` and drops tabs.
    else if (HOST_BYTES[unit] === 0) return faultAt('url/bad-character', base + i);
  }
  if (!isAscii && text.length > UNMAPPED_MAX) return faultAt('url/name-too-long', null);

  const hasTrailingDot = isLabelEnd(text.charCodeAt(text.length - 1));
  const source = hasTrailingDot ? text.slice(0, -1) : text;
  const empty = emptyLabel(source);
  if (empty >= 0) return faultAt('url/empty-label', base + empty);

  // toLowerCase has no locale: the Turkish i stays an i.
  let name = isAscii ? source.toLowerCase() : source;
  const tooLong = isAscii ? lengthFault(name, base) : null;
  if (tooLong !== null) return tooLong;
  if (!isAscii || /(?:^|\.)xn--/.test(name)) {
    const mapped = toAscii(name, isAscii, base);
    if (typeof mapped !== 'string') return mapped;
    name = mapped;
    const mappedTooLong = lengthFault(name, null);
    if (mappedTooLong !== null) return mappedTooLong;
  }
  const numeric = numericHost(name);
  if (numeric === 'octal') return faultAt('url/octal-address', base);
  if (numeric === 'odd') return faultAt('url/odd-address', base);

  let changes = hasTrailingDot ? changeBits['trailing-dot-removed'] : 0;
  if (/[A-Z]/.test(text)) changes |= changeBits['lower-cased'];
  if (!isAscii) changes |= changeBits['idn-to-ascii'];
  return { ok: true, text: name, changes, isAddress: numeric === 'quad' };
}

// The dot and the three characters UTS-46 maps to it.
function isLabelEnd(unit: number): boolean {
  return unit === DOT || unit === 0x3002 || unit === 0xff0e || unit === 0xff61;
}

function emptyLabel(name: string): number {
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    if (i < name.length && !isLabelEnd(name.charCodeAt(i))) continue;
    if (i === start) return i;
    start = i + 1;
  }
  return -1;
}

function labelsOf(name: string): string[] {
  return name.split(/[.\u3002\uff0e\uff61]/);
}

// The added label keeps node from reading `１９２.0.2.010` as the address 192.0.2.8: full-width digits are folded
// first, and then its URL parser takes any host with a number at the end for IPv4, octal and all.
// Null where UTS-46 refuses the name; empty where every character of it vanishes.
export function mapToAscii(name: string): string | null {
  const mapped = domainToASCII(`${name}.x`);
  return mapped === '' ? null : mapped.slice(0, -2);
}

function toAscii(name: string, isAscii: boolean, base: number): string | Fault {
  const mapped = isAscii ? name : mapToAscii(name);
  if (mapped === null || !isStable(mapped)) return badLabel(name, base);
  // A label that vanishes widens the entry: `example.<soft hyphen>` would become the whole top-level domain `example`.
  const labels = mapped.split('.');
  if (labels.length !== labelsOf(name).length || labels.includes('')) return faultAt('url/labels-changed', base);
  // Full-width punctuation folds to ASCII that no host may hold.
  for (let i = 0; i < mapped.length; i++) {
    if (HOST_BYTES[mapped.charCodeAt(i)] === 0) return faultAt('url/bad-character', null);
  }
  return mapped;
}

// There and back, because Node 24 takes any ASCII `xn--` label unread and Node 20 takes `xn--abc-`, a second spelling
// of `abc`: a stored A-label must be the one spelling of a name that can be shown.
function isStable(name: string): boolean {
  const shown = domainToUnicode(`${name}.x`);
  return shown !== '' && !/(?:^|\.)xn--/.test(shown) && domainToASCII(shown) === `${name}.x`;
}

function badLabel(name: string, base: number): Fault {
  let start = 0;
  for (const label of labelsOf(name)) {
    const mapped = mapToAscii(label);
    if (mapped === null || !isStable(mapped)) {
      return faultAt(/^xn--/i.test(label) ? 'url/bad-punycode' : 'url/bad-idn', base + start);
    }
    start += label.length + 1;
  }
  return faultAt('url/bad-idn', base);
}

function lengthFault(name: string, base: number | null): Fault | null {
  let start = 0;
  for (let end = name.indexOf('.'); start <= name.length; end = name.indexOf('.', start)) {
    const length = (end < 0 ? name.length : end) - start;
    if (length > LABEL_MAX) return faultAt('url/label-too-long', base === null ? null : base + start);
    start += length + 1;
  }
  return name.length > NAME_MAX ? faultAt('url/name-too-long', base === null ? null : base + NAME_MAX) : null;
}

const DEFANGED = /^\[?h(?:xx|\*\*|__)ps?\]?[[(]?:|^\[https?\]|[[({](?:\.|dot|:|:\/\/|\/|@)[\])}]/i;

/** Where a text shows the habits of defanging (`hxxp`, `[.]`, `(dot)`), else -1. Nothing here undoes them. */
export function defangedAt(text: string): number {
  return text.search(DEFANGED);
}

// Says what a text is that holds a character no host may hold.
function explain(text: string, base: number, fault: Fault): Fault {
  const defanged = defangedAt(text);
  if (defanged >= 0) return faultAt('url/defanged', base + defanged);
  if (parseIp(text.replace(/^\[(.*)\]$/, '$1')).ok || parseCidr(text).ok) return faultAt('url/is-address', base);
  if (/[\s"]/.test(text)) return fault;
  if (text.includes('/')) return faultAt('url/has-path', base + text.indexOf('/'));
  if (text.includes('*')) return faultAt('url/wildcard', base + text.indexOf('*'));
  if (/^[^@|]+@[^@]+$/.test(text)) return faultAt('url/mail-address', base + text.indexOf('@'));
  if (/^[^:]+:[0-9]+$/.test(text)) return faultAt('url/has-port', base + text.indexOf(':'));
  return fault;
}

/**
 * The same for bytes that need no mapping: writes the canonical name at `dst[at]` and returns its length, or -1 for
 * the slow path (which names the fault, or the IDN form). `dst` needs room for `to - from` bytes; after -1 they are
 * scratch. What was changed is `hostChanges`.
 */
export function canonicalHostInto(src: Uint8Array, from: number, to: number, dst: Uint8Array, at: number): number {
  if (from < 0 || to > src.length) throw new RangeError('the host lies outside its buffer');
  const end = to > from && src[to - 1] === DOT ? to - 1 : to;
  const length = end - from;
  if (length <= 0 || length > NAME_MAX) return -1;
  // A typed array drops writes past its end without a word, which would store a shortened name.
  if (at < 0 || at + length > dst.length) throw new RangeError('no room for the host');
  const shift = at - from;
  let label = from;
  for (let i = from; i < end; i++) {
    const byte = HOST_BYTES[src[i] ?? 0] ?? 0;
    if (byte === 0) return -1;
    dst[i + shift] = byte;
    // Only the hyphen and the dot sort this low: one comparison for every other byte.
    if (byte > DOT) continue;
    if (byte === DOT) {
      if (i === label || i - label > LABEL_MAX) return -1;
      label = i + 1;
    } else if (i === label + 3 && isAcePrefix(dst, label + shift)) return -1;
  }
  if (end === label || end - label > LABEL_MAX) return -1;
  const first = src[label] ?? 0;
  return first >= 0x30 && first <= 0x39 && isNumber(dst, label + shift, at + length) ? -1 : length;
}

/** The change bits of a host that `canonicalHostInto` took. */
export function hostChanges(src: Uint8Array, from: number, to: number): number {
  let changes = to > from && src[to - 1] === DOT ? changeBits['trailing-dot-removed'] : 0;
  for (let i = from; i < to; i++) {
    const byte = src[i] ?? 0;
    if (byte <= 0x5a && byte >= 0x41) {
      changes |= changeBits['lower-cased'];
      break;
    }
  }
  return changes;
}

/** True when the label at `name[at]` starts with `xn--`: its fourth byte is known to be a hyphen. */
export function isAcePrefix(name: Uint8Array, at: number): boolean {
  return name[at] === 0x78 && name[at + 1] === 0x6e && name[at + 2] === HYPHEN;
}

/** True when `src[from, to)` is all digits, or `0x` and hexadecimal digits: a host ending so is an address, not a name. */
export function isNumber(src: Uint8Array, from: number, to: number): boolean {
  const isHex = src[from] === 0x30 && to - from > 1 && src[from + 1] === 0x78;
  for (let i = isHex ? from + 2 : from; i < to; i++) {
    const byte = src[i] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) continue;
    if (!isHex || byte < 0x61 || byte > 0x66) return false;
  }
  return true;
}

/** True when `child` lies strictly below `parent`; both canonical. `xwww.example.com` is not below `www.example.com`. */
export function isSubdomainOf(child: string, parent: string): boolean {
  const cut = child.length - parent.length;
  return child.charCodeAt(cut - 1) === DOT && child.endsWith(parent);
}

/**
 * Where the parent of the canonical name `src[from, to)` starts, or -1 for a single label. Walks all parents:
 * `for (let p = parentStart(s, from, to); p >= 0; p = parentStart(s, p, to))`.
 */
export function parentStart(src: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (src[i] === DOT) return i + 1;
  return -1;
}

/** The name as people write it, for display only. A label the runtime cannot show stays as it is stored. */
export function toUnicode(name: string): string {
  return domainToUnicode(name) || name;
}
