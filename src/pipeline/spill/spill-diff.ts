// A comparison that exceeds its memory. What it holds of the older edition is taken apart into a log, its later rows
// follow; so are the keys of the newer edition that went by, and the rows that come. Equal keys go into one part; each part
// is compared alone; what differs is put together again by the places of the rows, what was removed behind it.
//
//   state, batches -> logs -> parts -> one state after the other -> runs -> one delta
import type { Batch } from '../../model/batch.ts';
import { type DiffCount, DiffState, noDifference } from '../diff-state.ts';
import { collate } from './collate.ts';
import { keyHash } from './key-hash.ts';
import { SpillLog } from './log.ts';
import { readPart } from './read-part.ts';
import { putRow } from './row-codec.ts';
import type { PlacedRows } from './row-collector.ts';
import { partCount, type SpillSettings } from './sizes.ts';
import { Spool } from './spool.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';

export interface SpilledDiffSettings extends SpillSettings {
  readonly seed: number;
}

interface Runs {
  readonly differing: Stream[];
  readonly removed: Stream[];
}

export class SpilledDiff {
  readonly #settings: SpilledDiffSettings;
  readonly #spool: Spool;
  readonly #older: SpillLog;
  /** Keys of newer rows that went by before: what else has them repeats them. */
  readonly #gone: SpillLog;
  readonly #newer: SpillLog;
  /** Bytes that a key takes in memory. */
  #keyBytes = 0;
  /** Exceptions that only the older edition has, of the parts that are compared. */
  exceptionsGone = 0;

  private constructor(spool: Spool, settings: SpilledDiffSettings) {
    this.#settings = settings;
    this.#spool = spool;
    this.#older = new SpillLog(spool);
    this.#gone = new SpillLog(spool);
    this.#newer = new SpillLog(spool);
  }

  /** Takes over from a state, which is of no use afterwards. */
  static async takeOver(state: DiffState, settings: SpilledDiffSettings): Promise<SpilledDiff> {
    const diff = new SpilledDiff(await Spool.open(settings), settings);
    try {
      diff.#keyBytes = state.byteLength / Math.max(1, state.count);
      for (const rows of state.olderRows()) await diff.#older.add(rows);
      for (const keys of state.newerKeys()) await diff.#gone.add(keys);
      return diff;
    } catch (error) {
      await diff.close();
      throw error;
    }
  }

  async addOlder(batch: Batch): Promise<void> {
    await this.#older.add(batch);
  }

  async addNewer(batch: Batch): Promise<void> {
    await this.#newer.add(batch);
  }

  /** The rest of the delta, to be asked for once, after the last row. */
  async *emit(count: DiffCount): AsyncGenerator<Batch> {
    const { seed } = this.#settings;
    const logs = [this.#older, this.#gone, this.#newer];
    for (const log of logs) await log.finish();
    const rows = logs.reduce((sum, log) => sum + log.rows, 0);
    const parts = partCount(rows * this.#keyBytes, this.#settings);
    const parted: Stream[][] = [];
    for (const log of logs) parted.push(await log.part((row) => keyHash(row, seed) % parts));
    const runs: Runs = { differing: [], removed: [] };
    for (let part = 0; part < parts; part++) {
      const [older, gone, newer] = parted.map((streams) => streams[part]);
      await this.#compare({ older, gone, newer }, count, runs);
    }
    for await (const { batch } of collate(this.#spool, runs.differing)) yield batch;
    for await (const { batch } of collate(this.#spool, runs.removed)) yield batch;
  }

  async #compare(
    { older, gone, newer }: Readonly<Record<'older' | 'gone' | 'newer', Stream | undefined>>,
    count: DiffCount,
    runs: Runs,
  ): Promise<void> {
    const state = new DiffState(this.#settings.seed);
    for await (const { batch, places } of this.#read(older)) state.addOlder(batch, places);
    for await (const { batch } of this.#read(gone)) state.differing(batch, noDifference());
    const differing = new StreamWriter(this.#spool);
    for await (const { batch, places, records } of this.#read(newer)) {
      for (const i of state.differing(batch, count)) {
        putRow(differing, batch, i, places[i]!, places[i]! - records[i]!);
      }
      await differing.flush();
    }
    runs.differing.push(await differing.finish());
    const removed = new StreamWriter(this.#spool);
    this.exceptionsGone += state.exceptionsGone();
    for (const { batch, places } of state.removed(count)) {
      for (let i = 0; i < batch.count; i++) putRow(removed, batch, i, places[i]!, 0);
      await removed.flush();
    }
    runs.removed.push(await removed.finish());
  }

  async *#read(part: Stream | undefined): AsyncGenerator<PlacedRows> {
    if (part !== undefined) yield* readPart(new StreamReader(this.#spool, part, true));
  }

  /** Gives the temporary file back; to be called however the run ends. */
  async close(): Promise<void> {
    await this.#spool.close();
  }
}
