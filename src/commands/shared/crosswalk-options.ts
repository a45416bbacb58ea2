// The option of the commands that compare or write labels.
import * as z from 'zod';
import { option } from './spec.ts';

export const crosswalkOptions = {
  crosswalk: option({
    flags: '--crosswalk <name|file>',
    about: 'add the labels that other schemes have for those of the lists: a crosswalk of yours (YAML), or an example',
    group: 'Merging',
    schema: z.string().optional(),
  }),
};

export type CrosswalkOptions = typeof crosswalkOptions;
