// What lists say of one another when they are joined.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const mergeDiagnostics = {
  'merge/duplicate': define({
    severity: 'info',
    message: msg`already listed by ${'other'}`,
    why: 'One key is kept once; every source stays on record.',
    fix: 'Nothing to do.',
  }),
  'merge/repeated': define({
    severity: 'info',
    message: msg`listed before in the same list`,
    why: 'One key is kept once, where it was first.',
    fix: 'Nothing to do.',
  }),
  'merge/disputed': define({
    severity: 'warning',
    message: msg`opinions differ in ${'scheme'}: ${'member'} says ${'label'}, ${'otherMember'} says ${'otherLabel'}`,
    why: 'One label would hide that another member says something else. All opinions are kept.',
    fix: 'Settle it with the partners; --merge-policy opinions=... chooses whose opinion stands.',
  }),
  'merge/field-differs': define({
    severity: 'info',
    message: msg`sources give different values for ${'field'}`,
    why: 'Only one value is kept, by the merge policy of the field.',
    fix: 'Nothing to do, or choose another policy for the field.',
  }),
  'merge/withdrawn-elsewhere': define({
    severity: 'warning',
    message: msg`withdrawn by ${'source'}, still listed by another source`,
    why: 'A withdrawal by one partner does not speak for the others.',
    fix: 'Ask whether the other partners should withdraw it too.',
  }),
  'merge/group-conflict': define({
    severity: 'warning',
    message: msg`shares ${'kind'} with the record on line ${'line'} of ${'source'}, but their other digests differ`,
    why: 'Two files cannot share one exact digest and differ in another: one record is wrong. Both stay apart.',
    fix: 'Compare the two records with their senders.',
  }),
  'merge/weak-link': define({
    severity: 'info',
    message: msg`joined two records by ${'kind'} alone`,
    why: 'MD5 and SHA-1 can be forged, so such a join is evidence, not proof.',
    fix: 'Use --link strong to join by SHA-224 and better only.',
  }),
  'merge/covered': define({
    severity: 'info',
    message: msg`already covered by ${'by'}`,
    why: 'It adds nothing; a response policy zone would open a hole there, and a packet filter refuses the overlap.',
    fix: 'Nothing to do.',
  }),
  'merge/exception-overlaps': define({
    severity: 'warning',
    message: msg`listed, and excepted by ${'other'} on line ${'line'}`,
    why: 'Consumers disagree about which of the two wins: the entry is blocked here and let through there.',
    fix: 'Ask the two senders which is meant, and remove one of the two rows.',
  }),
  'merge/exception-idle': define({
    severity: 'info',
    message: msg`left out an exception to nothing that is listed`,
    why: 'The format can only say such an exception together with the names below it, which would open more than asked.',
    fix: 'Nothing to do.',
  }),
} as const;
