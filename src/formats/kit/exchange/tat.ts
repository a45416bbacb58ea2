// How entries of the hash list of Tech Against Terrorism are understood and said. An entry is known by its algorithm and
// digest: that is what a deletion names, and its number is kept as a note. Facts: research hash-formats 1.4, annex C.
import { keyText } from '../../../model/key-text.ts';
import { type KindId, kindNamed, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import type { Row } from '../../../model/row.ts';
import { isoTime } from '../../../model/times.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { isZonelessTime, jsonTime } from '../time/json-time.ts';
import { mediaTypeOf } from './media.ts';
import { badValue, type Exchange, MEDIA_TYPE, missing, type Told, textIn } from './said.ts';

/** Who sorts the material of which it lists hashes. */
const MEMBER = 'Tech Against Terrorism';
const IDEOLOGY = 'tat-ideology';
/** The ending of the file's name: `mp4`. Which kind of media that is, is said beside it. */
const FILE_TYPE = 'tat-file-type';
/** How a note begins that is the number of an entry. */
const NUMBER = 'id ';

const KNOWN: ReadonlySet<string> = new Set(
  'id hash_digest algorithm ideology file_type deleted updated_on created_on'.split(' '),
);
/** An algorithm that is not known: kept under its name. */
const OTHER = /^tat-([^:]+):(.+)$/su;

export const tatEntries: Exchange = { understand, say };

function understand(entry: JsonObject, told: Told): ReturnType<Exchange['understand']> {
  const algorithm = textIn(entry, 'algorithm');
  const sent = textIn(entry, 'hash_digest');
  if (algorithm === '') return missing('algorithm');
  if (sent === '') return missing('hash_digest');
  if (/[\n\r]/u.test(algorithm + sent)) return badValue('hash_digest', 'a text without line ends');
  const deleted = entry.get('deleted') ?? false;
  if (typeof deleted !== 'boolean') return badValue('deleted', 'true or false');
  const updated = timeIn(entry, 'updated_on', told);
  const firstSeen = timeIn(entry, 'created_on', told);
  if (updated === null) return badValue('updated_on', 'a time');
  if (firstSeen === null) told.time('created_on'); // decides nothing, as `updated_on` does
  for (const key of entry.keys()) if (!KNOWN.has(key)) told.key(key);

  const kind = digestKind(algorithm);
  if (kind === null) told.value('algorithm');
  const value = kind === null ? sent : sent.toLowerCase();
  return {
    kind: kind ?? 'fingerprint',
    key: kind === null ? `tat-${algorithm}:${value}` : value,
    isWithdrawn: deleted,
    partnerKey: recordKey('tat', '', null, `${kind ?? algorithm}:${value}`),
    opinions: labelsOf(textIn(entry, 'ideology'), textIn(entry, 'file_type')),
    updated,
    firstSeen: firstSeen ?? Number.NaN,
    note: noteOf(entry.get('id')),
  };
}

/** NaN for none, null for what is no time. */
function timeIn(entry: JsonObject, field: string, told: Told): number | null {
  const value = entry.get(field);
  if (value === undefined || value === null) return Number.NaN;
  const seconds = jsonTime(value);
  if (Number.isNaN(seconds)) return null;
  if (isZonelessTime(value)) told.zone(field);
  return seconds;
}

function digestKind(algorithm: string): KindId | null {
  const kind = kindNamed(algorithm);
  return kind !== null && (kinds[kind].family === 'exact' || kind === 'pdq') ? kind : null;
}

function labelsOf(ideology: string, fileType: string): Opinion[] {
  const said: Opinion[] = [];
  if (ideology !== '') said.push({ member: MEMBER, scheme: IDEOLOGY, label: ideology });
  if (fileType !== '') {
    said.push({ member: MEMBER, scheme: FILE_TYPE, label: fileType });
    said.push({ member: MEMBER, scheme: MEDIA_TYPE, label: mediaTypeOf(fileType) });
  }
  return said;
}

function noteOf(id: JsonValue | undefined): string {
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? `${NUMBER}${id}` : '';
}

function say({ kind, key, operation, opinions, times, extras, partnerKey }: Row, now: number): string {
  const [, other = '', rest = ''] = (kind === 'fingerprint' ? OTHER.exec(keyText(kinds[kind], key)) : null) ?? [];
  const label = (scheme: string): string | null =>
    opinions.find((opinion) => opinion.member === MEMBER && opinion.scheme === scheme)?.label ?? null;
  const { note = '' } = extras;
  const id = note.startsWith(NUMBER) ? note.slice(NUMBER.length) : null;
  const isNumber = id !== null && String(Number(id)) === id && Number.isSafeInteger(Number(id));
  return JSON.stringify({
    id: isNumber ? Number(id) : id,
    hash_digest: kind === 'fingerprint' ? rest : keyText(kinds[kind], key),
    algorithm: kind === 'fingerprint' ? other : spelled(kind),
    ideology: label(IDEOLOGY),
    file_type: label(FILE_TYPE),
    deleted: operation === 'withdrawn',
    updated_on: times.updated ?? (partnerKey === undefined ? now : null),
    created_on: times.firstSeen === undefined ? null : isoTime(times.firstSeen),
  });
}

/** As their documentation does: MD5, SHA256, PDQ. */
function spelled(kind: KindId): string {
  return kind.toUpperCase();
}
