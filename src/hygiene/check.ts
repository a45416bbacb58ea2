// A hygiene check: looks at the columns of a batch and reports what makes no sense. It never removes a row:
// `--drop CODE` turns a finding into a removal in one place, so that what was removed, and why, is one table.
import type { Batch } from '../model/batch.ts';
import type { ArgsOf, DiagnosticCode } from '../model/diagnostics.ts';
import type { KindId } from '../model/kinds.ts';

/** Reports about row i of the batch at hand. */
export type RowReport = <C extends DiagnosticCode>(code: C, i: number, args: ArgsOf<C>) => void;

export interface CheckContext {
  readonly report: RowReport;
  /** The day the list is judged by, epoch seconds. */
  readonly asOf: number;
}

/** A key, and the times it has, for which a check reports or stays silent. */
export interface CheckExample {
  readonly kind: KindId;
  readonly key: string;
  readonly times?: Readonly<Record<string, string>>;
  /** What it reports; nothing for an example of a good row. */
  readonly codes: readonly DiagnosticCode[];
}

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Every code it may report. */
  readonly codes: readonly DiagnosticCode[];
  /** Judged on the day 2026-01-01. */
  readonly examples: readonly CheckExample[];
  check(batch: Batch, context: CheckContext): void;
}
