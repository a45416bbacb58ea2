// From arguments to a running command: commander parses them, the option table's schemas give them their meaning.
import { Command, CommanderError, Option } from 'commander';
import { EXIT, type ExitCode, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { tool } from '../../tool.ts';
import { commandHelp, rootHelp } from './help.ts';
import type { CommandSpec, OptionTable } from './spec.ts';

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
    parsed = parse(command, rest, spec);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') {
      await host.stdout.write(commandHelp(spec));
      return EXIT.ok;
    }
    throw usage('usage/command-line', { reason: plainReason(error.message) });
  }
  return spec.run(parsed.operands, parsed.options, host);
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

function parse(command: Command, argv: readonly string[], spec: CommandSpec) {
  command.parse([...argv], { from: 'user' });
  const typed: Readonly<Record<string, unknown>> = command.opts();
  return { operands: command.processedArgs.flat() as string[], options: meanings(spec.options, typed) }; // operands are texts
}

/** Each option by its own schema; a value that means nothing is a failure that names the option. */
function meanings(table: OptionTable, typed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [name, { flags, schema }] of Object.entries(table)) {
    const result = schema.safeParse(typed[name]);
    if (!result.success) {
      const flag = /--[a-z-]+/u.exec(flags)?.[0] ?? flags;
      throw usage('usage/bad-option', { option: flag, reason: result.error.issues[0]?.message ?? 'not understood' });
    }
    options[name] = result.data;
  }
  return options;
}

/** Commander's sentence without its prefix and line breaks. */
function plainReason(message: string): string {
  return message
    .replace(/^error: /u, '')
    .replaceAll(/\s*\n\s*/gu, ' ')
    .replace(/[()]/gu, '');
}
