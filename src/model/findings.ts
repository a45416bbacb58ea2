// Collects what was found: exact counts for every code and source, and the first few examples of each.
// Memory is bounded by the number of codes and sources, not by the number of bad rows.
import type { ArgsOf, DiagnosticCode, Severity } from './diagnostics.ts';
import { diagnosticOf } from './diagnostics.ts';
import type { Entry, EntryName } from './entry.ts';
import type { ArgValue } from './message.ts';

/** The line of rows of a list as it is kept: it is no file, and nobody could look there. */
export const KEPT = 0;

/** Where a finding is. Lines, columns and items count from 1, offsets from 0. */
export interface At {
  /** Number of the source in the run's name table. */
  readonly source?: number;
  readonly line?: number;
  /** Column in characters or bytes of the line. */
  readonly column?: number;
  /** Path inside a JSON or XML document. */
  readonly path?: string;
  readonly offset?: number;
}

export interface Finding {
  readonly code: DiagnosticCode;
  readonly args: Readonly<Record<string, ArgValue>>;
  readonly at: At;
  /** The refused row, only where the user asked to see values. */
  readonly raw?: string;
  /** The entry it is about, until it is named: list values, which no reporter is given. */
  readonly about?: Entry | null;
  /** The entry it is about, as reporters are told. */
  readonly entry?: EntryName;
}

/** How anything below the commands reports: a code, its arguments, a place. */
export type Report = <C extends DiagnosticCode>(code: C, args: ArgsOf<C>, at?: At, about?: About) => void;

/** Copies the entry that a finding is about; called only for a finding that is kept. */
export type About = () => Entry;

/** Severities the user has changed; `off` is counted but neither shown nor judged. */
export type Grading = (code: DiagnosticCode) => Severity | 'off';

export interface FindingCount {
  readonly code: DiagnosticCode;
  readonly severity: Severity | 'off';
  readonly count: number;
  /** How many of them concern each source, by its number; those that concern none are in `count` only. */
  readonly bySource: ReadonlyMap<number, number>;
  /** How many of them cost a row, which was refused. */
  readonly refused: number;
  readonly examples: readonly Finding[];
}

interface Tally {
  count: number;
  refused: number;
  readonly bySource: Map<number, number>;
  readonly examples: Finding[];
}

/** Examples of a code that every source has, however many an earlier source had: a report by file needs a place in each. */
const FOR_EACH_SOURCE = 5;

export class Findings {
  readonly #examples: number;
  readonly #grade: Grading;
  #sink: ((finding: Finding) => void) | undefined;
  readonly #counts = new Map<DiagnosticCode, Tally>();

  constructor(options: { examples?: number; grade?: Grading; sink?: (finding: Finding) => void } = {}) {
    this.#examples = options.examples ?? 20;
    this.#grade = options.grade ?? ((code) => diagnosticOf(code).severity);
    this.#sink = options.sink;
  }

  /** Tells every finding to `sink` from now on, however many there are. */
  listen(sink: (finding: Finding) => void): void {
    this.#sink = sink;
  }

  readonly report: Report = (code, args, at = {}, about) => {
    const examples = this.#counted(code, at);
    if (examples === null && this.#sink === undefined) return;
    const finding: Finding = about === undefined ? { code, args, at } : { code, args, at, about: about() };
    examples?.push(finding);
    this.#sink?.(finding);
  };

  add(finding: Finding): void {
    this.#counted(finding.code, finding.at)?.push(finding);
    this.#sink?.(finding);
  }

  /** Counts a finding; gives the examples where it should be one of them. */
  #counted(code: DiagnosticCode, { source }: At): Finding[] | null {
    const entry = this.#entry(code);
    entry.count++;
    const ofSource = countSource(entry, source, 1);
    const isWanted = entry.examples.length < this.#examples || ofSource <= Math.min(FOR_EACH_SOURCE, this.#examples);
    return isWanted ? entry.examples : null;
  }

  /** The severity of a code, as the user has it. */
  severityOf(code: DiagnosticCode): Severity | 'off' {
    return this.#grade(code);
  }

  /** How many examples of a code are of use. */
  get examples(): number {
    return this.#sink === undefined ? this.#examples : Number.POSITIVE_INFINITY;
  }

  /** Whether a further finding of a code would only be counted: its arguments and its place need not be made then. */
  hasEnough(code: DiagnosticCode, source: number): boolean {
    const entry = this.#counts.get(code);
    if (entry === undefined || entry.examples.length < this.examples) return false;
    return (entry.bySource.get(source) ?? 0) >= Math.min(FOR_EACH_SOURCE, this.#examples);
  }

  /** Adds findings of a source that were gathered elsewhere: all are counted, these are the first of them. So many cost a row. */
  addAll(code: DiagnosticCode, count: number, examples: readonly Finding[], source: number, refused = 0): void {
    for (const finding of examples) this.add(finding);
    const entry = this.#entry(code);
    entry.refused += refused;
    if (count === examples.length) return;
    entry.count += count - examples.length;
    countSource(entry, source, count - examples.length);
  }

  /** Adds findings that were only counted, such as duplicates: no examples. */
  count(code: DiagnosticCode, count: number, example?: Finding): void {
    if (count === 0) return;
    const entry = this.#entry(code);
    entry.count += count;
    if (example !== undefined && entry.examples.length < this.#examples) entry.examples.push(example);
  }

  #entry(code: DiagnosticCode): Tally {
    let entry = this.#counts.get(code);
    if (entry === undefined) {
      entry = { count: 0, refused: 0, bySource: new Map(), examples: [] };
      this.#counts.set(code, entry);
    }
    return entry;
  }

  countOf(code: DiagnosticCode): number {
    return this.#counts.get(code)?.count ?? 0;
  }

  /** Every code found, errors first, then by code. */
  list(): FindingCount[] {
    const rank = { error: 0, warning: 1, info: 2, off: 3 };
    return [...this.#counts]
      .map(([code, entry]) => ({ code, severity: this.#grade(code), ...entry }))
      .sort((a, b) => rank[a.severity] - rank[b.severity] || (a.code < b.code ? -1 : 1));
  }

  /** How many findings have this severity. */
  total(severity: Severity): number {
    return this.list().reduce((sum, entry) => (entry.severity === severity ? sum + entry.count : sum), 0);
  }
}

/** Counts findings of a source; tells how many it has now, more than any number where there is no source. */
function countSource({ bySource }: Tally, source: number | undefined, count: number): number {
  if (source === undefined) return Number.POSITIVE_INFINITY;
  const total = (bySource.get(source) ?? 0) + count;
  bySource.set(source, total);
  return total;
}
