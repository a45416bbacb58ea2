// The completion script for fish.
import { type CompletedCommand, type CompletedOption, quoted, type Values, withHelp } from './tree.ts';

export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const all = withHelp(commands);
  const lines = [
    '# listbridge completion for fish: listbridge completion fish > ~/.config/fish/completions/listbridge.fish',
    'complete -c listbridge -f',
    ...all.map(
      ({ name, summary }) => `complete -c listbridge -n __fish_use_subcommand -a ${name} -d ${inQuotes(summary)}`,
    ),
    ...all.flatMap((command) => [
      ...command.options.map((option) => optionLine(command.name, option)),
      ...operandLines(command),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function when(name: string): string {
  return `complete -c listbridge -n '__fish_seen_subcommand_from ${name}'`;
}

function optionLine(name: string, { long, short, about, values }: CompletedOption): string {
  const flags = `-l ${long.slice(2)}${short === null ? '' : ` -s ${short.slice(1)}`}`;
  return `${when(name)} ${flags}${values === null ? '' : takes(values)} -d ${inQuotes(about)}`;
}

/** `-r`: it takes a value; `-F`: files are offered as well, `-f`: they are not. */
function takes({ words, files, filesAfterEquals }: Values): string {
  const offered = words.length === 0 ? '' : ` -a ${inQuotes(words.join(' '))}`;
  return ` -r ${files || filesAfterEquals === true ? '-F' : '-f'}${offered}`;
}

function operandLines({ name, operands: { words, files } }: CompletedCommand): string[] {
  return [
    ...(words.length === 0 ? [] : [`${when(name)} -a ${inQuotes(words.join(' '))}`]),
    ...(files ? [`${when(name)} -F`] : []),
  ];
}

/** fish knows backslashes in single quotes. */
function inQuotes(text: string): string {
  return quoted(text).replaceAll("'\\''", "\\'");
}
