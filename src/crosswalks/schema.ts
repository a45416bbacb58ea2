// The shape of a crosswalk as a person writes it.
import * as z from 'zod';
import { object } from '../yaml/schema.ts';

const word = z.string({ error: 'expected a text' }).trim().min(1, 'expected a text');
/** YAML makes numbers of codes such as 1. */
const code = z.union([word, z.number()], { error: 'expected a label' }).transform(String);
const remarks = z.union([word.transform((text) => [text]), z.array(word)], {
  error: 'expected a text or a list of texts',
});
const yes = z
  .union([z.boolean(), z.enum(['yes', 'no'])], { error: 'expected yes or no' })
  .transform((value) => value === true || value === 'yes');

const map = object({
  from: word,
  to: word,
  // Asked for, because hardly any two schemes say the same: who leaves it out has not thought about it.
  lossy: yes,
  labels: z.record(
    z.string(),
    z.union([z.null().transform((): string[] => []), code.transform((label) => [label]), z.array(code)], {
      error: 'expected a label, a list of labels, or null for none',
    }),
    { error: 'expected labels, such as A1: 1' },
  ),
});

export const crosswalkSchema = object({
  crosswalk: z.literal(1, { error: 'expected 1' }),
  id: word.regex(/^[a-z0-9][a-z0-9-]{0,39}$/u, 'expected lower-case letters, digits and hyphens').optional(),
  title: word.optional(),
  basis: remarks.optional(),
  maps: z.array(map, { error: 'expected a list of maps' }).min(1, 'expected a list of maps'),
});

export type CrosswalkText = z.infer<typeof crosswalkSchema>;
