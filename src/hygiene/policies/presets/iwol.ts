// The INTERPOL "worst of" list. Research hash-formats 9, url-formats 4.1.

export const iwol = `policy: 1
title: INTERPOL "worst of" list (IWOL)
basis:
  - INTERPOL, Blocking and categorizing content - real children, apparently younger than 13, severe, confirmed by two countries or agencies
  - INTERPOL, Domains and URLs - entries are domains, not URLs
  - UN study of 2014, law review of 2017 - online within the last three months, checked again by two police forces or countries
open:
  - the layout of the list, its columns and its size are not public; a column profile says which column is what
  - the three months are stated by others about the list, not on its own pages
  - how old a review may be, and whether the body that reported a domain counts as one of the two, is not public

kinds: [domain]

# Two police forces or two countries: reviews differ in the organisation or in the country.
reviews:
  needed: 2
  distinct: [organisation, country]

# The domain was seen online within the last three months.
verification:
  max-age: 3 months

# Facts that are yes, no or unknown: labels in a scheme of the same name.
flags:
  real: yes
  severe: yes
  age: { below: 13 }
`;
