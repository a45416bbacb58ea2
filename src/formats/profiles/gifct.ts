// GIFCT hash-sharing database: a profile to start from.
import type { ShippedProfile } from './shipped.ts';

export const gifct: ShippedProfile = {
  id: 'gifct',
  title: 'GIFCT hash-sharing database',
  text: `# EXAMPLE. The layout of this list is not public: every column below is made up. Take a copy
#   listbridge profile show gifct > mine.yaml
# and put the names in it that your list has; listbridge profile check LIST --profile mine.yaml tells what fits.
# Known in public: MD5, SHA-256 and PDQ with labels, and members who agree or disagree.
profile: 1
id: gifct
title: GIFCT hash list (example layout)

file:
  type: csv

list:
  partner: GIFCT

columns:
  Hash: { key: { column: Type, values: { md5: md5, sha256: sha256, pdq: pdq } } }
  Labels: { label: gifct, member: { column: Member }, split: "|" }
  Feedback by:
    reviewer: true
    decision: { column: Feedback, values: { agree: confirmed, disagree: refuted }, empty: unsure }
  Added: { time: firstSeen, as: iso }

required: [Hash, Type]
`,
};
