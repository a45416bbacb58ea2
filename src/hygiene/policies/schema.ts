// The shape of a policy as a person writes it. It checks words and types only; what a policy becomes is the business of
// compile.ts. `null` in the place of a rule takes back what the policy extends.
import * as z from 'zod';
import { parseAge } from '../../model/age.ts';
import { closest } from '../../model/closest.ts';
import { diagnosticCodes, isDiagnosticCode } from '../../model/diagnostics.ts';
import { listFieldIds, timeFields } from '../../model/fields.ts';
import { kindIds } from '../../model/kinds.ts';
import type { Decision } from '../../model/opinions.ts';
import { isPlainName } from '../../model/plain-name.ts';
import { distinctions } from '../../model/policy.ts';
import { scopes } from '../../model/scope.ts';
import { isZoneless, parseIsoText } from '../../model/times.ts';
import { either, isObject, object } from '../../yaml/schema.ts';

const word = z.string().trim().min(1, 'expected a text');
/** YAML makes numbers of codes such as 1. */
const code = z.union([z.string().trim().min(1), z.number()], { error: 'expected a text' }).transform(String);
const remarks = z.union([word, z.array(word)], { error: 'expected a text or a list of texts' });

/** One of these words; a wrong one is told with the one that may have been meant. */
function oneOf<const T extends string>(ids: readonly T[]) {
  return z.unknown().transform((value, context): T => {
    const known = ids.find((id) => id === value);
    if (known !== undefined) return known;
    const near = typeof value === 'string' && isPlainName(value) ? closest(value, ids) : null;
    const message =
      near === null ? `expected ${ids.join(', ')}` : `there is no ${String(value)}; did you mean ${near}?`;
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });
}

const listOf = <T extends z.ZodType>(item: T) =>
  z.array(item, { error: 'expected a list, such as [a, b]' }).min(1, 'an empty list allows nothing; leave the key out');

const age = z.string({ error: 'expected an age, such as 90 days or 3 months' }).transform((text, context) => {
  const read = parseAge(text);
  if (read !== null) return read;
  context.issues.push({ code: 'custom', message: 'expected an age, such as 90 days or 3 months', input: text });
  return z.NEVER;
});

/** A day is its first second in UTC; a time of day means nothing without a zone. */
const date = z.string({ error: 'expected a date, such as 2026-01-31' }).transform((text, context) => {
  const refuse = (message: string): number => {
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  };
  const seconds = parseIsoText(text);
  if (Number.isNaN(seconds)) return refuse('expected a date, such as 2026-01-31');
  if (!isZoneless(text)) return seconds;
  return refuse('a time of day needs its zone, such as 2026-01-31T12:00:00Z; or give the day alone');
});

const yes = z
  .union([z.boolean(), z.enum(['yes', 'no'])], { error: 'expected yes or no' })
  .transform((value) => (typeof value === 'boolean' ? value : value === 'yes'));
const years = z.number({ error: 'expected an age in years' }).int().min(1).max(120);
const percent = z.number({ error: 'expected a number of per cent' }).min(0).max(1_000_000);

/** A section of rules, which `null` takes back. */
function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return object(shape).nullable().optional();
}

const flag = either(isObject, z.union([object({ below: years }), object({ from: years })]), yes);

const flags = z.record(z.string(), flag.nullable()).superRefine((given, context) => {
  for (const name of Object.keys(given)) {
    if (/^[a-z][a-z0-9-]{0,31}$/u.test(name)) continue;
    const message = 'a flag is a word in small letters, the scheme its labels stand in';
    context.addIssue({ code: 'custom', path: [name], message });
  }
});

/** Labels of a scheme, or all of them. */
const scheme = either(
  (value) => typeof value === 'string',
  z.literal('any', { error: 'expected a list of labels, or any' }),
  listOf(code),
);

const grades = z.record(z.string(), oneOf(['error', 'warning', 'info', 'off'])).superRefine((given, context) => {
  for (const name of Object.keys(given)) {
    if (isDiagnosticCode(name) || diagnosticCodes.some((each) => `${each.split('/')[0]}/*` === name)) continue;
    const near = closest(name, diagnosticCodes);
    const hint = near === null ? 'listbridge explain shows them all' : `did you mean ${near}?`;
    context.addIssue({ code: 'custom', path: [name], message: `there is no such code; ${hint}` });
  }
});

const ageLimit = { 'max-age': age.nullable().optional(), since: date.nullable().optional() };

export const policySchema = object({
  policy: z.literal(1, { error: 'a policy begins with "policy: 1"' }),
  id: word.regex(/^[a-z0-9][a-z0-9-]*$/u, 'expected small letters, digits and hyphens').optional(),
  title: word.optional(),
  basis: remarks.optional(),
  open: remarks.optional(),
  extends: word.optional(),
  kinds: listOf(oneOf(kindIds)).nullable().optional(),
  scopes: listOf(oneOf(scopes)).nullable().optional(),
  reviews: section({
    needed: z.int('expected a number of reviews').min(1).max(9).optional(),
    distinct: either(
      (value) => Array.isArray(value),
      listOf(oneOf(distinctions)),
      oneOf(distinctions).transform((one) => [one]),
    ).optional(),
    decisions: listOf(oneOf(['confirmed', 'refuted', 'unsure'] satisfies Decision[])).optional(),
    ...ageLimit,
    'reporter-may-review': yes.optional(),
  }),
  verification: section(ageLimit),
  expiry: section({
    lifetime: age.nullable().optional(),
    from: oneOf(timeFields).optional(),
    required: yes.optional(),
    soon: age.optional(),
  }),
  flags: flags.nullable().optional(),
  parties: listOf(word).nullable().optional(),
  schemes: z.record(z.string(), scheme.nullable()).nullable().optional(),
  'label-required': yes.optional(),
  list: section({
    facts: listOf(oneOf(listFieldIds)).nullable().optional(),
    ...ageLimit,
    'max-shrink': percent.nullable().optional(),
    'max-growth': percent.nullable().optional(),
  }),
  contradictions: yes.optional(),
  grades: grades.nullable().optional(),
});
export type PolicyText = z.infer<typeof policySchema>;
