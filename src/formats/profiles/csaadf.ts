// CIRCAMP, domains of the national police services: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const csaadf: ShippedProfile = {
  id: 'csaadf',
  title: 'CIRCAMP, domains of the national police services',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show csaadf > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: domains, fetched by providers every day as a whole list, which answer with a stop page.
profile: 1
id: csaadf
title: CIRCAMP domain list (example layout)

file:
  type: csv
  delimiter: semicolon

list:
  partner: CIRCAMP
  edition: full

opinion:
  member: { column: Police }
  polarity: deny

columns:
  Domain: { key: domain, scope: subtree }
  Added: { time: firstSeen, as: [iso, dd.MM.yyyy] }
  Checked: { time: lastVerified, as: [iso, dd.MM.yyyy] }

required: [Domain]
`,
};
