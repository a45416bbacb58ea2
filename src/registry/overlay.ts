// Sorted rows with changes laid over them: what an edition has is the last full one and every change since.
import type { Batch } from '../model/batch.ts';
import { GONE } from './block-codec.ts';
import { compareRecords, endOf } from './records.ts';
import { Rows } from './rows.ts';

/** A place in sorted batches that are read one by one. */
export class Cursor {
  readonly #batches: Iterator<Batch>;
  batch: Batch | null = null;
  row = 0;

  constructor(batches: Iterable<Batch>) {
    this.#batches = batches[Symbol.iterator]();
    this.#next();
  }

  /** The row after the record at which it stands. */
  get end(): number {
    return this.batch === null ? 0 : endOf(this.batch, this.row);
  }

  moveTo(row: number): void {
    this.row = row;
    if (this.batch !== null && row >= this.batch.count) this.#next();
  }

  #next(): void {
    let next = this.#batches.next();
    while (next.done !== true && next.value.count === 0) next = this.#batches.next();
    this.batch = next.done === true ? null : next.value;
    this.row = 0;
  }
}

/** `older` with the records of `newer` put in or in place of their own. */
export function* overlay(older: Iterable<Batch>, newer: Iterable<Batch>): Generator<Batch> {
  const rows = new Rows();
  const below = new Cursor(older);
  const above = new Cursor(newer);
  while (below.batch !== null || above.batch !== null) {
    const { batch } = below;
    const change = above.batch;
    if (batch !== null) {
      const from = below.row;
      let to = from;
      let order = -1;
      while (to < batch.count) {
        order = change === null ? -1 : compareRecords(batch, to, change, above.row);
        if (order >= 0) break;
        to = endOf(batch, to);
      }
      if (to > from) rows.add(batch, from, to);
      below.moveTo(order === 0 ? endOf(batch, to) : to);
      if (order < 0) {
        if (rows.isFull) yield rows.take();
        continue; // the next batch may still come before the change
      }
    }
    if (change !== null) {
      rows.add(change, above.row, above.end);
      above.moveTo(above.end);
    }
    if (rows.isFull) yield rows.take();
  }
  if (rows.count > 0) yield rows.take();
}

/** Without the rows that say only that their keys are gone. */
export function* withoutGone(batches: Iterable<Batch>): Generator<Batch> {
  const rows = new Rows();
  for (const batch of batches) {
    for (let from = 0; from < batch.count; ) {
      let to = from;
      while (to < batch.count && batch.op[to]! < GONE) to++;
      if (to > from) rows.add(batch, from, to);
      from = to + 1;
    }
    if (rows.isFull) yield rows.take();
  }
  if (rows.count > 0) yield rows.take();
}
