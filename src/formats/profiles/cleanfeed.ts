// Cleanfeed Canada, URLs: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const cleanfeed: ShippedProfile = {
  id: 'cleanfeed',
  title: 'Cleanfeed Canada, URLs',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show cleanfeed > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: addresses outside Canada, each approved by two analysts; providers fetch the whole list every day.
profile: 1
id: cleanfeed
title: Cleanfeed Canada (example layout)

file:
  type: csv

list:
  partner: Cleanfeed Canada
  edition: full

opinion:
  member: Cleanfeed Canada
  polarity: deny

columns:
  URL: { key: url, scope: prefix }
  Analyst 1: { reviewer: true, organisation: C3P, country: CA }
  Analyst 2: { reviewer: true, organisation: C3P, country: CA }
  Approved: { time: lastReviewed, as: [iso, yyyy-MM-dd] }

required: [URL, Analyst 1, Analyst 2]
`,
};
