// Which rows of a batch belong to one item, while it is built. The column is made once an item has two rows: most lists
// hold single keys, and four bytes a row for nothing are dear when they go from thread to thread.
import { BATCH_ROWS } from './batch.ts';
import { grown } from './columns.ts';

export class ItemColumn {
  /** For each row the first row of its item. */
  #first: Uint32Array<ArrayBuffer> | null = null;
  /** Rows that have their entry. */
  #rows = 0;

  /** The rows from `first` on, up to `end`, are one item; where `joins`, that of the row before. Called in order of rows. */
  group(first: number, end: number, joins: boolean): void {
    const column = this.#alone(first, end);
    const item = joins && first > 0 ? column[first - 1]! : first;
    for (let i = first; i < end; i++) column[i] = item; // `fill` of two rows takes longer than these
    this.#rows = end;
  }

  /** The column of so many rows, which is given away; null where every row is alone. */
  take(count: number): Uint32Array | null {
    if (this.#first === null) return null;
    const column = this.#alone(count, count).subarray(0, count);
    this.#first = null;
    this.#rows = 0;
    return column;
  }

  /** The column with room for so many rows, in which those before `row` that were not grouped are alone. */
  #alone(row: number, room: number): Uint32Array<ArrayBuffer> {
    let column = this.#first ?? new Uint32Array(BATCH_ROWS);
    if (column.length < room) column = grown(column, Math.max(room, column.length * 2));
    for (; this.#rows < row; this.#rows++) column[this.#rows] = this.#rows;
    this.#first = column;
    return column;
  }
}
