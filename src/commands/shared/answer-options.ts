// The options of commands that only answer. Apart from the others (options.ts), which know of reports, losses and merging:
// whoever asks for one value should not wait for these to load.
import * as z from 'zod';
import { day, flag } from './option-values.ts';
import { option } from './spec.ts';

export const answerOptions = {
  asOf: option({
    flags: '--as-of <date>',
    about: 'judge times as of this day; makes a run repeatable',
    group: 'Judging',
    schema: day.optional(),
    byHandOnly: true,
  }),
  showValues: option({
    flags: '--show-values',
    about: 'show list values in findings: mind who reads the log',
    group: 'Reporting',
    schema: flag,
    byHandOnly: true,
  }),
  aliasKey: option({
    flags: '--alias-key <file>',
    about:
      'key of the aliases of entries, which then last from edition to edition (listbridge init --alias-key makes one)',
    group: 'Reporting',
    schema: z.string().optional(),
    byHandOnly: true,
  }),
  color: option({
    flags: '--color <when>',
    about: 'always, never or auto',
    group: 'Reporting',
    schema: z.enum(['always', 'never', 'auto']).default('auto'),
  }),
};
