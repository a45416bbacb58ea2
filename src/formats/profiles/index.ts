// The profiles that come with the program, in the order of their ids: to start from, for lists whose layout is not public
// (research hash-formats 1.6 to 1.10, url-formats 7). None is guessed to be right; each says so.
import { caid } from './caid.ts';
import { cleanfeed } from './cleanfeed.ts';
import { csaadf } from './csaadf.ts';
import { gifct } from './gifct.ts';
import { iwfHashes } from './iwf-hashes.ts';
import { iwfUrls } from './iwf-urls.ts';
import { iwol } from './iwol.ts';
import { nationalDomains } from './national-domains.ts';
import { netclean } from './netclean.ts';
import type { ShippedProfile } from './shipped.ts';

export const shippedProfiles: readonly ShippedProfile[] = [
  caid,
  cleanfeed,
  csaadf,
  gifct,
  iwfHashes,
  iwfUrls,
  iwol,
  nationalDomains,
  netclean,
];
