// Times, expiry and the facts of a list.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const timeDiagnostics = {
  'time/future': define({
    severity: 'warning',
    message: msg`${'field'} lies in the future`,
    why: 'Usually day and month are exchanged or the clock of the sender is wrong.',
    fix: 'Ask the sender; describe the date pattern in a profile.',
  }),
  'time/impossible': define({
    severity: 'warning',
    message: msg`${'field'} lies before 1990`,
    why: 'No list is that old: a zero or a wrong pattern was read as a date.',
    fix: 'Ask the sender; describe the date pattern in a profile.',
  }),
  'expiry/past': define({
    severity: 'warning',
    message: msg`expired on ${'date'}`,
    why: 'An expired entry blocks or matches what may have changed hands since.',
    fix: 'Leave it out with --drop expiry/past, or have it verified again.',
  }),
  'list/checksum-differs': define({
    severity: 'error',
    message: msg`the hashes are not those of the checksum that the list gives`,
    why: 'The list was damaged on its way, or an update was applied to the wrong edition: it may miss entries.',
    fix: 'Fetch the whole list again.',
  }),
  'list/count-mismatch': define({
    severity: 'warning',
    message: msg`the list claims ${'claimed'} entries, ${'counted'} were read`,
    why: 'The file was probably cut or two editions were mixed.',
    fix: 'Fetch the list again.',
  }),
} as const;
