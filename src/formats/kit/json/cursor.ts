// A place in the bytes of a JSON line, and the steps the fast readers take over it: known words, whole numbers, plain
// strings. Whatever is not plain is refused, never repaired: the patient reader then has the line to itself.
import { isUtf8 } from 'node:buffer';
import { ByteDictionary, UNKNOWN } from '../byte-dictionary.ts';

export class JsonCursor {
  bytes = new Uint8Array(0);
  /** Where the walk is, and where the line ends. */
  at = 0;
  to = 0;

  /** Whether these bytes stand here; steps over them if so. */
  sees(text: Uint8Array): boolean {
    const bytes = this.bytes;
    const at = this.at;
    if (at + text.length > this.to) return false;
    for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
    this.at = at + text.length;
    return true;
  }

  /** A whole number of at most fifteen digits, or -1. */
  integer(): number {
    const bytes = this.bytes;
    const start = this.at;
    let value = 0;
    let at = start;
    for (; at < this.to; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const digits = at - start;
    if (digits === 0 || digits > 15 || (bytes[start] === 48 && digits > 1)) return -1;
    this.at = at;
    return value;
  }

  /** Steps over this byte if it stands here. */
  takes(byte: number): boolean {
    if (this.at >= this.to || this.bytes[this.at] !== byte) return false;
    this.at++;
    return true;
  }

  /** From inside a string: steps behind its closing quote and returns where that stands; -1 where it is not plain. */
  textEnd(): number {
    const bytes = this.bytes;
    const from = this.at;
    let all = 0;
    for (let at = from; at < this.to; at++) {
      const byte = bytes[at]!;
      all |= byte;
      if (byte === 34) {
        if (all > 127 && !isUtf8(bytes.subarray(from, at))) return -1;
        this.at = at + 1;
        return at;
      }
      if (byte === 92 || byte < 32) return -1;
    }
    return -1;
  }

  /** Steps over the flat object of plain strings that begins here and returns where it ends; -1 where it is another. */
  objectEnd(): number {
    const bytes = this.bytes;
    if (bytes[this.at] !== 123) return -1;
    let isText = false;
    for (let at = this.at + 1; at < this.to; at++) {
      const byte = bytes[at]!;
      if (byte === 34) isText = !isText;
      else if (byte === 92) return -1;
      else if (!isText && byte === 125) {
        this.at = at + 1;
        return this.at;
      } else if (!isText && (byte === 123 || byte === 91)) return -1;
    }
    return -1;
  }
}

/** What the bytes of an opinion, a review or a source's name meant the last time. */
export class Meanings {
  readonly #bytes = new ByteDictionary();
  readonly #meant: number[] = [];

  /** UNKNOWN, or what was learnt. */
  of(src: Uint8Array, from: number, to: number): number {
    const entry = this.#bytes.find(src, from, to);
    return entry === UNKNOWN ? UNKNOWN : this.#meant[entry]!;
  }

  /** Follows `of`, which did not know. */
  learn(src: Uint8Array, from: number, to: number, meant: number): void {
    this.#meant[this.#bytes.add(src, from, to)] = meant;
  }
}
