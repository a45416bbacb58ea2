// A merge that exceeds its memory. What is merged so far is taken apart into a log, all later rows follow; records that
// share keys go into one part; each part is merged alone, in the old order and so with the old decisions; the merged
// parts are put together again by the places of their rows. What comes out is what one large state would have given.
//
//   state, batches -> log -> parts -> one state after the other -> runs -> one list
import type { Batch } from '../../model/batch.ts';
import { tellRemarks } from '../merge/remarks.ts';
import { type MergeSettings, MergeState } from '../merge/state.ts';
import { collate } from './collate.ts';
import { assignParts, linkedByKey } from './components.ts';
import { keyHash } from './key-hash.ts';
import { SpillLog } from './log.ts';
import { readPart } from './read-part.ts';
import { putRow } from './row-codec.ts';
import { LEAST_MEMORY, partCount, type SpillSettings, sizeText } from './sizes.ts';
import { Spool } from './spool.ts';
import { type Stream, StreamReader, StreamWriter } from './stream.ts';

export type SpilledMergeSettings = MergeSettings & SpillSettings;

export class SpilledMerge {
  readonly #settings: SpilledMergeSettings;
  readonly #spool: Spool;
  readonly #log: SpillLog;
  /** The state for the next part: empty, with the counts of those before. */
  #state: MergeState;
  /** Bytes a row takes in a merge for each byte it takes in the log. */
  #growth = 1;
  #largest = 0;

  private constructor(spool: Spool, settings: SpilledMergeSettings) {
    this.#settings = { ...settings, expected: () => 0 }; // that was for one table for all
    this.#spool = spool;
    this.#log = new SpillLog(spool);
    this.#state = new MergeState(settings);
  }

  /** Takes over from a state, which is of no use afterwards. */
  static async takeOver(state: MergeState, settings: SpilledMergeSettings): Promise<SpilledMerge> {
    const merge = new SpilledMerge(await Spool.open(settings), settings);
    try {
      await merge.#takeApart(state);
      return merge;
    } catch (error) {
      await merge.close();
      throw error;
    }
  }

  async #takeApart(state: MergeState): Promise<void> {
    this.#goOn(state);
    for (const rows of state.stateRows()) await this.#log.addState(rows);
    this.#growth = state.byteLength / Math.max(1, this.#log.bytes);
  }

  async add(batch: Batch): Promise<void> {
    await this.#log.add(batch);
  }

  /** The merged batches, to be asked for once, after the last row. */
  async *emit(): AsyncGenerator<Batch> {
    const runs: Stream[] = [];
    for (const part of await this.#parts()) runs.push(await this.#mergePart(part));
    this.#state.tellTotals();
    this.#tellSizes();
    for await (const rows of collate(this.#spool, runs)) {
      tellRemarks(rows, this.#settings);
      yield rows.batch;
    }
  }

  /** What the merge counted, once its parts are merged. */
  get counted(): MergeState {
    return this.#state;
  }

  async #parts(): Promise<Stream[]> {
    const log = this.#log;
    const { memory, seed } = this.#settings;
    await log.finish();
    const parts = partCount(log.bytes * this.#growth, this.#settings);
    if (!log.isGrouped) return log.part((row) => keyHash(row, seed) % parts);
    const target = { part: log.bytes / parts, table: Math.max(memory, LEAST_MEMORY) / 2 };
    const partOf = await assignParts((each) => log.scan(each), log, target, linkedByKey(seed));
    return log.part((_, record) => partOf(record));
  }

  async #mergePart(part: Stream): Promise<Stream> {
    const state = this.#state;
    let isRestoring = true;
    for await (const rows of readPart(new StreamReader(this.#spool, part, true))) {
      if (rows.state !== null) {
        state.restore(rows.state, rows.places);
        continue;
      }
      if (isRestoring) state.relink();
      isRestoring = false;
      state.add(rows.batch, rows.places);
    }
    if (isRestoring) state.relink();
    this.#largest = Math.max(this.#largest, state.byteLength);
    const run = new StreamWriter(this.#spool);
    for (const { batch, places, remarks } of state.emitPlaced()) {
      for (let i = 0; i < batch.count; i++) putRow(run, batch, i, places[i]!, 0, { remarks });
      await run.flush();
    }
    this.#goOn(state);
    return run.finish();
  }

  /** An empty state in the place of this one, whose memory is needed. */
  #goOn(state: MergeState): void {
    this.#state = new MergeState(this.#settings);
    this.#state.countOn(state);
  }

  #tellSizes(): void {
    const { findings, memory } = this.#settings;
    findings.report('run/spilled', { memory: sizeText(memory) });
    if (this.#largest <= Math.max(memory, LEAST_MEMORY)) return;
    findings.report('run/over-memory', { memory: sizeText(memory), used: sizeText(this.#largest) });
  }

  /** Gives the temporary file back; to be called however the merge ends. */
  async close(): Promise<void> {
    await this.#spool.close();
  }
}
