// Reads pages of NCMEC Hash Sharing: an entry is a record of its member, an entry that was deleted has nothing but its name.
// A fingerprint that cannot be read costs itself, not its entry, as it does for NCMEC's own client.
import { ADDED } from '../../../model/batch-builder.ts';
import { toUtf8 } from '../../../model/bytes.ts';
import { type Kind, kinds } from '../../../model/kinds.ts';
import type { Opinion } from '../../../model/opinions.ts';
import { recordKey } from '../../../model/record-key.ts';
import { EXACT, PRESENT, WITHDRAWN } from '../../../model/scope.ts';
import { parseIsoText, parseIsoTime } from '../../../model/times.ts';
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
  readonly #text = new Scratch();
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
    if (!this.#claimed.has(isVideoElement(entry.name) ? 'videos' : 'images')) this.#unclaimed++;
    const member = childOf(entry, 'member');
    const number = member?.attributes.get('id')?.trim() ?? '';
    const id = textIn(entry, 'id');
    if (number === '' || id === '') {
      rows.reject('row/missing-field', { field: number === '' ? 'member' : 'id' });
      return;
    }
    if (hasLineEnd(id) || hasLineEnd(number)) {
      rows.reject('row/bad-value', { field: 'id', want: 'a text without line ends' });
      return;
    }
    const written = textIn(entry, 'timestamp');
    const updated = parseIsoTime(this.#text.take(written), 0, written.length);
    if (Number.isNaN(updated)) {
      if (written === '') rows.reject('row/missing-field', { field: 'timestamp' });
      else rows.reject('row/bad-value', { field: 'timestamp', want: 'an ISO 8601 time' });
      return;
    }
    const key = alone(recordKey('ncmec', this.#context.options.database, number, id));
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
    this.#facts(facts, this.#said(entry.name.slice('deleted'.length).toLowerCase(), member, entry));
  }

  /** Without feedback all fingerprints say the same; with it each has opinions of its own. */
  #entry(entry: XmlElement, facts: RecordFacts, member: string): void {
    const rows = this.#rows;
    const said = this.#said(entry.name, member, entry);
    const feedback = feedbackIn(entry);
    const met = new Set<string>();
    let count = 0;
    rows.begin(PRESENT);
    for (const fingerprint of childOf(entry, 'fingerprints')?.children ?? []) {
      if (feedback.length > 0 && count > 0) {
        rows.begin(PRESENT);
        rows.builder.join();
      }
      if (!this.#add(fingerprint)) continue;
      count++;
      if (feedback.length === 0) continue;
      const type = typeOf(fingerprint.name);
      met.add(type);
      this.#facts(facts, said);
      this.#opinions(said, feedback, type);
    }
    if (count === 0) rows.reject('row/missing-field', { field: 'fingerprints' });
    else if (feedback.length === 0) this.#facts(facts, said);
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
  #facts({ key, updated }: RecordFacts, said: number): void {
    const { builder } = this.#rows;
    builder.setOpinions(said);
    builder.setTime('updated', updated);
    builder.setPartnerKey(key);
  }

  /** Adds a fingerprint; false where it is none, which is told. */
  #add(fingerprint: XmlElement): boolean {
    const { name } = fingerprint;
    const text = fingerprint.text.trim();
    const id = digestElements[name];
    if (id === undefined) return this.#addOther(fingerprint, text);
    const kind = kinds[id];
    const { builder } = this.#rows;
    const bytes = this.#text.take(text);
    const isHex = text.length === kind.width * 2;
    if (isHex && builder.addHex(kind, bytes, 0) === ADDED) return true;
    const isBase64 = kind.codec === 'base64' && text.length === Math.ceil(kind.width / 3) * 4;
    // How NCMEC spells PhotoDNA is not public: base64 as elsewhere, or hexadecimal.
    if (isBase64 && builder.addBase64(kind, bytes, 0, text.length) === ADDED) return true;
    this.#tellBad(kind, text.length);
    return false;
  }

  #tellBad({ id, width, codec }: Kind, got: number): void {
    const want = codec === 'hex' ? width * 2 : Math.ceil(width / 3) * 4;
    if (got !== want) this.#rows.report('digest/wrong-length', { kind: id, want, got });
    else this.#rows.report(codec === 'hex' ? 'digest/not-hex' : 'digest/not-base64', { kind: id });
  }

  #addOther({ name, attributes }: XmlElement, text: string): boolean {
    const href = attributes.get('href')?.trim() ?? '';
    if (!isElement(name) || (text === '' && href === '')) {
      this.#rows.report('digest/kind-unknown', {});
      return false;
    }
    if (!knownElements.has(name)) this.#tellUnknown(name);
    const { code } = text === '' ? kinds['fingerprint-reference'] : kinds.fingerprint;
    const key = toUtf8(`${name}:${text === '' ? href : text}`);
    this.#rows.builder.addBytes(code, EXACT, key, 0, key.length);
    return true;
  }

  /** What the member of an entry says of it, by its texts: entries share few of them. */
  #said(media: string, member: string, entry: XmlElement): number {
    const classification = textIn(entry, 'classification');
    const categories = categoriesIn(entry);
    const more = categories.length === 0 ? '' : categories.flat().join('\0');
    const text = `${media}\0${member}\0${classification}\0${more}`;
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

function isVideoElement(name: string): boolean {
  return name === 'video' || name === 'deletedVideo';
}

/**
 * The text in memory of its own: a part of the text of an entry keeps all of that, and a batch of names thousands of entries,
 * which was a quarter of the time of reading them.
 */
function alone(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length === text.length ? bytes.toString('latin1') : bytes.toString();
}

function hasLineEnd(text: string): boolean {
  return text.includes('\n') || text.includes('\r');
}

/** From here on it takes less time to call than to go through the characters. */
const LONG_TEXT = 48;

/** The bytes of short texts, in one buffer: what is no ASCII becomes bytes that no digest and no time has. */
class Scratch {
  #bytes = Buffer.alloc(1 << 11);

  /** Valid until the next text is taken; longer than the text. */
  take(text: string): Uint8Array {
    if (text.length * 3 > this.#bytes.length) this.#bytes = Buffer.alloc(text.length * 4);
    const bytes = this.#bytes;
    if (text.length > LONG_TEXT) {
      bytes.write(text); // no byte of UTF-8 beyond ASCII is one of ASCII
      return bytes;
    }
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      bytes[i] = unit < 128 ? unit : 255;
    }
    return bytes;
  }
}

const CATEGORIZATIONS: ReadonlySet<string> = new Set(['categorizations', 'categorisations']);
const NO_CATEGORIES: readonly (readonly [string, string])[] = [];

/** GUID and name of each categorisation, whatever groups stand around it: the shape of these is not public. */
function categoriesIn(entry: XmlElement): readonly (readonly [guid: string, name: string])[] {
  if (!entry.children.some(({ name }) => CATEGORIZATIONS.has(name))) return NO_CATEGORIES;
  const found: [string, string][] = [];
  const look = (element: XmlElement): void => {
    const guid = element.attributes.get('guid')?.trim() ?? '';
    if (element.children.length > 0) element.children.forEach(look);
    else if (guid !== '') found.push([guid, element.attributes.get('name') ?? element.text.trim()]);
  };
  for (const child of entry.children) if (CATEGORIZATIONS.has(child.name)) child.children.forEach(look);
  return found;
}
