// From arguments to a running command: commander parses them, the option table's schemas give them their meaning.

import { Command, CommanderError, Option } from 'commander';
import { EXIT, type ExitCode, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { tool } from '../../tool.ts';
import { commandHelp, rootHelp } from './help.ts';
import { meanings, type Typed } from './meanings.ts';
import type { CommandSpec, CommandTree } from './spec.ts';

export interface Verbs {
  readonly [name: string]: { readonly summary: string; load(): Promise<CommandSpec> };
}

export async function runCommandLine(argv: readonly string[], verbs: Verbs, host: Host): Promise<ExitCode> {
  const [first = 'help', ...rest] = argv;
  if (first === 'help' || first === '--help' || first === '-h') return help(rest[0], verbs, host);
  const verb = Object.hasOwn(verbs, first) ? verbs[first] : undefined;
  if (verb === undefined) throw await unknownVerb(first, verbs);
  const spec = await verb.load();
  const command = commandOf(spec);
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(command, rest);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') {
      await host.stdout.write(commandHelp(spec));
      return EXIT.ok;
    }
    throw usage('usage/command-line', { reason: plainReason(error.message) });
  }
  const options = await withConfig(spec, parsed.typed, verbs, host);
  return spec.run(parsed.operands, meanings(spec.options, options), host, treeOf(verbs));
}

/** What was typed, and what a configuration says beside it. Only commands that read lists look for one. */
async function withConfig(spec: CommandSpec, typed: Typed, verbs: Verbs, host: Host): Promise<Typed> {
  if (spec.options['config'] === undefined) return typed;
  const { configured } = await import('./config.ts');
  const commands = async (): Promise<CommandSpec[]> =>
    (await treeOf(verbs)()).filter(({ options }) => options['config'] !== undefined);
  const { config: asked, ...rest } = typed;
  const found = await configured(spec, commands, rest, asked as string | false | undefined, host); // as its flags say
  return found === null ? rest : { ...found.typed, ...rest, config: found.use };
}

function treeOf(verbs: Verbs): CommandTree {
  return () => Promise.all(Object.values(verbs).map((verb) => verb.load()));
}

async function help(name: string | undefined, verbs: Verbs, host: Host): Promise<ExitCode> {
  if (name === undefined || name.startsWith('-')) {
    await host.stdout.write(rootHelp(verbs));
    return EXIT.ok;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) throw await unknownVerb(name, verbs);
  await host.stdout.write(commandHelp(await verb.load()));
  return EXIT.ok;
}

async function unknownVerb(name: string, verbs: Verbs): Promise<Error> {
  const { closest } = await import('../../model/closest.ts');
  const near = closest(name, Object.keys(verbs));
  const hint = near === null ? '' : `; did you mean ${near}?`;
  const what = name.startsWith('-') ? 'option' : 'command';
  return usage('usage/command-line', { reason: `there is no ${what} ${name}${hint}` });
}

function commandOf(spec: CommandSpec): Command {
  const command = new Command(spec.name).exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const { usage: operand, about } of spec.operands) command.argument(operand, about);
  for (const { flags, about, repeats } of Object.values(spec.options)) {
    const option = new Option(flags, about);
    if (repeats === true) option.argParser((value, all: string[] | undefined) => [...(all ?? []), value]);
    command.addOption(option);
  }
  return command.version(tool.version, '-V, --version', 'print the version').action(() => {});
}

function parse(command: Command, argv: readonly string[]): { operands: string[]; typed: Typed } {
  command.parse([...argv], { from: 'user' });
  return { operands: command.processedArgs.flat() as string[], typed: command.opts() }; // operands are texts
}

/** Commander's sentence without its prefix and line breaks. */
function plainReason(message: string): string {
  return message
    .replace(/^error: /u, '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replace(/[()]/gu, '');
}
