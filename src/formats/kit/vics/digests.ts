// The digests of one medium: those with a key of their own, and those that `AlternativeHashes` names.
import { equalsAscii, toUtf8 } from '../../../model/bytes.ts';
import { type Kind, type KindId, kindNamed, kinds } from '../../../model/kinds.ts';
import { shownKey } from '../canonical/shape.ts';
import { ABSENT, type JsonRecord, NESTED, NULL, TEXT } from '../json/record.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { digestKeys, kindsOfMedia } from './keys.ts';

/** Characters of PhotoDNA Edge V2, which stands under the name of the classic one. */
const EDGE_LENGTH = 1232;
const COMMA = 44;
/** Bytes of the classic one, which hobby programs spell as a list of numbers. */
const PHOTODNA_BYTES = 144;

interface Digest {
  kind: Kind;
  bytes: Uint8Array;
  from: number;
  to: number;
}

export class MediaDigests {
  count = 0;
  readonly #found: Digest[] = [];
  readonly #keys: readonly { readonly name: string; readonly kind: Kind; readonly key: number }[];
  readonly #alternatives: number;
  readonly #rows: RowSink;
  readonly #onUnknown: (key: string) => void;

  constructor(rows: RowSink, keyOf: (name: string) => number, onUnknown: (key: string) => void) {
    this.#rows = rows;
    this.#onUnknown = onUnknown;
    this.#keys = Object.entries(digestKeys).map(([name, id]) => ({ name, kind: kinds[id], key: keyOf(name) }));
    this.#alternatives = keyOf('AlternativeHashes');
  }

  /** Finds the digests of the medium. False: it was refused. */
  find(medium: JsonRecord): boolean {
    this.count = 0;
    for (const { name, kind, key } of this.#keys) {
      const type = medium.type[key]!;
      if (type === ABSENT || type === NULL) continue;
      if (type === NESTED && kind.id === 'photodna') {
        if (!this.#numbers(medium.nested(key))) return false;
      } else if (type !== TEXT) return this.#bad(name, 'a text');
      else if (medium.isEscaped(key)) {
        const bytes = toUtf8(medium.text(key));
        if (!this.#add(kind, bytes, 0, bytes.length)) return false;
      } else if (!this.#add(kind, medium.bytes, medium.from[key]!, medium.to[key]!)) return false;
    }
    const type = medium.type[this.#alternatives]!;
    if (type === ABSENT || type === NULL) return true;
    return this.#named(type === NESTED ? medium.nested(this.#alternatives) : null);
  }

  /** The kind of the digest found as number n. */
  kindAt(n: number): KindId {
    return this.#found[n]!.kind.id;
  }

  /** Adds the digest found as number n. False: the medium was refused. */
  put(n: number): boolean {
    const { kind, bytes, from, to } = this.#found[n]!;
    return this.#rows.digest(kind, bytes, from, to);
  }

  #bad(field: string, want: string): false {
    this.#rows.reject('row/bad-value', { field, want });
    return false;
  }

  #add(kind: Kind, bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    let to = end;
    while (from < to && bytes[from] === 32) from++;
    while (to > from && bytes[to - 1] === 32) to--;
    if (from === to) return true; // empty: no digest
    if (kind.id === 'photodna') {
      if (to - from === EDGE_LENGTH) return this.#hold(kinds['photodna-edge-v2'], bytes, from, to);
      if (bytes[from + 1] === COMMA || bytes[from + 2] === COMMA || bytes[from + 3] === COMMA) {
        const text = String.fromCharCode(...bytes.subarray(from, Math.min(to, from + PHOTODNA_BYTES * 5)));
        return this.#numbers(text.split(',').map((number) => (/^ *\d{1,3} *$/u.test(number) ? Number(number) : null)));
      }
    }
    return this.#hold(kind, bytes, from, to);
  }

  #hold(kind: Kind, bytes: Uint8Array, from: number, to: number): boolean {
    for (let n = 0; n < this.count; n++) {
      const other = this.#found[n]!;
      if (other.kind !== kind) continue;
      const text = (digest: Uint8Array, first: number, last: number): string => {
        const plain = String.fromCharCode(...digest.subarray(first, last));
        return kind.codec === 'hex' ? plain.toLowerCase() : plain;
      };
      if (text(other.bytes, other.from, other.to) === text(bytes, from, to)) return true;
      this.#rows.reject('digest/contradictory', { kind: kind.id });
      return false;
    }
    const free = this.#found[this.count];
    if (free === undefined) this.#found.push({ kind, bytes, from, to });
    else {
      free.kind = kind;
      free.bytes = bytes;
      free.from = from;
      free.to = to;
    }
    this.count++;
    return true;
  }

  #numbers(value: JsonValue): boolean {
    const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
    const isByte = (each: JsonValue): boolean =>
      typeof each === 'number' && Number.isInteger(each) && each >= 0 && each < 256;
    if (list.length !== PHOTODNA_BYTES || !list.every(isByte)) {
      return this.#bad('PhotoDNA', `base64 or ${PHOTODNA_BYTES} numbers up to 255`);
    }
    const hex = toUtf8(list.map((each) => (each as number).toString(16).padStart(2, '0')).join(''));
    return this.#hold(kinds.photodna, hex, 0, hex.length);
  }

  /** `[{MD5, HashName, HashValue}]`; the MD5 is that of the medium once more. */
  #named(value: JsonValue): boolean {
    if (!Array.isArray(value)) return this.#bad('AlternativeHashes', 'a list of objects');
    for (const each of value as readonly JsonValue[]) {
      if (!(each instanceof Map)) return this.#bad('AlternativeHashes', 'a list of objects');
      const name = (each as JsonObject).get('HashName');
      const digest = (each as JsonObject).get('HashValue');
      if (digest === undefined || digest === null || digest === '') continue;
      if (typeof name !== 'string' || typeof digest !== 'string') {
        return this.#bad('AlternativeHashes', 'a list of objects with HashName and HashValue');
      }
      const kind = kindNamed(name);
      if (kind === null || !kindsOfMedia.includes(kind)) this.#onUnknown(shownKey(name));
      else {
        const bytes = toUtf8(digest);
        const isTagged = kind === 'tlsh' && equalsAscii(bytes, 0, 2, 'T1');
        if (!this.#add(kinds[kind], bytes, isTagged ? 2 : 0, bytes.length)) return false;
      }
    }
    return true;
  }
}
