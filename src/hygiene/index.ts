// The checks, in the order of their ids. Adding one is a file and a line here.
import type { Check } from './check.ts';
import { bareSuffix } from './checks/bare-suffix.ts';
import { belowPopularSite } from './checks/below-popular-site.ts';
import { cdnRange } from './checks/cdn-range.ts';
import { constantDigest } from './checks/constant-digest.ts';
import { documentation } from './checks/documentation.ts';
import { dynamicDns } from './checks/dynamic-dns.ts';
import { expired } from './checks/expired.ts';
import { guarded } from './checks/guarded.ts';
import { knownDigest } from './checks/known-digest.ts';
import { oddTimes } from './checks/odd-times.ts';
import { ownName } from './checks/own-name.ts';
import { popularSite } from './checks/popular-site.ts';
import { privateSuffix } from './checks/private-suffix.ts';
import { publicDns } from './checks/public-dns.ts';
import { publicSuffix } from './checks/public-suffix.ts';
import { sharedPlatform } from './checks/shared-platform.ts';
import { specialUse } from './checks/special-use.ts';
import { unlikelyPdq } from './checks/unlikely-pdq.ts';
import { urlShortener } from './checks/url-shortener.ts';
import { wideNetwork } from './checks/wide-network.ts';

export const checks: readonly Check[] = [
  bareSuffix,
  belowPopularSite,
  cdnRange,
  constantDigest,
  documentation,
  dynamicDns,
  expired,
  guarded,
  knownDigest,
  oddTimes,
  ownName,
  popularSite,
  privateSuffix,
  publicDns,
  publicSuffix,
  sharedPlatform,
  specialUse,
  unlikelyPdq,
  urlShortener,
  wideNetwork,
];
