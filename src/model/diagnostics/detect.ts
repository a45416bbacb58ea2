// Which format a file has.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const detectDiagnostics = {
  'detect/unknown': define({
    severity: 'error',
    message: msg`no format recognises ${'input'}${'nearest'}`,
    why: 'Guessing could turn a list into rubbish without anyone noticing.',
    fix: 'Name the format with --from (listbridge formats shows them all), or explain the layout with --from-profile.',
  }),
  'detect/ambiguous': define({
    severity: 'error',
    message: msg`${'input'} could be more than one format: ${'candidates'}`,
    why: 'The same line means different things in different formats, for example exact host or whole subtree.',
    fix: 'Name the format with --from.',
  }),
  'detect/name-disagrees': define({
    severity: 'warning',
    message: msg`read as ${'format'} because of its content, although the name suggests ${'named'}`,
    why: 'A file with a wrong name is often the wrong file.',
    fix: 'Name the format with --from if this is wrong.',
  }),
  'detect/chosen': define({
    severity: 'info',
    message: msg`read as ${'format'}: ${'because'}`,
    why: 'Detection looks at the content first and says what it saw.',
    fix: 'Name the format with --from to overrule it.',
  }),
} as const;
