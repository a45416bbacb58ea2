// How a delta is read with the list that it changes: the delta first, and then of the live edition only what the delta may
// change. All of it is read where what is asked for is about the list as a whole, or where too little was counted of it.
import { BATCH_ROWS, type Batch } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import { type Job, NOTHING_PASSED, type PassedBy, type Reading } from '../../pipeline/job.ts';
import type { Source } from '../../pipeline/source.ts';
import { HeldRows, type HeldSettings } from '../../pipeline/spill/held-rows.ts';
import { temporaryFolder } from '../../pipeline/spill/spool.ts';
import type { Batches } from '../../pipeline/stage.ts';
import { type Census, countedWithout, sourcesOf, type Touched } from '../../registry/census.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { Asked } from '../../registry/touched.ts';
import type { Session } from './session.ts';

/** A delta with more than this share of the rows of its list touches so much that all of it may as well be read in order. */
const SHARE = 1 / 8;
/** Keys of a delta that are looked up at most: they are held in memory for it. */
const MOST_ROWS = 2 ** 20;

interface Settings extends HeldSettings {
  readonly registry: Registry;
  readonly list: ListEntry;
  readonly live: Edition;
  readonly census: Census;
  readonly interns: Interns;
}

export class DeltaReading implements Reading {
  readonly #settings: Settings;
  /** What the delta may change of the live edition, once that is known; null: all of it. */
  touched: Touched | null = null;

  constructor(settings: Settings) {
    this.#settings = settings;
    const { registry, census, interns } = settings;
    // The names that the edition knows are known before the delta is read.
    for (const name of sourcesOf(registry.database, census)) interns.sources.id(name);
  }

  async *rows(read: (source: Source) => Batches, [edition, delta]: readonly Source[]): Batches {
    if (edition === undefined || delta === undefined) return;
    const { registry, list, live, census } = this.#settings;
    const held = new HeldRows(this.#settings);
    try {
      for await (const batch of read(delta)) await held.add(batch);
      if (this.#isFew(held.count) && this.#isCountedFor(delta)) {
        const asked = new Asked();
        for await (const batch of held.rows(false)) asked.add(batch);
        this.touched = registry.touched(list, live, asked, census);
      }
      yield* read(edition);
      if (this.touched !== null) {
        // What was passed by was accepted once, and is in the edition that is made.
        edition.accepted = live.rows;
        edition.withdrawn = live.rows - live.listed;
      }
      yield* held.rows();
    } finally {
      await held.close();
    }
  }

  /** The rows of the live edition that are read. */
  liveRows(): Iterable<Batch> {
    const { registry, list, live, interns } = this.#settings;
    if (this.touched === null) return registry.keptRows(list, live, interns);
    return registry.touchedRows(list, this.touched, interns);
  }

  passedBy(): PassedBy {
    return this.touched === null ? NOTHING_PASSED : countedWithout(this.touched, this.#settings.live);
  }

  #isFew(rows: number): boolean {
    return rows <= Math.min(MOST_ROWS, Math.max(BATCH_ROWS, this.#settings.live.rows * SHARE));
  }

  /**
   * Who waits depends on what is asked for, which is another since an edition was held, and on the partner: reviews by whom
   * the list comes from may not count.
   */
  #isCountedFor({ list: { partner } }: Source): boolean {
    const { list, live, census } = this.#settings;
    if (JSON.stringify(list.standing) !== JSON.stringify(live.standing)) return false;
    return (live.standing?.reviews ?? null) === null || census.waiting.partner === (partner ?? null);
  }
}

/** How a delta to this list is read; null: the list before it, all of it. */
export function deltaReading(
  registry: Registry,
  list: ListEntry,
  live: Edition,
  job: Job,
  { world: { interns, host } }: Session,
): DeltaReading | null {
  const census = isAboutDelta(job) ? registry.census(list, live) : null;
  if (census === null) return null;
  const limits = { memory: job.memory, folder: temporaryFolder(host.env), signal: host.signal };
  return new DeltaReading({ registry, list, live, census, interns, ...limits });
}

/** Whether nothing is asked for that takes the whole list: a policy judges every entry, some reports count them by age. */
function isAboutDelta({ listPolicy = null, drop, countsUpkeep = false }: Job): boolean {
  return listPolicy === null && drop.size === 0 && !countsUpkeep;
}
