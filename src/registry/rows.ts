// Gathers runs of rows into full batches.
import { BATCH_ROWS, type Batch } from '../model/batch.ts';
import { concat } from '../model/batch-concat.ts';

export class Rows {
  #held: Batch[] = [];
  count = 0;

  get isFull(): boolean {
    return this.count >= BATCH_ROWS;
  }

  add(rows: Batch): void {
    this.#held.push(rows);
    this.count += rows.count;
  }

  take(): Batch {
    const [first] = this.#held;
    const all = this.#held.length === 1 && first !== undefined ? first : concat(this.#held);
    this.#held = [];
    this.count = 0;
    return all;
  }
}
