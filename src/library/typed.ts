// From the options of a call to those of a command line: the same names, each as the text that would have been typed.
import type { Typed } from '../commands/shared/meanings.ts';
import type { OptionSpec, OptionTable } from '../commands/shared/spec.ts';
import { closest } from '../model/closest.ts';
import { usage } from '../model/failure.ts';

/** Where reports go and how they look: a call gives the report back. No file decides on a call unasked. */
export const notForCalls: ReadonlySet<string> = new Set(['report', 'color', 'quiet', 'config', 'noConfig']);

/** The options that a call of this command takes from the command line. */
export function offered(table: OptionTable): string[] {
  return Object.keys(table).filter((name) => !notForCalls.has(name));
}

/** A name that nobody knows is refused: it would do nothing, in silence. */
export function typedOptions(table: OptionTable, given: object): Typed {
  const names = offered(table);
  const typed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const option = names.includes(name) ? table[name] : undefined;
    if (option === undefined) throw unknownOption(name, names);
    typed[name] = option.repeats === true ? texts(value) : text(value, option);
  }
  return typed;
}

function unknownOption(name: string, names: readonly string[]): Error {
  const near = closest(name, names);
  const hint = near === null ? 'docs/library.md names them' : `did you mean ${near}?`;
  return usage('usage/bad-option', { option: name, reason: `there is no such option; ${hint}` });
}

/** A text, several, or `{ key: value }` for `key=value`; anything else is left to the schema to refuse. */
function texts(value: unknown): unknown {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [`${key}=${String(each)}`]));
}

function text(value: unknown, { schema }: OptionSpec): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  // Sizes and percentages are texts there; a number that the schema takes as one stays one.
  return typeof value === 'number' && !schema.safeParse(value).success ? String(value) : value;
}
