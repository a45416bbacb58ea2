// The blocks of an edition: what it changed, and of some editions all that they have. Read one at a time, because a
// database with a reader half way cannot be written to.
import { createHash, hash } from 'node:crypto';
import { type Batch, pick } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import { unavailable } from '../model/failure.ts';
import { keysIn } from '../model/record-key.ts';
import type { Database, SqlRow, SqlValue, Statement } from '../sqlite/driver.ts';
import { decodeBlock, encodeBlock, type OpenBlock, openBlock } from './block-codec.ts';
import { compareKeys, inKeyOrder, type KeyRange, rowsNear, rowsOf } from './key-range.ts';
import { findIn, hashOf, hashOfName, Pointers } from './pointers.ts';
import { decoded } from './stored.ts';

export const CHANGES = 0;
export const ALL = 1;
export type Part = typeof CHANGES | typeof ALL;
/** 32 megabytes. */
export const MOST_POINTERS = 4_000_000;
/** Blocks that are kept as they were read for whoever asks for one key after the other: a few megabytes. */
const RECENT = 8;
/** The part with the pointers of another part is so much further on. */
export const POINTERS = 2;

/** Takes the rows of a part one batch after the other; `end` is to be called after the last, and sums up what was written. */
export interface BlockWriter {
  add(rows: Batch): void;
  end(): string;
}

export class Blocks {
  readonly #put: Statement;
  readonly #at: Statement;
  readonly #firsts: Statement;
  readonly #drop: Statement;
  readonly #input: string;
  readonly #open = new Map<string, OpenBlock>();

  constructor(database: Database, input: string) {
    this.#input = input;
    this.#put = database.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#at = database.prepare(
      'SELECT first, rows, body FROM block WHERE list = ? AND edition = ? AND part = ? AND place = ?',
    );
    // Out of the index alone, which has no bodies.
    this.#firsts = database.prepare(
      'SELECT first, place FROM block WHERE list = ? AND edition = ? AND part = ? ORDER BY first, place',
    );
    this.#drop = database.prepare('DELETE FROM block WHERE list = ? AND edition = ? AND part IN (?, ?)');
  }

  /** `most`: pointers that are held at once. */
  writer(list: number, edition: number, part: Part, most = MOST_POINTERS): BlockWriter {
    const pointers = new Pointers(most);
    const sum = createHash('sha256');
    let place = 0;
    return {
      add: (rows) => {
        if (rows.count === 0) return;
        pointers.add(rows, place);
        const body = summed(encodeBlock(rows));
        sum.update(body.subarray(-SUM));
        this.#put.run(list, edition, part, place++, firstKey(rows), rows.count, body);
      },
      end: () => {
        this.#point(list, edition, part, pointers);
        return sum.digest('hex');
      },
    };
  }

  /** What its writer gave when it had written the part, worked out anew; a damaged block is a failure. */
  sum(list: number, edition: number, part: Part): string {
    const sum = createHash('sha256');
    for (let place = 0; ; place++) {
      const body = this.#bodyIn(this.#at.get(list, edition, part, place));
      if (body === null) return sum.digest('hex');
      sum.update(sumOf(body));
    }
  }

  /** Writes the pointers of a part that was written without, or with fewer. */
  point(list: number, edition: number, part: Part): void {
    this.#drop.run(list, edition, part + POINTERS, part + POINTERS);
    const pointers = new Pointers(MOST_POINTERS);
    this.#note(list, edition, part, pointers);
    this.#point(list, edition, part, pointers);
  }

  #note(list: number, edition: number, part: Part, pointers: Pointers): void {
    let place = 0;
    for (const rows of this.read(list, edition, part)) pointers.add(rows, place++);
  }

  /** Where they are more than are held, the part is read again for each range of them. */
  #point(list: number, edition: number, part: Part, pointers: Pointers): void {
    let place = 0;
    for (const some of pointers.isHeld ? [pointers] : pointers.parts()) {
      if (some !== pointers) this.#note(list, edition, part, some);
      for (const { first, rows, body } of some.pieces()) {
        this.#put.run(list, edition, part + POINTERS, place++, first, rows, summed(body));
      }
    }
  }

  *read(list: number, edition: number, part: Part): Generator<Batch> {
    for (let place = 0; ; place++) {
      const body = this.#bodyIn(this.#at.get(list, edition, part, place));
      if (body === null) return;
      yield decodeBlock(body, 0);
    }
  }

  /** Only the records that hold one of these keys, in order. */
  *near(list: number, edition: number, part: Part, keys: readonly KeyRange[]): Generator<Batch> {
    const wanted = inKeyOrder(keys);
    const places = new Map<number, Set<number>>();
    const note = (place: number, n: number): void => {
      const asked = places.get(place);
      if (asked === undefined) places.set(place, new Set([n]));
      else asked.add(n);
    };
    eachNear(this.#firstsOf(list, edition, part), wanted, note);
    const hashes = (): Uint8Array[] => wanted.map(({ from }) => hashOf(from));
    this.#eachPointed(list, edition, part, hashes, (n, place) => note(place, n));
    for (const place of [...places.keys()].sort((a, b) => a - b)) {
      const block = this.#recent(list, edition, part, place);
      if (block === null) continue;
      const asked = Uint32Array.from(places.get(place)!).sort();
      const rows = rowsNear(
        block.keys,
        Array.from(asked, (n) => wanted[n]!),
      );
      if (rows.length > 0) yield block.take(rows);
    }
  }

  /** Whoever asks for a value asks next since when it is listed, which most often is in the same blocks. */
  #recent(list: number, edition: number, part: Part, place: number): OpenBlock | null {
    const name = [list, edition, part, place].join(' ');
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const body = this.#bodyIn(this.#at.get(list, edition, part, place));
    if (body === null) return null;
    const block = openBlock(body, 0);
    if (this.#open.size >= RECENT) this.#open.clear();
    this.#open.set(name, block);
    return block;
  }

  /** Only the records that a sender calls by one of these names, in order. */
  *named(list: number, edition: number, part: Part, names: ReadonlySet<string>): Generator<Batch> {
    const places = new Set<number>();
    this.#eachPointed(
      list,
      edition,
      part,
      () => [...names].map(hashOfName),
      (_, place) => places.add(place),
    );
    for (const place of [...places].sort((a, b) => a - b)) {
      const block = this.#recent(list, edition, part, place);
      if (block === null) continue;
      const records = block.take(null);
      const keep = new Uint8Array(records.count);
      records.partnerKey?.forEach((text, i) => {
        if (text !== undefined && keysIn(text).some((name) => names.has(name))) keep[i] = 1;
      });
      const rows = rowsOf(records, keep);
      if (rows.length > 0) yield pick(records, rows);
    }
  }

  /** The first keys of the blocks of a part, in order, and where these are. */
  #firstsOf(list: number, edition: number, part: number): First[] {
    return this.#firsts.all(list, edition, part).map(({ first, place }) => ({
      first: bytesIn(first),
      place: Number(place),
    }));
  }

  /** Calls `each` with the blocks to which a pointer leads from one of these hashes, asked for where there are any. */
  #eachPointed(
    list: number,
    edition: number,
    part: Part,
    hashes: () => readonly Uint8Array[],
    each: (which: number, place: number) => void,
  ): void {
    const firsts = this.#firstsOf(list, edition, part + POINTERS);
    if (firsts.length === 0) return; // as of a list of single keys, which may be asked for by thousands
    const given = hashes();
    const order = [...given.keys()].sort((a, b) => compareKeys(given[a]!, given[b]!));
    const ranges = order.map((n) => ({ from: given[n]!, to: given[n]! }));
    const pieces = new Map<number, number[]>();
    eachNear(firsts, ranges, (place, n) => {
      const asked = pieces.get(place);
      if (asked === undefined) pieces.set(place, [n]);
      else asked.push(n);
    });
    for (const [place, asked] of pieces) {
      const row = this.#at.get(list, edition, part + POINTERS, place);
      const body = this.#bodyIn(row);
      if (body === null) continue;
      const piece = { first: bytesIn(row?.['first']), rows: Number(row?.['rows']), body };
      decoded('a block of pointers', () =>
        findIn(
          piece,
          asked.map((n) => given[order[n]!]!),
          (k, found) => each(order[asked[k]!]!, found),
        ),
      );
    }
  }

  #bodyIn(row: SqlRow | undefined): Uint8Array | null {
    const stored: SqlValue | undefined = row?.['body'];
    if (!(stored instanceof Uint8Array)) return null;
    const body = withoutSum(stored);
    if (compareBytes(sumOf(body), 0, SUM, stored, body.length, stored.length) !== 0) {
      throw unavailable('sqlite/damaged', { input: this.#input });
    }
    return body;
  }

  drop(list: number, edition: number, part: Part): void {
    this.#open.clear();
    this.#drop.run(list, edition, part, part + POINTERS);
  }
}

interface First {
  readonly first: Uint8Array;
  readonly place: number;
}

/** Calls `each` with the blocks that may hold a first key of one of these ranges; both are in order. */
function eachNear(
  firsts: readonly First[],
  keys: readonly KeyRange[],
  each: (place: number, which: number) => void,
): void {
  // The first block that may hold a key is the last that begins with a smaller one.
  for (let n = 0, at = 0; n < keys.length; n++) {
    const { from, to } = keys[n]!;
    while (at + 1 < firsts.length && compareKeys(firsts[at + 1]!.first, from) < 0) at++;
    for (let k = at; k < firsts.length && compareKeys(firsts[k]!.first, to) <= 0; k++) each(firsts[k]!.place, n);
  }
}

function bytesIn(value: SqlValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

export function firstKey({ kind, bytes, start }: Batch): Uint8Array {
  const key = new Uint8Array(1 + start[1]! - start[0]!);
  key[0] = kind[0]!;
  key.set(bytes.subarray(start[0]!, start[1]!), 1);
  return key;
}

/** Bytes of the sum behind every block: SQLite does not notice when a page of a long value is not what was written. */
const SUM = 16;

function sumOf(body: Uint8Array): Uint8Array {
  return hash('sha256', body, 'buffer').subarray(0, SUM);
}

/** Not a Buffer, which is another class: loops over both are slower than over one of them. */
export function withoutSum(stored: Uint8Array): Uint8Array {
  return new Uint8Array(stored.buffer, stored.byteOffset, Math.max(0, stored.length - SUM));
}

function summed(body: Uint8Array): Uint8Array {
  return Buffer.concat([body, sumOf(body)]);
}
