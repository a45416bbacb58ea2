// Child Abuse Image Database, digests as CSV: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const caid: ShippedProfile = {
  id: 'caid',
  title: 'Child Abuse Image Database, digests as CSV',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show caid > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: MD5, SHA-1 and PhotoDNA of a file stand together; UK grades A, B, C. CAID itself exports VICS JSON.
profile: 1
id: caid
title: CAID digests as CSV (example layout)

file:
  type: csv

list:
  partner: CAID

opinion:
  member: CAID

columns:
  MD5: md5
  SHA1: sha1
  PhotoDNA: { key: photodna, encoding: base64 }
  Category: { label: uk-abc }
  Victim identified: { label: caid-victim-identified, values: { true: "yes", false: "no" } }
  File size: size
  Media ID: partnerKey
  Updated: { time: lastReviewed, as: [iso, "dd/MM/yyyy HH:mm:ss"], zone: Europe/London }
`,
};
