// listbridge.config.yaml: options of commands, for the runs below its folder. It holds data only: it is never executed, and
// holds no secret. Whoever can put it there decides much of a run, so what would show values, take away a safeguard in
// silence or write elsewhere is for the command line alone (docs/configuration.md).

import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { unavailable, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { issueWords } from '../../model/issue-words.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { findUpward, isOpenToAll } from '../../pipeline/files.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';
import { readDocument, TextFault } from '../../yaml/document.ts';
import { object } from '../../yaml/schema.ts';
import { type CommandSpec, flagOf, type OptionSpec, type OptionTable } from './spec.ts';

export const CONFIG_FILE = 'listbridge.config.yaml';

/** The section whose options every command takes that has them. */
const FOR_ALL = 'all';

/** What a run took from a file: told in its reports. */
export interface ConfigUse {
  /** The file, as from where the run was started. */
  readonly file: string;
  /** Options taken from it, by their flags. */
  readonly options: readonly string[];
  /** Those that let through what would be told otherwise. */
  readonly loosened: readonly string[];
}

export interface Configured {
  readonly use: ConfigUse;
  /** Values as if typed, by the names of the option table. */
  readonly typed: Readonly<Record<string, unknown>>;
}

/**
 * What a file sets for this command beside what was typed, which wins. `asked` is what --config names, false for
 * --no-config; `commands` are those that take options from a file. Every section is checked, whichever command runs: a fault must not wait for the night it is needed.
 */
export async function configured(
  spec: CommandSpec,
  commands: () => Promise<readonly CommandSpec[]>,
  typed: Readonly<Record<string, unknown>>,
  asked: string | false | undefined,
  host: Host,
): Promise<Configured | null> {
  if (asked === false) return null;
  const path = asked === undefined ? await found(host) : pathOf(asked, host);
  if (path === null) return null;
  const file = asked ?? nearPath(path, host);
  const read = readConfig(await textOf(path, file), file, path, await commands(), host);
  const values = read.get(spec.name) ?? {};
  const taken = Object.fromEntries(Object.entries(values).filter(([name]) => typed[name] === undefined));
  const options = Object.keys(taken).map((name) => flagOf(spec.options[name]));
  const loosened = Object.entries(taken)
    .filter(([name, value]) => spec.options[name]?.loosens?.(value) === true)
    .map(([name]) => flagOf(spec.options[name]));
  return { use: { file, options, loosened }, typed: taken };
}

/** The nearest file upwards, to the root of the repository; refused where everybody may write. */
async function found(host: Host): Promise<string | null> {
  const path = await findUpward(CONFIG_FILE, host.cwd, '.git');
  if (path === null) return null;
  if ((await isOpenToAll(path)) || (await isOpenToAll(dirname(path)))) {
    throw usage('usage/unsafe-config', { input: nearPath(path, host) });
  }
  return path;
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    return await readText(path);
  } catch (error) {
    throw unavailable('input/unreadable', { file, reason: reasonOf(error) }, error);
  }
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** The options that the file sets for each command. */
function readConfig(
  text: string,
  file: string,
  path: string,
  commands: readonly CommandSpec[],
  host: Host,
): Map<string, Record<string, unknown>> {
  const place: Place = { folder: dirname(path), host };
  return readDocument<Sections, Map<string, Record<string, unknown>>>(
    text,
    { schema: schemaOf(commands), name: 'configuration', beginning: 'validate:' },
    (sections) => {
      const all = new Map<string, Record<string, unknown>>();
      for (const { name, options } of commands) {
        const shared = optionsIn(sections, FOR_ALL, options, place);
        all.set(name, { ...shared, ...optionsIn(sections, name, options, place) });
      }
      return all;
    },
    (reason) => usage('usage/bad-config', { input: file, reason }),
  );
}

function schemaOf(commands: readonly CommandSpec[]): z.ZodType<Sections> {
  const sectionOf = (tables: readonly OptionTable[]) => {
    const flags = tables.flatMap((table) => Object.values(table).filter(isSettable).map(keyOf));
    return object(Object.fromEntries(flags.map((flag) => [flag, z.unknown().optional()]))).optional();
  };
  const sections = commands.map(({ name, options }) => [name, sectionOf([options])] as const);
  return object({ [FOR_ALL]: sectionOf(commands.map(({ options }) => options)), ...Object.fromEntries(sections) });
}

/** Options that are only ever typed are known too, so that the fault can say so; those of --config itself are not. */
function isSettable(option: OptionSpec): boolean {
  return option.group !== 'Configuration';
}

function keyOf(option: OptionSpec): string {
  return flagOf(option).replace(/^--/u, '');
}

/** Values of a section as if typed; a fault names its place. */
function optionsIn(sections: Sections, section: string, table: OptionTable, place: Place): Record<string, unknown> {
  const given = sections[section] ?? {};
  const typed: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    const key = keyOf(option);
    if (!isSettable(option) || given[key] === undefined) continue;
    const fault = (reason: string): TextFault => new TextFault([section, key], reason);
    if (option.byHandOnly === true) throw fault('only on the command line, where whoever runs it sees it');
    const value = asTyped(given[key], option, fault);
    const meaning = option.schema.safeParse(value, { error: issueWords });
    if (!meaning.success) throw fault(meaning.error.issues[0]?.message ?? 'not understood');
    if (option.mayNotHide?.(meaning.data) === true) {
      throw fault('what is told of this file cannot be switched off in it');
    }
    if (value !== undefined) typed[name] = withPaths(value, option, place, fault);
  }
  return typed;
}

function asTyped(value: unknown, option: OptionSpec, fault: (reason: string) => TextFault): unknown {
  const text = (each: unknown): string => {
    if (typeof each === 'string' || typeof each === 'number') return String(each);
    throw fault(option.repeats === true ? 'expected a text, or a list of texts' : 'expected a text or a number');
  };
  if (!/[<[]/u.test(option.flags)) {
    if (typeof value !== 'boolean') throw fault('expected true or false');
    return value ? true : undefined;
  }
  if (option.repeats !== true) return text(value);
  return (Array.isArray(value) ? value : [value]).map(text);
}

interface Place {
  readonly folder: string;
  readonly host: Host;
}

/** Names of files are from the folder of the configuration, wherever below it the run was started. */
function withPaths(value: unknown, option: OptionSpec, place: Place, fault: (reason: string) => TextFault): unknown {
  const { flags } = option;
  if (!/\bfile\b/u.test(flags.replace(/^.*?--[a-z-]+/u, ''))) return value;
  const path = (name: string): string => {
    const whole = isAbsolute(name) ? name : join(place.folder, name);
    const inside = relative(place.folder, whole);
    if (option.writes === true && (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`))) {
      throw fault('a file that is written must lie in the folder of this configuration, or below');
    }
    return nearPath(whole, place.host);
  };
  const one = (text: string): string => {
    const at = flags.includes('=') ? text.indexOf('=') : -1;
    if (at < 0 && flags.includes('[=file]')) return text;
    const name = text.slice(at + 1);
    // A policy or a profile by its name is no file.
    return flags.includes('|') && !/[./\\]/u.test(name) ? text : `${text.slice(0, at + 1)}${path(name)}`;
  };
  return Array.isArray(value) ? value.map((each) => one(String(each))) : one(String(value));
}

/** As one would type it: from the working folder, where that is no detour. */
function nearPath(path: string, { cwd }: Host): string {
  const near = relative(cwd, path);
  return near.length < path.length ? near : path;
}
