// Reads one XML element with all that is in it. Strict where a reader must be able to trust what it sees: tags match,
// attributes stand once and in quotes, entities are the five of XML and numbered characters, depth is bounded. A fault is
// a reason without the text, which would put a listed value into a report. Names come without their prefix: partners
// choose prefixes as they like, and no list mixes vocabularies that share a name.
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { fromUtf8 } from '../../../model/bytes.ts';
import { decodeEntities } from './entities.ts';

export interface XmlElement {
  readonly name: string;
  /** By local name; declarations of namespaces are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, without what its children hold. */
  readonly text: string;
}

export type XmlResult =
  | { readonly ok: true; readonly value: XmlElement }
  | { readonly ok: false; readonly reason: string };

/** No list nests deeper; a text that does is meant to exhaust the stack. */
export const MAX_DEPTH = 64;

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const NO_CHILDREN: readonly XmlElement[] = [];

export function readXml(bytes: Uint8Array, from: number, to: number): XmlResult {
  const entry = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  const isPlain = isAscii(entry);
  if (!isPlain && !isUtf8(entry)) return { ok: false, reason: 'it is not UTF-8' };
  const parser = new XmlParser(isPlain ? entry.toString('latin1') : fromUtf8(entry));
  const value = parser.whole();
  return value === null ? { ok: false, reason: parser.reason } : { ok: true, value };
}

/** The first child of this name. */
export function childOf({ children }: XmlElement, name: string): XmlElement | undefined {
  for (let i = 0; i < children.length; i++) if (children[i]!.name === name) return children[i];
  return undefined;
}

/** The text of the first child of this name, without blanks around it; empty where there is none. */
export function textIn(element: XmlElement, name: string): string {
  return childOf(element, name)?.text.trim() ?? '';
}

/** The name without its prefix. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** By character: whether it ends a name. */
const ENDS_NAME = new Uint8Array(128);
for (const mark of ' \t\n\v\f\r/>=<"\'&') ENDS_NAME[mark.charCodeAt(0)] = 1;

/** As `\s` of a pattern takes it, beyond ASCII. */
function isBlank(unit: number): boolean {
  return unit === 0xa0 || unit === 0xfeff || (unit >= 0x1680 && /\s/u.test(String.fromCharCode(unit)));
}

/** A name as it is spelled, and without its prefix. */
interface SpelledName {
  readonly whole: string;
  readonly local: string;
}

/**
 * Names met before, by a hash of their characters, and tags of those attributes: entries repeat few of either, and strings
 * and maps for each of millions of them were a quarter of the time of reading them, spent on garbage.
 */
const NAMES: (SpelledName | undefined)[] = new Array(1 << 8).fill(undefined);
const TAGS = new Map<string, ReadonlyMap<string, string>>();
const MOST_TAGS = 1 << 10;
const LONGEST_TAG = 64;
/** What is remembered of an entry may keep all its text in memory. */
const LONGEST_ENTRY = 1 << 14;

/** Its methods return null on a fault, which is then in `reason`; nothing is thrown, because bad entries come in millions. */
class XmlParser {
  reason = '';
  #at = 0;
  readonly #text: string;
  #depth = 0;
  #isEmpty = false;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): XmlElement | null {
    if (this.#text[0] !== '<') return this.#fault('it is no element');
    const element = this.#element();
    if (element === null) return null;
    return this.#at === this.#text.length ? element : this.#fault('something follows the element');
  }

  #fault(reason: string): null {
    if (this.reason === '') this.reason = this.#at >= this.#text.length ? 'it is cut short' : reason;
    return null;
  }

  /** From its opening bracket. */
  #element(): XmlElement | null {
    if (++this.#depth > MAX_DEPTH) return this.#fault('it is nested too deeply');
    this.#at++;
    const name = this.#name();
    if (name === null) return null;
    const attributes = this.#tag();
    if (attributes === null) return null;
    const element = this.#isEmpty
      ? { name: name.local, attributes, children: NO_CHILDREN, text: '' }
      : this.#content(name, attributes);
    this.#depth--;
    return element;
  }

  #name(): SpelledName | null {
    const text = this.#text;
    const from = this.#at;
    let at = from;
    let hash = 0;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128 ? ENDS_NAME[unit] === 1 : isBlank(unit)) break;
      hash = (hash * 31 + unit) | 0;
    }
    if (at === from) return this.#fault('a name is missing');
    this.#at = at;
    const slot = (hash ^ (hash >>> 8)) & (NAMES.length - 1);
    const met = NAMES[slot];
    if (met !== undefined && met.whole.length === at - from && text.startsWith(met.whole, from)) return met;
    const whole = text.slice(from, at);
    const name = { whole, local: localName(whole) };
    if (at - from <= LONGEST_TAG && text.length <= LONGEST_ENTRY) NAMES[slot] = name;
    return name;
  }

  /** Reads up to the end of the tag. A short tag without marks that could mean anything else is known by its text. */
  #tag(): ReadonlyMap<string, string> | null {
    const text = this.#text;
    const from = this.#at;
    const first = text.charCodeAt(from);
    if (first === 62 || first === 47) return this.#attributes();
    const end = text.indexOf('>', from);
    if (end < 0 || end - from > LONGEST_TAG || text.length > LONGEST_ENTRY) return this.#attributes();
    const tag = text.slice(from, end + 1);
    const met = TAGS.get(tag);
    if (met !== undefined) {
      this.#isEmpty = text.charCodeAt(end - 1) === 47;
      this.#at = end + 1;
      return met;
    }
    const attributes = this.#attributes();
    if (attributes === null || this.#at !== end + 1) return attributes; // a bracket in quotes
    if (TAGS.size === MOST_TAGS) TAGS.clear();
    TAGS.set(tag, attributes);
    return attributes;
  }

  #attributes(): ReadonlyMap<string, string> | null {
    let attributes: Map<string, string> | null = null;
    for (;;) {
      this.#blanks();
      const mark = this.#text[this.#at];
      if (mark === '>' || mark === '/') {
        this.#isEmpty = mark === '/';
        this.#at += this.#isEmpty ? 2 : 1;
        if (this.#isEmpty && this.#text[this.#at - 1] !== '>') return this.#fault('a tag does not end');
        return attributes ?? NO_ATTRIBUTES;
      }
      const name = this.#name();
      if (name === null) return null;
      const value = this.#attributeValue();
      if (value === null) return null;
      const { whole, local } = name;
      if (whole === 'xmlns' || whole.startsWith('xmlns:')) continue;
      attributes ??= new Map();
      if (attributes.has(local)) return this.#fault('an attribute stands twice');
      attributes.set(local, value);
    }
  }

  #attributeValue(): string | null {
    this.#blanks();
    if (this.#text[this.#at] !== '=') return this.#fault('an attribute has no value');
    this.#at++;
    this.#blanks();
    const quote = this.#text[this.#at];
    if (quote !== '"' && quote !== "'") return this.#fault('an attribute has no quotes');
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) return this.#toEnd();
    const raw = this.#text.slice(this.#at + 1, end);
    if (raw.includes('<')) return this.#fault('an attribute does not end');
    this.#at = end + 1;
    return this.#decoded(raw);
  }

  #content(name: SpelledName, attributes: ReadonlyMap<string, string>): XmlElement | null {
    let children: XmlElement[] | null = null;
    let text = '';
    for (;;) {
      const open = this.#text.indexOf('<', this.#at);
      if (open < 0) return this.#toEnd();
      if (open > this.#at) {
        const plain = this.#decoded(this.#text.slice(this.#at, open));
        if (plain === null) return null;
        text = text === '' ? plain : text + plain;
      }
      this.#at = open;
      const next = this.#text[open + 1];
      if (next === '/') {
        if (!this.#closes(name.whole)) return null;
        return { name: name.local, attributes, children: children ?? NO_CHILDREN, text };
      }
      if (next === '!' || next === '?') {
        const inside = this.#aside();
        if (inside === null) return null;
        text += inside;
        continue;
      }
      const child = this.#element();
      if (child === null) return null;
      children ??= [];
      children.push(child);
    }
  }

  #closes(name: string): boolean {
    this.#at += 2;
    if (this.#text.startsWith(name, this.#at) && this.#text.charCodeAt(this.#at + name.length) === 62) {
      this.#at += name.length + 1;
      return true;
    }
    if (this.#name()?.whole !== name) {
      this.#fault('a tag closes another element');
      return false;
    }
    this.#blanks();
    if (this.#text[this.#at] !== '>') {
      this.#fault('a tag does not end');
      return false;
    }
    this.#at++;
    return true;
  }

  /** Steps over a comment or an instruction; the text of a CDATA section. */
  #aside(): string | null {
    const text = this.#text;
    const at = this.#at;
    const [start, end] = ASIDES.find(([mark]) => text.startsWith(mark, at)) ?? ['', ''];
    if (start === '') return this.#fault('a declaration stands among the elements');
    const close = text.indexOf(end, at + start.length);
    if (close < 0) return this.#toEnd();
    this.#at = close + end.length;
    return start === CDATA ? text.slice(at + start.length, close) : '';
  }

  #decoded(raw: string): string | null {
    if (!raw.includes('&')) return raw;
    const decoded = decodeEntities(raw);
    return decoded ?? this.#fault('an entity is not one of XML');
  }

  #toEnd(): null {
    this.#at = this.#text.length;
    return this.#fault('');
  }

  #blanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return;
    }
  }
}

const CDATA = '<![CDATA[';
/** How what is no element begins and ends. */
export const ASIDES = [
  ['<!--', '-->'],
  [CDATA, ']]>'],
  ['<?', '?>'],
] as const;
