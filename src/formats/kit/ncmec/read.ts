// Reads pages of NCMEC Hash Sharing: an entry is a record of its member, an entry that was deleted has nothing but its name.
// A fingerprint that cannot be read costs itself, not its entry, as it does for NCMEC's own client.
import { toUtf8 } from '../../../model/bytes.ts';
import { keyBytes } from '../../../model/key-text.ts';
import { type Kind, type KindId, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import { EXACT, PRESENT, WITHDRAWN } from '../../../model/scope.ts';
import { parseIsoText } from '../../../model/times.ts';
import type { ReadContext } from '../../format.ts';
import { shownKey } from '../canonical/shape.ts';
import type { EntryReader } from '../document.ts';
import type { RowSink } from '../row-sink.ts';
import { readXmlDocument } from '../xml/document.ts';
import { childOf, textIn, type XmlElement } from '../xml/walk.ts';
import { type Feedback, feedbackIn, latest, memberOf } from './feedback.ts';
import {
  CATEGORIZATION,
  CLASSIFICATION,
  digestElements,
  isElement,
  knownElements,
  MEDIA_TYPE,
  NAMESPACE,
  typeOf,
} from './terms.ts';

export interface NcmecOptions {
  readonly database: string;
}

const LISTS = ['images', 'videos'];

export const readNcmec = readXmlDocument<NcmecOptions>(
  {
    namespace: NAMESPACE,
    items: ['images/image', 'images/deletedImage', 'videos/video', 'videos/deletedVideo'].map(
      (path) => `queryResult/${path}`,
    ),
    facts: LISTS.flatMap((list) => [`queryResult/${list}@count`, `queryResult/${list}@maxTimestamp`]),
  },
  (rows, context) => new Entries(rows, context),
);

/** Children of an entry that are read; `paging` and its address stand elsewhere, and are never kept. */
const KNOWN: ReadonlySet<string> = new Set(
  'member timestamp id classification fingerprints feedback categorizations categorisations'.split(' '),
);
/** Sets of opinions of members remembered, and names of elements told once each. */
const MAX_REMEMBERED = 4096;

class Entries implements EntryReader<XmlElement> {
  readonly #rows: RowSink;
  readonly #context: ReadContext<NcmecOptions>;
  readonly #sets = new Map<string, number>();
  readonly #told = new Set<string>();
  /** Entries that a list of the page says it has, and those read of lists that say nothing. */
  readonly #claimed = new Map<string, number>();
  #unclaimed = 0;
  #issuedAt = '';

  constructor(rows: RowSink, context: ReadContext<NcmecOptions>) {
    this.#rows = rows;
    this.#context = context;
  }

  fact(path: string, written: string): void {
    if (path.endsWith('@count')) {
      if (/^\d{1,15}$/u.test(written))
        this.#claimed.set(path.slice('queryResult/'.length, -'@count'.length), Number(written));
    } else if (this.#issuedAt === '' || parseIsoText(written) > parseIsoText(this.#issuedAt)) {
      this.#issuedAt = written;
      this.#context.header({ issuedAt: written });
    }
  }

  end(entries: number): void {
    const claimed = [...this.#claimed.values()].reduce((sum, count) => sum + count, 0);
    const counted = entries - this.#unclaimed;
    if (this.#claimed.size === 0 || claimed === counted) return;
    const args = { claimed, counted };
    this.#context.report('list/count-mismatch', args, { source: this.#context.source });
  }

  item(entry: XmlElement): void {
    const rows = this.#rows;
    if (!this.#claimed.has(/video/iu.test(entry.name) ? 'videos' : 'images')) this.#unclaimed++;
    const member = childOf(entry, 'member');
    const number = member?.attributes.get('id')?.trim() ?? '';
    const id = textIn(entry, 'id');
    if (number === '' || id === '') {
      rows.reject('row/missing-field', { field: number === '' ? 'member' : 'id' });
      return;
    }
    if (/[\n\r]/u.test(id + number)) {
      rows.reject('row/bad-value', { field: 'id', want: 'a text without line ends' });
      return;
    }
    const written = textIn(entry, 'timestamp');
    const updated = parseIsoText(written);
    if (Number.isNaN(updated)) {
      if (written === '') rows.reject('row/missing-field', { field: 'timestamp' });
      else rows.reject('row/bad-value', { field: 'timestamp', want: 'an ISO 8601 time' });
      return;
    }
    const key = recordKey('ncmec', this.#context.options.database, number, id);
    const facts = { key, updated };
    if (entry.name.startsWith('deleted')) this.#deleted(entry, facts, memberOf(member));
    else this.#entry(entry, facts, memberOf(member));
    for (const child of entry.children) if (!KNOWN.has(child.name)) this.#tellUnknown(child.name);
  }

  /** An entry that was taken back: no fingerprint says what it listed. */
  #deleted(entry: XmlElement, facts: RecordFacts, member: string): void {
    const bytes = toUtf8(facts.key);
    this.#rows.begin(WITHDRAWN);
    this.#rows.builder.addBytes(kinds.record.code, EXACT, bytes, 0, bytes.length);
    this.#rows.builder.setOpinions(this.#said(entry.name.slice('deleted'.length).toLowerCase(), member, entry));
    this.#facts(facts);
  }

  #entry(entry: XmlElement, facts: RecordFacts, member: string): void {
    const rows = this.#rows;
    const said = this.#said(entry.name, member, entry);
    const feedback = feedbackIn(entry);
    const met = new Set<string>();
    let count = 0;
    for (const fingerprint of childOf(entry, 'fingerprints')?.children ?? []) {
      const key = this.#key(fingerprint);
      if (key === null) continue;
      rows.begin(PRESENT);
      if (count++ > 0) rows.builder.join();
      rows.builder.addBytes(key.kind.code, EXACT, key.bytes, 0, key.bytes.length);
      const type = typeOf(fingerprint.name);
      met.add(type);
      this.#opinions(said, feedback, type);
      this.#facts(facts);
    }
    if (count === 0) rows.reject('row/missing-field', { field: 'fingerprints' });
    else if (feedback.some(({ type }) => type !== '' && !met.has(type))) this.#tellUnknown('feedback');
  }

  /** What the member says of the fingerprint, and what others do. */
  #opinions(said: number, feedback: readonly Feedback[], type: string): void {
    const { opinions } = this.#context.interns;
    let set = said;
    let at = Number.NaN;
    for (const each of feedback) {
      if (each.type !== '' && each.type !== type) continue;
      set = opinions.union(set, opinions.of(each.opinions));
      at = latest(at, each.at);
    }
    this.#rows.builder.setOpinions(set);
    if (Number.isNaN(at)) return;
    if (this.#context.want.has('lastReviewed')) this.#rows.builder.setTime('lastReviewed', at);
    else this.#context.skipped('lastReviewed');
  }

  /** The name and the time of a record are kept whatever the target can hold: they decide which state stands. */
  #facts({ key, updated }: RecordFacts): void {
    this.#rows.builder.setTime('updated', updated);
    this.#rows.builder.setPartnerKey(key);
  }

  #key(fingerprint: XmlElement): { readonly kind: Kind; readonly bytes: Uint8Array } | null {
    const { name, attributes } = fingerprint;
    const text = fingerprint.text.trim();
    const id = digestElements[name];
    if (id !== undefined) {
      const kind = kinds[id];
      const bytes = keyBytes(kind, text) ?? (id === 'photodna' ? hexBytes(kind, text) : null);
      if (bytes === null) this.#tellBad(id, text);
      return bytes === null ? null : { kind, bytes };
    }
    const href = attributes.get('href')?.trim() ?? '';
    if (!isElement(name) || (text === '' && href === '')) {
      this.#rows.report('digest/kind-unknown', {});
      return null;
    }
    if (!knownElements.has(name)) this.#tellUnknown(name);
    const kind = text === '' ? kinds['fingerprint-reference'] : kinds.fingerprint;
    return { kind, bytes: toUtf8(`${name}:${text === '' ? href : text}`) };
  }

  #tellBad(id: KindId, text: string): void {
    const { width, codec } = kinds[id];
    const want = codec === 'hex' ? width * 2 : Math.ceil(width / 3) * 4;
    if (text.length !== want) this.#rows.report('digest/wrong-length', { kind: id, want, got: text.length });
    else this.#rows.report(codec === 'hex' ? 'digest/not-hex' : 'digest/not-base64', { kind: id });
  }

  /** What the member of an entry says of it, by its texts: entries share few of them. */
  #said(media: string, member: string, entry: XmlElement): number {
    const classification = textIn(entry, 'classification');
    const categories = categoriesIn(entry);
    const text = JSON.stringify([media, member, classification, categories]);
    const known = this.#sets.get(text);
    if (known !== undefined) return known;
    const said: Opinion[] = [{ member, scheme: MEDIA_TYPE, label: media }];
    if (classification !== '') said.push({ member, scheme: CLASSIFICATION, label: classification });
    for (const [guid, label] of categories) said.push({ member, scheme: `${CATEGORIZATION}${guid}`, label });
    const set = this.#context.interns.opinions.of(said);
    if (this.#sets.size < MAX_REMEMBERED) this.#sets.set(text, set);
    return set;
  }

  #tellUnknown(key: string): void {
    if (this.#told.has(key)) return;
    if (this.#told.size < MAX_REMEMBERED) this.#told.add(key);
    this.#rows.report('row/unknown-key', { key: shownKey(key) });
  }
}

interface RecordFacts {
  readonly key: string;
  readonly updated: number;
}

/** PhotoDNA is base64 elsewhere; how NCMEC sends it is not public, so that hexadecimal is read as well. */
function hexBytes({ width }: Kind, text: string): Uint8Array | null {
  return text.length === width * 2 && /^[0-9a-f]+$/iu.test(text) ? Uint8Array.from(Buffer.from(text, 'hex')) : null;
}

/** GUID and name of each categorisation, whatever groups stand around it: the shape of these is not public. */
function categoriesIn(entry: XmlElement): [guid: string, name: string][] {
  const found: [string, string][] = [];
  const look = (element: XmlElement): void => {
    const guid = element.attributes.get('guid')?.trim() ?? '';
    if (element.children.length > 0) element.children.forEach(look);
    else if (guid !== '') found.push([guid, element.attributes.get('name') ?? element.text.trim()]);
  };
  for (const child of entry.children) if (/^categori[sz]ations$/u.test(child.name)) child.children.forEach(look);
  return found;
}
