// What partner formats can hold, as the research says (hash-formats, section 7): it was written before the program was, from
// specifications and other people's code. Yes, in part or by a convention, no.

export const columns = [
  'digests of a record',
  'category',
  'several labels',
  'opinions',
  "senders' ids",
  'dates of change',
  'withdrawals',
  'expiry dates',
  'file sizes',
  'file names',
  'flags',
  'PhotoDNA',
  'PDQ',
] as const;
export type Column = (typeof columns)[number];

export const facts = `
  ncmec-xml         ✔ ✔ ◐ ✔ ✔ ✔ ✔ ✘ ✘ ✘ ✘ ✔ ✔
  stopncii          ✘ ✘ ◐ ✔ ◐ ✔ ✔ ✘ ✘ ✘ ✘ ✘ ✔
  threatexchange    ✘ ◐ ✔ ✔ ✔ ✔ ✔ ✘ ✘ ✘ ✘ ✘ ✔
  tat               ✘ ◐ ✘ ✘ ✔ ✔ ✔ ✘ ✘ ◐ ✘ ✘ ✔
  vics              ✔ ✔ ◐ ✘ ◐ ✔ ✘ ✘ ✔ ◐ ✔ ✔ ◐
  icse-csv          ✔ ◐ ✘ ◐ ✔ ✘ ✘ ✘ ✘ ✘ ✔ ✔ ✘
  nsrl-v2           ✔ ◐ ✘ ✘ ◐ ✘ ✘ ✘ ✔ ✔ ✘ ✘ ✘
  nsrl-v3           ✔ ✘ ✘ ✘ ✔ ✔ ✔ ✘ ✔ ✔ ✘ ✘ ✘
  encase-hash       ✘ ◐ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘
  hashkeeper        ✘ ◐ ✘ ✘ ✔ ◐ ✘ ✘ ✔ ✔ ✘ ✘ ✘
  ilook             ✔ ✘ ✘ ✘ ✘ ◐ ✘ ✘ ✔ ✔ ✘ ✘ ✘
  hashdeep          ✔ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✔ ✔ ✘ ✘ ✘
  checksum-file     ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✔ ✘ ✘ ◐
  sleuthkit-kdb     ◐ ◐ ◐ ✘ ✘ ✘ ✘ ✘ ✘ ✔ ✘ ✘ ✘
  iped-csv          ✔ ✔ ✔ ✘ ✔ ◐ ◐ ✘ ◐ ◐ ✔ ✔ ✘
  xways-text        ✘ ◐ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘
  stix21            ✔ ◐ ✔ ◐ ✔ ✔ ✔ ✔ ✔ ✔ ◐ ◐ ◐
  misp-event        ✔ ◐ ✔ ◐ ✔ ✔ ✔ ✔ ✔ ✔ ◐ ◐ ◐
  misp-warninglist  ✘ ✘ ✘ ✘ ✘ ◐ ✘ ✘ ✘ ✘ ✘ ✘ ✘
  openioc           ✔ ◐ ✘ ✘ ✔ ✔ ✘ ✘ ◐ ◐ ✘ ✘ ✘
  clamav            ✘ ◐ ✘ ✘ ✘ ✘ ◐ ✘ ✔ ◐ ✘ ✘ ✘
  suricata-filehash ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘
  plain-digests     ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ✘ ◐
`;

/** What this program keeps beside the partner's columns or words, where other programs pass over it. */
const OWN = 'kept in a place of our own that other programs pass over';
/** Declared so that the rows get to the writer, which tells what it leaves out. */
const TOLD = 'what an entry cannot say is counted as loss by the writer, row by row';
const FILE = 'the rows of the file do not have it';

/**
 * Where the program says something else, and why. A reason that no longer holds fails the test, as a difference without one
 * does.
 */
export const reasons: Readonly<Record<string, Partial<Readonly<Record<Column, string>>>>> = {
  vics: { opinions: OWN, 'expiry dates': OWN },
  tat: { 'several labels': TOLD, opinions: TOLD },
  'icse-csv': { 'several labels': OWN },
  'iped-csv': {
    opinions: 'who says what is kept in a property of our own',
    "senders' ids": 'a property may be anything, and nothing tells which one is an id',
  },
  hashkeeper: { "senders' ids": `of sets only, and they stand in another file: ${FILE}` },
  clamav: { "senders' ids": 'the name of a signature is what its sender calls it' },
  openioc: {
    'digests of a record': 'several terms under one OR may be one file or several',
    'dates of change': `of the whole document: ${FILE}`,
  },
  'nsrl-v3': {
    "senders' ids": 'numbers of packages, many for a file; told, not read',
    'dates of change': 'of the file where it was found, not of the entry; told, not read',
    withdrawals: 'in the deltas alone, which are SQL and not read yet',
  },
  'checksum-file': {
    'file sizes': 'in the lines of md5deep -z, which the research has a section of its own for (4.7)',
  },
  'plain-digests': { PhotoDNA: 'in base64, where the user names the kind as for PDQ' },
};
