// The completion script for zsh.
import { type CompletedCommand, type CompletedOption, quoted, type Values, withHelp } from './tree.ts';

export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const all = withHelp(commands);
  return `#compdef listbridge
# listbridge completion for zsh. In a folder of $fpath, as _listbridge: listbridge completion zsh > _listbridge
_listbridge() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${all.map(({ name, summary }) => `      ${quoted(`${name}:${summary}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${all.map(branch).join('\n')}
  esac
}
if [[ $funcstack[1] == _listbridge ]]; then _listbridge "$@"; else compdef _listbridge listbridge; fi
`;
}

function branch({ name, options, operands }: CompletedCommand): string {
  const parts = [
    ...options.flatMap(optionParts),
    quoted('--help[show examples and options]'),
    quoted(`*:value:${action(operands)}`),
  ];
  return `    ${name})\n      _arguments -S \\\n${parts.map((part) => `        ${part}`).join(' \\\n')}\n      ;;`;
}

function optionParts({ long, short, about, repeats, values }: CompletedOption): string[] {
  const value = values === null ? '' : `:value:${action(values)}`;
  const flags = short === null ? [long] : [long, short];
  return flags.map((flag) => quoted(`${repeats ? '*' : ''}${flag}[${escaped(about)}]${value}`));
}

/** The brackets and colons of a description would end it. */
function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/gu, (character) => `\\${character}`);
}

function action({ words, files }: Values): string {
  const list = `(${words.map((word) => word.replaceAll(/[*()\\:' ]/gu, (each) => `\\${each}`)).join(' ')})`;
  if (words.length > 0 && files)
    return `{ _alternative 'words:word:${list.replaceAll("'", "''")}' 'files:file:_files' }`;
  return words.length > 0 ? list : files ? '_files' : ' ';
}
