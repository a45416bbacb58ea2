// A strict JSON reader for one line: what JSON.parse accepts, but a key that stands twice is refused (JSON.parse keeps
// the last in silence), keys keep their order (JSON.parse moves numbers to the front), depth is bounded, and a fault is a
// reason and a place: the message of JSON.parse quotes the text, which would put a listed value into a report.
import { fromUtf8 } from '../../../model/bytes.ts';

export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export type JsonResult =
  /** `starts`: where the values of the outermost object begin, in UTF-16 units. */
  | { readonly ok: true; readonly value: JsonValue; readonly starts: ReadonlyMap<string, number> }
  /** `at` in UTF-16 units, null where the bytes are no text. */
  | { readonly ok: false; readonly reason: string; readonly at: number | null };

/** No list nests deeper; a text that does is meant to exhaust the stack. */
export const MAX_DEPTH = 64;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or null where they are not UTF-8. */
function strictText(bytes: Uint8Array, from: number, to: number): string | null {
  let all = 0;
  for (let i = from; i < to; i++) all |= bytes[i]!;
  if (all < 0x80) return fromUtf8(bytes, from, to);
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    return null;
  }
}

/** Reads `bytes[from..to)` as one JSON value. */
export function readJson(bytes: Uint8Array, from: number, to: number): JsonResult {
  const text = strictText(bytes, from, to);
  if (text === null) return { ok: false, reason: 'it is not UTF-8', at: null };
  return parseJson(text);
}

export function parseJson(text: string): JsonResult {
  const parser = new JsonParser(text);
  const value = parser.whole();
  if (value === undefined) return { ok: false, reason: parser.reason, at: parser.at };
  return { ok: true, value, starts: parser.starts };
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Its methods return undefined on a fault, which is then in `reason`; nothing is thrown, because bad rows come in millions. */
class JsonParser {
  at = 0;
  reason = '';
  readonly starts = new Map<string, number>();
  readonly #text: string;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonValue | undefined {
    const value = this.#value();
    if (value === undefined) return undefined;
    this.#blanks();
    return this.at === this.#text.length ? value : this.#fault('something follows the value');
  }

  #fault(reason: string): undefined {
    if (this.reason === '') this.reason = this.at >= this.#text.length ? 'it is cut short' : reason;
    return undefined;
  }

  #blanks(): void {
    for (; this.at < this.#text.length; this.at++) {
      const unit = this.#text.charCodeAt(this.at);
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return;
    }
  }

  #value(): JsonValue | undefined {
    this.#blanks();
    switch (this.#text[this.at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#array());
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #nested<T>(read: () => T | undefined): T | undefined {
    if (this.#depth === MAX_DEPTH) return this.#fault('it is nested too deeply');
    this.at++;
    this.#depth++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonObject | undefined {
    const object = new Map<string, JsonValue>();
    if (this.#ends('}')) return object;
    for (;;) {
      this.#blanks();
      const start = this.at;
      if (this.#text[start] !== '"') return this.#fault('a key is missing');
      const key = this.#string();
      if (key === undefined) return undefined;
      if (object.has(key)) {
        this.at = start;
        return this.#fault('a key stands twice');
      }
      this.#blanks();
      if (this.#text[this.at] !== ':') return this.#fault('a colon is missing');
      this.at++;
      this.#blanks();
      if (this.#depth === 1) this.starts.set(key, this.at);
      const value = this.#value();
      if (value === undefined) return undefined;
      object.set(key, value);
      if (this.#ends('}')) return object;
      if (!this.#comma()) return undefined;
    }
  }

  #array(): JsonValue[] | undefined {
    const array: JsonValue[] = [];
    if (this.#ends(']')) return array;
    for (;;) {
      const value = this.#value();
      if (value === undefined) return undefined;
      array.push(value);
      if (this.#ends(']')) return array;
      if (!this.#comma()) return undefined;
    }
  }

  #ends(mark: string): boolean {
    this.#blanks();
    if (this.#text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  #comma(): boolean {
    if (this.#text[this.at] === ',') {
      this.at++;
      return true;
    }
    this.#fault('a comma is missing');
    return false;
  }

  #word<T>(word: string, value: T): T | undefined {
    if (!this.#text.startsWith(word, this.at)) return this.#fault('a value is missing');
    this.at += word.length;
    return value;
  }

  #number(): number | undefined {
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) return this.#fault('a value is missing');
    this.at += digits.length;
    return Number(digits);
  }

  #string(): string | undefined {
    const text = this.#text;
    let plain = ++this.at;
    let value = '';
    for (; this.at < text.length; this.at++) {
      const unit = text.charCodeAt(this.at);
      if (unit === 34) return value + text.slice(plain, this.at++);
      if (unit < 32) return this.#fault('a text holds a control character');
      if (unit !== 92) continue;
      value += text.slice(plain, this.at);
      const escaped = this.#escape();
      if (escaped === undefined) return undefined;
      value += escaped;
      plain = this.at + 1;
    }
    return this.#fault('');
  }

  /** Reads the escape at the backslash and stops at its last character. */
  #escape(): string | undefined {
    const letter = this.#text[++this.at] ?? '';
    if (letter !== 'u') return ESCAPES[letter] ?? this.#fault('a text holds a bad escape');
    HEX4.lastIndex = this.at + 1;
    const digits = HEX4.exec(this.#text)?.[0];
    if (digits === undefined) return this.#fault('a text holds a bad escape');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
