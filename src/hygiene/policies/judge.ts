// A policy made ready for one run: its rules, and the count of what lapses when.
import type { DiagnosticCode } from '../../model/diagnostics.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Policy } from '../../model/policy.ts';
import type { Judge } from '../check.ts';
import { forecastOf } from './forecast.ts';
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

/** `asOf`: the day the list is judged by, epoch seconds. */
export function judgeOf(policy: Policy, interns: Interns, asOf: number): Judge {
  const { lapses, count, forecast } = forecastOf(policy, asOf);
  const rules = policyRules.map((rule) => rule.of(policy, interns, asOf, lapses)).filter((rule) => rule !== null);
  return { rules, count, forecast };
}
