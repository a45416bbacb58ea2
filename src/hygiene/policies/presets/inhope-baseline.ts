// The INTERPOL Baseline as hotlines of INHOPE use it. Research hash-formats 1.8 and 9.

export const inhopeBaseline = `policy: 1
title: INTERPOL Baseline, as INHOPE hotlines use it
basis:
  - INTERPOL, Blocking and categorizing content - real children, apparently 13 or younger, severe; illegal in any country
  - reported of ICCAM, not found in a primary text - two analysts agree that an image is Baseline
open:
  - pages differ between "13 and under" (images) and "younger than 13" (domains); here images of 13 are Baseline
  - the payload of ICCAM is not public; a column profile says which column is what
  - how long a review holds is not public

kinds: [md5, sha1, sha224, sha256, sha384, sha512, sha3-256, sha3-512, pdq, photodna, photodna-edge-v2, tlsh, ssdeep]

reviews:
  needed: 2
  distinct: person

# Facts that are yes, no or unknown: labels in a scheme of the same name.
flags:
  real: yes
  severe: yes
  age: { below: 14 }
`;
