// Hashes shared through NCMEC. Research hash-formats 1.1, 1.2 and 9; peers-and-dependencies A.1.

export const ncmec = `policy: 1
title: Hashes shared through NCMEC
basis:
  - NCMEC Hash Sharing, documentation of version 2 - kinds of fingerprints; a classification that may be absent
  - Technology Coalition, Industry Classification System - A1, A2, B1, B2
  - NCMEC - three reviews before a hash is listed
open:
  - the three reviews are from NCMEC's pages about its lists, other accounts only report them; whether by three people is not said, here they must be
  - the schema of the service is not public; a column profile says which column is what
  - fingerprints of vendors (NetClean, Videntifier, TMK) are opaque values
  - the words of the exploitative and the generative lists differ; extend this policy with the schemes you agreed on

kinds: [md5, sha1, pdq, photodna, opaque]

reviews:
  needed: 3
  distinct: person

schemes:
  ncmec: [A1, A2, B1, B2]
`;
