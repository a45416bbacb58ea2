// How updates of Meta's ThreatExchange are understood: one indicator, and a descriptor of each member who says something of it.
// A descriptor is an opinion of its owner; reactions are opinions of others about it. Facts: research hash-formats 1.5, annex C.
import type { KindId } from '../../../model/kinds.ts';
import type { Opinion, Polarity } from '../../../model/opinions.ts';
import { memberText, recordKey } from '../../../model/record-key.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { isZonelessTime, jsonTime } from '../time/json-time.ts';
import { badValue, type Exchange, type Fault, MEDIA_TYPE, missing, objectsIn, type Told, textIn } from './said.ts';

/** Who says what kind of media an indicator of a type is of. */
export const PLATFORM = 'ThreatExchange';
export const STATUS = 'threatexchange-status';
export const TAG = 'threatexchange-tag';
/** Behind it stands whose descriptor the reaction is about. */
export const REACTION = 'threatexchange-reaction:';
/** How a note begins that names the descriptors, whose numbers and days have no place of their own in the model. */
export const DESCRIPTORS = 'descriptors ';

interface Signal {
  readonly kind: KindId;
  /** Of a fingerprint of another system: what its key begins with. */
  readonly beginning: string;
  readonly media: string | null;
}

/** Types that hold a digest; the first of a kind is what a writer takes where nothing says which media it is of. */
export const signals: Readonly<Record<string, Signal>> = {
  HASH_MD5: { kind: 'md5', beginning: '', media: null },
  HASH_VIDEO_MD5: { kind: 'md5', beginning: '', media: 'video' },
  HASH_SHA1: { kind: 'sha1', beginning: '', media: null },
  HASH_SHA256: { kind: 'sha256', beginning: '', media: null },
  HASH_VIDEO_SHA256: { kind: 'sha256', beginning: '', media: 'video' },
  HASH_PDQ: { kind: 'pdq', beginning: '', media: 'image' },
  HASH_TMK: { kind: 'fingerprint', beginning: 'tmk-pdqf:', media: 'video' },
  HASH_TEXT_TLSH: { kind: 'tlsh', beginning: '', media: 'text' },
  // Of an address, in a spelling that is not public: no digest of a file.
  HASH_URL_MD5: { kind: 'fingerprint', beginning: 'threatexchange-HASH_URL_MD5:', media: null },
  // Prototypes of new signals, whose type is told by a tag.
  DEBUG_STRING: { kind: 'fingerprint', beginning: 'threatexchange-DEBUG_STRING:', media: null },
};

const polarities: Readonly<Record<string, Polarity | null>> = {
  MALICIOUS: 'deny',
  NON_MALICIOUS: 'allow',
  SUSPICIOUS: null,
  UNKNOWN: null,
};

const KNOWN: ReadonlySet<string> = new Set('id indicator type last_updated should_delete descriptors'.split(' '));
const KNOWN_OF_DESCRIPTOR: ReadonlySet<string> = new Set('id owner status tags added_on reactions'.split(' '));

/** A descriptor as a note names it. */
export interface Named {
  readonly id: string;
  readonly owner: string;
  readonly added_on?: string;
}

export function understand(update: JsonObject, told: Told): ReturnType<Exchange['understand']> {
  const id = idIn(update, 'id');
  if (id === '') return missing('id');
  if (/[\n\r]/u.test(id)) return badValue('id', 'a text without line ends');
  const sent = textIn(update, 'indicator');
  const type = textIn(update, 'type');
  const deleted = update.get('should_delete') ?? false;
  if (typeof deleted !== 'boolean') return badValue('should_delete', 'true or false');
  const time = update.get('last_updated') ?? null;
  const updated = jsonTime(time);
  if (time !== null && Number.isNaN(updated)) return badValue('last_updated', 'a time');
  const partnerKey = recordKey('threatexchange', '', null, id);
  const isSigned = sent !== '' && type !== '';
  if (!isSigned && !deleted) return missing(sent === '' ? 'indicator' : 'type');
  for (const key of update.keys()) if (!KNOWN.has(key)) told.key(key);

  const signal = isSigned ? signalOf(type, sent) : ({ kind: 'record', key: partnerKey, media: null } as const);
  if (signal.media === undefined) told.value('type');
  const opinions: Opinion[] = [];
  if (typeof signal.media === 'string') {
    opinions.push({ member: PLATFORM, scheme: MEDIA_TYPE, label: signal.media });
  }
  const named: Named[] = [];
  for (const descriptor of listIn(update.get('descriptors'))) {
    const fault = addDescriptor(descriptor, opinions, named, told);
    if (fault !== null) return fault;
  }
  // Without any descriptor there is nobody left who says anything: a known fault of the interface leaves it at that.
  const isForgotten = !deleted && (update.get('descriptors') ?? null) === null;
  if (isForgotten) told.gone();
  const days = named.map(({ added_on: added }) => jsonTime(added)).filter((seconds) => !Number.isNaN(seconds));
  return {
    kind: signal.kind,
    key: signal.key,
    isWithdrawn: deleted || isForgotten,
    partnerKey,
    opinions,
    updated,
    firstSeen: days.length === 0 ? Number.NaN : Math.min(...days),
    note: named.length === 0 ? '' : `${DESCRIPTORS}${JSON.stringify(named)}`,
  };
}

/** `media` is undefined where the type is not known. */
function signalOf(type: string, sent: string): { kind: KindId; key: string; media: string | null | undefined } {
  const signal = Object.hasOwn(signals, type) ? signals[type] : undefined;
  if (signal === undefined) return { kind: 'fingerprint', key: `threatexchange-${type}:${sent}`, media: undefined };
  const { kind, beginning, media } = signal;
  if (kind === 'fingerprint') return { kind, key: `${beginning}${sent}`, media };
  const isPrefixed = kind === 'tlsh' && /^T1/iu.test(sent) && sent.length === TLSH_LENGTH;
  return { kind, key: (isPrefixed ? sent.slice(2) : sent).toLowerCase(), media };
}

/** Characters of TLSH with T1 in front. */
const TLSH_LENGTH = 72;

function addDescriptor(descriptor: JsonObject, opinions: Opinion[], named: Named[], told: Told): Fault | null {
  const owner = descriptor.get('owner');
  const number = owner instanceof Map ? idIn(owner as JsonObject, 'id') : '';
  const member = owner instanceof Map ? memberText(textIn(owner as JsonObject, 'name'), number) : '';
  if (number === '') {
    told.nobody(); // hidden from who asked: a known fault of the interface
    return null;
  }
  const sentOn = descriptor.get('added_on') ?? null;
  const isTime = typeof sentOn === 'string' && !Number.isNaN(jsonTime(sentOn));
  if (sentOn !== null && sentOn !== '' && !isTime) told.time('added_on');
  const added = isTime ? sentOn : '';
  if (isZonelessTime(added)) told.zone('added_on');
  for (const key of descriptor.keys()) if (!KNOWN_OF_DESCRIPTOR.has(key)) told.key(key);
  named.push({ id: idIn(descriptor, 'id'), owner: member, ...(added === '' ? {} : { added_on: added }) });

  const status = textIn(descriptor, 'status');
  const polarity = Object.hasOwn(polarities, status) ? polarities[status] : undefined;
  if (status !== '' && polarity === undefined) told.value('status');
  if (status !== '') opinions.push({ member, scheme: STATUS, label: status, ...(polarity ? { polarity } : {}) });
  for (const tag of tagsIn(descriptor.get('tags'))) {
    opinions.push({ member, scheme: TAG, label: tag });
    if (tag === 'media_type_video') opinions.push({ member, scheme: MEDIA_TYPE, label: 'video' });
  }
  for (const reaction of listIn(descriptor.get('reactions'))) {
    const label = textIn(reaction, 'key');
    for (const by of textIn(reaction, 'value').split(',')) {
      if (by.trim() !== '' && label !== '') {
        opinions.push({ member: memberText('', by.trim()), scheme: `${REACTION}${number}`, label });
      }
    }
  }
  return null;
}

/** Objects of an array, or of the array under `data`: the interface sends both. */
function listIn(value: JsonValue | undefined): JsonObject[] {
  return objectsIn(value instanceof Map ? (value as JsonObject).get('data') : value);
}

/** Tags come as objects under `data`, as a list of either, or as null. */
function tagsIn(value: JsonValue | undefined): string[] {
  const list = value instanceof Map ? (value as JsonObject).get('data') : value;
  if (!Array.isArray(list)) return [];
  return (list as readonly JsonValue[])
    .map((tag) => (tag instanceof Map ? textIn(tag as JsonObject, 'text') : tag))
    .filter((tag): tag is string => typeof tag === 'string' && tag !== '');
}

/** A number of their own, which comes as a text; longer ones than a number can be are one only so. */
function idIn(object: JsonObject, key: string): string {
  const value = object.get(key);
  return typeof value === 'number' && Number.isSafeInteger(value)
    ? String(value)
    : typeof value === 'string'
      ? value
      : '';
}
