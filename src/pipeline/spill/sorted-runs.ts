// Sorting beyond the memory. Each run of rows that fits is written sorted; at the end the runs are merged. The places of
// the rows keep equal keys in the order in which they came, whichever runs are merged first.
import type { Batch } from '../../model/batch.ts';
import { isBefore, recordEnd, recordsInOrder } from '../row-order.ts';
import { collate } from './collate.ts';
import type { HeldSettings } from './held-rows.ts';
import { putRow } from './row-codec.ts';
import { Runs } from './runs.ts';
import { mostStreams } from './sizes.ts';
import { PIECE, Spool } from './spool.ts';
import { type Stream, StreamWriter } from './stream.ts';

export class SortedRuns {
  readonly #settings: HeldSettings;
  readonly #runs: Stream[] = [];
  #spool: Spool | null = null;
  #rows = 0;
  /** The source of all rows so far; null where there are several, or rows say where they come from. */
  #source: number | null = null;

  constructor(settings: HeldSettings) {
    this.#settings = settings;
  }

  get count(): number {
    return this.#runs.length;
  }

  /** Sorts the rows that came after those added before, and puts them away. */
  async add(batch: Batch): Promise<void> {
    const source = batch.origins === null ? batch.source : null;
    this.#source = this.count === 0 || source === this.#source ? source : null;
    this.#spool ??= await this.#open();
    const run = new StreamWriter(this.#spool);
    for (const first of recordsInOrder(batch)) {
      const end = recordEnd(batch, first);
      for (let row = first; row < end; row++) putRow(run, batch, row, this.#rows + row, row - first);
      if (run.length >= PIECE) await run.flush();
    }
    this.#runs.push(await run.finish());
    this.#rows += batch.count;
  }

  async #open(): Promise<Spool> {
    const spool = await Spool.open(this.#settings);
    this.#settings.onSpill?.();
    return spool;
  }

  /** All rows in order, to be asked for once, after the last was added. */
  async *emit(): AsyncGenerator<Batch> {
    const runs = this.#runs;
    const most = mostStreams(this.#settings.memory);
    // The oldest first, and no more than must be: so that each row is written as rarely as can be.
    while (runs.length > most) runs.push(await this.#merge(runs.splice(0, Math.min(most, runs.length - most + 1))));
    const options = { isBefore, tellsOrigins: this.#source === null };
    for await (const { batch } of collate(this.#spool!, runs, options)) yield batch;
  }

  async #merge(streams: readonly Stream[]): Promise<Stream> {
    const runs = await Runs.open(this.#spool!, streams, isBefore);
    const merged = new StreamWriter(this.#spool!);
    for (let row = runs.row; row !== null; row = runs.row) {
      merged.record(row.bytes, row.from, row.to);
      if (merged.length >= PIECE) await merged.flush();
      if (!runs.next()) await runs.more();
    }
    return merged.finish();
  }

  /** Gives the temporary file back; to be called however the run ends. */
  async close(): Promise<void> {
    await this.#spool?.close();
  }
}
