// The manual page listbridge(1), in the man macros that groff and mandoc read. Made from the command tree, so it says what
// the help screens say.

export interface ManualOption {
  readonly flags: string;
  readonly about: string;
  readonly repeats: boolean;
}

export interface ManualCommand {
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly { readonly usage: string; readonly about: string }[];
  readonly options: readonly ManualOption[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
}

export interface ManualFacts {
  readonly version: string;
  readonly commands: readonly ManualCommand[];
  /** Exit codes with their meaning. */
  readonly exits: readonly (readonly [code: string, meaning: string])[];
  /** Options that several commands share, told once. */
  readonly shared: readonly ManualOption[];
}

export function manualPage({ version, commands, exits, shared }: ManualFacts): string {
  const isShared = new Set(shared.map(({ flags, about }) => `${flags}\n${about}`));
  const own = (options: readonly ManualOption[]): ManualOption[] =>
    options.filter(({ flags, about }) => !isShared.has(`${flags}\n${about}`));
  return lines(
    `.TH LISTBRIDGE 1 "" "listbridge ${version}" "User Commands"`,
    '.SH NAME',
    text('listbridge - hash lists and URL blocklists between partner formats, offline'),
    '.SH SYNOPSIS',
    ...commands.flatMap(({ name, operands }, i) => [
      ...(i === 0 ? [] : ['.br']),
      `.B listbridge ${text(name)}`,
      `[\\fIoption\\fR ...] ${operands.map(({ usage }) => text(usage)).join(' ')}`.trimEnd(),
    ]),
    '.SH DESCRIPTION',
    ...paragraph(
      'Imports, validates, deduplicates, merges and converts opaque hash lists and URL blocklists, and checks how they are kept. \
It never opens imagery, never touches the network, and never prints a listed value unless it is asked to. \
Standard output is data; findings, progress and the summary go to standard error.',
    ),
    '.SH EXAMPLES',
    ...commands.flatMap(({ examples }) =>
      examples.flatMap(({ line, does }) => ['.TP', `.B listbridge ${text(line)}`, text(does)]),
    ),
    '.SH COMMANDS',
    ...commands.flatMap((command) => [
      `.SS ${text(command.name)}`,
      text(`${sentence(command.summary)}.`),
      ...command.operands.flatMap(({ usage, about }) => ['.TP', `\\fI${text(usage)}\\fR`, text(about)]),
      ...own(command.options).flatMap(entry),
    ]),
    '.SH OPTIONS OF SEVERAL COMMANDS',
    ...shared.flatMap(entry),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, meaning]) => ['.TP', `.B ${text(code)}`, text(meaning)]),
    '.SH FILES',
    '.TP',
    '.I listbridge.config.yaml',
    text('Options of commands; the nearest one from the working folder up to the root of the repository is used.'),
    '.SH SEE ALSO',
    ...paragraph(
      'listbridge help COMMAND shows examples and options of a command, listbridge explain CODE what a finding means, \
listbridge formats FORMAT what a format carries.',
    ),
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

function entry({ flags, about, repeats }: ManualOption): string[] {
  return ['.TP', `\\fB${text(flags)}\\fR`, text(repeats ? `${about}; repeatable` : about)];
}

function paragraph(words: string): string[] {
  return [text(words)];
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A text as roff takes it: backslashes and hyphens as they are, and no dot or quote first on its line, which is a command. */
function text(words: string): string {
  const safe = words.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  return /^[.']/u.test(safe) ? `\\&${safe}` : safe;
}
