// A policy made ready for one run: its rules, and the count of what lapses when.
import { after } from '../../model/age.ts';
import type { DiagnosticCode } from '../../model/diagnostics.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Policy } from '../../model/policy.ts';
import { PRESENT } from '../../model/scope.ts';
import type { Judge } from '../check.ts';
import { Lapses, NEVER } from './lapses.ts';
import type { PolicyRule } from './rule.ts';
import { reviewed, verified } from './rules/ages.ts';
import { belongs } from './rules/belongs.ts';
import { expiry, soon } from './rules/expiry.ts';
import { flags } from './rules/flags.ts';
import { labels } from './rules/labels.ts';
import { parties } from './rules/parties.ts';
import { reviewCells } from './rules/review-cells.ts';
import { reviews } from './rules/reviews.ts';

/** The rules, in the order in which they speak of a row. */
export const policyRules: readonly PolicyRule[] = [
  belongs,
  parties,
  labels,
  flags,
  reviews,
  reviewCells,
  reviewed,
  verified,
  expiry,
  soon,
];

/** Codes that a policy reports of rows. */
export const policyCodes: readonly DiagnosticCode[] = [...new Set(policyRules.flatMap(({ codes }) => codes))];

/** What lapses soon still stands: `--drop expiry/*` must not take it out early. What is told once of a list takes no row out. */
const NO_FAULTS: readonly DiagnosticCode[] = [
  'expiry/soon',
  'review/unnamed',
  'review/country-unknown',
  'review/reporter-assumed',
];

/** Codes that say that a row should not stand. */
export const policyFaults: readonly DiagnosticCode[] = policyCodes.filter((code) => !NO_FAULTS.includes(code));

const HORIZONS = [7, 30, 90];

/** `asOf`: the day the list is judged by, epoch seconds. */
export function judgeOf(policy: Policy, interns: Interns, asOf: number): Judge {
  const horizons = HORIZONS.map((count) => after(asOf, { count, unit: 'day' }));
  const lapses = new Lapses(policy, [asOf, after(asOf, policy.expiry.soon), ...horizons]);
  const { moments } = lapses;
  /** Rows by level; those that outlast all moments, and those that never lapse. */
  const counts = new Float64Array(NEVER + 1);
  return {
    rules: policyRules.map((rule) => rule.of(policy, interns, asOf, lapses)).filter((rule) => rule !== null),
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
