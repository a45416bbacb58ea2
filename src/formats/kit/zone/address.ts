// Addresses and networks as owners of rules about answers: `24.0.2.0.192.rpz-ip`, `128.1.zz.db8.2001.rpz-ip`. Only the
// canonical spelling, because PowerDNS does not load a zone with any other (research url-formats, fact 5 and 3.5).
import { formatIp, mappedIpv4, parseCidr, parseIp } from '../../../model/address.ts';

const SUFFIX = '.rpz-ip';

/** The owner for the bytes of an address, or of a network (the last byte is the prefix length); null where none is. */
export function addressOwner(bytes: Uint8Array): string | null {
  const isNetwork = bytes.length === 5 || bytes.length === 17;
  const address = isNetwork ? bytes.subarray(0, -1) : bytes;
  const prefix = isNetwork ? bytes[bytes.length - 1]! : bytes.length * 8;
  // No server takes a rule for all addresses there are. Two keys would be one rule: a network of one address, an IPv4
  // address in IPv6 dress.
  if (prefix === 0 || (isNetwork && prefix === address.length * 8) || mappedIpv4(address) !== null) return null;
  const text = formatIp(address);
  const parts = text.includes(':') ? text.replace('::', ':zz:').replace(/^:|:$/gu, '').split(':') : text.split('.');
  return `${prefix}.${parts.reverse().join('.')}${SUFFIX}`;
}

/** The bytes of an address, or of a network, that an owner is about; null where it is no such owner in its one spelling. */
export function addressOfOwner(owner: string): Uint8Array | null {
  if (!owner.endsWith(SUFFIX)) return null;
  const [prefix = '', ...parts] = owner.slice(0, -SUFFIX.length).split('.');
  const isV4 = parts.length === 4 && parts.every((part) => /^\d+$/u.test(part));
  const text = isV4 ? parts.reverse().join('.') : unshortened(parts.reverse());
  const parsed = prefix === (isV4 ? '32' : '128') ? parseIp(text) : parseCidr(`${text}/${prefix}`);
  return parsed.ok && addressOwner(parsed.bytes) === owner ? parsed.bytes : null;
}

/** Groups with `zz` for the zeros left out, as an IPv6 address is spelled. */
function unshortened(groups: readonly string[]): string {
  return groups.join(':').replace(/(?:^|:)zz(?:$|:)/u, '::');
}
