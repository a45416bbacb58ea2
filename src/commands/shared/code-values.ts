// What the values of options that name codes and classes of loss may be. Apart from the others: it knows the whole catalogue,
// and commands that ask the registry have no such option.
import * as z from 'zod';
import { closest } from '../../model/closest.ts';
import { diagnosticCodes } from '../../model/diagnostics.ts';
import { isLossClass, lossClasses } from '../../model/loss.ts';

export const lossClass = z
  .string()
  .refine(isLossClass, { error: ({ input }) => `there is no class ${input}; they are ${lossClasses.join(', ')}` });

/** All that --deny, --drop and their like take: codes, and groups of them. */
export const codePatterns: readonly string[] = [
  ...diagnosticCodes,
  ...new Set(diagnosticCodes.map((code) => `${code.split('/')[0]}/*`)),
];

/** A code, or a whole group as `group/*`. */
export const codePattern = z.string().refine((text) => codePatterns.includes(text), {
  error: ({ input }) => {
    const near = closest(String(input), codePatterns);
    const hint = near === null ? 'listbridge explain shows them all' : `did you mean ${near}?`;
    return `there is no diagnostic code or group ${String(input)}; ${hint}`;
  },
});

/** Whether codes are among those that tell of a configuration. */
export const hidesConfig = (codes: unknown): boolean =>
  Array.isArray(codes) && codes.some((code) => typeof code === 'string' && code.startsWith('config/'));
