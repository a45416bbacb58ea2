// What a run took from a configuration.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const configDiagnostics = {
  'config/used': define({
    severity: 'info',
    message: msg`options from ${'input'}: ${'options'}`,
    why: 'The same command does something else where another configuration lies, and a report must say why.',
    fix: 'Nothing to do; --no-config runs without it.',
  }),
  'config/loosened': define({
    severity: 'warning',
    message: msg`${'input'} lets through what would be told or refused: ${'options'}`,
    why: 'A file in the repository takes away a safeguard, and whoever runs the command may not know.',
    fix: 'Look at the file. If it is meant, --allow config/loosened on the command line says so; the file itself cannot.',
  }),
} as const;
