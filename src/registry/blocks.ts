// The blocks of an edition: what it changed, and of some editions all that they have. Read one at a time, because a
// database with a reader half way cannot be written to.
import { hash } from 'node:crypto';
import type { Batch } from '../model/batch.ts';
import { compareBytes } from '../model/bytes.ts';
import { unavailable } from '../model/failure.ts';
import type { Database, SqlValue, Statement } from '../sqlite/driver.ts';
import { decodeBlock, encodeBlock } from './block-codec.ts';

export const CHANGES = 0;
export const ALL = 1;
export type Part = typeof CHANGES | typeof ALL;

/** Keys from one to another, each its kind and then its bytes; both the same for a single one. */
export interface KeyRange {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

export class Blocks {
  readonly #put: Statement;
  readonly #at: Statement;
  readonly #near: Statement;
  readonly #drop: Statement;
  readonly #input: string;

  constructor(database: Database, input: string) {
    this.#input = input;
    this.#put = database.prepare('INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#at = database.prepare('SELECT body FROM block WHERE list = ? AND edition = ? AND part = ? AND place = ?');
    // The first that may hold the key is the last that begins with a smaller one.
    this.#near = database.prepare(`SELECT place, body FROM block WHERE list = ? AND edition = ? AND part = ?
      AND first <= ? AND place >= coalesce((SELECT place FROM block WHERE list = ? AND edition = ? AND part = ?
      AND first < ? ORDER BY first DESC, place DESC LIMIT 1), 0)`);
    this.#drop = database.prepare('DELETE FROM block WHERE list = ? AND edition = ? AND part = ?');
  }

  writer(list: number, edition: number, part: Part): (rows: Batch) => void {
    let place = 0;
    return (rows) => {
      if (rows.count === 0) return;
      this.#put.run(list, edition, part, place++, firstKey(rows), rows.count, summed(encodeBlock(rows)));
    };
  }

  *read(list: number, edition: number, part: Part): Generator<Batch> {
    for (let place = 0; ; place++) {
      const body = this.#bodyIn(this.#at.get(list, edition, part, place));
      if (body === null) return;
      yield decodeBlock(body, 0);
    }
  }

  /** Only the blocks that may hold a record which begins with one of these keys, in order. */
  near(list: number, edition: number, part: Part, keys: readonly KeyRange[]): Batch[] {
    const found = new Map<number, Batch>();
    for (const { from, to } of keys) {
      for (const row of this.#near.iterate(list, edition, part, to, list, edition, part, from)) {
        const [place, body] = [Number(row['place']), this.#bodyIn(row)];
        if (body !== null && !found.has(place)) found.set(place, decodeBlock(body, 0));
      }
    }
    return [...found].sort(([a], [b]) => a - b).map(([, batch]) => batch);
  }

  #bodyIn(row: Readonly<Record<string, SqlValue>> | undefined): Uint8Array | null {
    const stored = row?.['body'];
    if (!(stored instanceof Uint8Array)) return null;
    const body = stored.subarray(0, Math.max(0, stored.length - SUM));
    if (compareBytes(sumOf(body), 0, SUM, stored, body.length, stored.length) !== 0) {
      throw unavailable('sqlite/damaged', { input: this.#input });
    }
    return body;
  }

  drop(list: number, edition: number, part: Part): void {
    this.#drop.run(list, edition, part);
  }
}

function firstKey({ kind, bytes, start }: Batch): Uint8Array {
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

function summed(body: Uint8Array): Uint8Array {
  return Buffer.concat([body, sumOf(body)]);
}
