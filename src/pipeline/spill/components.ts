// Which records must be merged together: those that share a key, and those that share one with these. Union-find over
// record numbers, four bytes each, so that it fits where the records do not.

import { keyHash } from './key-hash.ts';
import type { RecordCursor } from './row-codec.ts';

/** Two numbers a slot, and a table that is at most two thirds full. */
const BYTES_PER_KEY = 24;
/** Sizes are counted in units of so many bytes, so that four bytes can say them. */
const UNIT = 16;

/** The records of the list from its first; `each` gets every row with the number of its record. */
export type Scan = (each: (row: RecordCursor, record: number) => void) => Promise<void>;

/** What ties a record to others: each is told by two hashes, of which the second must differ where the first does not. */
export type LinksOf = (row: RecordCursor, link: (hash: number, check: number) => void) => void;

/** Records are tied by the keys of their rows. */
export function linkedByKey(seed: number): LinksOf {
  return (row, link) => link(keyHash(row, seed), keyHash(row, ~seed));
}

/** The part of each record, so that no part is much larger than `target` bytes, unless one component is. */
export async function assignParts(
  scan: Scan,
  size: { readonly records: number; readonly rows: number },
  target: { readonly part: number; readonly table: number },
  linksOf: LinksOf,
): Promise<(record: number) => number> {
  const components = new Components(size.records);
  const slices = Math.ceil((size.rows * BYTES_PER_KEY) / target.table);
  for (let slice = 0; slice < slices; slice++) {
    // The table holds one slice of all keys at a time: it costs another scan, and no file.
    const table = new LinkTable(Math.ceil((size.rows * 1.1) / slices));
    let record = 0;
    const link = (hash: number, check: number): void => {
      if (hash % slices !== slice) return;
      const other = table.put(Math.floor(hash / slices), check, record);
      if (other >= 0) components.join(other, record);
    };
    await scan((row, number) => {
      record = number;
      if (slice === 0) components.add(row, record);
      linksOf(row, link);
    });
  }
  return components.parts(target.part);
}

class Components {
  readonly #parent: Uint32Array;
  readonly #size: Uint32Array;

  constructor(records: number) {
    this.#parent = new Uint32Array(records);
    for (let record = 0; record < records; record++) this.#parent[record] = record;
    this.#size = new Uint32Array(records);
  }

  /** Counts a row, and joins a row of a merge taken apart with the next one of its item: each is a record there. */
  add(row: RecordCursor, record: number): void {
    this.#enlarge(record, Math.ceil((row.to - row.from) / UNIT));
    if (row.next > 0) this.join(record, row.next - 1);
  }

  join(a: number, b: number): void {
    const [first, second] = [this.#root(a), this.#root(b)];
    if (first < second) this.#parent[second] = first;
    else if (second < first) this.#parent[first] = second;
  }

  #root(record: number): number {
    const parent = this.#parent;
    let at = record;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  #enlarge(record: number, units: number): void {
    this.#size[record] = Math.min(0xffff_ffff, this.#size[record]! + units);
  }

  /** Fills one part after the other in the order of the records. */
  parts(target: number): (record: number) => number {
    const size = this.#size;
    const records = size.length;
    for (let record = 0; record < records; record++) {
      const root = this.#root(record);
      if (root !== record) this.#enlarge(root, size[record]!);
    }
    let part = 0;
    let held = 0;
    for (let record = 0; record < records; record++) {
      if (this.#root(record) !== record) continue;
      const bytes = size[record]! * UNIT;
      if (held > 0 && held + bytes > target) {
        part++;
        held = 0;
      }
      held += bytes;
      size[record] = part;
    }
    return (record) => size[this.#root(record)]!;
  }
}

/** The first record met for each key, by a hash of the key: a hash shared by chance joins too much, never too little. */
class LinkTable {
  readonly #checks: Uint32Array;
  /** Record + 1. */
  readonly #records: Uint32Array;
  #room: number;
  #late = -1;

  constructor(keys: number) {
    let slots = 1 << 10;
    while (slots < keys * 1.5) slots *= 2;
    this.#room = Math.floor(slots * 0.9);
    this.#checks = new Uint32Array(slots);
    this.#records = new Uint32Array(slots);
  }

  /** The record put under this key before, or -1. */
  put(hash: number, check: number, record: number): number {
    const mask = this.#records.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#records[slot]!;
      if (held === 0) {
        // Fuller than hashes make it by chance: keys that find no room count as one.
        if (this.#room === 0) return this.#putLate(record);
        this.#room--;
        this.#checks[slot] = check;
        this.#records[slot] = record + 1;
        return -1;
      }
      if (this.#checks[slot] === check) return held - 1;
    }
  }

  #putLate(record: number): number {
    const other = this.#late;
    if (other < 0) this.#late = record;
    return other;
  }
}
