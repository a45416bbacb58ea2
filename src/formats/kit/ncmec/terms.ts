// What NCMEC calls things: fingerprints, feedback, categorisations, and how they are called here. Facts: research
// hash-formats 1.1 and 1.2. One type of fingerprint has three spellings: an element, an attribute and a key of an address.
import { type KindId, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';

export const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';

/** Industry classification: A1, A2, B1, B2, and free text elsewhere. */
export const CLASSIFICATION = 'ncmec';
export const MEDIA_TYPE = 'media-type';
export const FEEDBACK = 'ncmec-feedback';
/** A scheme for each reason and each categorisation: two of them are no dispute. Behind it stands its GUID. */
export const REASON = 'ncmec-feedback-reason:';
export const CATEGORIZATION = 'ncmec-categorization:';

/** Elements whose text is a digest that this program knows. */
export const digestElements: Readonly<Record<string, KindId>> = {
  md5: 'md5',
  sha1: 'sha1',
  pdq: 'pdq',
  pdna: 'photodna',
};

/** Elements of other systems; the values of all but NetClean are too large to be sent along. */
const otherElements = ['netclean', 'videntifier', 'tmk-pdqf', 'ssvh-pdna', 'ssvh-safer-hash'] as const;

export const knownElements: ReadonlySet<string> = new Set([...Object.keys(digestElements), ...otherElements]);

/** The element of a kind, or of the algorithm that its key names; null for what no entry can hold. */
export function elementOf(kind: KindId, text: string): { readonly name: string; readonly value: string } | null {
  const own = Object.entries(digestElements).find(([, id]) => id === kind)?.[0];
  if (own !== undefined) return { name: own, value: text };
  const colon = text.indexOf(':');
  if (kinds[kind].family !== 'opaque' || kind === 'opaque' || !isElement(text.slice(0, colon))) return null;
  return { name: text.slice(0, colon), value: text.slice(colon + 1) };
}

/** Whether an element may be a fingerprint of an algorithm that is not known yet. */
export function isElement(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,31}$/u.test(name);
}

/** A type of fingerprint whichever way it is spelled: `ssvh-safer-hash`, `SsvhSaferHash`, `SSVH_SAFER_HASH`. */
export function typeOf(spelled: string): string {
  const plain = spelled.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
  return plain === 'tmksaferhash' ? 'ssvhsaferhash' : plain;
}

/** The type as feedback spells it: `Md5`, `SsvhSaferHash`. */
export function feedbackType(element: string): string {
  return element.replaceAll(/(?:^|-)([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

/** Whether any opinion says that it is a video. */
export function isVideo(opinions: readonly Opinion[]): boolean {
  return opinions.some(({ scheme, label }) => scheme === MEDIA_TYPE && label === 'video');
}
