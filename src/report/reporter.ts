// What every reporter is given and what it gives back. Reporters are pure: data in, text out, the same text each time.
import type { Severity } from '../model/diagnostics.ts';
import type { Failure } from '../model/failure.ts';
import { type FindingCount, KEPT } from '../model/findings.ts';
import type { Tally } from '../model/tally.ts';
import type { DiffNumbers } from './diff-text.ts';
import type { FileOf } from './phrase.ts';
import { redactedNote } from './redact.ts';
import type { Style } from './style.ts';

export interface ReportInput {
  readonly tool: { readonly name: string; readonly version: string };
  /** The verb, such as `validate`. */
  readonly command: string;
  readonly tally: Tally;
  readonly findings: readonly FindingCount[];
  /** The run's name table, which the source numbers of findings point into. */
  readonly sourceNames: readonly string[];
  readonly exitCode: number;
  /** What a comparison of two editions counted. */
  readonly changes?: DiffNumbers | undefined;
  /** What stopped the run, if anything did. */
  readonly failure?: Pick<Failure, 'code' | 'args'> | undefined;
  readonly showValues: boolean;
  readonly style: Style;
  /** A change that somebody makes by hand: what it reads is no input to them, and `rejected` beside `reject` was read as its result. */
  readonly isByHand?: boolean;
  /** Columns of the terminal; where there is none, lines are as long as a log takes. */
  readonly width?: number | undefined;
  /** How many positions of a code a person is shown; the counts stay exact. */
  readonly examples?: number;
  /** How many examples of a code a report for machines lists; all there are, if not given. */
  readonly mostExamples?: number;
  /** The severity from which on the run has failed; errors, if not given. */
  readonly failOn?: Severity | 'never';
  /** Whether entries have the same alias in the next edition of their list. */
  readonly hasLastingAliases?: boolean;
  /** The folder of the run, and that of the repository it is in, from which others know the files. */
  readonly cwd?: string;
  readonly root?: string;
}

export type Reporter = (input: ReportInput) => string;

/** Sources by the operand on the command line, which opens in an editor, rather than by their name. */
export function fileNames(input: ReportInput): FileOf {
  const operands = new Map(input.tally.inputs.map((each) => [each.source, each.input]));
  const kept = new Map(input.tally.inputs.toReversed().map((each) => [each.source, each.input]));
  return ({ source, line }) => {
    const name = source === undefined ? undefined : input.sourceNames[source];
    if (name === undefined) return undefined;
    // A delta is of one source with its list, which is read as the first. A name from inside a merged list is list text.
    return (line === KEPT ? kept : operands).get(name) ?? redactedNote(name, input);
  };
}
