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
  'time/backwards': define({
    severity: 'warning',
    message: msg`${'later'} lies before ${'earlier'}`,
    why: 'One of the two is not what its column says, or their patterns differ.',
    fix: 'Ask the sender; describe the columns and date patterns in a profile.',
  }),
  'time/unreadable': define({
    severity: 'warning',
    message: msg`${'field'} is no time that can be read; the rest of the row was kept`,
    why: 'The digest is no worse for a date that nobody can read, but the age of the row is not known.',
    fix: 'Ask the sender how the date is written.',
  }),
  'time/no-zone': define({
    severity: 'info',
    message: msg`${'field'}: times of day without a zone were read as UTC`,
    why: 'Near midnight another zone is another day, which decides whether an entry has lapsed.',
    fix: 'Ask the sender for the zone, and name it in a profile.',
  }),
  'expiry/past': define({
    severity: 'warning',
    message: msg`expired on ${'date'}`,
    why: 'An expired entry blocks or matches what may have changed hands since.',
    fix: 'Leave it out with --drop expiry/past, or have it verified again.',
  }),
  'expiry/stale': define({
    severity: 'error',
    message: msg`last verified on ${'date'}, which is too long ago for the policy`,
    why: 'What was there then may be gone, or belong to somebody else.',
    fix: 'Have it verified again. --drop expiry/stale leaves it out.',
  }),
  'expiry/missing': define({
    severity: 'error',
    message: msg`has no ${'field'}, which the policy asks for`,
    why: 'Nobody can tell how long the entry stands.',
    fix: 'Ask the sender for the date, or name its column in a profile. --drop expiry/missing leaves it out.',
  }),
  'expiry/soon': define({
    severity: 'info',
    message: msg`lapses on ${'date'}`,
    why: 'Entries that lapse are missing from the next edition unless somebody looks at them again.',
    fix: 'Have it verified or reviewed again before that day.',
  }),
  'list/stale': define({
    severity: 'error',
    message: msg`the list was issued on ${'date'}, which is too long ago for the policy`,
    why: 'Whoever puts an old edition to work blocks what has been taken off the list, and misses what was added.',
    fix: 'Fetch the current edition.',
  }),
  'list/fact-missing': define({
    severity: 'error',
    message: msg`the list does not say its ${'fact'}, which the policy asks for`,
    why: 'A list that does not say where it comes from or how old it is cannot be answered for.',
    fix: 'Ask the sender, or state the fact in a profile (list).',
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
