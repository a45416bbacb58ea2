// How records of StopNCII are understood and said. A record is known by its signal, which it replaces completely whenever it
// is sent anew; a hash lives while any case of it does, and that sum is its status. Facts: research hash-formats 1.3.
import { keyText } from '../../../model/key-text.ts';
import { type KindId, kinds } from '../../../model/kinds.ts';
import type { Opinion, Polarity } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import type { Row } from '../../../model/row.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { jsonTime } from '../time/json-time.ts';
import { badValue, type Exchange, MEDIA_TYPE, missing, objectsIn, type Told, textIn, textsIn } from './said.ts';

/** Who sends the records, and says what kind of file each is of. */
const MEMBER = 'StopNCII';
const STATUS = 'stopncii-status';
const FEEDBACK = 'stopncii-feedback';
const TAG = 'stopncii-tag';
/** How a note begins that holds the cases of a record. */
const CASES = 'caseNumbers ';

interface Signal {
  readonly kind: KindId;
  /** Of a fingerprint of another system: what its key begins with. */
  readonly beginning: string;
  readonly media: string | null;
}

const signals: Readonly<Record<string, Signal>> = {
  ImagePDQ: { kind: 'pdq', beginning: '', media: 'image' },
  VideoMD5: { kind: 'md5', beginning: '', media: 'video' },
  VideoTMK: { kind: 'fingerprint', beginning: 'tmk-pdqf:', media: 'video' },
  // How texts and addresses are hashed is not public.
  Text: { kind: 'fingerprint', beginning: 'stopncii-Text:', media: 'text' },
  URL: { kind: 'fingerprint', beginning: 'stopncii-URL:', media: null },
};
/** A type that is not defined, and `Unknown`: kept under its name. */
const OTHER = /^stopncii-([^:]+):(.+)$/su;

const statuses: Readonly<Record<string, 'present' | 'withdrawn'>> = {
  Active: 'present',
  Received: 'present',
  Unknown: 'present',
  Withdrawn: 'withdrawn',
  Deleted: 'withdrawn',
};

/** What members say to a hash; only two of the words ask for something. */
const feedbacks: Readonly<Record<string, Polarity | null>> = {
  Unknown: null,
  None: null,
  QualityUnknown: null,
  PendingReview: null,
  Blocked: 'deny',
  NotBlocked: 'allow',
  Withdrawn: null,
  Deleted: null,
};

const KNOWN: ReadonlySet<string> = new Set(
  'lastModtimestamp signalType hashValue hashStatus caseNumbers CSPFeedbacks'.split(' '),
);

export const stopnciiRecords: Exchange = { understand, say };

function understand(record: JsonObject, told: Told): ReturnType<Exchange['understand']> {
  const type = textIn(record, 'signalType');
  const sent = textIn(record, 'hashValue');
  const status = textIn(record, 'hashStatus');
  if (type === '') return missing('signalType');
  if (sent === '') return missing('hashValue');
  if (status === '') return missing('hashStatus');
  if (/[\n\r]/u.test(type + sent)) return badValue('hashValue', 'a text without line ends');
  const time = record.get('lastModtimestamp');
  const updated = jsonTime(time);
  if (time !== undefined && time !== null && Number.isNaN(updated))
    return badValue('lastModtimestamp', 'epoch seconds');
  for (const key of record.keys()) if (!KNOWN.has(key)) told.key(key);

  const signal = own(signals, type);
  if (signal === undefined) told.value('signalType');
  const kind = signal?.kind ?? 'fingerprint';
  const value = kinds[kind].codec === 'hex' ? sent.toLowerCase() : sent;
  const opinions: Opinion[] = [];
  const media = signal?.media ?? null;
  if (media !== null) opinions.push({ member: MEMBER, scheme: MEDIA_TYPE, label: media });
  const operation = own(statuses, status);
  if (operation === undefined) told.value('hashStatus');
  const isUsual = status === 'Active' || status === 'Withdrawn';
  if (!isUsual) opinions.push({ member: MEMBER, scheme: STATUS, label: status });
  opinions.push(...feedbackIn(record.get('CSPFeedbacks'), told));
  return {
    kind,
    key: `${signal?.beginning ?? `stopncii-${type}:`}${value}`,
    isWithdrawn: operation === 'withdrawn',
    partnerKey: recordKey('stopncii', '', null, `${type}:${value}`),
    opinions,
    updated,
    firstSeen: Number.NaN,
    note: noteOf(record.get('caseNumbers'), told),
  };
}

function feedbackIn(list: JsonValue | undefined, told: Told): Opinion[] {
  return objectsIn(list).flatMap((feedback) => {
    const member = textIn(feedback, 'source');
    const label = textIn(feedback, 'feedbackValue');
    const tags = textsIn(feedback.get('tags'));
    if (member === '') {
      told.nobody();
      return [];
    }
    const polarity = own(feedbacks, label);
    if (polarity === undefined) told.value('feedbackValue');
    const said: Opinion[] = tags.map((tag) => ({ member, scheme: TAG, label: tag }));
    if (label !== '') said.push({ member, scheme: FEEDBACK, label, ...(polarity ? { polarity } : {}) });
    return said;
  });
}

/** The cases a hash belongs to, which have no place of their own in the model. */
function noteOf(cases: JsonValue | undefined, told: Told): string {
  if (cases === undefined || cases === null) return '';
  if (!(cases instanceof Map)) {
    told.key('caseNumbers');
    return '';
  }
  const pairs = [...(cases as JsonObject)].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  if (pairs.length < (cases as JsonObject).size) told.key('caseNumbers');
  if (pairs.length === 0) return '';
  return `${CASES}{${pairs.map(([id, status]) => `${JSON.stringify(id)}:${JSON.stringify(status)}`).join(',')}}`;
}

function say({ kind, key, operation, opinions, times, extras, partnerKey = '' }: Row, now: number): string {
  const text = keyText(kinds[kind], key);
  const { type, value } = signalOf(kind, text);
  const usual = operation === 'withdrawn' ? 'Withdrawn' : 'Active';
  const status = opinions.find(({ member, scheme }) => member === MEMBER && scheme === STATUS)?.label ?? usual;
  const time = times.updated ?? (partnerKey === '' ? now : null);
  const feedback = feedbackOf(opinions);
  const { note = '' } = extras;
  const cases = note.startsWith(CASES) ? note.slice(CASES.length) : '{}';
  const parts = [
    ...(time === null ? [] : [`"lastModtimestamp":${time}`]),
    `"signalType":${JSON.stringify(type)}`,
    `"hashValue":${JSON.stringify(value)}`,
    `"hashStatus":${JSON.stringify(status)}`,
    `"caseNumbers":${cases}`,
    ...(feedback.length === 0 ? [] : [`"CSPFeedbacks":${JSON.stringify(feedback)}`]),
  ];
  return `{${parts.join(',')}}`;
}

function signalOf(kind: KindId, text: string): { readonly type: string; readonly value: string } {
  const defined = Object.entries(signals).find(
    ([, signal]) => signal.kind === kind && text.startsWith(signal.beginning),
  );
  if (defined !== undefined) return { type: defined[0], value: text.slice(defined[1].beginning.length) };
  const [, type = '', value = ''] = (kind === 'fingerprint' ? OTHER.exec(text) : null) ?? [];
  return { type, value };
}

/** Feedback of each member: a member with several words gets as many. */
function feedbackOf(opinions: readonly Opinion[]): object[] {
  const members = new Map<string, { readonly words: string[]; readonly tags: string[] }>();
  for (const { member, scheme, label = '' } of opinions) {
    if (scheme !== FEEDBACK && scheme !== TAG) continue;
    const said = members.get(member) ?? { words: [], tags: [] };
    members.set(member, said);
    (scheme === TAG ? said.tags : said.words).push(label);
  }
  return [...members].sort(byName).flatMap(([source, { words, tags }]) => {
    const all = words.length === 0 ? [''] : words.toSorted();
    return all.map((feedbackValue, i) => ({
      source,
      ...(feedbackValue === '' ? {} : { feedbackValue }),
      tags: i === 0 ? tags.toSorted() : [],
    }));
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** The entry of a table, and nothing that every object has. */
function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
