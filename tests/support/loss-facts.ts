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
    withdrawals: 'in the deltas alone, which are SQL and a format of their own (nsrl-v3-delta)',
  },
  'checksum-file': {
    'file sizes': 'in the lines of md5deep -z, which the research has a section of its own for (4.7)',
  },
  'plain-digests': { PhotoDNA: 'in base64, where the user names the kind as for PDQ' },
};

const SET = 'one for the whole set, which no row can differ from: read as a label, never made of labels';
const OTHER_FILE = 'in a file of its own beside the list';

/** What the research calls possible in part or by a convention, and this program does not write. */
export const conventions: Readonly<Record<string, Partial<Readonly<Record<Column, string>>>>> = {
  tat: { 'file names': 'an ending without a name, which is a label here (media type)' },
  'nsrl-v2': {
    category: 'two codes that mean malicious and special by hearsay: read as labels, never made of others',
    "senders' ids": 'the number of a product, which many files have and one file many of',
  },
  'encase-hash': { category: SET },
  hashkeeper: {
    category: `the flag of the set, ${OTHER_FILE}`,
    'dates of change': `of the set, ${OTHER_FILE}`,
  },
  ilook: { 'dates of change': 'times of the file in the place where it was found, not of the entry' },
  'checksum-file': { PDQ: 'under the name of SHA-256, as which a reader would compare it' },
  'sleuthkit-kdb': {
    'digests of a record': 'only MD5 is ever looked at by the program that has it',
    category: 'comments are notes here; a label among them would be a text',
    'several labels': 'comments are notes here; a label among them would be a text',
  },
  'iped-csv': {
    'dates of change': 'a property is a text to IPED, which compares no dates',
    withdrawals: 'by an option of the import, with a list of its own',
    'file sizes': 'a property is a text to IPED, which compares no sizes',
    'file names': 'may name people; left out of lists for others',
  },
  'xways-text': { category: SET },
  'misp-event': {
    PhotoDNA: 'MISP has no type for it; as a text it would be no indicator',
    PDQ: 'MISP has no type for it; as a text it would be no indicator',
  },
  'misp-warninglist': { 'dates of change': 'of the whole list: its version' },
  openioc: {
    category: 'a description is for people',
    'file sizes': 'a term of its own: under AND it narrows, under OR it matches every file of the size',
    'file names': 'a term of its own: under AND it narrows, under OR it matches every file of the name',
  },
  clamav: {
    category: 'a label in the name of a signature would be read as a name',
    withdrawals: 'a list of exceptions is another file',
    'file names': 'a signature is named by its sender, not after a file',
  },
};
