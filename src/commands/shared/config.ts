// listbridge.config.yaml: options of commands, for the runs below its folder. It holds data only: it is never executed, and
// holds no secret. Whoever can put it there decides much of a run, so what would show values, take away a safeguard in
// silence or write elsewhere is for the command line alone (docs/configuration.md).

import { dirname, relative } from 'node:path';
import { unavailable, usage } from '../../model/failure.ts';
import type { Host } from '../../model/host.ts';
import { reasonOf } from '../../model/system-reason.ts';
import { findUpward, isOpenToAll } from '../../pipeline/files.ts';
import { pathOf } from '../../pipeline/save.ts';
import { readText } from '../../pipeline/text-file.ts';
import { type CommandSpec, flagOf } from './spec.ts';

export const CONFIG_FILE = 'listbridge.config.yaml';

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
  const text = await textOf(path, file);
  const { readConfig } = await import('./config-text.ts'); // most runs have no such file, and the parser takes time to load
  const read = readConfig(
    text,
    { file, folder: dirname(path), near: (whole) => nearPath(whole, host) },
    await commands(),
  );
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
    throw unavailable('input/file-unreadable', { file, role: 'the configuration', reason: reasonOf(error) }, error);
  }
}

/** As one would type it: from the working folder, where that is no detour. */
function nearPath(path: string, { cwd }: Host): string {
  const near = relative(cwd, path);
  return near.length < path.length ? near : path;
}
