// Reads one XML element with all that is in it. Strict where a reader must be able to trust what it sees: tags match,
// attributes stand once and in quotes, entities are the five of XML and numbered characters, depth is bounded. A fault is
// a reason without the text, which would put a listed value into a report. Names come without their prefix: partners
// choose prefixes as they like, and no list mixes vocabularies that share a name.
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { fromUtf8 } from '../../../model/bytes.ts';
import { isCharacter } from './characters.ts';

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

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
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
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
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
    const attributes = this.#attributes();
    if (attributes === null) return null;
    const element = this.#isEmpty
      ? { name: localName(name), attributes, children: NO_CHILDREN, text: '' }
      : this.#content(name, attributes);
    this.#depth--;
    return element;
  }

  #name(): string | null {
    const text = this.#text;
    const from = this.#at;
    let at = from;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 128 ? ENDS_NAME[unit] === 1 : isBlank(unit)) break;
    }
    if (at === from) return this.#fault('a name is missing');
    this.#at = at;
    return text.slice(from, at);
  }

  /** Reads up to the end of the tag. */
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
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      attributes ??= new Map();
      const local = localName(name);
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

  #content(name: string, attributes: ReadonlyMap<string, string>): XmlElement | null {
    let children: XmlElement[] | null = null;
    let text = '';
    for (;;) {
      const open = this.#text.indexOf('<', this.#at);
      if (open < 0) return this.#toEnd();
      if (open > this.#at) {
        const plain = this.#decoded(this.#text.slice(this.#at, open));
        if (plain === null) return null;
        text += plain;
      }
      this.#at = open;
      const next = this.#text[open + 1];
      if (next === '/') {
        if (!this.#closes(name)) return null;
        return { name: localName(name), attributes, children: children ?? NO_CHILDREN, text };
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
    if (this.#name() !== name) {
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

/** The text with its entities replaced; null where one is not of XML: none is ever defined, so none can expand. */
export function decodeEntities(raw: string): string | null {
  let isGood = true;
  const text = raw.replaceAll(/&([^;&\s]{0,12});?/gu, (entity, name: string) => {
    const known = entity.endsWith(';') ? (ENTITIES[name] ?? character(name)) : undefined;
    if (known === undefined) isGood = false;
    return known ?? '';
  });
  return isGood ? text : null;
}

/** The character a numbered entity stands for. */
function character(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/iu.exec(name);
  if (digits === null) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}
