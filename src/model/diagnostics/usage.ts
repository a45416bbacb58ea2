// The command line.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const usageDiagnostics = {
  'usage/unknown-format': define({
    severity: 'error',
    message: msg`there is no format ${'name'}${'suggestion'}`,
    why: 'Formats are named exactly.',
    fix: 'listbridge formats shows them all.',
  }),
  'usage/cannot-read': define({
    severity: 'error',
    message: msg`${'format'} can be written but not read`,
    why: 'Some formats lose too much to be read back.',
    fix: 'listbridge formats shows what can be read.',
  }),
  'usage/cannot-write': define({
    severity: 'error',
    message: msg`${'format'} can be read but not written`,
    why: "Some formats belong to a partner's system and are only ever read.",
    fix: 'listbridge formats shows what can be written.',
  }),
  'usage/bad-option': define({
    severity: 'error',
    message: msg`${'option'}: ${'reason'}`,
    why: 'The option has a fixed meaning and this value has none.',
    fix: 'Add --help to the command to see what each option takes.',
  }),
  'usage/bad-profile': define({
    severity: 'error',
    message: msg`${'profile'}: ${'reason'}`,
    why: 'A profile decides what every column means, so nothing in it is guessed.',
    fix: 'See docs/profiles.md.',
  }),
  'usage/bad-config': define({
    severity: 'error',
    message: msg`${'input'}: ${'reason'}`,
    why: 'A configuration that is half understood would run another command than the one that was meant.',
    fix: 'See docs/configuration.md, or run with --no-config.',
  }),
  'usage/unsafe-config': define({
    severity: 'error',
    message: msg`everybody on this machine may write ${'input'} or its folder`,
    why: 'Whoever writes the configuration decides what is checked and what is let through.',
    fix: 'Take the permission away (chmod o-w), name the file with --config, or run with --no-config.',
  }),
  'usage/bad-policy': define({
    severity: 'error',
    message: msg`${'input'}: ${'reason'}`,
    why: 'A policy decides what is found fault with, so nothing in it is guessed.',
    fix: 'See docs/policies.md; listbridge policy show NAME explains a policy.',
  }),
  'usage/bad-crosswalk': define({
    severity: 'error',
    message: msg`${'input'}: ${'reason'}`,
    why: 'A crosswalk gives entries labels that nobody gave them, so nothing in it is guessed.',
    fix: 'See docs/crosswalks.md; listbridge crosswalk show NAME explains a crosswalk.',
  }),
  'usage/unknown-crosswalk': define({
    severity: 'error',
    message: msg`there is no crosswalk ${'name'}${'suggestion'}`,
    why: 'A crosswalk is one that comes along, or a file of yours.',
    fix: 'See listbridge crosswalk list, or name a YAML file.',
  }),
  'usage/unknown-policy': define({
    severity: 'error',
    message: msg`there is no policy ${'name'}${'suggestion'}`,
    why: 'Policies are named exactly, or given as a file.',
    fix: 'listbridge policy list shows those that ship; a file is named with its ending, such as policy.yaml.',
  }),
  'usage/bad-guard': define({
    severity: 'error',
    message: msg`${'input'}: ${'reason'}`,
    why: 'A guard list that is not understood would guard nothing.',
    fix: 'See docs/over-blocking.md for the layout.',
  }),
  'usage/bad-alias-key': define({
    severity: 'error',
    message: msg`${'input'} is no key of aliases: it holds fewer than ${'want'} characters`,
    why: 'With a key that can be guessed, whoever reads a report can try names until an alias fits.',
    fix: 'listbridge init --alias-key makes one; or write 32 random characters or more to a file of mode 0600.',
  }),
  'usage/command-line': define({
    severity: 'error',
    message: msg`${'reason'}`,
    why: 'The command line could not be understood.',
    fix: 'listbridge help shows the commands, listbridge help COMMAND their options.',
  }),
  'usage/no-target': define({
    severity: 'error',
    message: msg`no target format: name it with --to`,
    why: 'The output name does not tell the format.',
    fix: 'listbridge formats shows what can be written.',
  }),
  'usage/written-twice': define({
    severity: 'error',
    message: msg`${'output'} would be written twice`,
    why: 'The second output would replace the first.',
    fix: 'Give each output a file of its own.',
  }),
  'usage/stdin-twice': define({
    severity: 'error',
    message: msg`standard input can be read once`,
    why: 'Two uses of - would share one stream.',
    fix: 'Use - for one operand only.',
  }),
  'usage/stdin-is-terminal': define({
    severity: 'error',
    message: msg`no input: standard input is a terminal`,
    why: 'A list typed by hand at a terminal is rarely meant.',
    fix: 'Name a file, or pipe a list in.',
  }),
  'usage/unknown-code': define({
    severity: 'error',
    message: msg`there is no diagnostic ${'code'}${'suggestion'}`,
    why: 'Codes are named exactly; a group is named as group/*.',
    fix: 'listbridge explain shows them all.',
  }),
} as const;
