// Digests.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const digestDiagnostics = {
  'digest/not-hex': define({
    severity: 'error',
    message: msg`${'kind'} holds a character that is no hexadecimal digit`,
    why: 'A digest with a wrong character matches nothing.',
    fix: 'Mend the row (--rejects FILE keeps it), or ask the sender.',
  }),
  'digest/not-base64': define({
    severity: 'error',
    message: msg`${'kind'} is not valid base64`,
    why: 'A digest with a wrong character matches nothing. Base64 is case sensitive.',
    fix: 'Mend the row (--rejects FILE keeps it), or ask the sender.',
  }),
  'digest/wrong-length': define({
    severity: 'error',
    message: msg`${'kind'} needs ${'want'} characters, found ${'got'}`,
    why: 'A digest of another length belongs to another algorithm or was cut.',
    fix: 'Ask the sender again, or name the kind if the list holds another algorithm.',
  }),
  'digest/left-out': define({
    severity: 'error',
    message: msg`${'field'} was left out (${'fault'}); the other digests of the record were kept`,
    why: 'A digest that is no good matches nothing, but the others are those of the same file and good.',
    fix: 'Ask the sender for the digest. The record itself needs no mending.',
  }),
  'digest/kind-ambiguous': define({
    severity: 'error',
    message: msg`digests of ${'length'} characters could be ${'candidates'}`,
    why: 'Length does not name an algorithm: 64 characters are SHA-256, SHA3-256 or PDQ.',
    fix: 'Name the one that the sender means: --from-option kind=KIND.',
  }),
  'digest/kind-inferred': define({
    severity: 'info',
    message: msg`took digests of ${'length'} characters for ${'kind'}`,
    why: 'It is the only kind of this length that the tool knows.',
    fix: 'Name the kind with --from-option kind=... if it is another.',
  }),
  'digest/kind-mismatch': define({
    severity: 'error',
    message: msg`the row says ${'named'}, the list ${'kind'}`,
    why: 'A digest under the wrong algorithm matches nothing.',
    fix: 'Mend the row (--rejects FILE keeps it), or read the list without a fixed kind.',
  }),
  'digest/contradictory': define({
    severity: 'error',
    message: msg`the record has two different digests of the kind ${'kind'}`,
    why: 'One file has one digest of a kind: one of the two belongs to another file, and nobody can tell which.',
    fix: 'Mend the row (--rejects FILE keeps it), or ask the sender.',
  }),
  'digest/kind-unknown': define({
    severity: 'error',
    message: msg`no kind of key has that name`,
    why: 'The algorithm decides what the value means.',
    fix: 'listbridge formats lists the kinds; map other names in a profile.',
  }),
  'digest/not-of-a-file': define({
    severity: 'error',
    message: msg`the digest is of ${'what'}, not of a file`,
    why: 'Listed as a file it matches nothing, or something else than was meant.',
    fix: 'Leave such entries to the program they were made for (--rejects FILE keeps them), or ask the sender for file digests.',
  }),
  'digest/empty-file': define({
    severity: 'warning',
    message: msg`${'kind'} is the digest of an empty file`,
    why: 'It matches every empty file on earth and says nothing about any content.',
    fix: 'Leave it out with --drop digest/empty-file and tell the sender.',
  }),
  'digest/constant': define({
    severity: 'warning',
    message: msg`${'kind'} is one byte or a few, repeated`,
    why: 'All zeros or all ones stand for "no digest" in broken exports; a list of zeros reached production before.',
    fix: 'Leave it out with --drop digest/constant and tell the sender.',
  }),
  'digest/placeholder': define({
    severity: 'warning',
    message: msg`${'kind'} is the digest of the text ${'what'}`,
    why: 'Placeholders and published test vectors end up in lists by accident.',
    fix: 'Leave it out with --drop digest/placeholder and tell the sender.',
  }),
  'digest/unlikely-pdq': define({
    severity: 'warning',
    message: msg`pdq has ${'set'} of its 256 bits set; about half are in a real one`,
    why: 'PDQ is made around the median of a picture. Blanks, padding and other values in the column look like this, and match anything or nothing.',
    fix: 'Leave it out with --drop digest/unlikely-pdq and tell the sender.',
  }),
} as const;
