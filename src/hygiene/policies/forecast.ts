// How many entries lapse when, if nobody does anything.
import { after } from '../../model/age.ts';
import type { Batch } from '../../model/batch.ts';
import type { Forecast, Standing } from '../../model/policy.ts';
import { PRESENT } from '../../model/scope.ts';
import { Lapses, NEVER } from './lapses.ts';

const HORIZONS = [7, 30, 90];

export interface Forecaster {
  readonly lapses: Lapses;
  /** Counts rows that stay. */
  count(batch: Batch): void;
  forecast(): Forecast;
}

/** `asOf`: the day the list is judged by, epoch seconds. */
export function forecastOf(policy: Pick<Standing, 'expiry' | 'verification' | 'reviews'>, asOf: number): Forecaster {
  const horizons = HORIZONS.map((count) => after(asOf, { count, unit: 'day' }));
  const lapses = new Lapses(policy, [asOf, after(asOf, policy.expiry.soon), ...horizons]);
  const { moments } = lapses;
  /** Rows by level; those that outlast all moments, and those that never lapse. */
  const counts = new Float64Array(NEVER + 1);
  return {
    lapses,
    count(batch) {
      const levels = lapses.levels(batch);
      for (let i = 0; i < batch.count; i++) {
        if (batch.op[i] !== PRESENT) continue;
        const level = levels[i] ?? NEVER;
        counts[level] = (counts[level] ?? 0) + 1;
      }
    },
    forecast() {
      const upTo = (moment: number): number =>
        counts.subarray(1, moments.indexOf(moment) + 1).reduce((sum, count) => sum + count, 0);
      const within = HORIZONS.map((days, n) => ({ days, count: upTo(horizons[n] ?? 0) }));
      const [last = asOf] = moments.slice(-1);
      const beyond = counts[moments.length] ?? 0;
      const later = beyond + upTo(last) - (within.at(-1)?.count ?? 0);
      return { lapsed: counts[0] ?? 0, within, later, open: counts[NEVER] ?? 0 };
    },
  };
}
