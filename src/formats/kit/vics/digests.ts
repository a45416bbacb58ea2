// The digests of one medium: those with a key of their own, and those that `AlternativeHashes` names.
import { equalsAscii, toUtf8 } from '../../../model/bytes.ts';
import { type Kind, type KindId, kindNamed, kinds } from '../../../model/kinds.ts';
import { shownKey } from '../canonical/shape.ts';
import { ABSENT, type JsonRecord, NESTED, NULL, TEXT } from '../json/record.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import { editionOf } from '../photodna.ts';
import type { RowSink } from '../row-sink.ts';
import { digestKeys, kindsOfMedia } from './keys.ts';

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
        const bytes = toUtf8(numbersIn(medium.nested(key)));
        if (!this.#add(kind, bytes, 0, bytes.length)) return false;
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

  /** Adds the digest found as number n; a PhotoDNA that cannot be read does not cost the others. False: the medium was refused. */
  put(n: number): boolean {
    const { kind, bytes, from, to } = this.#found[n]!;
    const rows = this.#rows;
    rows.spare = kind.id === 'photodna' || kind.id === 'photodna-edge-v2' ? kind.title : null;
    const isAdded = rows.digest(kind, bytes, from, to);
    rows.spare = null;
    return isAdded || !rows.isRejected;
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
    return this.#hold(editionOf(kind, to - from), bytes, from, to);
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

/** The list as text; what is no number stands there as no digest has it. */
function numbersIn(value: JsonValue): string {
  if (!Array.isArray(value)) return '?';
  return (value as readonly JsonValue[]).map((each) => (typeof each === 'number' ? each : '?')).join(',');
}
