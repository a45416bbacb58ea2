// IP addresses and ranges as bytes: strict in, RFC 5952 text out. Nothing is guessed and nothing is masked, because
// nft and ipset read 192.0.2.010 as 192.0.2.8 and silently cut host bits, so a lenient reading blocks someone else.
import { blanksAfter, blanksBefore, changeBits, type Fault, type FaultCode, faultAt } from './canonical.ts';

/** 4 or 16 bytes for an address; 5 or 17 for a range, the last one being the prefix length. */
export type Address = { readonly ok: true; readonly bytes: Uint8Array; readonly changes: number } | Fault;

const DOT = 0x2e;
const COLON = 0x3a;

/** One address, without prefix, brackets, port or zone. */
export function parseIp(text: string): Address {
  const from = blanksBefore(text);
  const to = blanksAfter(text, from, text.length);
  const slash = text.indexOf('/', from);
  if (slash >= 0) return faultAt('address/has-prefix', slash);
  const read = readAddress(text, from, to);
  if (!(read instanceof Uint8Array)) return read;
  return { ok: true, bytes: read, changes: trimmed(text, from, to) | respelled(text, from, to, read) };
}

/** One range `address/prefix`. Host bits are refused, not masked: the sender meant either the address or the network. */
export function parseCidr(text: string): Address {
  const from = blanksBefore(text);
  const to = blanksAfter(text, from, text.length);
  const slash = text.indexOf('/', from);
  const read = readAddress(text, from, slash < 0 ? to : slash);
  if (!(read instanceof Uint8Array)) return read;
  if (slash < 0) return faultAt('address/prefix', to);
  const digits = text.slice(slash + 1, to);
  const prefix = /^(?:0|[1-9][0-9]{0,2})$/.test(digits) ? Number(digits) : -1;
  if (prefix < 0 || prefix > read.length * 8) return faultAt('address/prefix', slash + 1);
  if (hasHostBits(read, prefix)) return faultAt('address/host-bits', slash + 1);
  const bytes = new Uint8Array(read.length + 1);
  bytes.set(read);
  bytes[read.length] = prefix;
  return { ok: true, bytes, changes: trimmed(text, from, to) | respelled(text, from, slash, read) };
}

function trimmed(text: string, from: number, to: number): number {
  return to - from < text.length ? changeBits['space-trimmed'] : 0;
}

function respelled(text: string, from: number, to: number, bytes: Uint8Array): number {
  // A strict dotted quad has one spelling only, so the text need not be built to know that nothing changed.
  return bytes.length === 4 || formatIp(bytes) === text.slice(from, to) ? 0 : changeBits['address-respelled'];
}

/** Text of 4 or 16 bytes. */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length === 16) return formatIpv6(bytes);
  throw new RangeError(`an address has 4 or 16 bytes, not ${bytes.length}`);
}

/** Text of 5 or 17 bytes. */
export function formatCidr(bytes: Uint8Array): string {
  return `${formatIp(bytes.subarray(0, -1))}/${bytes[bytes.length - 1]}`;
}

/** The IPv4 address inside ::ffff:0:0/96, else null. Kept apart from parseIp: the sender wrote an IPv6 address. */
export function mappedIpv4(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length !== 16 || bytes[10] !== 0xff || bytes[11] !== 0xff) return null;
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return null;
  return bytes.slice(12);
}

/**
 * What a host whose last label is a number (`42`, `0x2a`) is. Such a host is never a name: every URL parser and most
 * consumers read it as IPv4, each in its own way, hence only the strict dotted quad passes.
 */
export function numericHost(host: string): 'name' | 'quad' | 'octal' | 'odd' {
  if (!/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/i.test(host)) return 'name';
  if (readQuad(host, 0, host.length, new Uint8Array(4), 0)) return 'quad';
  const parts = host.split('.');
  const isDecimal = parts.length <= 4 && parts.every((part) => /^[0-9]+$/.test(part));
  return isDecimal && parts.some((part) => part.length > 1 && part.startsWith('0')) ? 'octal' : 'odd';
}

function readAddress(text: string, from: number, to: number): Uint8Array | Fault {
  for (let i = from; i < to; i++) {
    if (text.charCodeAt(i) === COLON) return readIpv6(text, from, to);
  }
  const bytes = new Uint8Array(4);
  if (readQuad(text, from, to, bytes, 0)) return bytes;
  const kind = numericHost(text.slice(from, to));
  if (kind === 'octal') return faultAt('address/octal', from);
  return faultAt(kind === 'odd' ? 'address/odd' : 'address/bad', from);
}

function readQuad(text: string, from: number, to: number, bytes: Uint8Array, at: number): boolean {
  let part = 0;
  let value = -1;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit === DOT) {
      if (value < 0 || part === 3) return false;
      bytes[at + part++] = value;
      value = -1;
      continue;
    }
    const digit = unit - 0x30;
    // A second digit after 0 is the octal trap: 010 means 8 to nft, ipset and every browser.
    if (digit < 0 || digit > 9 || value === 0) return false;
    value = value < 0 ? digit : value * 10 + digit;
    if (value > 255) return false;
  }
  if (part !== 3 || value < 0) return false;
  bytes[at + 3] = value;
  return true;
}

function hexValue(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function readIpv6(text: string, from: number, to: number): Uint8Array | Fault {
  const bytes = new Uint8Array(16);
  const bad = (code: FaultCode, at: number): Fault => faultAt(code, at);
  let group = 0;
  let gap = -1;
  let i = from;
  if (text.startsWith('::', from) && from + 2 <= to) {
    gap = 0;
    i += 2;
  }
  while (i < to) {
    if (group === 8) return bad('address/bad', i);
    const start = i;
    let value = 0;
    while (i < to && i - start < 4) {
      const digit = hexValue(text.charCodeAt(i));
      if (digit < 0) break;
      value = value * 16 + digit;
      i++;
    }
    const next = i < to ? text.charCodeAt(i) : -1;
    if (next === DOT) {
      if (group > 6) return bad('address/bad', start);
      if (!readQuad(text, start, to, bytes, group * 2)) {
        return bad(numericHost(text.slice(start, to)) === 'octal' ? 'address/octal' : 'address/bad', start);
      }
      group += 2;
      break;
    }
    if (next === 0x25) return bad('address/zone', i);
    if (i === start) return bad('address/bad', i);
    bytes[group * 2] = value >> 8;
    bytes[group * 2 + 1] = value & 0xff;
    group++;
    if (next < 0) break;
    if (next !== COLON) return bad('address/bad', i);
    i++;
    if (i === to) return bad('address/bad', i - 1);
    if (text.charCodeAt(i) === COLON) {
      if (gap >= 0) return bad('address/bad', i);
      gap = group;
      i++;
    }
  }
  if (gap < 0 ? group !== 8 : group === 8) return bad('address/bad', gap < 0 ? to : from);
  if (gap >= 0) {
    const tail = (group - gap) * 2;
    bytes.copyWithin(16 - tail, gap * 2, gap * 2 + tail);
    bytes.fill(0, gap * 2, 16 - tail);
  }
  return bytes;
}

function hasHostBits(bytes: Uint8Array, prefix: number): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const kept = Math.min(8, Math.max(0, prefix - i * 8));
    if (((bytes[i] ?? 0) & (0xff >> kept)) !== 0) return true;
  }
  return false;
}

// RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups becomes `::`, and an
// IPv4-mapped address shows its last 32 bits as a dotted quad (section 5).
function formatIpv6(bytes: Uint8Array): string {
  const mapped = mappedIpv4(bytes);
  if (mapped !== null) return `::ffff:${mapped.join('.')}`;
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0));
  let best = 0;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) {
      best = i;
      bestLength = length;
    }
    i += length;
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestLength < 2) return hex.join(':');
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + bestLength).join(':')}`;
}
