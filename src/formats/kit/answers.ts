// Which answers of a source's own keep clients from a name: those that lead nowhere, and the stop page that the user has
// named. Any other may be another machine, where blocking the name would cut it off: the printer of a network, the safe
// search of a search engine, for which a zone sends hundreds of names to one host (docs/decisions/0008).
import { formatIp, parseIp } from '../../model/address.ts';
import { canonicalHost } from '../../model/host-name.ts';
import type { StopPage } from './stop-page.ts';

export const NULL_ADDRESSES = ['0.0.0.0', '127.0.0.1', '::', '::1'];

/** What clients get of a name that is blocked, in words; or that nobody can tell whether it is. */
export type Answer = 'a null address' | 'the stop page' | 'local data';

/** What an address means, in whatever spelling; null where it is none. */
export function addressAnswer(text: string, page: StopPage | null): Answer | null {
  const address = parseIp(text);
  if (!address.ok) return null;
  const spelled = formatIp(address.bytes);
  if (page?.addresses?.some((each) => each.text === spelled) === true) return 'the stop page';
  return NULL_ADDRESSES.includes(spelled) ? 'a null address' : 'local data';
}

/** What another name means. */
export function hostAnswer(text: string, page: StopPage | null): Answer {
  const host = canonicalHost(text);
  return host.ok && host.text === page?.host ? 'the stop page' : 'local data';
}
