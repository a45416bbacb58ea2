// A hygiene check: looks at the columns of a batch and reports what makes no sense. It never removes a row:
// `--drop CODE` turns a finding into a removal in one place, so that what was removed, and why, is one table.
import type { Batch } from '../model/batch.ts';
import type { ArgsOf, DiagnosticCode } from '../model/diagnostics.ts';
import type { KindId } from '../model/kinds.ts';
import type { Forecast } from '../model/policy.ts';
import type { Scope } from '../model/scope.ts';

/**
 * A scope that only checks see: that of a URL which the target turns into the name of its host. With `SUBTREE` it becomes
 * the name with all names below it.
 */
export const WHOLE_HOST = 3;
/** The same, of a row that the target leaves out: what is not written blocks nothing. */
export const NOWHERE = 255;

/** Reports about row i of the batch at hand. */
export type RowReport = <C extends DiagnosticCode>(code: C, i: number, args: ArgsOf<C>) => void;

/** What lists of names and networks that should not be blocked as a whole say of the rows of a batch. */
export interface Guard {
  /** Loads what a batch is held against, before any check looks at it; null: there is nothing to wait for. */
  ready(batch: Batch): Promise<void> | null;
  /** For every row what is known of it, in the bits of guard/bits.ts; null where nothing is known of any. */
  marksOf(batch: Batch): Uint32Array | null;
  /** Who names row i: the operator of a network, or the title of a list of the user's. */
  titleOf(batch: Batch, i: number, bit: number): string;
}

export interface CheckContext {
  readonly report: RowReport;
  readonly guard: Guard;
  /** The day the list is judged by, epoch seconds. */
  readonly asOf: number;
}

/** A key, and the times it has, for which a check reports or stays silent. */
export interface CheckExample {
  readonly kind: KindId;
  readonly key: string;
  /** Exact where it is not said. */
  readonly scope?: Scope;
  readonly times?: Readonly<Record<string, string>>;
  /** What it reports; nothing for an example of a good row. */
  readonly codes: readonly DiagnosticCode[];
}

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Every code it may report. */
  readonly codes: readonly DiagnosticCode[];
  /** Judged on the day 2026-01-01, with isp.example and 198.51.100.1 as own, school.example and 192.0.2.0/28 guarded. */
  readonly examples: readonly CheckExample[];
  check(batch: Batch, context: CheckContext): void;
}

/** As RowReport; the arguments are made only where they are shown, for a rule may speak of every row of millions. */
export type RuleReport = <C extends DiagnosticCode>(code: C, i: number, args: () => ArgsOf<C>) => void;

/** A fact that a policy asks for and a row does not have. Compared by identity: a rule makes each once. */
export interface Lack<C extends DiagnosticCode = DiagnosticCode> {
  readonly code: C;
  readonly args: ArgsOf<C>;
  /** What is lacking. */
  readonly field: string;
}

export interface RuleContext {
  readonly report: RuleReport;
  /** Row i lacks a fact. Where no row of a list has it, that is told once, of the list. */
  readonly lacks: (lack: Lack, i: number) => void;
  /** What a source is known by: the partner that its list names, and the name of the source. */
  readonly namesOf: (source: number) => readonly string[];
  /** The partner that a list names. */
  readonly partnerOf: (source: number) => string | undefined;
}

/** A rule of a policy, made ready for one run. As a check it marks rows and removes none. */
export interface Rule {
  judge(batch: Batch, context: RuleContext): void;
}

/** A policy, made ready for one run. */
export interface Judge {
  readonly rules: readonly Rule[];
  /** Counts rows that stay: when they lapse. */
  count(batch: Batch): void;
  forecast(): Forecast;
}
