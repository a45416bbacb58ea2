// Pages and deltas applied: of every record only its latest state goes on, and what is taken back by its name alone is
// withdrawn with the keys that the record listed. Page order is not time order, so nothing can go on before the last row is
// in; lists without records pass as they come. What is withdrawn goes on first: a later row of the same source that lists
// the key through another record then has the last word, as it must (docs/decisions/0012-records.md).
import { type Batch, pick } from '../../model/batch.ts';
import type { Findings } from '../../model/findings.ts';
import type { Interns } from '../../model/opinions.ts';
import { hasRecordKey } from '../../model/record-key.ts';
import { HeldRows, type HeldSettings } from '../spill/held-rows.ts';
import { placeOf, type Stage } from '../stage.ts';
import { Judgement, type Standings } from './judgement.ts';
import { RECORD, RecordStates } from './states.ts';

export interface ReplaySettings extends HeldSettings {
  readonly interns: Interns;
  readonly findings: Findings;
  /** Seed of the index; results never depend on it. */
  readonly seed: number;
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

/** Rows of any number of pages, and what of them stands. Batches in, batches out: for whoever has no stream. */
export class Replay {
  readonly #settings: ReplaySettings;
  readonly #states: RecordStates;
  readonly #held: HeldRows;
  /** Records taken back by their names alone. */
  readonly #retractions: HeldRows;

  constructor(settings: ReplaySettings) {
    this.#settings = settings;
    this.#states = new RecordStates(settings.seed);
    this.#held = new HeldRows(settings);
    this.#retractions = new HeldRows(settings);
  }

  async add(batch: Batch): Promise<void> {
    this.#states.note(batch);
    const [retractions, others] = parted(batch, (i) => batch.kind[i] === RECORD);
    if (retractions !== null) await this.#retractions.add(retractions);
    if (others !== null) await this.#held.add(others);
  }

  /** What stands, once, after the last batch: first what is withdrawn, then what is listed. */
  async *rows(): AsyncGenerator<Batch> {
    const judgement = new Judgement(this.#states, this.#settings.interns);
    if (this.#states.isPlain) {
      yield* this.#held.rows();
      return;
    }
    for await (const batch of this.#held.rows(false)) {
      const standings = judgement.of(batch);
      this.#tell(batch, standings);
      const withdrawn = judgement.withdrawn(batch, standings);
      if (withdrawn !== null) yield withdrawn;
    }
    for await (const batch of this.#retractions.rows()) {
      const open = this.#open(batch);
      if (open !== null) yield open;
    }
    for await (const batch of this.#held.rows()) {
      const listed = judgement.listed(batch, judgement.of(batch));
      if (listed !== null) yield listed;
    }
  }

  /** Retractions that no row of what they take back says. */
  #open(batch: Batch): Batch | null {
    const { findings } = this.#settings;
    const rows: number[] = [];
    for (let i = 0; i < batch.count; i++) {
      const key = batch.partnerKey?.[i];
      if (key === undefined) {
        rows.push(i);
        continue;
      }
      if (!this.#states.isWithdrawnBy(key, batch, i) || this.#states.isEffected(key)) continue;
      if (!this.#states.isKnown(key)) findings.report('record/retraction-unmatched', {}, placeOf(batch, i));
      this.#states.effect(key); // the same page twice takes back once
      rows.push(i);
    }
    return rows.length === 0 ? null : pick(batch, Uint32Array.from(rows));
  }

  #tell(batch: Batch, standings: Standings): void {
    const { findings } = this.#settings;
    for (const i of standings.replaced) findings.report('record/replaced', {}, placeOf(batch, i));
    for (const i of standings.retracted) findings.report('record/retracted', {}, placeOf(batch, i));
  }

  /** Gives temporary files back; to be called however it ends. */
  async close(): Promise<void> {
    await this.#held.close();
    await this.#retractions.close();
  }
}

function parted(batch: Batch, is: (i: number) => boolean): [chosen: Batch | null, others: Batch | null] {
  const [chosen, others]: [number[], number[]] = [[], []];
  for (let i = 0; i < batch.count; i++) (is(i) ? chosen : others).push(i);
  if (chosen.length === 0) return [null, batch];
  const rest = others.length === 0 ? null : pick(batch, Uint32Array.from(others));
  return [pick(batch, Uint32Array.from(chosen)), rest];
}
