// All that a guard knows before the user adds anything: the public suffix list, the lists in data/, reserved names.
import { parseCidr } from '../../model/address.ts';
import {
  CDN,
  DNS,
  DOCUMENTATION,
  DYNAMIC,
  GUARDED,
  GUARDED_BELOW,
  OWN,
  PLATFORM,
  PLATFORM_PARENT,
  POPULAR,
  SHORTENER,
  SPECIAL,
} from './bits.ts';
import { akamai, cloudflare, fastly } from './data/cdn-ranges.ts';
import { dynamicDns } from './data/dynamic-dns.ts';
import { popularSites } from './data/popular-sites.ts';
import { publicResolvers, rootServers } from './data/public-dns.ts';
import { sharedPlatforms } from './data/shared-platforms.ts';
import { urlShorteners } from './data/url-shorteners.ts';
import type { GuardedRange } from './range-table.ts';
import { documentationNames, documentationRanges, specialNames, specialRanges } from './reserved.ts';
import { eachSuffixRule } from './suffixes.ts';

/** A list of the user's: `--guard` or `--own-names`. */
export interface GuardList {
  /** Shown in findings. */
  readonly title: string;
  /** Whether these are names and addresses of whoever runs this. */
  readonly isOwn: boolean;
  /** Canonical names; `reach` says whether names below are meant as well. */
  readonly names: readonly { readonly name: string; readonly reach: 'exact' | 'subtree' }[];
  /** Networks as keys: 5 or 17 bytes. */
  readonly networks: readonly Uint8Array[];
  /** Texts that no name and no URL may hold. */
  readonly substrings: readonly string[];
}

/** Names with what is known of each. */
export function guardedNames(lists: readonly GuardList[]): Map<string, number> {
  const names = new Map<string, number>();
  const add = (name: string, bits: number): void => {
    names.set(name, (names.get(name) ?? 0) | bits);
  };
  eachSuffixRule(add);
  for (const name of wordsOf(popularSites)) add(name, POPULAR);
  for (const name of wordsOf(dynamicDns)) add(name, DYNAMIC);
  for (const name of wordsOf(urlShorteners)) add(name, SHORTENER);
  for (const name of wordsOf(sharedPlatforms)) {
    if (name.startsWith('.')) add(name.slice(1), PLATFORM_PARENT);
    else add(name, PLATFORM);
  }
  for (const name of specialNames) add(name, SPECIAL);
  for (const name of documentationNames) add(name, DOCUMENTATION);
  for (const list of lists) {
    for (const { name, reach } of list.names) {
      if (list.isOwn) add(name, OWN);
      else add(name, reach === 'exact' ? GUARDED : GUARDED | GUARDED_BELOW);
    }
  }
  return names;
}

export function guardedRanges(lists: readonly GuardList[]): GuardedRange[] {
  const ranges = (texts: readonly string[], bits: number, title: string): GuardedRange[] =>
    texts.map((text) => ({ network: networkOf(text), bits, title }));
  return [
    ...ranges(specialRanges, SPECIAL, ''),
    ...ranges(documentationRanges, DOCUMENTATION, ''),
    ...ranges(wordsOf(rootServers), DNS, 'the root servers'),
    ...ranges(wordsOf(publicResolvers), DNS, 'public resolvers'),
    ...ranges(wordsOf(akamai), CDN, 'Akamai'),
    ...ranges(wordsOf(cloudflare), CDN, 'Cloudflare'),
    ...ranges(wordsOf(fastly), CDN, 'Fastly'),
    ...lists.flatMap(({ networks, isOwn, title }) =>
      networks.map((network) => ({ network, bits: isOwn ? OWN : GUARDED, title })),
    ),
  ];
}

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/u);
}

function networkOf(text: string): Uint8Array {
  const read = parseCidr(text);
  if (!read.ok) throw new RangeError('a guard list of the program holds what is no network');
  return read.bytes;
}
