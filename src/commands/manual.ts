// listbridge manual: the manual page, for `man`. The package ships it as docs/man/listbridge.1.
import { EXIT, type ExitCode } from '../model/failure.ts';
import { manualPage } from '../report/manual.ts';
import { tool } from '../tool.ts';
import { exitMeanings } from './shared/help.ts';
import { type CommandSpec, defineCommand, type OptionSpec } from './shared/spec.ts';

/** Commands from which an option is told once, apart. */
const SEVERAL = 3;

export const manual = defineCommand({
  name: 'manual',
  summary: 'print the manual page',
  operands: [],
  options: {},
  examples: [{ line: 'manual | man -l -', does: 'read it' }],
  async run(_operands, _options, host, tree): Promise<ExitCode> {
    await host.stdout.write(manualOf(await tree()));
    return EXIT.ok;
  },
});

export function manualOf(commands: readonly CommandSpec[]): string {
  return manualPage({
    version: tool.version,
    commands: commands.map(({ options, ...rest }) => ({ ...rest, options: Object.values(options).map(told) })),
    exits: exitMeanings,
    shared: sharedOptions(commands),
  });
}

function told({ flags, about, repeats }: OptionSpec): { flags: string; about: string; repeats: boolean } {
  return { flags, about, repeats: repeats === true };
}

function sharedOptions(commands: readonly CommandSpec[]): ReturnType<typeof told>[] {
  const met = new Map<string, { option: OptionSpec; count: number }>();
  for (const option of commands.flatMap(({ options }) => Object.values(options))) {
    const key = `${option.flags}\n${option.about}`;
    met.set(key, { option, count: (met.get(key)?.count ?? 0) + 1 });
  }
  return [...met.values()].filter(({ count }) => count >= SEVERAL).map(({ option }) => told(option));
}
