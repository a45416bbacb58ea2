// A national police list of domains: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const nationalDomains: ShippedProfile = {
  id: 'national-domains',
  title: 'A national police list of domains',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show national-domains > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Such lists differ from country to country: a name, a reason, a date, and a column that takes names back.
profile: 1
id: national-domains
title: National list of domains (example layout)

file:
  type: csv

list:
  edition: delta

booleans:
  true: [yes, ja, oui, si, "1"]
  false: [no, nein, non, "0"]

opinion:
  polarity: deny

columns:
  Domain: { key: domain, scope: { column: With subdomains, values: { true: subtree, false: exact }, empty: exact } }
  Reason: { label: national }
  Ordered on: { time: firstSeen, as: [iso, dd.MM.yyyy, dd/MM/yyyy] }
  Valid until: { time: expires, as: [iso, dd.MM.yyyy, dd/MM/yyyy] }
  Withdrawn: { operation: { true: withdrawn, false: present }, empty: present }
  File number: partnerKey

required: [Domain]
`,
};
