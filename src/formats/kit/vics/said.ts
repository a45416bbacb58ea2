// What a medium says beside its digests, as opinions: its category in the vocabulary of the document, the flags, the kind
// of medium, series and tags. A direction is never among them: NIST publishes harmless files in the very same documents.
import { flagAnswer } from '../../../model/flag-words.ts';
import type { Interns, Opinion } from '../../../model/opinions.ts';
import { ByteDictionary, UNKNOWN } from '../byte-dictionary.ts';
import { FALSE, type JsonRecord, NESTED, NUMBER, TEXT, TRUE } from '../json/record.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { flagKeys, flags, MEDIA_TYPE, mediaTypeOf, SERIES, TAGS } from './keys.ts';

/** Longer ones are seldom the same twice. */
const MAX_KEPT = 1 << 10;
/** Of keys that are the sum of these the meaning is kept, so that a medium makes no string. */
const SAYING = ['Category', ...flagKeys, 'MimeType', 'Series', 'Tags', 'PrecategorizationSource'] as const;

export class MediaOpinions {
  readonly #interns: Interns;
  readonly #member: string;
  readonly #keys: readonly number[];
  readonly #numbers: Readonly<Record<string, number>>;
  #scheme: string;
  #known = new ByteDictionary();
  #sets: number[] = [];
  /** By the same numbers as the sets: keys with a word that nothing defines. */
  #odd: (readonly string[])[] = [];
  /** Those of the medium read last. */
  #told: readonly string[] = NONE;
  #bytes = new Uint8Array(MAX_KEPT);

  constructor(interns: Interns, member: string, scheme: string, keyOf: (name: string) => number) {
    this.#interns = interns;
    this.#member = member;
    this.#scheme = scheme;
    this.#numbers = Object.fromEntries(SAYING.map((name) => [name, keyOf(name)]));
    this.#keys = Object.values(this.#numbers);
  }

  /** The vocabulary of the categories that follow. */
  set scheme(scheme: string) {
    this.#scheme = scheme;
    this.#known = new ByteDictionary();
    this.#sets = [];
    this.#odd = [];
  }

  /** The keys of the medium read last whose values nothing defines: they are kept as sent. */
  get undefinedKeys(): readonly string[] {
    return this.#told;
  }

  /** The number of the set of opinions, or the name of a key whose value means nothing. */
  read(medium: JsonRecord): number | string {
    const length = this.#gather(medium);
    if (length < 0) return this.#make(medium);
    const entry = this.#known.find(this.#bytes, 0, length);
    if (entry !== UNKNOWN) {
      this.#told = this.#odd[entry]!;
      return this.#sets[entry]!;
    }
    const made = this.#make(medium);
    if (typeof made === 'string') return made;
    const added = this.#known.add(this.#bytes, 0, length);
    if (added === 0) [this.#sets, this.#odd] = [[], []]; // it was full and has forgotten
    this.#sets[added] = made;
    this.#odd[added] = this.#told;
    return made;
  }

  /** Puts what is said side by side; -1 where it is too long, or not made of plain values. */
  #gather(medium: JsonRecord): number {
    const { type, from, to, bytes } = medium;
    const all = this.#bytes;
    let length = 0;
    for (const key of this.#keys) {
      const kind = type[key]!;
      if (kind === NESTED || medium.isEscaped(key)) return -1;
      all[length++] = kind;
      if (kind !== TEXT && kind !== NUMBER) continue;
      const end = to[key]!;
      if (length + end - from[key]! + this.#keys.length > MAX_KEPT) return -1;
      for (let i = from[key]!; i < end; i++) all[length++] = bytes[i]!;
      all[length++] = 0;
    }
    return length;
  }

  #make(medium: JsonRecord): number | string {
    const { type } = medium;
    const textOf = (name: string): string => medium.text(this.#numbers[name]!).trim();
    const source = textOf('PrecategorizationSource');
    const member = source === '' ? this.#member : source;
    const said: Opinion[] = [];
    const odd: string[] = [];
    const category = this.#numbers['Category']!;
    const code = textOf('Category');
    if (type[category] === TRUE || type[category] === FALSE || type[category] === NESTED) return 'Category';
    if (code !== '') said.push({ member, scheme: this.#scheme, label: code });
    if (code !== '' && !isCode(this.#scheme, code)) odd.push('Category');
    for (const name of flagKeys) {
      const label = flagLabel(medium, this.#numbers[name]!);
      if (label === null) return name;
      if (label !== '') said.push({ member, scheme: flags[name], label });
      if (label !== '' && label !== 'true' && label !== 'false') odd.push(name);
    }
    const mime = textOf('MimeType');
    if (mime !== '') said.push({ member, scheme: MEDIA_TYPE, label: mediaTypeOf(mime) });
    for (const [name, scheme] of [['Series', SERIES] as const, ['Tags', TAGS] as const]) {
      for (const label of labelsOf(medium, this.#numbers[name]!, name === 'Tags')) said.push({ member, scheme, label });
    }
    this.#told = odd.length === 0 ? NONE : odd;
    return this.#interns.opinions.of(said);
  }
}

const NONE: readonly string[] = [];

/** Categories are numbers in every vocabulary; which, is known of one only (research hash-formats 2.5). */
function isCode(scheme: string, code: string): boolean {
  return scheme === 'vics-us' ? /^[0-5]$/u.test(code) : /^\d{1,4}$/u.test(code);
}

/** `true`, `false`, another word as sent, empty where nothing is said; null where it is no word. */
function flagLabel(medium: JsonRecord, key: number): string | null {
  const type = medium.type[key];
  if (type === TRUE) return 'true';
  if (type === FALSE) return 'false';
  if (type === NESTED) return null;
  const word = medium.text(key).trim();
  const answer = word === '' ? null : flagAnswer(word);
  return answer === null ? word : String(answer);
}

/** A text, several with commas between them, a list of texts, or an object with a name. */
function labelsOf(medium: JsonRecord, key: number, isParted: boolean): string[] {
  const value = medium.type[key] === NESTED ? medium.nested(key) : medium.text(key);
  const texts = (Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).flatMap((each) => {
    if (typeof each === 'string') return isParted ? each.split(',') : [each];
    const name = each instanceof Map ? (each as JsonObject).get('Name') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
