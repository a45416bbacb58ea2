// The command tree as completion scripts need it. Plain data.

export interface Values {
  readonly words: readonly string[];
  /** Whether names of files fit. */
  readonly files: boolean;
  /** Whether a file stands behind `word=`. */
  readonly filesAfterEquals?: boolean;
}

export interface CompletedOption {
  /** `--output` */
  readonly long: string;
  /** `-o` */
  readonly short: string | null;
  readonly about: string;
  readonly repeats: boolean;
  /** Null: it takes nothing. */
  readonly values: Values | null;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly operands: Values;
}

/** Commands with what only the program itself knows: `help` and the names of all. */
export function withHelp(commands: readonly CompletedCommand[]): CompletedCommand[] {
  const words = commands.map(({ name }) => name);
  const operands = { words, files: false };
  return [...commands, { name: 'help', summary: 'show examples and options of a command', options: [], operands }];
}

/** A text in single quotes, for any of the shells. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
