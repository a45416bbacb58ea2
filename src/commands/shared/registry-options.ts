// The option of every command that reads lists, because an edition of the registry is one.
import * as z from 'zod';
import { option } from './spec.ts';

/** Where editions of lists are kept; registry:LIST is one of them, wherever a file is read. */
export const registryOptions = {
  registry: option({
    flags: '--registry <file>',
    about: 'where registry:LIST[@edition] is kept; default: registry.db in the data directory',
    group: 'Input',
    schema: z.string().optional(),
  }),
};
