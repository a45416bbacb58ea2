// The shape of a column profile as a user writes it. It checks words and types only; what they mean together, and what
// they become, is the business of profile-compile.ts.

import * as z from 'zod';
import { closest } from '../model/closest.ts';
import { type TimeField, timeFields } from '../model/fields.ts';
import { issueWords } from '../model/issue-words.ts';
import { kindIds } from '../model/kinds.ts';
import type { Decision, Polarity } from '../model/opinions.ts';
import { operations, scopes } from '../model/scope.ts';
import { either, isObject, issuePath, object } from '../yaml/schema.ts';
import { plainName } from './kit/table/profile.ts';

const word = z.string().trim().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'expected a text' }).transform(String);
/** A column by its name or, without a header, by its number. */
const place = z.union([word, z.int().transform(String)], { error: 'expected the name of a column' });
const scope = z.enum(scopes);
const kind = z.enum(kindIds as [(typeof kindIds)[number], ...(typeof kindIds)[number][]]);
const polarity = z.enum(['deny', 'allow', 'none'] satisfies Polarity[]);
const decision = z.enum(['confirmed', 'refuted', 'unsure'] satisfies Decision[]);

/** The same for all rows, or a column with a table of what its cells mean. */
function choice<T>(value: z.ZodType<T>) {
  const byColumn = object({
    column: place,
    values: z.record(z.string(), value.nullable()).optional(),
    otherwise: value.nullable().optional(),
    empty: value.nullable().optional(),
  });
  return either((given) => !isObject(given), value, byColumn);
}

const time: z.ZodType<TimeField> = word.transform((text, context) => {
  const field = timeFields.find((each) => plainName(each) === plainName(text));
  if (field !== undefined) return field;
  context.issues.push({ code: 'custom', message: `expected one of ${timeFields.join(', ')}`, input: text });
  return z.NEVER;
});

const split = z.string().length(1, 'expected one character').optional();
const texts = z.union([word, z.array(word).min(1)], { error: 'expected a text or a list of texts' });

/** What a column can be; each form has its first key and the others that go with it. */
export const columnForms = {
  key: object({
    key: choice(kind),
    scope: choice(scope).optional(),
    encoding: z.enum(['hex', 'base64']).optional(),
    strip: texts.optional(),
    split,
  }),
  label: object({
    label: z.union([z.literal(true), word], { error: 'expected the name of a scheme, or true' }),
    values: z.record(z.string(), scalar.nullable()).optional(),
    otherwise: scalar.nullable().optional(),
    scheme: choice(scalar).optional(),
    member: choice(scalar).optional(),
    polarity: choice(polarity).optional(),
    split,
  }),
  reviewer: object({
    reviewer: z.union([z.literal(true), texts], {
      error: 'expected a pattern such as {reviewer}@{organisation}, or true',
    }),
    organisation: choice(scalar).optional(),
    country: choice(scalar).optional(),
    decision: choice(decision).optional(),
    split,
  }),
  time: object({ time, as: texts.optional(), zone: word.optional() }),
  operation: object({
    operation: z.record(z.string(), z.enum(operations)),
    otherwise: z.enum(operations).optional(),
    empty: z.enum(operations).optional(),
  }),
} as const;
export type ColumnForm = keyof typeof columnForms;

/** A column whose meaning needs no more words. */
export const plainColumns = ['item', 'size', 'name', 'note', 'partnerKey', 'ignore'] as const;
export type PlainColumn = (typeof plainColumns)[number];

export type KeyText = z.infer<typeof columnForms.key>;
export type LabelText = z.infer<typeof columnForms.label>;
export type ReviewerText = z.infer<typeof columnForms.reviewer>;
export type TimeText = z.infer<typeof columnForms.time>;
export type OperationText = z.infer<typeof columnForms.operation>;
export type ColumnText =
  | KeyText
  | LabelText
  | ReviewerText
  | TimeText
  | OperationText
  | { readonly plain: PlainColumn };

const column = z.unknown().transform((value, context): ColumnText => {
  const given = typeof value === 'string' ? fromWord(value) : value;
  const refuse = (message: string): ColumnText => {
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  };
  if (given === null) return refuse(`no column is that; columns are ${columnWords().join(', ')}`);
  if (typeof given === 'object' && 'plain' in given) return given as { plain: PlainColumn }; // made by fromWord only
  if (!isObject(given)) return refuse('expected a word, or an object such as { key: sha256 }');
  const forms = Object.keys(columnForms) as ColumnForm[];
  const meant = forms.filter((form) => Object.hasOwn(given as object, form));
  const [form] = meant;
  if (form === undefined) {
    const known = Object.keys(given as object).find((key) => closest(key, forms) !== null);
    const hint = known === undefined ? '' : `; did you mean ${closest(known, forms)}?`;
    return refuse(`a column is one of ${forms.join(', ')}${hint}`);
  }
  if (meant.length > 1) return refuse(`a column is one thing, not ${meant.join(' and ')}`);
  const result = columnForms[form].safeParse(given, { error: issueWords });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    context.issues.push({ code: 'custom', path: issuePath(issue), message: issue.message, input: value });
  }
  return z.NEVER;
});

/** `sha256` for `{ key: sha256 }`, and so on; null for no such word. */
function fromWord(text: string): unknown {
  const plain = plainName(text);
  const id = kindIds.find((each) => plainName(each) === plain);
  if (id !== undefined) return { key: id };
  const field = timeFields.find((each) => plainName(each) === plain);
  if (field !== undefined) return { time: field };
  if (plain === 'label' || plain === 'reviewer') return { [plain]: true };
  const word = plain === 'id' ? 'partnerKey' : plainColumns.find((each) => plainName(each) === plain);
  return word === undefined ? null : { plain: word };
}

function columnWords(): string[] {
  return [...kindIds, ...timeFields, 'label', 'reviewer', ...plainColumns];
}

export const profileSchema = object({
  profile: z.literal(1, { error: 'a profile begins with "profile: 1"' }),
  id: word.regex(/^[a-z0-9][a-z0-9-]*$/u, 'expected lower-case letters, digits and hyphens').optional(),
  title: word.optional(),
  file: object({
    type: z.enum(['csv', 'json-lines']).default('csv'),
    delimiter: z.string().min(1).optional(),
    comment: z.string().min(1).max(8).optional(),
    header: z.enum(['first line', 'comment', 'none']).default('first line'),
    ragged: z.boolean().default(false),
    'longest-field': z
      .int()
      .min(64)
      .max(1 << 20)
      .default(1 << 16),
  }).prefault({}),
  list: object({
    partner: scalar.optional(),
    title: scalar.optional(),
    version: scalar.optional(),
    issuedAt: scalar.optional(),
    claimedCount: z.int().min(0).optional(),
    marking: scalar.optional(),
    edition: z.enum(['full', 'delta']).optional(),
  }).prefault({}),
  empty: z.array(scalar).default([]),
  booleans: object({
    true: z.array(scalar).default(['true', 't', 'yes', 'y', '1']),
    false: z.array(scalar).default(['false', 'f', 'no', 'n', '0']),
  }).prefault({}),
  opinion: object({
    member: choice(scalar).optional(),
    polarity: choice(polarity).optional(),
  }).prefault({}),
  operation: z.enum(operations).default('present'),
  columns: z.record(z.string(), column),
  required: z.array(place).default([]),
  ignore: either(
    (value) => typeof value === 'string',
    z.literal('rest', { error: 'expected rest, or a list of columns' }),
    z.array(place),
  ).optional(),
});
export type ProfileText = z.infer<typeof profileSchema>;
