// Provenance while a batch is built: typed columns that grow, because a list that was merged before has a source or two
// on each of its millions of rows, and an object for each would cost more than all the rest of the row.
import type { Batch, Origins } from './batch.ts';
import { grown } from './columns.ts';

/** What a row without origins of its own comes from: the batch's source, by the row's line and operation. */
export interface OwnOrigins {
  readonly source: number;
  readonly line: Uint32Array;
  readonly op: Uint8Array;
}

export class OriginColumns {
  /** Where the entries of row i begin, for the rows seen so far. */
  #start: Uint32Array<ArrayBuffer>;
  #rows = 0;
  #count = 0;
  #source: Uint16Array<ArrayBuffer>;
  #line: Uint32Array<ArrayBuffer>;
  #op: Uint8Array<ArrayBuffer>;

  constructor(rows: number) {
    this.#start = new Uint32Array(rows + 1);
    this.#source = new Uint16Array(rows);
    this.#line = new Uint32Array(rows);
    this.#op = new Uint8Array(rows);
  }

  /** Adds an origin to this row, which no row with origins may follow. */
  add(row: number, source: number, line: number, op: number): void {
    if (this.#rows <= row) this.#open(row);
    const n = this.#count++;
    if (n === this.#source.length) this.#grow();
    this.#source[n] = source;
    this.#line[n] = line;
    this.#op[n] = op;
  }

  /** Forgets all rows but the first `rows`. */
  truncate(rows: number): void {
    if (this.#rows <= rows) return;
    this.#count = this.#start[rows] as number; // a row seen
    this.#rows = rows;
  }

  /** The columns of `count` rows; what was added to them must not be added to again. */
  take(count: number, own: OwnOrigins): Origins {
    const total = this.#count;
    this.#open(count);
    const start = this.#start.subarray(0, count + 1);
    let bare = 0;
    for (let i = 0; i < count; i++) if (start[i] === start[i + 1]) bare++;
    if (bare > 0) return this.#filled(start, total + bare, own);
    return {
      start,
      source: this.#source.subarray(0, total),
      line: this.#line.subarray(0, total),
      op: this.#op.subarray(0, total),
    };
  }

  /** A copy in which rows without an origin have their own. */
  #filled(start: Uint32Array, total: number, own: OwnOrigins): Origins {
    const count = start.length - 1;
    const filled = {
      start: new Uint32Array(count + 1),
      source: new Uint16Array(total),
      line: new Uint32Array(total),
      op: new Uint8Array(total),
    };
    for (let i = 0, to = 0; i < count; i++) {
      const from = start[i] as number; // count + 1 of them
      const end = start[i + 1] as number;
      if (from === end) {
        filled.source[to] = own.source;
        filled.line[to] = own.line[i] as number; // rows of the batch
        filled.op[to] = own.op[i] as number;
        to++;
      } else {
        filled.source.set(this.#source.subarray(from, end), to);
        filled.line.set(this.#line.subarray(from, end), to);
        filled.op.set(this.#op.subarray(from, end), to);
        to += end - from;
      }
      filled.start[i + 1] = to;
    }
    return filled;
  }

  /** Sees the rows up to this one: they begin where the entries end. */
  #open(row: number): void {
    if (row >= this.#start.length) {
      this.#start = grown(this.#start, Math.max(row + 1, this.#start.length * 2));
    }
    while (this.#rows <= row) this.#start[this.#rows++] = this.#count;
  }

  #grow(): void {
    const length = Math.max(64, this.#source.length * 2);
    this.#source = grown(this.#source, length);
    this.#line = grown(this.#line, length);
    this.#op = grown(this.#op, length);
  }
}

/** The batch without origins, where they say of every row what it says without them. */
export function spared(batch: Batch): Batch {
  const { origins, count, op, line } = batch;
  if (origins === null || origins.source.length !== count) return batch;
  const source = origins.source[0] ?? batch.source;
  for (let i = 0; i < count; i++) {
    if (origins.start[i] !== i || origins.source[i] !== source) return batch;
    if (origins.line[i] !== line[i] || origins.op[i] !== op[i]) return batch;
  }
  return { ...batch, source, origins: null };
}
