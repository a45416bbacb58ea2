// Gathers runs of rows into full batches.
import { BATCH_ROWS, type Batch, slice } from '../model/batch.ts';
import { joined, type Span } from '../model/batch-concat.ts';

export class Rows {
  #held: Span[] = [];
  count = 0;

  get isFull(): boolean {
    return this.count >= BATCH_ROWS;
  }

  /** Rows `from` to `to` of a batch. */
  add(batch: Batch, from: number, to: number): void {
    this.#held.push({ batch, from, to });
    this.count += to - from;
  }

  take(): Batch {
    const [first] = this.#held;
    const isOne = this.#held.length === 1 && first !== undefined;
    const all = isOne ? slice(first.batch, first.from, first.to) : joined(this.#held);
    this.#held = [];
    this.count = 0;
    return all;
  }
}
