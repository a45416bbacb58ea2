/** An example, and no more than that: nobody has published such a table (research hash-formats 8). */
export const ncmecVicsUs = `crosswalk: 1
id: ncmec-vics-us
title: NCMEC industry classification to Project VIC US categories (an example)
basis:
  - An example to copy and to decide on, not a published table. The first letter of an NCMEC class is the
    apparent age and the digit the content; the Project VIC category is a legal judgement of one country.
  - What an age-difficult or exploitative entry is in the other scheme is left open.
maps:
  - from: ncmec
    to: vics-us
    lossy: yes
    labels:
      A1: 1
      A2: 1
      B1: 1
      # Lascivious exhibition of a pubescent: 1, or 2 where the age is difficult to judge.
      B2: [1, 2]
`;
