// Faults of what somebody typed are told in our words, and never with the value.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { issueWords } from '../../src/model/issue-words.ts';

describe('a fault', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.record(z.string(), z.string()), ['secret'], 'expected keys with their values'],
    [z.strictObject({ a: z.string() }), 'secret', 'expected keys with their values'],
    [z.array(z.string()), 'secret', 'expected a list'],
    [z.array(z.string()).min(1), [], 'expected a list that is not empty'],
    [z.string(), 5, 'expected a text'],
    [z.string().min(1), '', 'expected a text that is not empty'],
    [z.string().max(2), 'secret', 'expected a shorter text'],
    [z.boolean(), 'secret', 'expected true or false'],
    [z.enum(['a', 'b']), 'secret', 'expected one of a, b'],
    [z.literal(true), 'secret', 'expected true'],
    [z.coerce.number(), 'secret', 'expected a number'],
    [z.coerce.number().int(), '1.5', 'expected a whole number'],
    [z.coerce.number().min(3), '1', 'expected 3 or more'],
    [z.coerce.number().max(3), '5', 'expected 3 or less'],
    [z.string().regex(/^a/), 'secret', 'expected another form'],
    [z.union([z.string(), z.number()]), true, 'expected another value'],
    [z.string().refine(() => false, 'words of its own'), 'secret', 'words of its own'],
  ])('of %#', (schema, value, words) => {
    const result = schema.safeParse(value, { error: issueWords });
    expect(result.error?.issues[0]?.message).toBe(words);
  });

  it('of a key that is not there', () => {
    const result = z.object({ a: z.string() }).safeParse({}, { error: issueWords });
    expect(result.error?.issues[0]?.message).toBe('missing, expected a text');
  });
});
