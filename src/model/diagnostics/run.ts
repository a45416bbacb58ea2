// Memory and faults of the tool.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const runDiagnostics = {
  'run/interrupted': define({
    severity: 'error',
    message: msg`interrupted; no output file was put in place`,
    why: 'The run was stopped by a signal.',
    fix: 'Run it again.',
  }),
  'run/spilled': define({
    severity: 'info',
    message: msg`used temporary files to stay within ${'memory'} of memory`,
    why: 'The result is the same, only slower.',
    fix: 'Raise --memory if the machine has more.',
  }),
  'run/over-memory': define({
    severity: 'info',
    message: msg`used ${'used'} of memory, more than the ${'memory'} it was meant to use`,
    why: 'Records that share digests are merged together; so many hang together that temporary files did not help.',
    fix: 'Raise --memory; look for a digest that very many records have, such as that of the empty file.',
  }),
  'run/alias-key-exposed': define({
    severity: 'warning',
    message: msg`others on this machine may read the alias key ${'input'}`,
    why: 'Whoever has the key and a report can try names until an alias fits.',
    fix: 'chmod 600 FILE; make another key if it may have been read.',
  }),
  'run/no-temporary': define({
    severity: 'error',
    message: msg`cannot use temporary files in ${'folder'}: ${'reason'}`,
    why: 'The lists need more than --memory, and what does not fit is kept in a temporary file while they are merged.',
    fix: 'Free space there, name another folder in the variable TMPDIR, or raise --memory.',
  }),
  'run/report-cut': define({
    severity: 'info',
    message: msg`this report shows ${'shown'} of ${'count'} findings`,
    why: 'Whoever reads such a report takes no more of them; most often one cause has made them all.',
    fix: 'Mend the first of each kind and run again; --report json has the exact number of each.',
  }),
  'run/bug': define({
    severity: 'error',
    message: msg`internal error: ${'what'}`,
    why: 'This is a fault of the tool, not of the list.',
    fix: 'Please report it with the lines above; they hold no list values.',
  }),
} as const;
