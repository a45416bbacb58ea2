// Internet Watch Foundation, URL list: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const iwfUrls: ShippedProfile = {
  id: 'iwf-urls',
  title: 'Internet Watch Foundation, URL list',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show iwf-urls > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: URLs, some of them prefixes; the whole list twice a day; what has gone is no longer on it.
profile: 1
id: iwf-urls
title: IWF URL list (example layout)

file:
  type: csv

list:
  partner: IWF
  edition: full

opinion:
  member: IWF
  polarity: deny

columns:
  URL: { key: url, scope: { column: Match, values: { exact: exact, prefix: prefix }, empty: exact } }
  Last confirmed: { time: lastVerified, as: [iso, "dd/MM/yyyy HH:mm"], zone: Europe/London }
  Reference: partnerKey

required: [URL]
`,
};
