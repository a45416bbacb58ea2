// Words for the ids that findings carry as arguments: kinds, fields, faults and changes. Reports for machines keep the
// ids; a sentence for people says what they mean. Nothing here knows a finding, a colour or a value.
import { type ChangeName, changeBits, type FaultCode, faultCodes } from '../model/canonical.ts';
import { type FieldId, fieldIds, type ListFieldId, listFieldIds } from '../model/fields.ts';
import { isKindId, type KindId, kinds } from '../model/kinds.ts';

/** One of it, and many: a row has an expiry date, a target carries expiry dates. */
const fieldWords: Readonly<Record<FieldId, readonly [one: string, many: string]>> = {
  firstSeen: ['first seen date', 'first seen dates'],
  lastVerified: ['last verified date', 'last verified dates'],
  lastReviewed: ['last review date', 'last review dates'],
  updated: ['date of change', 'dates of change'],
  expires: ['expiry date', 'expiry dates'],
  reviews: ['reviews', 'reviews'],
  partnerKey: ["sender's id", "senders' ids"],
  size: ['size', 'file sizes'],
  name: ['name', 'file names'],
  note: ['note', 'notes'],
  spelling: ["sender's spelling", "senders' spellings"],
  origins: ['origin', 'origins of each row'],
};

const listWords: Readonly<Record<ListFieldId, string>> = {
  partner: 'partner',
  title: 'title',
  version: 'version',
  issuedAt: 'issue date',
  claimedCount: 'claimed count',
  marking: 'handling marking',
  edition: 'edition (full or delta)',
};

const faultWords: Readonly<Record<FaultCode, string>> = {
  'url/no-host': 'it has no host',
  'url/unparsable': 'its parts cannot be told apart',
  'url/other-scheme': 'its scheme is neither http nor https',
  'url/defanged': 'it is written harmless (hxxp, [.]), which --refang undoes',
  'url/mail-address': 'it is a mail address',
  'url/control-character': 'it holds a control character',
  'url/bad-character': 'it holds a character that may not stand there',
  'url/backslash': 'it holds a backslash',
  'url/bad-port': 'its port is no number from 1 to 65535',
  'url/empty-label': 'nothing stands before or between its dots',
  'url/label-too-long': 'a part between dots is longer than 63 characters',
  'url/name-too-long': 'the name is longer than 253 characters',
  'url/bad-punycode': 'a part starts with xn-- and does not decode',
  'url/bad-idn': 'its letters have no ASCII form',
  'url/labels-changed': 'bringing it into ASCII would add or remove dots',
  'url/single-label': 'it is a word, without a scheme and without a dot in its host',
  'url/is-digest': 'it looks like a digest',
  'url/wildcard': 'it holds a wildcard (domain-list reads *.name with --from-option wildcard=subtree)',
  'url/has-path': 'it has a path',
  'url/has-port': 'it has a port',
  'url/is-address': 'it is an IP address',
  'url/octal-address': 'it is an address with leading zeros, which some read as octal',
  'url/odd-address': 'it is an address in an unusual spelling',
  'address/bad': 'it does not read as an address',
  'address/octal': 'it has leading zeros, which some read as octal',
  'address/odd': 'it is an address in an unusual spelling',
  'address/zone': 'it has a zone, which means something on one machine only',
  'address/has-prefix': 'it has a prefix length',
  'address/prefix': 'its prefix length is missing or out of range',
  'address/host-bits': 'it has bits set behind the prefix',
};

const changeWords: Readonly<Record<ChangeName, string>> = {
  'space-trimmed': 'blanks around it removed',
  'lower-cased': 'lower case',
  'trailing-dot-removed': 'last dot removed',
  'idn-to-ascii': 'international name in ASCII',
  'userinfo-dropped': 'user name dropped',
  'fragment-dropped': 'fragment dropped',
  'default-port-dropped': 'default port dropped',
  'port-respelled': 'port respelled',
  'percent-normalised': 'percent signs normalised',
  'percent-encoded': 'characters percent-encoded',
  'dot-segments-removed': 'dot segments removed',
  'slash-added': 'slash added',
  'address-respelled': 'address respelled',
};

/** What a policy asks of each entry that is yes, no or unknown. */
const flagWords: Readonly<Record<string, string>> = {
  real: 'whether the child is a real one',
  severe: 'whether the material is of the severe kind',
  age: 'how old the child looks',
};

/** Why two reviews count as one. */
const reasonWords: Readonly<Record<string, string>> = {
  'same-person': 'two names may be those of one person',
  'same-organisation': 'they are of one organisation',
  'same-country': 'they are of one country',
  'no-person': 'not all name who reviewed',
  'no-organisation': 'not all name their organisation',
  'no-country': 'not all name their country',
  reporter: 'a reviewer reported the entry',
  'asked-before': 'who asked before has asked again',
  'confirmed-before': 'who confirmed before has confirmed again',
};

export const kindTitle = (kind: KindId): string => kinds[kind].title;

/** One value of a field: `expiry date`. */
export const fieldName = (field: FieldId): string => fieldWords[field][0];

export const fieldTitle = (field: FieldId): string => fieldWords[field][1];

export const listFactTitle = (fact: ListFieldId): string => listWords[fact];

/** Keys of a kind, one and many: `MD5 digest`, `IP addresses`. */
export function keysOf(kind: KindId): readonly [one: string, many: string] {
  const { family, title } = kinds[kind];
  if (family === 'exact' || family === 'perceptual') return [`${title} digest`, `${title} digests`];
  if (kind === 'record') return [title, 'records taken back'];
  if (kind === 'fingerprint') return [title, 'fingerprints of other systems'];
  if (kind === 'fingerprint-reference') return [title, 'references to fingerprints'];
  return [title, `${title}${/(?:s|x|sh)$/u.test(title) ? 'es' : 's'}`];
}

/** The words for an argument's value, or the value itself where it is no id. */
export function wordsFor(code: string, name: string, value: string): string {
  switch (name) {
    case 'kind':
    case 'named':
      return isKindId(value) ? kindTitle(value) : value;
    case 'candidates':
      return eachOf(value, (id) => (isKindId(id) ? kindTitle(id) : id));
    case 'changes':
      return eachOf(value, (id) => (isOneOf(Object.keys(changeBits) as ChangeName[], id) ? changeWords[id] : id));
    case 'fault':
      return isOneOf(faultCodes, value) ? faultWords[value] : value;
    case 'earlier':
    case 'later':
    case 'field':
      if (code === 'policy/fact-missing' && Object.hasOwn(flagWords, value)) return `${value} (${flagWords[value]})`;
      if (value === 'issuedAt') return listWords.issuedAt;
      if (isKindId(value)) return kindTitle(value);
      return isOneOf(fieldIds, value) ? fieldWords[value][0] : value;
    case 'fact':
      return isOneOf(listFieldIds, value) ? listWords[value] : value;
    case 'why':
      return reasonWords[value] ?? value;
    case 'what':
      return code.startsWith('loss/') ? lossSubject(value) : value;
    default:
      return value;
  }
}

/** What a loss of withdrawals is about: a target may know withdrawals, and no names of records. */
const WITHDRAWN_WORDS = { withdrawals: 'entries', records: 'records known by name alone' } as const;

/** What a loss is about, as the object of "does not carry". */
export function lossSubject(what: string): string {
  if (isKindId(what)) return keysOf(what)[1];
  if (isOneOf(fieldIds, what)) return fieldTitle(what);
  if (isOneOf(listFieldIds, what)) return listFactTitle(what);
  if (Object.hasOwn(WITHDRAWN_WORDS, what)) return WITHDRAWN_WORDS[what as keyof typeof WITHDRAWN_WORDS];
  return what.endsWith(' scope') ? `entries of ${what}` : what;
}

function eachOf(list: string, words: (id: string) => string): string {
  return list
    .split(', ')
    .map((id) => words(id))
    .join(', ');
}

function isOneOf<T extends string>(ids: readonly T[], text: string): text is T {
  return (ids as readonly string[]).includes(text);
}
