// The words of Project VIC and CAID documents. Their owner's data model is not public: this is the union of what
// independent programs read and write (research hash-formats 2.2, 2.3).
import type { KindId } from '../../../model/kinds.ts';

export const contextKeys = ['odata.metadata', '@odata.context'] as const;

/** What this program says in a medium beside the words of the model: an annotation, which OData lets readers ignore. */
export const OWN = '@listbridge.rows';

/** Digests with a key of their own, in the order in which they are read where nothing else tells one. */
export const digestKeys = {
  MD5: 'md5',
  SHA1: 'sha1',
  SHA256: 'sha256',
  PhotoDNA: 'photodna',
} as const satisfies Record<string, KindId>;

/** Digests that `AlternativeHashes` names; PhotoDNA stands there in 1.x. */
const alternatives = [
  ...['sha224', 'sha384', 'sha512', 'pdq', 'photodna-edge-v2', 'tlsh', 'ssdeep'],
] as const satisfies readonly string[] as readonly KindId[];

export const kindsOfMedia: readonly KindId[] = [...Object.values(digestKeys), ...alternatives];

/** Yes, no, or not said: schemes of their own. A program that leaves out `false` does not mean it. */
export const flags = {
  VictimIdentified: 'victim-identified',
  OffenderIdentified: 'offender-identified',
  IsDistributed: 'distributed',
  IsSuspected: 'suspected',
  SelfGenerated: 'self-generated',
  IsPrecategorized: 'precategorized',
} as const;
export type FlagKey = keyof typeof flags;
export const flagKeys = Object.keys(flags) as readonly FlagKey[];

export const SERIES = 'series';
export const TAGS = 'tags';
export const MEDIA_TYPE = 'media-type';

/** What a MIME type is a type of. */
export function mediaTypeOf(mime: string): string {
  const [main = '', sub = ''] = mime.trim().toLowerCase().split('/');
  if (['image', 'video', 'audio', 'text'].includes(main)) return main;
  return main === 'application' && DOCUMENT.test(sub) ? 'document' : 'other';
}

const DOCUMENT = /^(?:pdf|rtf|msword|vnd\.(?:ms-(?:excel|powerpoint|word)|openxmlformats-|oasis\.opendocument))/u;

/** The MIME type of which no more is known than the kind of media; `image/unknown` is what programs of the field write. */
export const mimeTypes: Readonly<Record<string, string>> = {
  image: 'image/unknown',
  video: 'video/unknown',
  audio: 'audio/unknown',
  text: 'text',
};

/** The vocabulary of categories that a context names: `vics-us`, and `vics` where it names none. Codes of one mean nothing in another. */
export function schemeOf(context: string): string {
  const path = /\/\d+\.\d+\.xml\/([a-z0-9_-]{1,40})\//iu.exec(context)?.[1];
  return path === undefined ? 'vics' : schemeNamed(path);
}

/** The vocabulary of such a scheme, as a context spells it; null for other schemes. */
export function vocabularyOf(scheme: string): string | null {
  const name = /^vics-([\w-]{1,40})$/u.exec(scheme)?.[1];
  return name === undefined ? null : (VOCABULARIES[name] ?? name.toUpperCase());
}

const VOCABULARIES: Readonly<Record<string, string>> = { default: 'Default', us: 'US', uk: 'UK', custom: 'CUSTOM' };

/** As contexts spell it, whatever the letters: `us` is US. */
export function spelledVocabulary(vocabulary: string): string {
  return VOCABULARIES[vocabulary.toLowerCase()] ?? vocabulary;
}

export function schemeNamed(vocabulary: string): string {
  return `vics-${vocabulary.toLowerCase()}`;
}

/** Keys of media and cases that may name people, places or machines. */
export const personal: ReadonlySet<string> = new Set([
  ...['MediaFiles', 'Exifs', 'Name', 'FileName', 'RelativeFilePath', 'CaseID', 'CaseNumber', 'ContactName'],
  ...['ContactOrganization', 'ContactOrg', 'ContactEmail', 'ContactPhone', 'ContactTitle'],
]);

/** Numbers and links that mean nothing outside their file. */
export function isSilent(key: string): boolean {
  return silent.has(key) || key.endsWith('@odata.navigationLinkUrl') || key.endsWith('@odata.navigationLink');
}

const silent: ReadonlySet<string> = new Set([
  ...['odata.id', 'odata.metadata', '@odata.context', 'MediaID', 'odata.type', '@odata.type', '@odata.id'],
  ...['SourceApplicationName', 'SourceApplicationVersion', 'TotalMediaFiles', 'TotalPrecategorized'],
]);
