// The options with which lists are signed, encrypted, checked and opened: each names a file, never a key.
import * as z from 'zod';
import { texts } from './option-values.ts';
import { option } from './spec.ts';

export const openingOptions = {
  verifyWith: option({
    flags: '--verify-with <[name=]file>',
    about: 'public key (minisign) that must have signed the inputs, or the input with that name; else nothing is read',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  signature: option({
    flags: '--signature <[name=]file>',
    about: 'signature of the input; default: the file beside it with .minisig behind its name',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  decryptWith: option({
    flags: '--decrypt-with <file>',
    about: 'identity file (age) that opens encrypted inputs',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
  passphraseFile: option({
    flags: '--passphrase-file <file>',
    about: 'passphrase, on the first line, of an encrypted input or of a protected secret key',
    group: 'Input',
    repeats: true,
    schema: texts,
  }),
};

export const sealingOptions = {
  signWith: option({
    flags: '--sign-with <file>',
    about: 'secret key (minisign) that signs the output: the signature is put beside it, with .minisig behind its name',
    group: 'Output',
    schema: z.string().optional(),
  }),
  encryptTo: option({
    flags: '--encrypt-to <file>',
    about: 'recipients (age), one a line, who alone can read the output',
    group: 'Output',
    repeats: true,
    schema: texts,
  }),
};

/** Opening options of commands that read no file. */
export const unsealed = { verifyWith: [], signature: [], decryptWith: [], passphraseFile: [] };
