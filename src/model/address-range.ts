// Ranges of addresses `first-last` as the networks that cover exactly those, and networks as first and last address.
// A range has no key of its own: two lists spell the same range in many ways, and no consumer looks one up.
import { type Address, parseIp } from './address.ts';
import { type Fault, faultAt } from './canonical.ts';

/** Keys of the range, as bytes of kind `ip` (4 or 16) or `cidr` (5 or 17), lowest first. */
export type Networks = { readonly ok: true; readonly keys: readonly Uint8Array[] } | Fault;

/** Where the dash of `first-last` stands, or -1. */
export function rangeDash(text: string): number {
  return text.indexOf('-');
}

/** The networks of a text `first-last`. One address alone comes out as a network of one. */
export function parseRange(text: string): Networks {
  const dash = rangeDash(text);
  const first = parseIp(text.slice(0, dash));
  if (!first.ok) return first;
  const last = parseIp(text.slice(dash + 1));
  if (!last.ok) return behind(last, dash + 1);
  const [from, to] = [numberOf(first.bytes), numberOf(last.bytes)];
  if (first.bytes.length !== last.bytes.length || from > to) return faultAt('address/bad', dash + 1);
  return { ok: true, keys: networksOf(from, to, first.bytes.length) };
}

/** First and last address of a network (5 or 17 bytes). */
export function endsOfNetwork(network: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const width = network.length - 1;
  const first = network.slice(0, width);
  const free = BigInt(width * 8 - (network[width] ?? 0));
  return [first, bytesOf(numberOf(first) | ((1n << free) - 1n), width)];
}

function networksOf(first: bigint, last: bigint, width: number): Uint8Array[] {
  const bits = width * 8;
  const keys: Uint8Array[] = [];
  for (let at = first; at <= last; ) {
    // The largest block that begins here and does not go past the end.
    let size = 0;
    while (size < bits && (at & (1n << BigInt(size))) === 0n && at + (1n << BigInt(size + 1)) - 1n <= last) size++;
    const address = bytesOf(at, width);
    const isOneAddress = size === 0 && first !== last;
    keys.push(isOneAddress ? address : Uint8Array.of(...address, bits - size));
    at += 1n << BigInt(size);
  }
  return keys;
}

function numberOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function bytesOf(value: bigint, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

function behind(address: Extract<Address, { ok: false }>, by: number): Fault {
  return faultAt(address.fault, (address.at ?? 0) + by);
}
