// listbridge completion: the script that makes a shell complete commands, options, formats, codes and files.
import { EXIT, type ExitCode, usage } from '../model/failure.ts';
import { bashCompletion } from '../report/completion/bash.ts';
import { fishCompletion } from '../report/completion/fish.ts';
import { zshCompletion } from '../report/completion/zsh.ts';
import { completedCommand } from './shared/completions.ts';
import { type CommandTree, defineCommand } from './shared/spec.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export const completion = defineCommand({
  name: 'completion',
  summary: 'print what makes bash, zsh or fish complete commands and values',
  operands: [{ usage: '<shell>', about: `one of ${Object.keys(SHELLS).join(', ')}`, values: Object.keys(SHELLS) }],
  options: {},
  examples: [
    { line: 'completion bash >> ~/.bashrc', does: 'for bash, from the next shell on' },
    { line: 'completion zsh > ~/.zfunc/_listbridge', does: 'for zsh, where ~/.zfunc is in $fpath' },
    { line: 'completion fish > ~/.config/fish/completions/listbridge.fish', does: 'for fish' },
  ],
  async run([shell = ''], _options, host, tree: CommandTree): Promise<ExitCode> {
    if (!Object.hasOwn(SHELLS, shell)) {
      const reason = `there is no completion for this shell; there is one for ${Object.keys(SHELLS).join(', ')}`;
      throw usage('usage/command-line', { reason });
    }
    const commands = (await tree()).map(completedCommand);
    await host.stdout.write(SHELLS[shell as keyof typeof SHELLS](commands)); // as checked
    return EXIT.ok;
  },
});
