// docs/policies.md: how a policy is written, and every policy that ships in plain words with its file.
import type { Policy } from '../model/policy.ts';
import { GENERATED } from './markdown.ts';
import { policySections } from './policy-text.ts';

export interface ShippedPolicy extends Policy {
  readonly text: string;
}

/** The part of the page that comes from the policies. */
export function policiesPage(policies: readonly ShippedPolicy[]): string {
  return `${INTRODUCTION}\n${policies.map(policySection).join('\n')}`;
}

function policySection(policy: ShippedPolicy): string {
  const sections = policySections(policy).map(
    ({ title, says }) => `**${title}**\n\n${says.map((text) => `- ${escaped(text)}\n`).join('')}`,
  );
  return `## ${policy.id}\n\n${escaped(policy.title)}.\n\n${sections.join('\n')}\n\`\`\`yaml\n${policy.text}\`\`\`\n`;
}

function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

const INTRODUCTION = `# List policies

${GENERATED}

A policy says what a list must be like: what belongs on it, who must have looked at an entry, how old a verification may be,
when an entry lapses, what the list must state. It is a text (YAML), and some ship with the tool:

\`\`\`sh
listbridge policy list                                  # those that ship
listbridge policy show iwol                             # one of them in plain words
listbridge validate list.csv --policy iwol              # marks what does not fit; exit 1
listbridge merge a.csv b.csv --policy ours.yaml --drop review/missing -o merged.jsonl
listbridge validate list.csv --policy iwol --as-of 2026-01-31   # the same answer on any day
\`\`\`

- \`validate\` marks. \`convert\`, \`dedupe\` and \`merge\` mark too, and leave out what \`--drop CODE\` names; the summary
  says how much that was and why. What is left out is a warning then.
- Rows are held against a policy **after** a merge: two partners who each reviewed an entry once make two reviews.
- Withdrawals and exceptions are not judged.
- A fact that **no** row of a list has (a list without dates under a policy about dates) is told once, as
  \`policy/fact-missing\`: a million findings of it would say less, and hide the others. Where its own code is dropped or is no
  error, the rows are counted instead.
- \`expiry/soon\` tells what lapses soon, and the summary and the reports how many lapse within 7, 30 and 90 days.

## Write your own

Only \`policy: 1\` is needed; a rule that is not there asks for nothing. \`extends\` names a policy that ships, or a file beside
yours: what you write is laid over it key by key, a list as a whole, and \`null\` takes a rule back.

\`\`\`yaml
policy: 1
title: What our resolvers may load
extends: iwol               # or ./base.yaml

kinds: [domain, url]        # kinds of keys; listbridge formats names them
scopes: [exact, subtree]    # how far entries may reach

reviews:
  needed: 2
  distinct: organisation    # person, organisation or country; of [a, b] it is enough to differ in one
  decisions: [confirmed]    # that count: confirmed, refuted, unsure
  max-age: 1 year           # of the latest review only, see below; hours, days, weeks, months or years of the calendar
  since: 2025-06-01         # or not before a date; a time of day needs its zone: 2025-06-01T12:00:00Z
  reporter-may-review: no   # who lists an entry does not count as its reviewer, see below

verification:               # when it was last seen as described: the time lastVerified
  max-age: 3 months

expiry:                     # the entry's own date comes first, then this, then none
  lifetime: 90 days
  from: lastVerified        # firstSeen, lastVerified or lastReviewed
  required: yes
  soon: 30 days             # what lapses within this is told

flags:                      # yes, no or unknown: labels in a scheme of that name
  real: yes
  age: { below: 13 }        # or { from: 16 }; labels such as 8, 7-10, <13 are understood

parties: [Example Hotline, INTERPOL]  # who entries may come from: members, the list's partner, or the name of the source

schemes:                    # of labels other than flags
  ncmec: [A1, A2, B1, B2]
  vics-us: any
label-required: yes

list:
  facts: [partner, issuedAt, claimedCount]   # what the list must state
  max-age: 1 day            # of the date of issue
  max-shrink: 20            # per cent, against the file that is replaced
  max-growth: 20

contradictions: yes         # validate looks for them as merge does; it then holds all keys (--memory)

grades:                     # other severities: error, warning, info or off
  overblock/popular-site: error
  overblock/*: warning
\`\`\`

Reviews count as two only where they are **known** to differ.

- **Person**: \`Doe, Jane\`, \`j.doe\`, \`JD\`, \`Jane A. Doe\` and \`Jane Doe\` of one organisation are taken for one person, \`Müller\` and
  \`Mueller\` for one name, \`analyst 01\` and \`analyst 1\` for one analyst. Two different names are two people: nobody can see
  that \`Jane Doe\` and \`J. Smith\` are one who married, that \`Bill\` is \`William\`, or that \`analyst 4\` is \`Jane Doe\`. Names in
  two alphabets are two names. Of two organisations that are named, people are never compared.
- **Organisation**: small and capital letters and blanks do not matter. \`LKA\` beside \`Landeskriminalamt\` counts as two:
  have one name written, or translate the column in a profile.
- **Country**: only the codes of two letters that ISO 3166-1 has assigned count; \`UK\` is \`GB\`, \`NA\` is Namibia. \`SWE\`, \`Sweden\`, \`EU\` and
  \`XX\` are no country, which is told once of a list (\`review/country-unknown\`). A review without a country differs from none in it.
- **Cells that name nobody** (\`-\`, \`n/a\`, \`none\`, \`TBD\`, \`?\`, \`NULL\`, \`unknown\`) count as empty, which is told once of a list
  (\`review/unnamed\`). A review that names neither a person nor an organisation is none.
- **Age of reviews**: a list has one date of review for an entry, that of the latest. \`max-age\` and \`since\` look at that one; of
  two reviews the other may be years older, and nothing tells.
- **reporter-may-review: no**: who reports is the member of an entry's opinions, or where a list has none, its partner. Names are compared
  as those of reviewers are. Where organisations or countries must differ, a review by the organisation of that name does not count
  either, nor, where organisations must differ, one that names no organisation. Where nothing says who reported, that is an error
  (\`policy/fact-missing\`, \`review/reporter-unknown\`); where only the name of the file does, a warning (\`review/reporter-assumed\`).
  What remains: where people must differ, colleagues of the reporter may review; and a body that reports under one name and
  reviews under another is two.

A flag is a label in a scheme of its name. In a profile:

\`\`\`yaml
columns:
  Real child: { label: real, values: { J: "yes", N: "no" }, otherwise: null }
  Apparent age: { label: age }
\`\`\`
`;
