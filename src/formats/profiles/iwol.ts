// INTERPOL, "worst of" list of domains: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const iwol: ShippedProfile = {
  id: 'iwol',
  title: 'INTERPOL, "worst of" list of domains',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show iwol > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: domains only, each confirmed by two countries or agencies and seen online within three months;
# handed out by national central bureaus as a whole list.
profile: 1
id: iwol
title: INTERPOL worst-of list (example layout)

file:
  type: csv

list:
  partner: INTERPOL
  edition: full

opinion:
  member: INTERPOL
  polarity: deny

columns:
  Domain: { key: domain, scope: subtree }
  Confirmed by: { reviewer: ["{reviewer}/{country}", "{reviewer}"], split: "|" }
  Confirmed on: { time: lastReviewed, as: [iso, dd.MM.yyyy] }
  Last online: { time: lastVerified, as: [iso, dd.MM.yyyy] }

required: [Domain]
`,
};
