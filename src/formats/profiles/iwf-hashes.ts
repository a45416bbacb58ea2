// Internet Watch Foundation, hash list: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const iwfHashes: ShippedProfile = {
  id: 'iwf-hashes',
  title: 'Internet Watch Foundation, hash list',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show iwf-hashes > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: MD5, SHA-1, SHA-256 and PhotoDNA; UK grades A, B, C; age bands; a full list every day, and removals.
profile: 1
id: iwf-hashes
title: IWF hash list (example layout)

file:
  type: csv

list:
  partner: IWF
  edition: full

opinion:
  member: IWF

columns:
  MD5: md5
  SHA-1: sha1
  SHA-256: sha256
  PhotoDNA: { key: photodna, encoding: base64 }
  Category: { label: uk-abc }
  Age band: { label: iwf-age-band }
  Assessed on: { time: lastReviewed, as: [iso, dd/MM/yyyy], zone: Europe/London }
  Reference: partnerKey
`,
};
