// Dropping repeated keys beyond the memory. Rows that went by stay gone by: their keys stay in memory while the rest
// comes in, and only rows with other keys are kept in a log, parted by key, and judged part by part.
import { type Batch, pick } from '../../model/batch.ts';
import { FreshRows, unknownRows } from '../fresh-rows.ts';
import { KeyIndex } from '../index/key-index.ts';
import type { Repeats } from '../repeats.ts';
import { collate } from './collate.ts';
import { keyHash } from './key-hash.ts';
import { SpillLog } from './log.ts';
import { readPart } from './read-part.ts';
import { putRow } from './row-codec.ts';
import { partCount, type SpillSettings } from './sizes.ts';
import { Spool } from './spool.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';

export interface SpilledDedupeSettings extends SpillSettings {
  readonly seed: number;
  readonly repeats: Repeats;
}

export class SpilledDedupe {
  readonly #settings: SpilledDedupeSettings;
  readonly #spool: Spool;
  readonly #log: SpillLog;
  #known: KeyIndex;
  /** Bytes that a key takes in memory. */
  readonly #keyBytes: number;

  private constructor(spool: Spool, known: KeyIndex, keys: number, settings: SpilledDedupeSettings) {
    this.#settings = settings;
    this.#spool = spool;
    this.#log = new SpillLog(spool);
    this.#known = known;
    this.#keyBytes = known.byteLength / Math.max(1, keys);
  }

  /** Takes over from an index that holds so many keys. */
  static async takeOver(known: KeyIndex, keys: number, settings: SpilledDedupeSettings): Promise<SpilledDedupe> {
    return new SpilledDedupe(await Spool.open(settings), known, keys, settings);
  }

  async add(batch: Batch): Promise<void> {
    const rows = unknownRows(this.#known, batch);
    this.#settings.repeats.tellAllBut(rows, batch);
    if (rows.length > 0) await this.#log.add(rows.length === batch.count ? batch : pick(batch, rows));
  }

  /** The rows that are left, to be asked for once, after the last row. */
  async *emit(): AsyncGenerator<Batch> {
    const { seed } = this.#settings;
    this.#known = new KeyIndex(seed); // its memory is needed
    await this.#log.finish();
    const parts = partCount(this.#log.rows * this.#keyBytes, this.#settings);
    const runs: Stream[] = [];
    for (const part of await this.#log.part((row) => keyHash(row, seed) % parts)) runs.push(await this.#judge(part));
    for await (const { batch } of collate(this.#spool, runs)) yield batch;
  }

  async #judge(part: Stream): Promise<Stream> {
    const index = new KeyIndex(this.#settings.seed);
    const rows = new FreshRows();
    const run = new StreamWriter(this.#spool);
    for await (const { batch, places, records } of readPart(new StreamReader(this.#spool, part, true))) {
      const fresh = rows.of(index, batch);
      this.#settings.repeats.tellAllBut(fresh, batch);
      for (const i of fresh) {
        putRow(run, batch, i, places[i]!, places[i]! - records[i]!);
      }
      await run.flush();
    }
    return run.finish();
  }

  /** Gives the temporary file back; to be called however the run ends. */
  async close(): Promise<void> {
    await this.#spool.close();
  }
}
