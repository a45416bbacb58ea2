// What an access provider can ask of any list before its resolvers obey it. Research url-formats 4.1, 6.1 and 6.2.

export const ispDefault = `policy: 1
title: Lists that an access provider puts to work
basis:
  - Denmark, 1 March 2012 (EDRi, IT-Pol) - some 8,000 legitimate domains on a police list - limits of change, a look at known sites
  - Italy, October 2024 (CCIA) - a name below a popular site, a file service lost to a country
  - IWF, IWOL and CSAADF publish whole lists - an entry that has lapsed or is gone must not stay blocked
open:
  - no body publishes numbers; limits of 20 per cent are a choice of this tool
  - which third parties you trust only you can say - extend this policy with "parties"

kinds: [url, domain, ip, cidr]

list:
  # Whoever issued it must be named.
  facts: [partner]
  max-shrink: 20
  max-growth: 20

# Listed here, excepted or labelled otherwise there: looked for by validate as by merge.
contradictions: yes

grades:
  overblock/bare-suffix: error
  overblock/below-popular-site: error
  merge/disputed: error
  expiry/past: error
`;
