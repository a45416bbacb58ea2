// Signatures and encryption of whole lists, and the files with their keys. No key material is ever an argument.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const sealDiagnostics = {
  'signature/verified': define({
    severity: 'info',
    message: msg`${'input'} is signed by key ${'key'}`,
    why: 'The whole file was hashed before its first row was read, and the signature fits.',
    fix: 'Nothing to do.',
  }),
  'signature/missing': define({
    severity: 'error',
    message: msg`${'input'} was not read: there is no signature ${'signature'} (${'reason'})`,
    why: 'Whoever takes the signature away could otherwise hand in any list.',
    fix: 'Fetch the signature as well, or name it with --signature FILE.',
  }),
  'signature/damaged': define({
    severity: 'error',
    message: msg`${'input'} was not read: ${'signature'} is no signature that can be checked: ${'reason'}`,
    why: 'A signature that cannot be checked proves nothing.',
    fix: 'Fetch it again, or ask the sender for one made by minisign 0.10 or later, or by --sign-with.',
  }),
  'signature/foreign': define({
    severity: 'error',
    message: msg`${'input'} was not read: it is signed by key ${'key'}, and that is not among those of --verify-with`,
    why: 'Only who has the key that you trust may send this list.',
    fix: 'Ask the sender, on another way than the list came, whether the key was changed; never take a key from beside the list.',
  }),
  'signature/wrong': define({
    severity: 'error',
    message: msg`${'input'} was not read: the signature ${'signature'} does not fit ${'what'}`,
    why: 'The file or its signature was changed after it was signed, or they are of two editions.',
    fix: 'Fetch both again. If they still differ, tell the sender.',
  }),
  'signature/stale': define({
    severity: 'warning',
    message: msg`${'output'} was written without a signature, and ${'signature'} of an earlier one stands beside it`,
    why: 'It does not fit the new list, and whoever checks it will refuse that.',
    fix: 'Sign the list with --sign-with FILE, or remove the signature.',
  }),
  'encryption/no-identity': define({
    severity: 'error',
    message: msg`${'input'} is encrypted with age, and no key was given: name an identity file with --decrypt-with`,
    why: 'Only the recipients that the sender named can open it.',
    fix: 'Use --decrypt-with FILE, or --passphrase-file FILE where the sender used a passphrase.',
  }),
  'encryption/wrong-key': define({
    severity: 'error',
    message: msg`${'input'} is encrypted with age, and for none of the given keys`,
    why: 'The sender encrypted it for others, or for an older key of yours.',
    fix: 'Send the sender your recipient (age-keygen -y FILE), and check which identity file is named.',
  }),
  'encryption/damaged': define({
    severity: 'error',
    message: msg`the encrypted file ${'input'} is damaged or cut short`,
    why: 'Every part of it is authenticated: what does not fit was changed or lost, and no output was put in place.',
    fix: 'Fetch it again and compare its size with the sender.',
  }),
  'key/bad': define({
    severity: 'error',
    message: msg`${'file'} is no ${'what'}: ${'reason'}`,
    why: 'Without its keys the run cannot do what was asked, and does nothing instead.',
    fix: 'Check which file was named: public and secret keys look alike. docs/signing.md shows each.',
  }),
  'key/locked': define({
    severity: 'error',
    message: msg`the secret key ${'file'} is protected, and ${'reason'}`,
    why: 'Its passphrase is taken from a file alone: what is typed or stands in the environment is seen by others.',
    fix: 'Name a file with the passphrase with --passphrase-file; its first line counts.',
  }),
  'key/open-to-all': define({
    severity: 'error',
    message: msg`refused to use ${'file'}: everybody on this machine may ${'do'} it`,
    why: 'A secret that all can read is none, and a key that all can write trusts or pays whom they want.',
    fix: 'chmod 600 FILE (644 for public keys); make another key if it may have been used by others.',
  }),
  'key/open-to-group': define({
    severity: 'warning',
    message: msg`the group of ${'file'} may read the secret in it`,
    why: 'Containers hand out secrets in this way; elsewhere it is mostly an oversight.',
    fix: 'chmod 600 FILE, unless the group is meant to have it.',
  }),
} as const;
