// A format as plain facts, for the pages and listings that know no formats. Options are read off the format's schema.
import * as z from 'zod';
import type { Format } from '../../formats/format.ts';
import { formats } from '../../formats/index.ts';
import type { FormatFacts, OptionFacts } from '../../report/markdown-formats.ts';

export function allFormatFacts(): FormatFacts[] {
  return formats.map(formatFacts);
}

export function formatFacts(format: Format): FormatFacts {
  return {
    id: format.id,
    title: format.title,
    about: format.about,
    extensions: format.files.extensions,
    carries: format.carries,
    readsMore: moreOf(format),
    reads: format.read !== undefined,
    writes: format.write !== undefined,
    detectable: format.detectable !== false,
    options: optionFacts(format),
    fields: format.fields ?? [],
  };
}

/** What is read of such lists and not written. */
function moreOf({ carries, reads = {} }: Format): FormatFacts['readsMore'] {
  return {
    kinds: (reads.kinds ?? []).filter((kind) => !carries.kinds.includes(kind)),
    hasOpinions: carries.opinions === 'none' && reads.opinions !== undefined,
  };
}

interface Property {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly default?: unknown;
}

function propertiesOf({ options }: Format): [name: string, property: Property][] {
  if (options === undefined) return [];
  const schema = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' });
  return Object.entries((schema.properties ?? {}) as Readonly<Record<string, Property>>); // JSON Schema of an object
}

/** The options of a format with the values each names; none where it takes any text. */
export function optionChoices(format: Format): { readonly name: string; readonly choices: readonly string[] }[] {
  return propertiesOf(format).map(([name, property]) => ({ name, choices: (property.enum ?? []).map(String) }));
}

function optionFacts(format: Format): OptionFacts[] {
  return propertiesOf(format).map(([name, { description = '', enum: values, type, default: standard }]) => ({
    name,
    values: values === undefined ? (type ?? 'text').replace('string', 'text') : values.join(', '),
    meaning: description,
    ...(standard === undefined ? {} : { default: String(standard) }),
  }));
}
