// What a command is: its name, its options as one table, and what it does. Help, parsing and types all come from it.
import type * as z from 'zod';
import type { ExitCode } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';

export type OptionGroup = 'Input' | 'Output' | 'Merging' | 'Judging' | 'Reporting' | 'Configuration';

export interface OptionSpec<Schema extends z.ZodType = z.ZodType> {
  /** As commander takes it: `-o, --output <file>`. */
  readonly flags: string;
  readonly about: string;
  readonly group: OptionGroup;
  /** May be given several times. */
  readonly repeats?: true;
  /** What the option means, from its text, a list of texts, or true. */
  readonly schema: Schema;
  /** Only on the command line: a configuration that somebody else wrote must not decide it. */
  readonly byHandOnly?: true;
  /** Whether a typed value lets through what would be told or refused; where a configuration sets it, every run says so. */
  readonly loosens?: (typed: unknown) => boolean;
  /** Whether a value would hide what is told of a configuration. */
  readonly mayNotHide?: (meaning: unknown) => boolean;
  /** Whether the file it names is written. */
  readonly writes?: true;
}

/** The long flag: `--output`. */
export function flagOf(option: Pick<OptionSpec, 'flags'> | undefined): string {
  return /--[a-z-]+/u.exec(option?.flags ?? '')?.[0] ?? option?.flags ?? '';
}

/** Whether a command does nothing without it. */
export function isRequired({ schema }: OptionSpec): boolean {
  return !schema.safeParse(undefined).success;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export type OptionsOf<Table extends OptionTable> = { readonly [Name in keyof Table]: z.infer<Table[Name]['schema']> };

export interface OperandSpec {
  /** As commander takes it: `<file...>`. */
  readonly usage: string;
  readonly about: string;
  /** The words it may be, where they are few. */
  readonly values?: readonly string[];
}

export interface Example {
  readonly line: string;
  readonly does: string;
}

/** All commands, for those that tell of the others. */
export type CommandTree = () => Promise<readonly CommandSpec[]>;

export interface CommandSpec<Table extends OptionTable = OptionTable> {
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly OperandSpec[];
  readonly options: Table;
  readonly examples: readonly Example[];
  run(operands: readonly string[], options: OptionsOf<Table>, host: Host, tree: CommandTree): Promise<ExitCode>;
}

/** Only checks types. */
export function defineCommand<const Table extends OptionTable>(spec: CommandSpec<Table>): CommandSpec<Table> {
  return spec;
}

export function option<Schema extends z.ZodType>(spec: OptionSpec<Schema>): OptionSpec<Schema> {
  return spec;
}
