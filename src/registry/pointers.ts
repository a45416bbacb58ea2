// Where the records are that hold a key which is not their first: blocks are found by first keys, and a list of records
// would have to be read whole for any other. For each such key a hash of 32 bits and the place of the block, in the order
// of the hashes: three to six bytes a key. Another key with the same hash costs a look at a block where it is not.
// Since version 3 of the schema also where the rows are that a sender calls by the name of a record.
import type { Batch } from '../model/batch.ts';
import { toUtf8 } from '../model/bytes.ts';
import { kinds, PREFIX_BYTES } from '../model/kinds.ts';
import { isRecordKey, keysIn } from '../model/record-key.ts';
import { ColumnReader, ColumnWriter } from './column-codec.ts';

/** Pointers of one piece, as it is stored. */
const PIECE = 8192;
/** Which half of a number of 64 bits is the high one. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Hashes from one to another, the last left out. */
interface HashRange {
  readonly from: number;
  readonly to: number;
}

const HASHES = 2 ** 32;
const NONE = new Uint32Array(0);

export class Pointers {
  readonly #most: number;
  readonly #range: HashRange;
  #halves = new Uint32Array(2 * PIECE);
  #count = 0;

  /** Of this range of hashes; where there are more than `most`, they are counted and let go. */
  constructor(most: number, range: HashRange = { from: 0, to: HASHES }) {
    this.#most = most;
    this.#range = range;
  }

  get isHeld(): boolean {
    return this.#count <= this.#most;
  }

  /** The same hashes in ranges that can be held, one after the other. */
  *parts(): Generator<Pointers> {
    const parts = Math.ceil(this.#count / this.#most);
    const step = Math.ceil(HASHES / parts);
    // No range has just as many as the others.
    for (let from = 0; from < HASHES; from += step) {
      yield new Pointers(Number.POSITIVE_INFINITY, { from, to: Math.min(HASHES, from + step) });
    }
  }

  /** Notes the keys of a block that stands at this place. */
  add(block: Batch, place: number): void {
    const { item, count, kind, start, bytes, partnerKey } = block;
    for (let i = 1; item !== null && i < count; i++) {
      if (item[i] === item[i - 1]) this.#put(hashOfKey(kind[i]!, bytes, start[i]!, start[i + 1]!), place);
    }
    if (partnerKey !== null) this.#addNames(partnerKey, place);
  }

  #addNames(names: readonly (string | undefined)[], place: number): void {
    let last: string | undefined;
    for (const text of names) {
      if (text === undefined || text === last) continue; // rows of one record stand side by side
      last = text;
      for (const name of keysIn(text)) if (isRecordKey(name)) this.#put(asNumber(hashOfName(name)), place);
    }
  }

  #put(hash: number, place: number): void {
    if (hash < this.#range.from || hash >= this.#range.to) return;
    if (this.#count >= this.#most) {
      this.#count++;
      this.#halves = NONE;
      return;
    }
    if (this.#count * 2 === this.#halves.length) this.#grow();
    const at = 2 * this.#count++;
    this.#halves[at + HIGH] = hash;
    this.#halves[at + 1 - HIGH] = place;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#halves.length * 2);
    larger.set(this.#halves);
    this.#halves = larger;
  }

  /** All of them in pieces, each with its first hash. */
  *pieces(): Generator<{ readonly first: Uint8Array; readonly rows: number; readonly body: Uint8Array }> {
    new BigUint64Array(this.#halves.buffer, 0, this.#count).sort();
    for (let from = 0; from < this.#count; from += PIECE) {
      const rows = Math.min(PIECE, this.#count - from);
      const steps = new Uint32Array(rows);
      const places = new Uint32Array(rows);
      const first = this.#halves[2 * from + HIGH]!;
      for (let i = 0, last = first; i < rows; i++) {
        const hash = this.#halves[2 * (from + i) + HIGH]!;
        steps[i] = hash - last;
        last = hash;
        places[i] = this.#halves[2 * (from + i) + 1 - HIGH]!;
      }
      const out = new ColumnWriter();
      out.numbers(steps);
      out.numbers(places);
      yield { first: asBytes(first), rows, body: out.joined() };
    }
  }
}

/** Calls `found` with each of these hashes, which are in order, that a piece knows, and the places it knows for it. */
export function findIn(
  piece: { readonly first: Uint8Array; readonly rows: number; readonly body: Uint8Array },
  hashes: readonly Uint8Array[],
  found: (which: number, place: number) => void,
): void {
  const from = new ColumnReader(piece.body);
  const steps = from.words(piece.rows);
  const places = from.words(piece.rows);
  const wanted = Uint32Array.from(hashes, asNumber);
  for (let i = 0, n = 0, at = asNumber(piece.first); i < piece.rows; i++) {
    at += steps?.[i] ?? 0;
    while (n < wanted.length && wanted[n]! < at) n++;
    if (n === wanted.length) return;
    for (let k = n; wanted[k] === at; k++) found(k, places?.[i] ?? 0);
  }
}

/** The hash of a key that stands behind its kind. Of a prefix only the beginning counts, because only that is asked for. */
export function hashOf(key: Uint8Array): Uint8Array {
  return asBytes(hashOfKey(key[0] ?? 0, key, 1, key.length));
}

/** The name of a record is pointed at as a key of kind `record` is. */
export function hashOfName(name: string): Uint8Array {
  const bytes = toUtf8(name);
  return asBytes(hashOfKey(kinds.record.code, bytes, 0, bytes.length));
}

const PREFIX_CODE = kinds['sb-prefix'].code;

function hashOfKey(kind: number, bytes: Uint8Array, from: number, to: number): number {
  const end = kind === PREFIX_CODE ? Math.min(to, from + PREFIX_BYTES.least) : to;
  let hash = Math.imul(kind + 1, 0x9e3779b1);
  for (let at = from; at < end; at++) hash = Math.imul((hash ^ bytes[at]!) + (hash >>> 15), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** In the order of the numbers. */
function asBytes(hash: number): Uint8Array {
  return Uint8Array.of(hash >>> 24, hash >>> 16, hash >>> 8, hash);
}

function asNumber(hash: Uint8Array): number {
  return new DataView(hash.buffer, hash.byteOffset, hash.byteLength).getUint32(0);
}
