// The completion script for bash. It needs no package of completions, and bash 3.2 reads it.
import { type CompletedCommand, quoted, type Values, withHelp } from './tree.ts';

export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const all = withHelp(commands);
  return `# listbridge completion for bash. In ~/.bashrc: source <(listbridge completion bash)
_listbridge() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" at=$((COMP_CWORD - 1)) command="\${COMP_WORDS[1]}" words='' files='' line
  COMPREPLY=()
  # bash takes = for a word of its own.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ \${COMP_WORDS[at]} == '=' ]]; then
    at=$((at - 1))
  fi
  local option="\${COMP_WORDS[at]}"
  if ((COMP_CWORD == 1)); then
    words=${quoted(all.map(({ name }) => name).join(' '))}
  elif ((at > 1)) && [[ \${COMP_WORDS[at - 1]} == --report && $option != -* ]]; then
    if ((at < COMP_CWORD - 1)) || [[ \${COMP_WORDS[COMP_CWORD]} == '=' ]]; then files=yes; fi
  else
    case "$command $option" in
${byValues(all)}
      *)
        if [[ $cur == -* ]]; then
          case "$command" in
${all.map((each) => `            ${each.name}) words=${quoted(flagsOf(each).join(' '))} ;;`).join('\n')}
          esac
        else
          case "$command" in
${all.map(({ name, operands }) => `            ${name}) ${setting(operands)} ;;`).join('\n')}
          esac
        fi
        ;;
    esac
  fi
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -W "$words" -- "$cur")
  if [[ -n $files ]]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null
  fi
  if ((\${#COMPREPLY[@]} == 1)) && [[ \${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _listbridge listbridge
`;
}

function flagsOf({ options }: CompletedCommand): string[] {
  return [...options.map(({ long }) => long), '--help'];
}

function setting({ words, files }: Values): string {
  return `words=${quoted(words.join(' '))}${files ? ' files=yes' : ''}`;
}

/** One branch for all options of all commands that take the same. */
function byValues(commands: readonly CompletedCommand[]): string {
  const branches = new Map<string, string[]>();
  for (const { name, options } of commands) {
    for (const { long, short, values } of options) {
      if (values === null) continue;
      const patterns = [long, ...(short === null ? [] : [short])].map((flag) => quoted(`${name} ${flag}`));
      const branch = setting(values);
      branches.set(branch, [...(branches.get(branch) ?? []), ...patterns]);
    }
  }
  return [...branches].map(([branch, patterns]) => `      ${patterns.join(' | ')}) ${branch} ;;`).join('\n');
}
