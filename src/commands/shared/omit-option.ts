// --omit, of every command that writes a list.
import * as z from 'zod';
import { omittable } from '../../pipeline/omit.ts';
import { option } from './spec.ts';

export const omitOption = option({
  flags: '--omit <fact>',
  about: `leave out what the recipient must not see: ${omittable.join(', ')}`,
  group: 'Output',
  repeats: true,
  schema: z.array(z.enum(omittable)).default([]),
});
