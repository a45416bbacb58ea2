// Cleanfeed Canada. Research url-formats 4.1.

export const cleanfeed = `policy: 1
title: Cleanfeed Canada
basis:
  - Cybertip, the Canadian tipline - URLs and addresses outside Canada with prepubescent children; two analysts approve each
open:
  - the layout of the list is not public; a column profile says which column is what
  - what the "automated integrity checks" look at is not public; the checks of every run apply
  - how long an approval holds, and whether both analysts may be of one organisation, is not public; here they may

kinds: [url, ip]

reviews:
  needed: 2
  distinct: person

# Facts that are yes, no or unknown: labels in a scheme of the same name.
flags:
  canadian: no
  prepubescent: yes
`;
