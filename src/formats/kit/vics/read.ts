// Reads Project VIC and CAID documents: media one by one, whether they stand in the document or in cases of it, which only
// its shape tells. What may name people stays behind, counted; pictures never get this far.
import { toUtf8 } from '../../../model/bytes.ts';
import { isZoneless } from '../../../model/times.ts';
import type { ReadContext } from '../../format.ts';
import { FactsReader } from '../canonical/facts.ts';
import { shownKey } from '../canonical/shape.ts';
import { type RecordReader, readRecords } from '../json/document.ts';
import { ABSENT, type JsonRecord, NESTED, NULL, NUMBER, TEXT } from '../json/record.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { odataTime } from '../time/odata.ts';
import { MediaDigests } from './digests.ts';
import { contextKeys, digestKeys, flagKeys, isSilent, OWN, personal, schemeNamed, schemeOf } from './keys.ts';
import { MediaOpinions } from './said.ts';

export interface VicsOptions {
  readonly version: '1.3' | '2.0';
  readonly vocabulary?: string | undefined;
  readonly names: 'drop' | 'keep';
}

/** Keys with a place, those that media have most often first. */
const keys = [
  ...['MediaID', 'Category', ...Object.keys(digestKeys), 'AlternativeHashes', ...flagKeys, 'PrecategorizationSource'],
  ...['Series', 'Tags', 'MimeType', 'MediaSize', 'DateUpdated', 'Comments', OWN, 'Miniature', 'Media', 'Md5Hex'],
  ...personal,
];
const keyOf = (name: string): number => keys.indexOf(name);
const SIZE = keyOf('MediaSize');
const UPDATED = keyOf('DateUpdated');
const COMMENTS = keyOf('Comments');
const FACTS = keyOf(OWN);
const MINIATURE = keyOf('Miniature');
const MEDIA = keyOf('Media');
const PLUG_IN = keyOf('Md5Hex');
const FILES = keyOf('MediaFiles');
const PERSONAL = [...personal].map((name) => ({ name, key: keyOf(name) }));
/** RECON writes them. */
const NAMES = [keyOf('FileName'), keyOf('Name')];
/** Facts of cases, and what may stand around the media. */
const caseFacts = [...personal].filter((name) => name.startsWith('Ca') || name.startsWith('Contact'));
const MAX_TOLD = 256;
const CAPITAL_M = 77;

export const readVics = readRecords<VicsOptions>(
  {
    items: ['value[].Media[]', 'value[]'],
    facts: [...contextKeys, ...caseFacts.map((name) => `value[].${name}`)],
  },
  keys,
  (rows, context) => new VicsReader(rows, context),
);

class VicsReader implements RecordReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<VicsOptions>;
  readonly #digests: MediaDigests;
  readonly #opinions: MediaOpinions;
  readonly #facts: FactsReader;
  readonly #told = new Set<string>();
  #isZoneTold = false;

  constructor(rows: RowSink, context: ReadContext<VicsOptions>) {
    const { interns, member, sourceName, options } = context;
    this.#rows = rows;
    this.#context = context;
    const tell = (key: string): void => this.#tellUnknown(key);
    this.#digests = new MediaDigests(rows, keyOf, tell);
    this.#facts = new FactsReader(rows, context, tell);
    const scheme = options.vocabulary === undefined ? 'vics' : schemeNamed(options.vocabulary);
    this.#opinions = new MediaOpinions(interns, member ?? sourceName, scheme, keyOf);
  }

  fact(path: string, value: JsonValue): void {
    if (path.startsWith('value[].')) {
      if (value !== null && value !== '')
        this.#rows.report('row/personal-data', { field: path.slice('value[].'.length) });
      return;
    }
    if (typeof value !== 'string') return;
    if (this.#context.options.vocabulary === undefined) this.#opinions.scheme = schemeOf(value);
    // Refused media mean nothing without it.
    this.#context.rejectHeader(toUtf8(JSON.stringify({ [path]: value })));
  }

  item(medium: JsonRecord): void {
    const rows = this.#rows;
    if (medium.others.length > 0) this.#tellOthers(medium);
    if (!this.#digests.find(medium)) return;
    if (this.#digests.count === 0) {
      this.#tellNoDigest(medium);
      return;
    }
    this.#leaveBehind(medium);
    if (medium.type[FACTS] === NESTED) {
      this.#ownRows(medium.nested(FACTS));
      return;
    }
    for (let n = 0; n < this.#digests.count; n++) if (!this.#digests.put(n)) return;
    const said = this.#opinions.read(medium);
    if (typeof said === 'string') {
      rows.reject('row/bad-value', { field: said, want: 'one plain value' });
      return;
    }
    rows.builder.setOpinions(said);
    for (const field of this.#opinions.undefinedKeys) rows.report('row/unknown-value', { field });
    if (!this.#size(medium)) return;
    this.#updated(medium);
    if (medium.type[COMMENTS] === TEXT) this.#extra('note', medium.text(COMMENTS));
    if (this.#context.options.names === 'keep') this.#extra('name', nameOf(medium));
  }

  #tellNoDigest(medium: JsonRecord): void {
    if (medium.type[PLUG_IN] !== ABSENT) {
      const reason = 'it is a record that Griffeye hands to plug-ins, which is no list; export the case or its hashes';
      this.#rows.reject('row/no-list', { reason });
    } else if (medium.type[MEDIA] === NESTED) {
      this.#rows.reject('row/bad-value', { field: 'value', want: 'media or cases, but not both' });
    } else if (medium.type[MEDIA] !== ABSENT || caseFacts.some((name) => medium.type[keyOf(name)] !== ABSENT)) {
      this.#leaveBehind(medium);
      this.#rows.report('row/not-an-entry', { what: 'a case without media' });
    } else if (medium.type.some((type) => type !== ABSENT) || !medium.others.every(isContext)) {
      this.#rows.reject('row/missing-field', { field: 'MD5' });
    }
  }

  /** Pictures of the material, and what may name people. */
  #leaveBehind(medium: JsonRecord): void {
    const { type } = medium;
    if (isFilled(medium, MINIATURE)) this.#rows.report('row/imagery', { field: 'Miniature' });
    for (const { name, key } of PERSONAL) {
      if (type[key] === ABSENT || !isFilled(medium, key)) continue;
      if (this.#context.options.names === 'keep' && (NAMES.includes(key) || isOneName(medium, key))) continue;
      this.#rows.report('row/personal-data', { field: name });
    }
  }

  /** A medium that this program wrote: its facts stand in an annotation, one set for all digests or one for each. */
  #ownRows(value: JsonValue): void {
    const rows = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
    const objects = rows.filter((row): row is JsonObject => row instanceof Map);
    const order = objects.map((row) => {
      for (let n = 0; n < this.#digests.count; n++) if (this.#digests.kindAt(n) === row.get('kind')) return n;
      return -1;
    });
    const isComplete = new Set(order).size === this.#digests.count && !order.includes(-1);
    if (objects.length !== rows.length || order.length !== this.#digests.count || !isComplete) {
      this.#rows.reject('row/bad-value', { field: OWN, want: 'one object for each digest' });
      return;
    }
    for (const [i, row] of objects.entries()) {
      this.#rows.begin();
      if (i > 0) this.#rows.builder.join();
      if (!this.#digests.put(order[i]!) || !this.#facts.read(row)) return;
    }
  }

  #size(medium: JsonRecord): boolean {
    const type = medium.type[SIZE];
    if (type !== NUMBER && type !== TEXT) {
      if (type === ABSENT || type === NULL) return true;
      return this.#badSize();
    }
    const { bytes } = medium;
    const to = medium.to[SIZE]!;
    let value = 0;
    let at = medium.from[SIZE]!;
    if (at === to) return true;
    if (to - at > 15) return this.#badSize();
    for (; at < to; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return this.#badSize();
      value = value * 10 + digit;
    }
    if (this.#context.want.has('size')) this.#rows.builder.setSize(value);
    else this.#context.skipped('size');
    return true;
  }

  #badSize(): false {
    this.#rows.reject('row/bad-value', { field: 'MediaSize', want: 'a whole number from 0' });
    return false;
  }

  /** A date that nobody can read costs the date: no digest is worse for it. */
  #updated(medium: JsonRecord): void {
    if (medium.type[UPDATED] !== TEXT || medium.from[UPDATED] === medium.to[UPDATED]) return;
    if (!this.#context.want.has('updated')) {
      this.#context.skipped('updated');
      return;
    }
    const seconds = this.#timeOf(medium);
    if (Number.isNaN(seconds)) this.#rows.report('time/unreadable', { field: 'DateUpdated' });
    else this.#rows.builder.setTime('updated', seconds);
  }

  #timeOf(medium: JsonRecord): number {
    const from = medium.from[UPDATED]!;
    const to = medium.to[UPDATED]!;
    const last = medium.bytes[to - 1]!;
    // Z, or `)/` of .NET, ends most of them; what ends in a digit may lack its zone, and AM and PM do.
    const mayLackZone = !this.#isZoneTold && ((last >= 48 && last <= 57) || last === CAPITAL_M);
    if (mayLackZone && (last === CAPITAL_M || isZoneless(medium.text(UPDATED)))) {
      this.#isZoneTold = true;
      this.#rows.report('time/no-zone', { field: 'DateUpdated' });
    }
    if (!medium.isEscaped(UPDATED)) return odataTime(medium.bytes, from, to);
    const bytes = toUtf8(medium.text(UPDATED));
    return odataTime(bytes, 0, bytes.length);
  }

  #extra(field: 'name' | 'note', text: string): void {
    const bytes = toUtf8(text);
    this.#rows.extra(field, bytes, 0, bytes.length);
  }

  #tellOthers({ others }: JsonRecord): void {
    for (const key of others) if (!isSilent(key)) this.#tellUnknown(key);
  }

  #tellUnknown(key: string): void {
    if (this.#told.has(key) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(key);
    this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

/** Whether the key holds the name that is kept, and nothing else. */
function isOneName(medium: JsonRecord, key: number): boolean {
  const files = key === FILES ? medium.nested(FILES) : null;
  const [first, ...others] = Array.isArray(files) ? (files as readonly JsonValue[]) : [];
  const more = first instanceof Map ? [...(first as JsonObject).keys()] : [''];
  return others.length === 0 && more.every((each) => each === 'FileName' || each === 'MD5');
}

/** The name of the file: that of the medium, or of the first place it was found in. */
function nameOf(medium: JsonRecord): string {
  for (const key of NAMES) if (medium.type[key] === TEXT) return medium.text(key);
  const files = medium.type[FILES] === NESTED ? medium.nested(FILES) : null;
  const first = Array.isArray(files) ? (files as readonly JsonValue[])[0] : undefined;
  const name = first instanceof Map ? (first as JsonObject).get('FileName') : undefined;
  return typeof name === 'string' ? name : '';
}

function isContext(key: string): boolean {
  return (contextKeys as readonly string[]).includes(key);
}

function isFilled(medium: JsonRecord, key: number): boolean {
  const type = medium.type[key]!;
  if (type === ABSENT || type === NULL) return false;
  if (type !== NESTED) return type !== TEXT || medium.from[key] !== medium.to[key];
  const value = medium.nested(key);
  return !Array.isArray(value) || value.length > 0;
}
