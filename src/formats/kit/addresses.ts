// Addresses as writers need them: the text of a key, which family it is of, and whether an exception covers it.
import { formatIp } from '../../model/address.ts';
import { endsOfNetwork } from '../../model/address-range.ts';
import type { Batch } from '../../model/batch.ts';
import { keyText } from '../../model/key-text.ts';
import { kindOf, kinds } from '../../model/kinds.ts';
import { AddressRanges } from './address-ranges.ts';

export const addressKinds = ['ip', 'cidr'] as const;

/**
 * Text of row i, an address or a network. Throws on anything else: nft, ipset and many an address list would look a
 * listed name up (research url-formats, fact 6), so that not even a fault of the runner may bring one there.
 */
export function addressText(batch: Batch, i: number): string {
  const kind = kindOf(batch.kind[i]!);
  if (kind.codec !== 'ip' && kind.codec !== 'cidr') throw new Error('only addresses may be written here');
  return keyText(kind, keyOf(batch, i));
}

/** Row i, a network, as `first-last`. */
export function rangeText(batch: Batch, i: number): string {
  return endsOfNetwork(keyOf(batch, i)).map(formatIp).join('-');
}

/** Whether row i, an address or a network, is of IPv4: 4 bytes, or 5 with the prefix length. */
export function isIpv4(batch: Batch, i: number): boolean {
  return batch.start[i + 1]! - batch.start[i]! <= 5;
}

/** Bits of the address that row i fixes: all of them for one address. */
export function prefixLength(batch: Batch, i: number): number {
  const key = keyOf(batch, i);
  return batch.kind[i] === kinds.cidr.code ? key[key.length - 1]! : key.length * 8;
}

function keyOf(batch: Batch, i: number): Uint8Array {
  return batch.bytes.subarray(batch.start[i]!, batch.start[i + 1]!);
}

/** Addresses and networks that must never be blocked. */
export class ExceptedNetworks {
  readonly #ranges = new AddressRanges();

  /** False where it was known before, perhaps as a network of one address. */
  add(batch: Batch, i: number): boolean {
    return this.#ranges.add(keyOf(batch, i));
  }

  /** Whether row i, or a network it lies in, is among them. */
  covers(batch: Batch, i: number): boolean {
    return this.#ranges.covers(keyOf(batch, i));
  }
}
