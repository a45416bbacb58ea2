// How a list of the registry stands on a day: what lapses when, who has looked at its entries, who supplies them.
import { type Coverage, coverageBy } from '../../hygiene/policies/coverage.ts';
import { forecastOf } from '../../hygiene/policies/forecast.ts';
import { after } from '../../model/age.ts';
import type { Batch } from '../../model/batch.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Forecast, Limit, Standing } from '../../model/policy.ts';
import { PRESENT } from '../../model/scope.ts';
import { parseIsoText } from '../../model/times.ts';
import type { Edition } from '../../registry/edition.ts';
import type { ListEntry, Registry } from '../../registry/registry.ts';
import { WaitingCount } from './waiting.ts';

export interface Share {
  readonly source: string;
  /** Entries that it lists, and of these those that nobody else does. */
  readonly entries: number;
  readonly alone: number;
}

export interface ListState {
  readonly forecast: Forecast;
  /** Epoch seconds from which on the edition is too old for its policy; null where none says so. */
  readonly staleAt: number | null;
  readonly reviews: Coverage;
  readonly waiting: number;
  /** The sources, the largest first. */
  readonly shares: readonly Share[];
}

/** Lists without a policy lapse by the dates of their entries alone. */
const USUAL: Pick<Standing, 'expiry' | 'verification' | 'reviews'> = {
  expiry: { lifetime: null, from: 'firstSeen', required: false, soon: { count: 30, unit: 'day' } },
  verification: null,
  reviews: null,
};

/** Reads the edition to its end. */
export function stateOf(
  registry: Registry,
  list: ListEntry,
  edition: Edition,
  interns: Interns,
  asOf: number,
): ListState {
  const { standing, facts } = edition;
  const forecaster = forecastOf(standing ?? USUAL, asOf);
  const reviews = coverageBy(standing?.reviews ?? null, interns);
  const waiting = new WaitingCount({ name: list.name, standing }, interns, facts.partner);
  const shares = new Shares(interns);
  for (const batch of registry.rows(list, edition, interns)) {
    forecaster.count(batch);
    reviews.count(batch);
    waiting.look(batch);
    shares.count(batch, list.name);
  }
  return {
    forecast: forecaster.forecast(),
    staleAt: standing === null ? null : staleAt(standing.list.limit, edition),
    reviews: reviews.coverage,
    waiting: waiting.count,
    shares: shares.shares(),
  };
}

/** From the date of issue, or where the list states none from when it came. */
function staleAt({ maxAge, since }: Limit, { facts, at }: Edition): number | null {
  const stated = facts.issuedAt === undefined ? Number.NaN : parseIsoText(facts.issuedAt);
  const issued = Number.isNaN(stated) ? at : stated;
  if (since !== null && issued < since) return since;
  return maxAge === null ? null : after(issued, maxAge);
}

class Shares {
  readonly #interns: Interns;
  /** By the number of the source. */
  readonly #counts = new Map<number, { entries: number; alone: number }>();

  constructor(interns: Interns) {
    this.#interns = interns;
  }

  count({ count, op, origins }: Batch, list: string): void {
    if (origins === null) {
      let present = 0;
      for (let i = 0; i < count; i++) if (op[i] === PRESENT) present++;
      this.#add(this.#interns.sources.id(list), present, true);
      return;
    }
    for (let i = 0; i < count; i++) {
      if (op[i] !== PRESENT) continue;
      const sources = new Set<number>();
      for (let n = origins.start[i] ?? 0; n < (origins.start[i + 1] ?? 0); n++)
        if (origins.op[n] === PRESENT) sources.add(origins.source[n] ?? 0);
      for (const source of sources) this.#add(source, 1, sources.size === 1);
    }
  }

  #add(source: number, entries: number, isAlone: boolean): void {
    if (entries === 0) return;
    const counts = this.#counts.get(source) ?? { entries: 0, alone: 0 };
    counts.entries += entries;
    if (isAlone) counts.alone += entries;
    this.#counts.set(source, counts);
  }

  shares(): Share[] {
    const all = [...this.#counts].map(([id, counts]) => ({ source: this.#interns.sources.name(id), ...counts }));
    return all.sort((a, b) => b.entries - a.entries || (a.source < b.source ? -1 : 1));
  }
}
