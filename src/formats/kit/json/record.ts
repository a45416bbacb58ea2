// One JSON object as a record with places for the keys a format knows: values stay bytes until somebody asks, because
// strings and a map for each of millions of entries are most of the time of reading them. As strict as the patient reader
// of walk.ts, which it leaves nested values and escapes to.
import { isUtf8 } from 'node:buffer';
import { fromUtf8, toUtf8 } from '../../../model/bytes.ts';
import { ByteDictionary } from '../byte-dictionary.ts';
import { isDigestLength, isPictureText, looksLikePicture, SHORTEST_PICTURE } from '../picture.ts';
import { withoutPictures } from './pictures.ts';
import { type JsonValue, parseJson, readJson } from './walk.ts';

/** What stands at a place: nothing, or what kind of value. */
export const ABSENT = 0;
export const NULL = 1;
export const FALSE = 2;
export const TRUE = 3;
export const NUMBER = 4;
export const TEXT = 5;
export const NESTED = 6;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const CLOSE = 125;

export class JsonRecord {
  bytes: Uint8Array = new Uint8Array(0);
  /** By the number of the key; a text is between its quotation marks. */
  readonly type: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Keys of the object that have no place. */
  readonly others: string[] = [];
  /** Keys whose values are pictures; they have no value any more. */
  readonly pictures: string[] = [];
  readonly #keys: readonly string[];
  readonly #numbers = new ByteDictionary();
  readonly #nested: (JsonValue | undefined)[];
  /** Of a text with escapes, what it says. */
  readonly #escaped: (string | undefined)[];
  #hasMore = false;
  #at = 0;
  #end = 0;
  #reason = '';

  constructor(keys: readonly string[]) {
    this.#keys = keys;
    for (const key of keys) {
      const bytes = toUtf8(key);
      this.#numbers.find(bytes, 0, bytes.length);
      this.#numbers.add(bytes, 0, bytes.length);
    }
    this.type = new Uint8Array(keys.length);
    this.from = new Int32Array(keys.length);
    this.to = new Int32Array(keys.length);
    this.#nested = keys.map(() => undefined);
    this.#escaped = keys.map(() => undefined);
  }

  /** What an escaped or plain text says, the digits of a number; empty for everything else. */
  text(key: number): string {
    const type = this.type[key]!;
    if (type !== TEXT && type !== NUMBER) return '';
    return this.#escaped[key] ?? fromUtf8(this.bytes, this.from[key]!, this.to[key]!);
  }

  /** Whether a text has escapes: its bytes are not what it says. */
  isEscaped(key: number): boolean {
    return this.#escaped[key] !== undefined;
  }

  /** An object or array. */
  nested(key: number): JsonValue {
    return this.#nested[key] ?? null;
  }

  /** Reads the object `bytes[from..to)`. Null, or what is wrong with it. */
  read(bytes: Uint8Array, from: number, to: number): string | null {
    this.bytes = bytes;
    this.type.fill(ABSENT);
    if (this.#hasMore) {
      this.#nested.fill(undefined);
      this.#escaped.fill(undefined);
      this.others.length = 0;
      this.pictures.length = 0;
      this.#hasMore = false;
    }
    this.#at = from;
    this.#end = to;
    this.#reason = '';
    if (this.#object()) return null;
    this.#fault('it is cut short');
    return this.#reason;
  }

  #fault(reason: string): false {
    if (this.#reason === '') this.#reason = this.#at >= this.#end ? 'it is cut short' : reason;
    return false;
  }

  /** Steps over blanks; the byte that follows, or -1. */
  #next(): number {
    const { bytes } = this;
    const end = this.#end;
    let at = this.#at;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) {
        this.#at = at;
        return byte;
      }
      at++;
    }
    this.#at = at;
    return -1;
  }

  #object(): boolean {
    if (this.#next() !== 123) return this.#fault('it is no object');
    this.#at++;
    if (this.#next() === CLOSE) {
      this.#at++;
    } else {
      for (;;) {
        if (this.#next() !== QUOTE) return this.#fault('a key is missing');
        const start = this.#at + 1;
        const key = this.#key();
        if (key === REFUSED) return false;
        if (key >= 0 && this.type[key] !== ABSENT) return this.#fault('a key stands twice');
        const keyEnd = this.#at - 1;
        if (this.#next() !== COLON) return this.#fault('a colon is missing');
        this.#at++;
        if (!this.#value(key, start, keyEnd)) return false;
        const byte = this.#next();
        this.#at++;
        if (byte === CLOSE) break;
        if (byte !== COMMA) return this.#fault('a comma is missing');
      }
    }
    return this.#next() < 0 || this.#fault('something follows the value');
  }

  /** Steps over a key: its number, UNKNOWN, or REFUSED. */
  #key(): number {
    const start = this.#at + 1;
    const isPlain = this.#text();
    if (isPlain === null) return REFUSED;
    if (isPlain) return this.#numbers.find(this.bytes, start, this.#at - 1);
    const key = this.#unescaped(start - 1, this.#at);
    return key === null ? REFUSED : this.#keys.indexOf(key);
  }

  /** Steps over a text: whether it has no escapes; null where it is none. */
  #text(): boolean | null {
    const { bytes } = this;
    const end = this.#end;
    const start = this.#at + 1;
    let all = 0;
    let isPlain = true;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.#at = at + 1;
        if (all < 128 || isUtf8(bytes.subarray(start, at))) return isPlain;
        this.#fault('it is not UTF-8');
        return null;
      }
      all |= byte;
      if (byte === BACKSLASH) {
        isPlain = false;
        at++;
      } else if (byte < 32) {
        this.#fault('a text holds a control character');
        return null;
      }
    }
    this.#at = end;
    return null;
  }

  #unescaped(from: number, to: number): string | null {
    const parsed = parseJson(fromUtf8(this.bytes, from, to));
    if (parsed.ok && typeof parsed.value === 'string') return parsed.value;
    this.#fault(parsed.ok ? 'a text is none' : parsed.reason);
    return null;
  }

  #value(key: number, keyStart: number, keyEnd: number): boolean {
    const byte = this.#next();
    const start = this.#at;
    let type = ABSENT;
    if (byte === QUOTE) {
      const isPlain = this.#text();
      if (isPlain === null) return false;
      const isPicture = isPlain ? this.#isPicture(start + 1, this.#at - 1) : false;
      if (!isPlain) {
        const text = this.#unescaped(start, this.#at);
        if (text === null) return false;
        this.#hasMore = true;
        if (key >= 0) this.#escaped[key] = text;
        if (isPictureText(text)) return this.#drop(key, keyStart, keyEnd);
      }
      if (isPicture) return this.#drop(key, keyStart, keyEnd);
      type = TEXT;
    } else if (byte === 123 || byte === 91) {
      if (!this.#skip()) return false;
      const parsed = readJson(this.bytes, start, this.#at);
      if (!parsed.ok) return this.#fault(parsed.reason);
      this.#hasMore = true;
      const clean = withoutPictures(parsed.value, this.#keyText(keyStart, keyEnd), this.pictures);
      if (key >= 0) this.#nested[key] = clean;
      type = NESTED;
    } else if (byte === 116) type = this.#word('true') ? TRUE : ABSENT;
    else if (byte === 102) type = this.#word('false') ? FALSE : ABSENT;
    else if (byte === 110) type = this.#word('null') ? NULL : ABSENT;
    else type = this.#number() ? NUMBER : ABSENT;
    if (type === ABSENT) return this.#fault('a value is missing');
    if (key < 0) {
      this.#hasMore = true;
      this.others.push(this.#keyText(keyStart, keyEnd));
      return true;
    }
    this.type[key] = type;
    const isText = type === TEXT ? 1 : 0;
    this.from[key] = start + isText;
    this.to[key] = this.#at - isText;
    return true;
  }

  #keyText(from: number, to: number): string {
    return fromUtf8(this.bytes, from, to);
  }

  #isPicture(from: number, to: number): boolean {
    const length = to - from;
    return length >= SHORTEST_PICTURE && !isDigestLength(length) && looksLikePicture(this.bytes, from, to);
  }

  /** A picture has no value; the key stands all the same, and may not stand twice. */
  #drop(key: number, keyStart: number, keyEnd: number): true {
    this.#hasMore = true;
    this.pictures.push(this.#keyText(keyStart, keyEnd));
    if (key >= 0) this.type[key] = NULL;
    return true;
  }

  #word(word: string): boolean {
    const { bytes } = this;
    const at = this.#at;
    for (let i = 0; i < word.length; i++) if (at + i >= this.#end || bytes[at + i] !== word.charCodeAt(i)) return false;
    this.#at = at + word.length;
    return true;
  }

  /** Whole numbers byte by byte; others are left to the patient reader. */
  #number(): boolean {
    const { bytes } = this;
    const start = this.#at;
    let at = start;
    if (bytes[at] === 45) at++;
    const first = at;
    while (at < this.#end && bytes[at]! >= 48 && bytes[at]! <= 57) at++;
    if (at === first || (bytes[first] === 48 && at - first > 1)) return false;
    const byte = at < this.#end ? bytes[at]! : COMMA;
    this.#at = at;
    if (byte !== 46 && (byte | 32) !== 101) return true;
    while (at < this.#end && isOfNumber(bytes[at]!)) at++;
    this.#at = at;
    return readJson(bytes, start, at).ok;
  }

  /** Steps over an object or array, without a look at what it says. */
  #skip(): boolean {
    const { bytes } = this;
    let depth = 0;
    let isInText = false;
    for (let at = this.#at; at < this.#end; at++) {
      const byte = bytes[at]!;
      if (isInText) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) isInText = false;
      } else if (byte === QUOTE) isInText = true;
      else if (byte === 123 || byte === 91) depth++;
      else if ((byte === CLOSE || byte === 93) && --depth === 0) {
        this.#at = at + 1;
        return true;
      }
    }
    this.#at = this.#end;
    return false;
  }
}

const REFUSED = -2;

/** Digits, point, signs and `e`. */
function isOfNumber(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 46 || byte === 43 || byte === 45 || (byte | 32) === 101;
}
