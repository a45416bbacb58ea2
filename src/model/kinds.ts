// The table of key kinds: what a key can be, how wide it is, how it is spelled.
// A new algorithm is one row here; ids and codes are stored and exchanged, so they are never reused or renumbered.

import type { Scope } from './scope.ts';

/** How the canonical bytes of a key are spelled as text. */
export type Codec = 'hex' | 'base64' | 'text' | 'ip' | 'cidr';

export interface Kind {
  readonly id: KindId;
  /** Small integer used in batch columns; 1..63. */
  readonly code: number;
  /** Bytes of every key of this kind, or 0 where the length varies. */
  readonly width: number;
  readonly codec: Codec;
  /**
   * Exact digests name one file; perceptual ones name a look; places are names, addresses and URLs; hashed ones are digests
   * of these; a record is what its sender calls it by, and says nothing of what it lists.
   */
  readonly family: 'exact' | 'perceptual' | 'place' | 'hashed' | 'opaque' | 'record';
  /** Whether equality alone is good evidence that two records describe the same file. */
  readonly link: 'strong' | 'weak' | 'none';
  readonly title: string;
}

// Widths: research hash-formats section 6, rule 1 (algorithm registry).
const table = {
  md5: [1, 16, 'hex', 'exact', 'weak', 'MD5'],
  sha1: [2, 20, 'hex', 'exact', 'weak', 'SHA-1'],
  sha224: [3, 28, 'hex', 'exact', 'strong', 'SHA-224'],
  sha256: [4, 32, 'hex', 'exact', 'strong', 'SHA-256'],
  sha384: [5, 48, 'hex', 'exact', 'strong', 'SHA-384'],
  sha512: [6, 64, 'hex', 'exact', 'strong', 'SHA-512'],
  'sha3-256': [7, 32, 'hex', 'exact', 'strong', 'SHA3-256'],
  'sha3-512': [8, 64, 'hex', 'exact', 'strong', 'SHA3-512'],
  pdq: [16, 32, 'hex', 'perceptual', 'none', 'PDQ'],
  photodna: [17, 144, 'base64', 'perceptual', 'none', 'PhotoDNA'],
  'photodna-edge-v2': [18, 924, 'base64', 'perceptual', 'none', 'PhotoDNA Edge V2'],
  tlsh: [19, 35, 'hex', 'perceptual', 'none', 'TLSH'],
  ssdeep: [20, 0, 'text', 'perceptual', 'none', 'ssdeep'],
  url: [32, 0, 'text', 'place', 'none', 'URL'],
  domain: [33, 0, 'text', 'place', 'none', 'domain name'],
  ip: [34, 0, 'ip', 'place', 'none', 'IP address'],
  cidr: [35, 0, 'cidr', 'place', 'none', 'IP network'],
  // SHA-256 of one host suffix and path prefix in the form `safe-browsing` (model/safe-browsing.ts), and 4 to 31 bytes of
  // it. The ids name the form: a SHA-256 of a URL spelled in any other way is another kind, whatever its length.
  'sb-sha256': [40, 32, 'hex', 'hashed', 'none', 'Safe Browsing hash'],
  'sb-prefix': [41, 0, 'hex', 'hashed', 'none', 'Safe Browsing hash prefix'],
  opaque: [48, 0, 'base64', 'opaque', 'none', 'opaque value'],
  // Of algorithms that only their owners know (NetClean, Videntifier, SSVH ...): `algorithm:value`, or where the value is
  // kept, which nobody but the sender can fetch (research hash-formats 1.1, 3.9). Told apart, because a place is no value.
  fingerprint: [49, 0, 'text', 'opaque', 'none', 'fingerprint of another system'],
  'fingerprint-reference': [50, 0, 'text', 'opaque', 'none', 'reference to a fingerprint'],
  // A record taken back by its sender's name for it, where nothing tells what it listed (model/record-key.ts).
  record: [56, 0, 'text', 'record', 'none', 'record taken back'],
} as const satisfies Record<string, readonly [number, number, Codec, Kind['family'], Kind['link'], string]>;

export type KindId = keyof typeof table;

export const kindIds = Object.keys(table) as readonly KindId[];

export const kinds: Readonly<Record<KindId, Kind>> = Object.fromEntries(
  Object.entries(table).map(([id, [code, width, codec, family, link, title]]) => [
    id,
    { id, code, width, codec, family, link, title },
  ]),
) as Record<KindId, Kind>; // fromEntries forgets the key type

const byCode: (Kind | undefined)[] = [];
for (const kind of Object.values(kinds)) byCode[kind.code] = kind;

/** The kind behind a code of a batch column. Throws on a code that no builder can have written. */
export function kindOf(code: number): Kind {
  const kind = byCode[code];
  if (kind === undefined) throw new RangeError(`no kind has code ${code}`);
  return kind;
}

export function isKindId(text: string): text is KindId {
  return Object.hasOwn(table, text);
}

/** Bytes of a hash prefix, both ends included. A full hash is no prefix: each key has one kind. */
export const PREFIX_BYTES = { least: 4, most: 31 } as const;

/** Whether a key of this kind may have so many bytes. */
export function isWidth(kind: Kind, bytes: number): boolean {
  if (kind.width !== 0) return bytes === kind.width;
  return kind.id !== 'sb-prefix' || (bytes >= PREFIX_BYTES.least && bytes <= PREFIX_BYTES.most);
}

/** The scopes a key of this kind can have: only names reach down, only URLs go on. */
export function scopesOfKind(id: KindId): readonly Scope[] {
  if (id === 'domain') return ['exact', 'subtree'];
  return id === 'url' ? ['exact', 'prefix'] : ['exact'];
}

/** Spellings partners use for the same algorithm: `SHA-256`, `SHA_256`, `sha2-256`, `MD5Sum`. Null when unknown. */
export function kindNamed(text: string): KindId | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]/gu, '-')
    .replace(/^sha-?2-/u, 'sha')
    .replace(/^sha-(?=\d)/u, 'sha')
    .replace(/^md-5$/u, 'md5')
    .replace(/sum$/u, '');
  if (isKindId(plain)) return plain;
  return aliases.get(plain) ?? null;
}

const aliases = new Map<string, KindId>([
  ['pdna', 'photodna'],
  ['host', 'domain'],
  ['hostname', 'domain'],
  ['fqdn', 'domain'],
  ['uri', 'url'],
  ['ipv4', 'ip'],
  ['ipv6', 'ip'],
  ['sha3', 'sha3-256'],
]);

/**
 * Kinds whose digest has this many hexadecimal characters. Length does not name an algorithm: 64 characters are
 * SHA-256, SHA3-256, PDQ or the hash of a URL (research hash-formats, fact 3), so a caller may only use a single one.
 */
export function kindsOfHexLength(length: number): KindId[] {
  return kindIds.filter((id) => kinds[id].codec === 'hex' && kinds[id].width > 0 && kinds[id].width * 2 === length);
}
