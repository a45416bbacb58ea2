// What can be completed: for every command its options with their values, and what it is given besides. Read off the
// command tree, so that no script can say what the program does not.

import * as z from 'zod';
import { shippedCrosswalks } from '../../crosswalks/examples/index.ts';
import { formats } from '../../formats/index.ts';
import { presets } from '../../hygiene/policies/presets/index.ts';
import { diagnosticCodes } from '../../model/diagnostics.ts';
import { lossClasses } from '../../model/loss.ts';
import type { CompletedCommand, Values } from '../../report/completion/tree.ts';
import { reportKinds } from '../../report/reports.ts';
import { optionChoices } from './format-facts.ts';
import { type CommandSpec, flagOf, type OperandSpec, type OptionSpec } from './spec.ts';

export function completedCommand({ name, summary, operands, options }: CommandSpec): CompletedCommand {
  return {
    name,
    summary,
    options: Object.values(options).map((option) => ({
      long: flagOf(option),
      short: /(?:^|\s)(-[a-zA-Z])\b/u.exec(option.flags)?.[1] ?? null,
      about: option.about,
      repeats: option.repeats === true,
      values: valuesOf(option),
    })),
    operands: operandValues(operands),
  };
}

const NOTHING: Values = { words: [], files: false };

/** What an option takes; null for one that takes nothing. */
function valuesOf(option: OptionSpec): Values | null {
  const [, placeholder] = /[<[](.+)[>\]]$/u.exec(option.flags) ?? [];
  if (placeholder === undefined) return null;
  const choices = choicesOf(option.schema);
  return choices.length > 0 ? { words: choices, files: false } : named(placeholder, flagOf(option));
}

/** Words that a schema allows, alone or in a list. */
function choicesOf(schema: z.ZodType): string[] {
  const { enum: one, items } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const many = typeof items === 'object' && !Array.isArray(items) ? items.enum : undefined;
  return (one ?? many ?? []).map(String);
}

/** Values by what the usage calls them. */
function named(placeholder: string, flag = ''): Values {
  const files = placeholder.includes('file');
  if (placeholder.includes('format')) {
    const usable = formats.filter(({ read, write }) => (flag === '--to' ? write : flag === '--from' ? read : true));
    return { words: usable.map(({ id }) => id), files };
  }
  if (placeholder.startsWith('code')) return { words: [...groups(), ...diagnosticCodes], files };
  if (placeholder === 'class') return { words: lossClasses, files };
  if (placeholder.startsWith('kind')) return { words: reportKinds, files: false, filesAfterEquals: true };
  if (placeholder === 'policy' || flag === '--policy') return { words: [...presets.keys()], files };
  if (flag === '--crosswalk') return { words: [...shippedCrosswalks.keys()], files };
  if (placeholder.endsWith('key=value')) return { words: formatOptions(), files };
  if (/^(?:list|older|newer|folder)/u.test(placeholder)) return { words: [], files: true };
  return files ? { words: [], files } : NOTHING;
}

function groups(): string[] {
  return [...new Set(diagnosticCodes.map((code) => `${code.split('/')[0]}/*`))];
}

function formatOptions(): string[] {
  const all = formats.flatMap((format) =>
    optionChoices(format).flatMap(({ name, choices }) =>
      choices.length === 0 ? [`${name}=`] : choices.map((choice) => `${name}=${choice}`),
    ),
  );
  return [...new Set(all)].sort();
}

function operandValues(operands: readonly OperandSpec[]): Values {
  const all = operands.map(({ usage, values }) =>
    values === undefined ? named(/^[<[](\w+)/u.exec(usage)?.[1] ?? '') : { words: values, files: false },
  );
  return { words: [...new Set(all.flatMap(({ words }) => words))], files: all.some(({ files }) => files) };
}
