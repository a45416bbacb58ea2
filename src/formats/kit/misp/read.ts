// Reads MISP events: attributes for detection are entries, the attributes of a file object are one record. Events come
// alone, in a response, or as bare attributes and objects one after another.
import { toUtf8 } from '../../../model/bytes.ts';
import { kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import { PRESENT, WITHDRAWN } from '../../../model/scope.ts';
import { parseIsoText } from '../../../model/times.ts';
import type { ReadContext } from '../../format.ts';
import { addKey } from '../add-key.ts';
import { FactsReader } from '../canonical/facts.ts';
import { shownKey } from '../canonical/shape.ts';
import { type DocumentReader, readDocument } from '../json/document.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { isLight, StrictestMark } from '../strictest-mark.ts';
import { ToldOnce } from '../told-once.ts';
import { type EntryType, entryType, OWN, shownType, UNTITLED } from './types.ts';

const EVENTS = ['Event', 'response[].Event', '[].Event'];
const FACTS = ['Orgc.name', 'info', 'Tag[].name', 'distribution', `${OWN}.marking`];

export interface MispOptions {
  readonly detection: 'only' | 'any';
}

export const readMisp = readDocument<MispOptions>(
  {
    items: [...EVENTS.flatMap((event) => [`${event}.Attribute[]`, `${event}.Object[]`]), 'response.Attribute[]'],
    facts: EVENTS.flatMap((event) => FACTS.map((fact) => `${event}.${fact}`)),
  },
  (rows, context) => new MispReader(rows, context),
);

class MispReader implements DocumentReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<MispOptions>;
  readonly #facts: FactsReader;
  readonly #marks: StrictestMark;
  readonly #told = new ToldOnce();
  /** When the object at hand was deleted, or minus infinity. */
  #deletedAt = Number.NEGATIVE_INFINITY;
  /** Who made the event at hand. */
  #member: string;

  constructor(rows: RowSink, context: ReadContext<MispOptions>) {
    this.#rows = rows;
    this.#context = context;
    this.#facts = new FactsReader(rows, context, (key) => this.#tellUnknown(key));
    this.#marks = new StrictestMark(context);
    this.#member = context.member ?? context.sourceName;
  }

  fact(path: string, value: JsonValue): void {
    if (typeof value !== 'string') return;
    if (path.endsWith('.Orgc.name')) {
      this.#member = value;
      this.#context.header({ partner: value });
    } else if (path.endsWith('.info')) {
      if (value !== UNTITLED) this.#context.header({ title: value });
    } else if (path.endsWith('.distribution')) this.#tellUnknown('distribution');
    else if (path.endsWith('.marking') || isLight(value)) this.#marks.add(value);
    else this.#tellUnknown('Tag');
  }

  item(entry: JsonObject): void {
    const attributes = entry.get('Attribute');
    if (Array.isArray(attributes)) this.#object(entry, attributes as readonly JsonValue[]);
    else if (this.#isEntry(entry)) {
      this.#deletedAt = Number.NEGATIVE_INFINITY;
      this.#attribute(entry, false);
    }
  }

  /** The digests of a file object are one record; attributes of other objects stand for themselves. */
  #object(object: JsonObject, attributes: readonly JsonValue[]): void {
    const isFile = object.get('name') === 'file';
    const isGone = object.get('deleted') === true;
    this.#deletedAt = isGone ? secondsIn(object) : Number.NEGATIVE_INFINITY;
    let isFirst = true;
    for (const attribute of attributes) {
      if (!(attribute instanceof Map)) {
        this.#rows.reject('row/bad-value', { field: 'Attribute', want: 'a list of attributes' });
        return;
      }
      const one = attribute as JsonObject;
      if (isFile && FILE_FACTS.has(textOf(one, 'type'))) continue;
      if (!this.#isEntry(one)) continue;
      if (!isFile && isDigest(textOf(one, 'type'))) {
        // Sections and certificates have hashes too, which are no digests of a file.
        this.#rows.report('row/not-an-entry', { what: 'a hash in an object that is no file' });
        continue;
      }
      if (!this.#attribute(one, isFile && !isFirst, isGone)) return;
      if (isFile && !one.has(OWN)) this.#fileFacts(attributes);
      isFirst = false;
    }
  }

  /** Whether the attribute lists something; tells why not. */
  #isEntry(attribute: JsonObject): boolean {
    const type = textOf(attribute, 'type');
    if (type === '') {
      this.#rows.reject('row/missing-field', { field: 'type' });
      return false;
    }
    if (entryType(type) === null) {
      this.#rows.report('row/not-an-entry', { what: shownType(type) });
      return false;
    }
    if (attribute.has(OWN) || this.#context.options.detection === 'any' || isForDetection(attribute)) return true;
    this.#rows.report('row/not-an-entry', { what: 'an attribute that is not for detection' });
    return false;
  }

  #attribute(attribute: JsonObject, joins: boolean, isGone = false): boolean {
    const { builder } = this.#rows;
    const type = entryType(textOf(attribute, 'type')) as EntryType; // isEntry has seen it
    const value = attribute.get('value');
    if (typeof value !== 'string') {
      this.#rows.reject('row/missing-field', { field: 'value' });
      return false;
    }
    this.#rows.begin(isGone || attribute.get('deleted') === true ? WITHDRAWN : PRESENT);
    if (joins) builder.join();
    const bar = type.part === 'last' ? value.lastIndexOf('|') : value.indexOf('|');
    if (type.part !== 'whole' && bar < 0) {
      this.#rows.reject('row/bad-value', { field: 'value', want: 'two parts with a bar between' });
      return false;
    }
    const key = type.part === 'whole' ? value : type.part === 'first' ? value.slice(0, bar) : value.slice(bar + 1);
    if (!addKey(this.#rows, type.kind, type.scope, key)) return false;
    if (type.part === 'first') this.#rows.report('row/decoration-removed', { what: 'the address beside the name' });
    const own = attribute.get(OWN);
    if (own instanceof Map) return this.#facts.read(own as JsonObject);
    if (type.part === 'last') this.#extra('name', value.slice(0, bar));
    for (const key of attribute.keys()) if (!KNOWN.has(key)) this.#tellUnknown(key);
    return this.#ownFacts(attribute);
  }

  #ownFacts(attribute: JsonObject): boolean {
    const { builder } = this.#rows;
    for (const [field, property] of [['firstSeen', 'first_seen'] as const, ['lastVerified', 'last_seen'] as const]) {
      const value = attribute.get(property);
      if (value === undefined || value === null) continue;
      const seconds = typeof value === 'string' ? parseIsoText(value) : Number.NaN;
      if (Number.isNaN(seconds)) {
        this.#rows.report('time/unreadable', { field: property });
        continue;
      }
      if (this.#context.want.has(field)) builder.setTime(field, seconds);
      else this.#context.skipped(field);
    }
    this.#extra('note', textOf(attribute, 'comment'));
    const uuid = textOf(attribute, 'uuid');
    if (uuid !== '' && !/[\n\r]/u.test(uuid)) {
      this.#facts.read(new Map([['partnerKey', recordKey('misp', '', null, uuid)]]));
    }
    const sent = attribute.get('timestamp') ?? 0;
    const isSent = sent !== '' && sent !== 0 && sent !== '0';
    if (isSent && secondsIn(attribute) === Number.NEGATIVE_INFINITY) {
      this.#rows.report('time/unreadable', { field: 'timestamp' });
    }
    // What is deleted with the object around it is deleted then.
    const updated = Math.max(secondsIn(attribute), this.#deletedAt);
    if (Number.isFinite(updated)) this.#facts.read(new Map([['updated', updated]]));
    this.#tags(attribute.get('Tag'));
    return true;
  }

  /** Name and size of a file stand in attributes of their own beside its digests. */
  #fileFacts(attributes: readonly JsonValue[]): void {
    for (const each of attributes) {
      if (!(each instanceof Map)) continue;
      const type = textOf(each as JsonObject, 'type');
      const value = textOf(each as JsonObject, 'value');
      if (type === 'filename') this.#extra('name', value);
      if (type === 'size-in-bytes' && /^\d{1,15}$/u.test(value)) this.#facts.read(new Map([['size', Number(value)]]));
    }
  }

  /** Tags are labels of who made the event; traffic lights mark the list. */
  #tags(tags: JsonValue | undefined): void {
    if (!Array.isArray(tags)) return;
    const atoms: Opinion[] = [];
    for (const tag of tags as readonly JsonValue[]) {
      const name = tag instanceof Map ? textOf(tag as JsonObject, 'name') : '';
      if (isLight(name)) this.#marks.add(name);
      else if (name !== '') atoms.push({ member: this.#member, label: name });
    }
    this.#rows.builder.setOpinions(this.#context.interns.opinions.of(atoms));
  }

  #extra(field: 'name' | 'note', text: string): void {
    const bytes = toUtf8(text);
    this.#rows.extra(field, bytes, 0, bytes.length);
  }

  #tellUnknown(key: string): void {
    if (this.#told.isNew(key)) this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

function isDigest(type: string): boolean {
  const kind = entryType(type)?.kind;
  return kind !== undefined && kind !== 'address' && kinds[kind].family !== 'place';
}

/** Properties of an attribute that are read, or that place it in its instance and say nothing of the entry. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['id', 'event_id', 'object_id', 'object_relation', 'uuid', 'timestamp', 'category', 'disable_correlation'],
  ...['type', 'value', 'to_ids', 'deleted', 'comment', 'first_seen', 'last_seen', 'Tag', OWN],
]);

const FILE_FACTS: ReadonlySet<string> = new Set(['filename', 'size-in-bytes']);

/** Exports spell the flag as a boolean, a number or a text. Absent, it is what MISP takes for most of these types: yes. */
function isForDetection(attribute: JsonObject): boolean {
  const flag = attribute.get('to_ids');
  return flag === undefined || flag === true || flag === 1 || flag === '1';
}

/** When it was changed last: seconds of the epoch, as a text or a number; minus infinity where nothing says so. */
function secondsIn(object: JsonObject): number {
  const sent = object.get('timestamp');
  const seconds = typeof sent === 'string' || typeof sent === 'number' ? Number(sent) : Number.NaN;
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : Number.NEGATIVE_INFINITY;
}

function textOf(object: JsonObject, key: string): string {
  const value = object.get(key);
  return typeof value === 'string' ? value : '';
}
