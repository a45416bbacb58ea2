// Names, URLs and addresses (canonical form `blocking`).

import { msg } from '../message.ts';
import { define } from './define.ts';

export const addressDiagnostics = {
  'url/rewritten': define({
    severity: 'info',
    message: msg`brought into canonical form: ${'changes'}`,
    why: "Two spellings of one name must become one key. The sender's spelling is kept beside it.",
    fix: 'Nothing to do.',
  }),
  'url/userinfo-dropped': define({
    severity: 'info',
    message: msg`dropped the user name before the host`,
    why: 'It is no part of what is matched, and often only there to make the host look like another.',
    fix: "Nothing to do; the sender's spelling is kept beside the key.",
  }),
  'url/fragment-dropped': define({
    severity: 'info',
    message: msg`dropped the fragment behind the URL`,
    why: 'What follows # never leaves the browser, so that no consumer can match it.',
    fix: "Nothing to do; the sender's spelling is kept beside the key.",
  }),
  'url/refanged': define({
    severity: 'info',
    message: msg`read the value as it was before it was written harmless (hxxp, [.])`,
    why: 'A value written so matches nothing. It was read only because that was asked for.',
    fix: "Nothing to do; the sender's spelling is kept beside the key.",
  }),
  'url/unusable': define({
    severity: 'error',
    message: msg`not a usable ${'kind'}: ${'fault'}`,
    why: 'A consumer would never match it, match something else, or refuse the whole list.',
    fix: 'Give --refang where it is written harmless; else mend the row (--rejects FILE keeps it), or ask the sender.',
  }),
  'address/range-split': define({
    severity: 'info',
    message: msg`read the range of addresses as ${'count'} networks`,
    why: 'A range has many spellings and no key of its own; the networks cover it exactly.',
    fix: 'Nothing to do.',
  }),

  'address/port-dropped': define({
    severity: 'warning',
    message: msg`listed the whole address, of which the sender named one port`,
    why: 'A list of addresses knows no ports: whatever else is at the address is blocked with it.',
    fix: 'Leave out the option endpoints=address to refuse such rows instead.',
  }),

  'url/documentation': define({
    severity: 'info',
    message: msg`${'what'} is reserved for documentation and tests`,
    why: 'Nobody is there, so the entry blocks nothing; but a list of such entries is a test list.',
    fix: 'Nothing to do in a test. Where lists are deployed, --deny url/documentation stops a test list.',
  }),
} as const;
