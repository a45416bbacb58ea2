// What the values of options may be: from the text that was typed to what it means, or to a sentence that says what to type.
import * as z from 'zod';
import { isZoneless, parseIsoText } from '../../model/times.ts';
import { parseAlias } from '../../pipeline/alias.ts';

export const texts = z.array(z.string()).default([]);
export const flag = z.boolean().default(false);

/** `64M`, `1.5G`, `500000`: bytes. */
export const bytes = z.string().transform((text, context) => {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([KMG]?)(?:i?B)?$/iu.exec(text) ?? [];
  const size = Number(number) * ({ '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit.toUpperCase()] ?? 1);
  if (number !== '' && size >= 1) return Math.floor(size);
  context.addIssue({ code: 'custom', message: 'give a size such as 500M or 2G' });
  return z.NEVER;
});

/** A day is its first second in UTC. A time of day needs its zone: that of this machine would make a run unrepeatable. */
export const day = z.string().transform((text, context) => {
  const seconds = parseIsoText(text);
  if (!Number.isNaN(seconds) && !isZoneless(text)) return seconds;
  const message = Number.isNaN(seconds)
    ? 'give a date such as 2026-01-31'
    : 'give the zone of a time of day, such as 2026-01-31T12:00:00Z';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** `20`, `7.5%`: per cent. */
export const percent = z.string().transform((text, context) => {
  const [, number = ''] = /^(\d{1,6}(?:\.\d+)?)%?$/u.exec(text) ?? [];
  if (number !== '') return Number(number);
  context.addIssue({ code: 'custom', message: 'give a percentage such as 20' });
  return z.NEVER;
});

/** A list cannot have lost more than all it had: a larger number would be no limit, and looks like one. */
export const shrinkPercent = percent.refine((number) => number <= 100, 'give a percentage up to 100');

/** Whether a list has anything in it: the options that let something through are lists. */
export const isGiven = (typed: unknown): boolean => Array.isArray(typed) && typed.length > 0;

/** An alias as somebody typed or heard it. */
export const aliasText = z.string().transform((text, context) => {
  const parsed = parseAlias(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: 'custom', message: 'an alias is eight letters and digits, such as e3k7-9m2q' });
  return z.NEVER;
});
