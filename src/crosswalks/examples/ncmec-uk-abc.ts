/** An example, and no more than that: nobody has published such a table (research hash-formats 8). */
export const ncmecUkAbc = `crosswalk: 1
id: ncmec-uk-abc
title: NCMEC industry classification to the UK grades A, B and C (an example)
basis:
  - An example to copy and to decide on, not a published table. The UK grades order severity and say nothing of age, so that
    A1 does not imply A; most classes leave two grades open, and a person has to look.
maps:
  - from: ncmec
    to: uk-abc
    lossy: yes
    labels:
      A1: [A, B]
      A2: [B, C]
      B1: [A, B]
      B2: C
`;
