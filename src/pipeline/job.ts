// What a run is asked to do, what it may touch, and what it answers. Plain data.
import type { Check, Guard, Judge } from '../hygiene/check.ts';
import type { Crosswalk } from '../model/crosswalk.ts';
import type { DiagnosticCode } from '../model/diagnostics.ts';
import type { Failure } from '../model/failure.ts';
import type { Findings } from '../model/findings.ts';
import type { Host } from '../model/host.ts';
import type { Loss, LossClass } from '../model/loss.ts';
import type { Interns } from '../model/opinions.ts';
import type { Policy } from '../model/policy.ts';
import type { ReadSoFar, Tally } from '../model/tally.ts';
import type { HashWishes } from './hashes.ts';
import type { Link, MergePolicy } from './merge/policy.ts';
import type { Elsewhere } from './read-parts.ts';
import type { SizeLimits } from './size-limits.ts';
import type { Source, SourceSpec } from './source.ts';
import type { Batches, Stage } from './stage.ts';
import type { Target } from './target.ts';
import type { SecondWriters } from './write-shared.ts';

/** What a list must be like, and that made ready for this run. */
export interface ListPolicy {
  readonly policy: Policy;
  readonly judge: Judge;
  /** The earliest date of issue it allows, epoch seconds. */
  readonly issuedSince: number;
}

export interface Job {
  readonly sources: readonly SourceSpec[];
  /** What happens to keys met more than once. */
  readonly repeats: 'keep' | 'dedupe' | 'merge';
  readonly policy: MergePolicy;
  readonly link: Link;
  /** Bytes that merging or deduplicating may hold before it uses temporary files. */
  readonly memory: number;
  readonly sort: boolean;
  readonly checks: readonly Check[];
  readonly guard: Guard;
  /** What rows are held against once they are merged; absent: nothing. */
  readonly listPolicy?: ListPolicy | null;
  /** By which labels of one scheme become those of another; absent: by none. */
  readonly crosswalk?: Crosswalk | null;
  readonly drop: ReadonlySet<DiagnosticCode>;
  /** Null: nothing is written. Decided once the sources are known, because it may depend on their formats. */
  readonly target: ((sources: readonly Source[]) => Target) | null;
  /** Takes the rows, sorted, where they go to no file; the inputs are those of the run, read to their ends. */
  readonly keep?: (rows: Batches, inputs: readonly Source[]) => Promise<void>;
  /** Absent: one input after the other. */
  readonly reading?: Reading | null;
  /** Sees every row that is counted at the end of a run without a target, as it is lent: with all its fields, in order. */
  readonly watch?: Stage;
  readonly allowedLoss: ReadonlySet<LossClass>;
  readonly limits: SizeLimits;
  /** Read the output back before it is put in place. */
  readonly verify: boolean;
  /** Stop after the plan: nothing is read to the end, nothing is written. */
  readonly planOnly: boolean;
  readonly rejects: string | null;
  /** Epoch seconds of the day the list is judged by. */
  readonly asOf: number;
  /** The secret of all aliases, where the user has one; each list has its own otherwise. */
  readonly aliasSecret: string | null;
  /** What the inputs are hashed for. */
  readonly hashes: HashWishes;
  /** Whether values written harmless are read as what they were (--refang). */
  readonly refang?: boolean;
  /** Whether ages, expiry and reviews are counted, because a report tells them. */
  readonly countsUpkeep?: boolean;
  /** Whether findings may hold list values (--show-values). */
  readonly showsValues?: boolean;
}

/** How the inputs of a run are read, where what is needed of one depends on what another says. */
export interface Reading {
  /** `read` gives the rows of one of them, once. */
  rows(read: (source: Source) => Batches, sources: readonly Source[]): Batches;
  /** What is in the outcome though it was not read. */
  passedBy(): PassedBy;
}

/** Rows by `kind * 4 + scope`, and how many of them are exceptions. */
export interface PassedBy {
  readonly keys: ReadonlyMap<number, number>;
  readonly exceptions: number;
}

export const NOTHING_PASSED: PassedBy = { keys: new Map(), exceptions: 0 };

export interface World {
  readonly host: Host;
  readonly interns: Interns;
  readonly findings: Findings;
  /** Another thread to read lists in; everything is read here where there is none. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Another thread to write in as well; everything is written here where there is none. */
  readonly writers?: SecondWriters | undefined;
  /** Told between batches. */
  readonly onProgress?: (soFar: () => ReadSoFar) => void;
}

export interface Outcome {
  readonly tally: Tally;
  /** What the target may lose, told from the formats alone. */
  readonly plan: readonly Loss[];
  /** The secret of the aliases of a source; null where it has none. Never for a report. */
  readonly secretOf: (source: number | undefined) => string | null;
  /** Why the run stopped or wrote nothing; findings and tally still hold what was seen. */
  readonly failure: Failure | null;
}
