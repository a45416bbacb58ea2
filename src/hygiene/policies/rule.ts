// What a rule of a policy is before a run: its codes, and how it is made ready.
import type { Batch } from '../../model/batch.ts';
import type { DiagnosticCode } from '../../model/diagnostics.ts';
import type { Interns } from '../../model/opinions.ts';
import type { Policy } from '../../model/policy.ts';
import type { Rule } from '../check.ts';
import type { Lapses } from './lapses.ts';

export interface PolicyRule {
  readonly id: string;
  /** Every code it may report. */
  readonly codes: readonly DiagnosticCode[];
  /** The rule for one run; null where the policy does not ask for it. */
  of(policy: Policy, interns: Interns, asOf: number, lapses: Lapses): Rule | null;
}

/**
 * The answer of a question about interned sets, asked once for each set: rows by the million share few of them. Answers are
 * small numbers.
 */
export function perSet(table: { readonly count: number }, answer: (set: number) => number): (set: number) => number {
  let known = new Uint32Array(1024);
  return (set) => {
    if (set >= known.length) {
      const larger = new Uint32Array(Math.max(table.count, known.length * 2));
      larger.set(known);
      known = larger;
    }
    const held = known[set] ?? 0;
    if (held !== 0) return held - 1;
    const found = answer(set);
    known[set] = found + 1;
    return found;
  };
}

/** The source of a row: that of its first origin. */
export function firstSource({ origins, source }: Pick<Batch, 'origins' | 'source'>, i: number): number {
  return origins === null ? source : (origins.source[origins.start[i] ?? 0] ?? 0);
}
