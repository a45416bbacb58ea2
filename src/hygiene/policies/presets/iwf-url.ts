// The URL list of the Internet Watch Foundation. Research hash-formats 9, url-formats 4.1.

export const iwfUrl = `policy: 1
title: URL list of the Internet Watch Foundation (IWF)
basis:
  - IWF, URL blocking good practice - URLs; a whole domain only where the IWF itself lists it
  - IWF annual reports 2019 to 2022; IICSA report, part C.3 - updated twice a day, whole lists
open:
  - the columns of the list, and how its hashed form is made, are not public; a column profile says which column is what
  - who reviews an entry and how often is not public per entry, so nothing is asked of reviews; a URL leaves the list once the imagery is gone
  - two editions a day mean that an edition of more than a day has been replaced; no maximum age is published

kinds: [url, domain]

list:
  max-age: 1 day
`;
