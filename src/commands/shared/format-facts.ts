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
    reads: format.read !== undefined,
    writes: format.write !== undefined,
    detectable: format.detectable !== false,
    options: optionFacts(format),
  };
}

interface Property {
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly default?: unknown;
}

function optionFacts({ options }: Format): OptionFacts[] {
  if (options === undefined) return [];
  const schema = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' });
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Property>>; // JSON Schema of an object
  return Object.entries(properties).map(([name, { description = '', enum: values, type, default: standard }]) => ({
    name,
    values: values === undefined ? (type ?? 'text').replace('string', 'text') : values.join(', '),
    meaning: description,
    ...(standard === undefined ? {} : { default: String(standard) }),
  }));
}
