// Pages and deltas applied: of every record only its latest state goes on, and what is taken back by its name alone is
// withdrawn with the keys that the record listed. Page order is not time order, so nothing can go on before the last row is
// in; lists without records pass as they come (docs/decisions/0012-records.md).
import { type Batch, pick } from '../../model/batch.ts';
import type { Findings } from '../../model/findings.ts';
import { spent } from '../../model/lending.ts';
import type { Interns } from '../../model/opinions.ts';
import { hasRecordKey, hasSeveralKeys } from '../../model/record-key.ts';
import { HeldRows, type HeldSettings } from '../spill/held-rows.ts';
import { replayParts } from '../spill/spill-replay.ts';
import { placeOf, type Stage } from '../stage.ts';
import { type Judged, Judgement } from './judgement.ts';
import { noteInput, RecordStates } from './states.ts';

export interface ReplaySettings extends HeldSettings {
  readonly interns: Interns;
  readonly findings: Findings;
  /** Seed of the index; results never depend on it. */
  readonly seed: number;
  /** Sources that may have several states of a record, as partners send them; any other list has one, and is right about itself. */
  readonly pages: ReadonlySet<number>;
}

export function replay(settings: ReplaySettings): Stage {
  return async function* replayed(batches) {
    let records: Replay | null = null;
    try {
      for await (const batch of batches) {
        if (records === null && !hasRecords(batch)) {
          yield batch;
          continue;
        }
        records ??= new Replay(settings);
        await records.add(batch);
      }
      if (records !== null) yield* records.rows();
    } finally {
      await records?.close();
    }
  };
}

/** Whether any row of the batch is of a record. */
function hasRecords({ partnerKey }: Batch): boolean {
  return partnerKey?.some((keys) => keys !== undefined && hasRecordKey(keys)) ?? false;
}

/** States may take this share of the memory before they are judged part by part. */
const SHARE = 0.5;

/** Rows of any number of pages, and what of them stands. Batches in, batches out: for whoever has no stream. */
export class Replay {
  readonly #settings: ReplaySettings;
  readonly #inputs = new Map<number, number>();
  /** Null once they exceeded the memory: each part of the rows gets its own. */
  #states: RecordStates | null;
  #rowBytes = 0;
  #areShared = false;
  readonly #held: HeldRows;
  /** Retractions of records that an input knows: nearly always the rows of the record say the same. */
  readonly #matched: HeldRows;

  constructor(settings: ReplaySettings) {
    this.#settings = settings;
    this.#states = new RecordStates(settings.seed, this.#inputs, settings.pages);
    this.#held = new HeldRows(settings);
    this.#matched = new HeldRows(settings);
  }

  async add(batch: Batch): Promise<void> {
    const { memory } = this.#settings;
    noteInput(this.#inputs, batch);
    this.#areShared ||= batch.partnerKey?.some((keys) => keys !== undefined && hasSeveralKeys(keys)) ?? false;
    this.#states?.note(batch);
    await this.#held.add(batch);
    const states = this.#states?.byteLength ?? 0;
    if (states + this.#held.byteLength > memory) await this.#held.spill();
    if (this.#held.isSpilled) spent(batch); // written down, and looked at by nobody else
    if (states <= memory * SHARE) return;
    this.#rowBytes = states / this.#held.count;
    this.#states = null;
  }

  /** What stands, once, after the last batch. */
  async *rows(): AsyncGenerator<Batch> {
    const states = this.#states;
    if (states === null) {
      const { memory, seed, interns, pages } = this.#settings;
      const log = await this.#held.handOver();
      const [inputs, rowBytes, areShared] = [this.#inputs, this.#rowBytes, this.#areShared];
      yield* replayParts({ ...log, memory, seed, interns, inputs, pages, rowBytes, areShared, tell: this.#tell });
    } else if (states.isPlain) yield* this.#held.rows();
    else yield* this.#standing(states);
  }

  async *#standing(states: RecordStates): AsyncGenerator<Batch> {
    const judgement = new Judgement(states, this.#settings.interns);
    for await (const batch of this.#held.rows()) {
      const judged = judgement.of(batch);
      this.#tell(batch, judged);
      if (judged.matched.length > 0) await this.#matched.add(pick(batch, Uint32Array.from(judged.matched)));
      if (judged.rows !== null) yield judged.rows;
    }
    // What the record listed is still listed through other records: only its name says that it is gone.
    for await (const batch of this.#matched.rows()) {
      const open = states.openIn(batch);
      if (open.length > 0) yield pick(batch, Uint32Array.from(open));
    }
  }

  readonly #tell = (batch: Batch, { replaced, retracted, unmatched }: Judged): void => {
    const { findings } = this.#settings;
    for (const i of replaced) findings.report('record/replaced', {}, placeOf(batch, i));
    for (const i of retracted) findings.report('record/retracted', {}, placeOf(batch, i));
    for (const i of unmatched) findings.report('record/retraction-unmatched', {}, placeOf(batch, i));
  };

  /** Gives temporary files back; to be called however it ends. */
  async close(): Promise<void> {
    await this.#held.close();
    await this.#matched.close();
  }
}
