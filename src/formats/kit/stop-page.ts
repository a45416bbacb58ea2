// The page that clients see instead of what is listed, as the option `stop-page` names it: by its host name, or by its
// addresses. Every format that can send clients there has the option under this name, so that --stop-page finds it.
import { formatIp, parseIp } from '../../model/address.ts';
import { canonicalHost } from '../../model/host-name.ts';

export type StopPage =
  | { readonly host: string; readonly addresses?: undefined }
  | { readonly host?: undefined; readonly addresses: readonly StopAddress[] };

/** For readers of formats whose rules may have an answer of their own; see kit/answers.ts. */
export const ANSWERS =
  'block reads every answer of the source as a block, whatever it leads to, as for lists with several stop pages; ' +
  'refused otherwise, but for null addresses and the stop page';

export interface StopAddress {
  readonly text: string;
  /** Type of the DNS record that holds it. */
  readonly type: 'A' | 'AAAA';
}

/** `stop.example.net`, or `192.0.2.80,2001:db8::80`; null where it is neither. */
export function parseStopPage(text: string): StopPage | null {
  const name = canonicalHost(text);
  if (name.ok) return { host: name.text };
  const addresses = parseAddresses(text);
  return addresses === null ? null : { addresses };
}

/** Addresses with commas between, none of them twice; null where one is none. */
export function parseAddresses(text: string): StopAddress[] | null {
  const found = new Map<string, StopAddress>();
  for (const part of text.split(',')) {
    const address = parseIp(part);
    if (!address.ok) return null;
    const spelled = formatIp(address.bytes);
    found.set(spelled, { text: spelled, type: address.bytes.length === 4 ? 'A' : 'AAAA' });
  }
  return [...found.values()];
}
