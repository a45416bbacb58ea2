// NetClean, digests: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const netclean: ShippedProfile = {
  id: 'netclean',
  title: 'NetClean, digests',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show netclean > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: digests of a vendor's own beside MD5 and SHA-1; the former are carried as they are, unread.
profile: 1
id: netclean
title: NetClean digests (example layout)

file:
  type: csv

list:
  partner: NetClean

columns:
  MD5: md5
  SHA-1: sha1
  NetClean: { key: opaque, encoding: base64 }
  Category: { label: netclean }
  ID: partnerKey
`,
};
