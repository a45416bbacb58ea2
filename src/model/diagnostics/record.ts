// What becomes of records that their sender updates and takes back by their names.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const recordDiagnostics = {
  'record/replaced': define({
    severity: 'info',
    message: msg`replaced by a later state of its record`,
    why: 'Partners send a record anew when it changes. Only its latest state is theirs; what is no longer in it is no longer listed.',
    fix: 'Nothing to do.',
  }),
  'record/retracted': define({
    severity: 'info',
    message: msg`its record was taken back`,
    why: 'The sender took the record back by its name. The keys it listed are withdrawn, except where another record lists them.',
    fix: 'Nothing to do.',
  }),
  'record/retraction-unmatched': define({
    severity: 'warning',
    message: msg`a record is taken back, and no input says what it listed`,
    why: 'A retraction that names only the record can be applied only where the record is known: in the list of the day before.',
    fix: 'Merge it with the list made of the earlier pages or deltas, in the canonical format, which keeps the names of records.',
  }),
};
