// Which name a policy rule is about: the owner without the name of the zone. It never guesses the zone: an owner that
// cannot be shown to lie inside is outside, as it is to a name server, which drops it without failing.
import { fromUtf8, toUtf8 } from '../../../model/bytes.ts';

const DOT = 46;
const AT = 64;

/** Longer than any name; what does not fit is no owner. */
const MOST = 1024;

/** `inside`: `bytes[from..to)` is the name; `apex`: the zone itself; `outside`: neither, or nobody can tell. */
export type Place = 'inside' | 'apex' | 'outside';

export class ZoneOrigin {
  /** The name found last. */
  bytes: Uint8Array = new Uint8Array(0);
  from = 0;
  to = 0;
  /** `.zone`, lower case; null while its name is not known. */
  #tail: Uint8Array | null = null;
  /** What $ORIGIN says: null before any, empty for the root, else lower case without the trailing dot. */
  #origin: string | null = null;
  /** What a relative owner has to be followed by to be a name; null where the origin lies outside the zone. */
  #under: string | null = '';
  readonly #joined = new Uint8Array(MOST * 2);

  /** `zone` is its name where the user has given it. */
  constructor(zone: string | undefined) {
    if (zone !== undefined) this.#setZone(zone);
  }

  #setZone(zone: string): void {
    this.#tail = toUtf8(`.${zone}`);
    this.#under = this.#inZone();
  }

  #inZone(): string | null {
    if (this.#origin === null) return this.#under;
    if (this.#tail === null) return null;
    const zone = fromUtf8(this.#tail, 1);
    if (this.#origin === zone) return '';
    return this.#origin.endsWith(`.${zone}`) ? this.#origin.slice(0, -zone.length - 1) : null;
  }

  /** $ORIGIN. */
  setOrigin(bytes: Uint8Array, from: number, to: number): void {
    const name = this.#absolute(bytes, from, to);
    if (name === null) {
      // Below a zone whose name nobody has told.
      const under = fromUtf8(bytes, from, to).toLowerCase();
      this.#under = this.#under === '' ? under : `${under}.${this.#under}`;
      return;
    }
    this.#origin = name;
    this.#under = this.#inZone();
  }

  /** The owner of the SOA record is the name of the zone, unless the user has said otherwise. */
  setSoa(bytes: Uint8Array, from: number, to: number): void {
    const name = this.#absolute(bytes, from, to);
    if (this.#tail === null && name !== null && name !== '') this.#setZone(name);
  }

  /** A name of the file in full, without the trailing dot; null where that cannot be said. */
  #absolute(bytes: Uint8Array, from: number, to: number): string | null {
    const text = fromUtf8(bytes, from, to).toLowerCase();
    if (text.endsWith('.')) return text.slice(0, -1);
    if (this.#origin === null) return null;
    if (text === '@') return this.#origin;
    return this.#origin === '' ? text : `${text}.${this.#origin}`;
  }

  /** Finds the name the owner `bytes[from..to)` stands for. */
  find(bytes: Uint8Array, from: number, to: number): Place {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    if (bytes[to - 1] === DOT) return this.#cut(to - 1);
    const isApex = to - from === 1 && bytes[from] === AT;
    if (this.#under === '') return isApex ? 'apex' : 'inside';
    if (this.#under !== null) return this.#join(isApex, this.#under) ? 'inside' : 'outside';
    if (this.#origin === null || !this.#join(isApex, this.#origin)) return 'outside';
    return this.#cut(this.to);
  }

  /** Takes the zone off a full name that ends at `end`. */
  #cut(end: number): Place {
    const { bytes, from } = this;
    const tail = this.#tail;
    if (tail === null) return 'outside';
    const start = end - tail.length;
    if (start < from - 1) return 'outside';
    for (let i = 1; i < tail.length; i++) {
      const byte = bytes[start + i]!;
      if ((byte >= 65 && byte <= 90 ? byte | 0x20 : byte) !== tail[i]) return 'outside';
    }
    if (start === from - 1) return 'apex';
    this.to = start;
    return bytes[start] === DOT && start > from ? 'inside' : 'outside';
  }

  #join(isApex: boolean, under: string): boolean {
    const length = isApex ? 0 : this.to - this.from;
    if (length + under.length >= this.#joined.length || /[^\0-\x7f]/u.test(under)) return false;
    this.#joined.set(this.bytes.subarray(this.from, this.from + length));
    let at = length;
    if (length > 0 && under !== '') this.#joined[at++] = DOT;
    for (let i = 0; i < under.length; i++) this.#joined[at++] = under.charCodeAt(i);
    this.bytes = this.#joined;
    this.from = 0;
    this.to = at;
    return at > 0;
  }
}
