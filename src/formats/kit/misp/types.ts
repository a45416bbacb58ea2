// Attribute types of MISP that are entries of a list, and how far each reaches. What is hashed differs: imphash,
// authentihash, pehash, section and certificate hashes are no digests of a file and must not be taken for one
// (research hash-formats 5.2). Types: MISP describeTypes.json.
import { type KindId, kinds } from '../../../model/kinds.ts';
import { EXACT, SUBTREE } from '../../../model/scope.ts';
import { fileDigests } from '../file-digests.ts';

export interface EntryType {
  readonly kind: KindId | 'address';
  readonly scope: number;
  /** Which part of a value of two parts is the key: `name|digest`, `domain|ip`. */
  readonly part: 'whole' | 'first' | 'last';
}

/** MISP's own export for name servers blocks all names below a `domain`, and only the name itself for a `hostname`. */
const places: Readonly<Record<string, EntryType>> = {
  url: { kind: 'url', scope: EXACT, part: 'whole' },
  link: { kind: 'url', scope: EXACT, part: 'whole' },
  hostname: { kind: 'domain', scope: EXACT, part: 'whole' },
  domain: { kind: 'domain', scope: SUBTREE, part: 'whole' },
  'domain|ip': { kind: 'domain', scope: SUBTREE, part: 'first' },
  'ip-dst': { kind: 'address', scope: EXACT, part: 'whole' },
  'ip-src': { kind: 'address', scope: EXACT, part: 'whole' },
};

/** What an attribute type lists, or null where it is no entry. */
export function entryType(type: string): EntryType | null {
  const place = Object.hasOwn(places, type) ? places[type] : undefined;
  if (place !== undefined) return place;
  const named = type.startsWith('filename|') ? type.slice('filename|'.length) : type;
  const kind = fileDigests.find((id) => id === named);
  return kind === undefined ? null : { kind, scope: EXACT, part: named === type ? 'whole' : 'last' };
}

/** Other types by name, for reports: a type that is not of MISP may be anything, a listed value too. */
const OTHER_TYPES = new Set(
  (
    'imphash impfuzzy authentihash pehash vhash telfhash cdhash git-commit-id filename size-in-bytes mime-type text ' +
    'comment other email email-src email-dst email-subject AS mutex regkey user-agent uri http-method port pattern-in-file ' +
    'yara sigma snort x509-fingerprint-md5 x509-fingerprint-sha1 x509-fingerprint-sha256 ja3-fingerprint-md5 datetime ' +
    'vulnerability attachment malware-sample ip-dst-port ip-src-port hostname-port domain-ip btc float counter'
  ).split(' '),
);

/** What a report calls a type that lists nothing. */
export function shownType(type: string): string {
  const plain = type.replaceAll('|', '-');
  return OTHER_TYPES.has(plain) ? `an attribute of type ${plain}` : 'an attribute of another type';
}

/** Kinds that can be written, with the type of each. */
export function typeOf(kind: KindId, scope: number): string {
  if (kind === 'domain') return scope === SUBTREE ? 'domain' : 'hostname';
  return kinds[kind].codec === 'ip' || kinds[kind].codec === 'cidr' ? 'ip-dst' : kind;
}

export const writtenKinds: readonly KindId[] = [...fileDigests, 'url', 'domain', 'ip', 'cidr'];

/** The property of an attribute in which this program keeps the facts of a row, spelled as in canonical. */
export const OWN = 'listbridge';
/** An event must have a text; this one stands for none. */
export const UNTITLED = 'exported list';
