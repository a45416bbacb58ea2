// What is written in a listbridge.config.yaml, checked section by section and turned into options as if typed.
import { isAbsolute, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { shippedCrosswalks } from '../../crosswalks/examples/index.ts';
import { shippedProfiles } from '../../formats/profiles/index.ts';
import { presets } from '../../hygiene/policies/presets/index.ts';
import { closest } from '../../model/closest.ts';
import { usage } from '../../model/failure.ts';
import { issueWords } from '../../model/issue-words.ts';
import { readDocument, TextFault } from '../../yaml/document.ts';
import { object } from '../../yaml/schema.ts';
import { type CommandSpec, flagOf, type OptionSpec, type OptionTable } from './spec.ts';

/** The section whose options every command takes that has them. */
const FOR_ALL = 'all';

/** Where the text lies: names of files in it are from its folder. */
export interface Place {
  /** The configuration, as from where the run was started. */
  readonly file: string;
  readonly folder: string;
  /** A path as one would type it. */
  readonly near: (path: string) => string;
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** The options that the text sets for each command. */
export function readConfig(
  text: string,
  place: Place,
  commands: readonly CommandSpec[],
): Map<string, Record<string, unknown>> {
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
    (reason) => usage('usage/bad-config', { input: place.file, reason }),
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
    checkNames(value, option, fault);
    if (value !== undefined) typed[name] = withPaths(value, option, place, fault);
  }
  return typed;
}

/** What can be named without being a file. A name that is none must not wait for the night on which its command runs. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '--policy': [...presets.keys()],
  '--crosswalk': [...shippedCrosswalks.keys()],
  '--from-profile': shippedProfiles.map(({ id }) => id),
};

function checkNames(value: unknown, option: OptionSpec, fault: (reason: string) => TextFault): void {
  const known = NAMES[flagOf(option)];
  if (known === undefined) return;
  for (const each of Array.isArray(value) ? value : [value]) {
    const name = String(each).slice(String(each).indexOf('=') + 1);
    if (/[./\\]/u.test(name) || known.includes(name)) continue;
    const near = closest(name, known);
    throw fault(near === null ? `expected a file, or ${known.join(', ')}` : `did you mean ${near}?`);
  }
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
    return place.near(whole);
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
