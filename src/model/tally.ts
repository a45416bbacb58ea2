// What a run did, in numbers: plain data that every report is made from. It holds no list values.
import type { DiagnosticCode } from './diagnostics.ts';
import type { ListFacts } from './fields.ts';
import type { KindId } from './kinds.ts';
import type { Loss } from './loss.ts';
import type { Forecast } from './policy.ts';
import type { Scope } from './scope.ts';
import type { Upkeep } from './upkeep.ts';

export interface InputTally {
  /** Name of the source, as used in provenance. */
  readonly source: string;
  /** The operand as given on the command line. */
  readonly input: string;
  readonly format: string;
  /** Why this format was chosen. */
  readonly because: string;
  /** Bytes as stored, before unzipping; their SHA-256 where a report asked for it. */
  readonly bytes: number;
  readonly sha256: string | null;
  /** Keys accepted, and records refused. */
  readonly accepted: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly list: ListFacts;
}

export interface OutputTally {
  /** The operand as given, `-` for standard output. */
  readonly output: string;
  readonly format: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * How many keys each source has, and how many two of them share. Only pairs that share any: a thousand lists make half a
 * million pairs, of which a few say something.
 */
export interface Overlap {
  readonly sources: readonly string[];
  /** Keys of each source, and those that no other has. */
  readonly keys: readonly number[];
  readonly alone: readonly number[];
  readonly pairs: readonly SharedKeys[];
}

/** Two sources by their places in `sources`, the earlier one first. */
export interface SharedKeys {
  readonly first: number;
  readonly second: number;
  readonly shared: number;
}

export interface Tally {
  readonly inputs: readonly InputTally[];
  readonly output: OutputTally | null;
  /** Format of the output that was asked for, whether or not it was written. */
  readonly target: string | null;
  /** Keys by kind and scope, as they reached the output (or the end of a validation). */
  readonly kinds: Readonly<Partial<Record<KindId, number>>>;
  /** Rows of these that take something out of the list; none where it is not said. */
  readonly exceptions?: number;
  readonly scopes: Readonly<Partial<Record<Scope, number>>>;
  /** Rows removed because of a finding, by its code (`--drop`). */
  readonly dropped: readonly { readonly code: DiagnosticCode; readonly count: number }[];
  /** Repeated keys left out or merged. */
  readonly duplicates: number;
  readonly overlap: Overlap | null;
  readonly losses: readonly Loss[];
  /** Where refused rows were kept, if anywhere. */
  readonly rejects: string | null;
  /** Ages, expiry and reviews of what reached the output (or the end of a validation); counted where a report asks for it. */
  readonly upkeep?: Upkeep | null;
  /** What lapses when, by the policy of the list; null or absent where there was none. */
  readonly forecast?: Forecast | null;
  /** The day the run was judged by, ISO 8601. */
  readonly asOf: string;
}

/** How far the inputs of a run are read. */
export interface ReadSoFar {
  /** Bytes. */
  readonly read: number;
  /** Bytes in all; null where a size is not known. */
  readonly total: number | null;
  /** Accepted ones. */
  readonly rows: number;
}
