// Reads STIX 2.1: indicators whose pattern is a list, and file, URL, name and address observables. Objects that are no
// entries are counted; identities and markings give names to what follows them, because a bundle is read as it streams.
import { toUtf8 } from '../../../model/bytes.ts';
import { type KindId, kindNamed } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import { EXACT, PRESENT, WITHDRAWN } from '../../../model/scope.ts';
import { parseIsoText } from '../../../model/times.ts';
import type { ReadContext } from '../../format.ts';
import { addKey, contradictionIn } from '../add-key.ts';
import { FactsReader } from '../canonical/facts.ts';
import { shownKey } from '../canonical/shape.ts';
import { type DocumentReader, readDocument } from '../json/document.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { StrictestMark } from '../strictest-mark.ts';
import { EXTENSION_ID, indicatorTypes, lightOf } from './objects.ts';
import { parsePattern, type Term } from './pattern.ts';

/** Names and markings remembered; a bundle with more of them keeps identifiers for names. */
const MAX_REMEMBERED = 65_536;

/** Properties that are read, or say nothing that a list could keep. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['type', 'spec_version', 'id', 'created_by_ref', 'created', 'modified', 'revoked', 'labels', 'lang'],
  ...['object_marking_refs', 'extensions', 'pattern', 'pattern_type', 'pattern_version', 'valid_from', 'valid_until'],
  ...['indicator_types', 'name', 'description', 'hashes', 'size', 'value', 'defanged'],
]);

const observables = {
  file: 'file',
  url: 'url',
  'domain-name': 'domain',
  'ipv4-addr': 'address',
  'ipv6-addr': 'address',
} as const;
type Observable = keyof typeof observables;

function isObservable(type: string): type is Observable {
  return Object.hasOwn(observables, type);
}

/** Objects that serve the others. */
const SILENT: ReadonlySet<string> = new Set(['bundle', 'extension-definition']);

/** Other objects of the standard by name, for reports: a type that is not of it may be anything, a listed value too. */
const OTHER_TYPES = new Set(
  (
    'artifact attack-pattern autonomous-system campaign course-of-action directory email-addr email-message grouping ' +
    'incident infrastructure intrusion-set language-content location mac-addr malware malware-analysis mutex ' +
    'network-traffic note observed-data opinion process relationship report sighting software threat-actor tool ' +
    'user-account vulnerability windows-registry-key x509-certificate'
  ).split(' '),
);

function shownType(type: string): string {
  return OTHER_TYPES.has(type) ? `an object of type ${type}` : 'an object of another type';
}

const OTHER_LANGUAGE = { ok: false, reason: 'it is in another language than stix' } as const;

export const readStix = readDocument<unknown>({ items: ['objects[]'], facts: [] }, (rows, context) => {
  const reader = new StixReader(rows, context);
  return { item: (entry) => reader.object(entry) } satisfies DocumentReader;
});

class StixReader {
  readonly #rows: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #facts: FactsReader;
  readonly #names = new Map<string, string>();
  readonly #statements = new Map<string, string>();
  readonly #told = new Set<string>();
  readonly #marks: StrictestMark;

  constructor(rows: RowSink, context: ReadContext<unknown>) {
    this.#rows = rows;
    this.#context = context;
    this.#marks = new StrictestMark(context);
    this.#facts = new FactsReader(rows, context, (key) => this.#tellUnknown(key));
  }

  object(object: JsonObject): void {
    const type = object.get('type');
    if (type === 'indicator') this.#indicator(object);
    else if (typeof type === 'string' && isObservable(type)) this.#observable(object, type);
    else if (type === 'identity') this.#identity(object);
    else if (type === 'marking-definition') this.#markingDefinition(object);
    else if (type === undefined) this.#rows.reject('row/missing-field', { field: 'type' });
    else if (typeof type !== 'string') this.#bad('type', 'a text');
    else if (!SILENT.has(type)) this.#rows.report('row/not-an-entry', { what: shownType(type) });
  }

  #bad(field: string, want: string): void {
    this.#rows.reject('row/bad-value', { field, want });
  }

  #identity(object: JsonObject): void {
    const id = object.get('id');
    const name = object.get('name');
    if (typeof id !== 'string' || typeof name !== 'string' || this.#names.size >= MAX_REMEMBERED) return;
    this.#names.set(id, name);
  }

  #indicator(object: JsonObject): void {
    const pattern = object.get('pattern');
    const language = object.get('pattern_type') ?? 'stix';
    if (typeof pattern !== 'string') {
      this.#rows.reject('row/missing-field', { field: 'pattern' });
      return;
    }
    const parsed = language === 'stix' ? parsePattern(pattern) : OTHER_LANGUAGE;
    if (!parsed.ok) {
      this.#rows.reject('row/no-list', { reason: parsed.reason });
      return;
    }
    this.#mark(object.get('object_marking_refs'));
    const op = object.get('revoked') === true ? WITHDRAWN : PRESENT;
    const own = ownRows(object);
    if (own === null) for (const record of parsed.records) this.#record(object, record, op);
    else this.#ownRecord(parsed.records.flat(), own, op);
    this.#tellUnread(object);
  }

  #record(object: JsonObject, terms: readonly Term[], op: number): void {
    this.#rows.begin(op);
    if (terms.every((term) => this.#key(term)) && this.#standardFacts(object)) this.#opinions(object);
  }

  /** A record this program wrote: its facts are in the extension, one set for all its keys or one for each. */
  #ownRecord(terms: readonly Term[], facts: readonly JsonObject[], op: number): void {
    const isAlike = facts.length === 1;
    for (const [i, term] of terms.entries()) {
      if (i === 0 || !isAlike) this.#rows.begin(op);
      if (i > 0 && !isAlike) this.#rows.builder.join();
      if (!this.#key(term)) return;
      if (!isAlike && !this.#facts.read(facts[i] ?? new Map())) return;
    }
    if (isAlike) this.#facts.read(facts[0] ?? new Map());
  }

  #observable(object: JsonObject, type: Observable): void {
    this.#mark(object.get('object_marking_refs'));
    const terms = type === 'file' ? this.#hashes(object) : this.#value(object, type);
    if (terms === null || !terms.every((term) => this.#key(term))) return;
    const size = object.get('size');
    if (type === 'file' && size !== undefined && !this.#facts.read(new Map([['size', size]]))) return;
    if (type === 'file') this.#extra('name', object.get('name'));
    this.#partnerKey(object);
    this.#tellUnread(object);
  }

  #value(object: JsonObject, type: Exclude<Observable, 'file'>): Term[] | null {
    const value = object.get('value');
    if (typeof value === 'string') return [{ kind: observables[type], scope: EXACT, text: value }];
    this.#rows.reject('row/missing-field', { field: 'value' });
    return null;
  }

  /** What the hashes of a file list; null where it was told that they list nothing. */
  #hashes(object: JsonObject): Term[] | null {
    const hashes = object.get('hashes');
    if (!(hashes instanceof Map)) {
      this.#rows.report('row/not-an-entry', { what: 'a file without hashes' });
      return null;
    }
    const terms: { readonly kind: KindId; readonly scope: number; readonly text: string }[] = [];
    for (const [name, value] of hashes as JsonObject) {
      const kind = kindNamed(name);
      if (kind === null) this.#tellUnknown(name);
      else if (typeof value === 'string') terms.push({ kind, scope: EXACT, text: value });
      else {
        this.#bad('hashes', 'a text');
        return null;
      }
    }
    const disputed = contradictionIn(terms);
    if (disputed === null && terms.length > 0) return terms;
    if (disputed === null) this.#rows.reject('digest/kind-unknown', {});
    else this.#rows.reject('digest/contradictory', { kind: disputed });
    return null;
  }

  #key({ kind, scope, text }: Term): boolean {
    return addKey(this.#rows, kind, scope, text);
  }

  /** The times and texts that the standard has properties for. */
  #standardFacts(object: JsonObject): boolean {
    const { builder } = this.#rows;
    for (const [field, property] of [['firstSeen', 'valid_from'] as const, ['expires', 'valid_until'] as const]) {
      const value = object.get(property);
      if (value === undefined) continue;
      const seconds = typeof value === 'string' ? parseIsoText(value) : Number.NaN;
      if (Number.isNaN(seconds)) {
        this.#rows.report('time/unreadable', { field: property });
        continue;
      }
      if (this.#context.want.has(field)) builder.setTime(field, seconds);
      else this.#context.skipped(field);
    }
    const description = object.get('description');
    const name = object.get('name');
    this.#extra('note', description ?? name);
    if (description !== undefined && name !== undefined) this.#tellUnknown('name');
    this.#partnerKey(object);
    return true;
  }

  /** An object is updated and revoked by its id; which version is the later one, `modified` tells. */
  #partnerKey(object: JsonObject): void {
    const id = object.get('id');
    if (typeof id !== 'string' || id === '' || /[\n\r]/u.test(id)) return;
    if (this.#context.want.has('partnerKey')) {
      this.#rows.builder.setPartnerKey(recordKey('stix', '', null, id));
    } else this.#context.skipped('partnerKey');
    const modified = object.get('modified');
    const seconds = typeof modified === 'string' ? parseIsoText(modified) : Number.NaN;
    if (Number.isNaN(seconds)) {
      if (modified !== undefined) this.#rows.report('time/unreadable', { field: 'modified' });
      return;
    }
    if (this.#context.want.has('updated')) this.#rows.builder.setTime('updated', seconds);
    else this.#context.skipped('updated');
  }

  #extra(field: 'name' | 'note', value: JsonValue | undefined): void {
    if (typeof value !== 'string') return;
    const bytes = toUtf8(value);
    this.#rows.extra(field, bytes, 0, bytes.length);
  }

  /** Labels are said by who made the object; a direction only where the object itself tells one. */
  #opinions(object: JsonObject): void {
    const by = object.get('created_by_ref');
    const { member: sender, sourceName } = this.#context;
    const member = typeof by === 'string' ? (this.#names.get(by) ?? by) : (sender ?? sourceName);
    const types = textsOf(object.get('indicator_types'));
    const polarity = types.includes(indicatorTypes.allow)
      ? ('allow' as const)
      : types.includes(indicatorTypes.deny)
        ? ('deny' as const)
        : undefined;
    const own: ReadonlySet<string> = new Set(Object.values(indicatorTypes));
    const atoms: Opinion[] = [
      ...textsOf(object.get('labels')).map((label) => ({ member, label })),
      ...types.filter((type) => !own.has(type)).map((label) => ({ member, scheme: 'stix-indicator-type', label })),
    ];
    if (atoms.length === 0 && polarity !== undefined) atoms.push({ member });
    const said = polarity === undefined ? atoms : atoms.map((atom) => ({ ...atom, polarity }));
    this.#rows.builder.setOpinions(this.#context.interns.opinions.of(said));
  }

  /** A marking in words stands before what refers to it; traffic lights have identifiers that the standard fixes. */
  #markingDefinition(object: JsonObject): void {
    const id = object.get('id');
    const definition = object.get('definition');
    const statement = definition instanceof Map ? (definition as JsonObject).get('statement') : undefined;
    if (typeof id !== 'string' || typeof statement !== 'string' || this.#statements.size >= MAX_REMEMBERED) return;
    this.#statements.set(id, statement);
  }

  #mark(refs: JsonValue | undefined): void {
    for (const ref of textsOf(refs)) {
      const marking = lightOf(ref) ?? this.#statements.get(ref);
      // One the bundle does not define, or the second of two in words: a list has one marking.
      if (marking === undefined || !this.#marks.add(marking)) this.#tellUnknown('object_marking_refs');
    }
  }

  #tellUnread(object: JsonObject): void {
    for (const key of object.keys()) if (!KNOWN.has(key)) this.#tellUnknown(key);
  }

  #tellUnknown(key: string): void {
    if (this.#told.has(key) || this.#told.size >= MAX_REMEMBERED) return;
    this.#told.add(key);
    this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

/** The facts this program left in the extension, or null: one object, or as many as keys. */
function ownRows(object: JsonObject): readonly JsonObject[] | null {
  const extensions = object.get('extensions');
  const own = extensions instanceof Map ? (extensions as JsonObject).get(EXTENSION_ID) : undefined;
  const rows = own instanceof Map ? (own as JsonObject).get('rows') : undefined;
  if (!Array.isArray(rows)) return null;
  const facts = (rows as readonly JsonValue[]).filter((each): each is JsonObject => each instanceof Map);
  return facts.length === rows.length && facts.length > 0 ? facts : null;
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((each) => typeof each === 'string') : [];
}
