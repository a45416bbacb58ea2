// Writing the output.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const outputDiagnostics = {
  'output/is-input': define({
    severity: 'error',
    message: msg`${'output'} is also an input of this run`,
    why: 'Writing over a list while it is read destroys it.',
    fix: 'Write to another file.',
  }),
  'output/format-assumed': define({
    severity: 'warning',
    message: msg`${'output'} is written as ${'format'}: its name tells no format`,
    why: 'A merge that nobody named a format for keeps all it knows, which only the canonical form can hold.',
    fix: 'Name the format with --to, or the output .jsonl.',
  }),
  'output/exists': define({
    severity: 'error',
    message: msg`${'output'} exists and is not ${'format'}`,
    why: "What stands there is probably not yesterday's edition: it may be another list, or refused rows mended by hand.",
    fix: 'Write to another file, or use --force.',
  }),
  'output/rejects-stale': define({
    severity: 'warning',
    message: msg`no row was refused in this run: ${'output'} still holds those of an earlier one`,
    why: 'Rows that were mended long ago would be mended, and fed back, once more.',
    fix: 'Remove the file, or give the rejects of each run a name of their own.',
  }),
  'output/rights-changed': define({
    severity: 'warning',
    message: msg`${'output'} could not keep its owner and group: who could read it before may not read it now`,
    why: 'Only root may give a file to another user, and only a member of a group to that group.',
    fix: 'Run as the owner or in the group of the file, or set both with chown, before its reader loads it.',
  }),
  'output/already-there': define({
    severity: 'error',
    message: msg`already there: ${'output'}`,
    why: 'Nothing was written: what stands there may have been changed by hand.',
    fix: 'Look at it first. --force replaces it; --ci leaves out the jobs that are not wanted.',
  }),
  'output/would-be-empty': define({
    severity: 'error',
    message: msg`the result is empty, and was not written to ${'output'}`,
    why: 'An empty list would silently unblock everything, behind a pipe too. A broken download once did just that.',
    fix: 'Look at the findings. Use --force if an empty list is meant.',
  }),
  'output/never-live': define({
    severity: 'error',
    message: msg`${'output'} was not written: it would hold an edition that was never in force`,
    why: 'Whoever loads it blocks what nobody has let in, or no more blocks what nobody has taken off.',
    fix: 'Leave the number out for the live edition; listbridge diff shows what this one would change. Use --force to write it all the same.',
  }),
  'output/cut-input': define({
    severity: 'error',
    message: msg`an input ends in the middle of its list; nothing was written to ${'output'}`,
    why: 'Half of a list in the place of a whole one takes off whatever stood behind the cut.',
    fix: 'Fetch the input again. Use --force to write what there is.',
  }),
  'output/over-blocking': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: entries would block far more than what is meant (findings: ${'count'})`,
    why: 'Whatever loads such a list obeys it at once, and takes sites of thousands of strangers offline.',
    fix: 'Leave the entries out with --drop overblock/*, or accept a finding with --warn CODE once each entry was looked at.',
  }),
  'output/stop-page-listed': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: the stop page is listed itself, by line ${'line'} of ${'source'}`,
    why: 'Clients cannot be sent to a page that is blocked: some name servers then give the true address of a listed name.',
    fix: 'Give the stop page a name that is not listed nor below a listed name, or except its name where the target can.',
  }),
  'output/would-shrink': define({
    severity: 'error',
    message: msg`${'output'} holds ${'before'} entries and would hold ${'after'}: more than ${'limit'} % less`,
    why: 'A list that loses much at once was mostly cut on its way, and what it lost would be unblocked.',
    fix: 'Look at the input. If this is meant, run once with a larger --max-shrink.',
  }),
  'output/would-grow': define({
    severity: 'error',
    message: msg`${'output'} holds ${'before'} entries and would hold ${'after'}: more than ${'limit'} % more`,
    why: 'A list that jumps was mostly mixed with another: 8,000 sites were once blocked by a file in the wrong folder.',
    fix: 'Look at the input. If this is meant, run once with a larger --max-growth.',
  }),
  'output/uncounted': define({
    severity: 'error',
    message: msg`cannot tell how many entries ${'output'} holds, so nothing was written`,
    why: 'The limits of --max-shrink and --max-growth need the number of entries that would be replaced.',
    fix: 'Look at the file, move it away, or run once without the limits.',
  }),
  'output/exceptions-kept': define({
    severity: 'warning',
    message: msg`left out of the delta: the removal of ${'count'} exceptions`,
    why: 'A delta says what is withdrawn by its key, which would take the entry itself off the list and keep the exception.',
    fix: 'Where exceptions were removed, load the newer edition whole.',
  }),
  'output/incomplete-delta': define({
    severity: 'error',
    message: msg`no delta was written: ${'input'} was not read whole (${'count'} rows refused)`,
    why: 'Entries on refused rows would be taken for removed, and withdrawn from everybody who applies the delta.',
    fix: 'Mend the refused rows first; use --force if the newer edition is meant as it is.',
  }),
  'output/unwritable': define({
    severity: 'error',
    message: msg`cannot write ${'output'}: ${'reason'}`,
    why: 'A file is whole or absent: the part already written was removed. What standard output, a device or a pipe got before is told.',
    fix: 'Check the path, the permissions and the free space.',
  }),
  'output/partial': define({
    severity: 'error',
    message: msg`${'output'} got the first ${'bytes'} bytes of a list that was not written to its end`,
    why: 'A long list goes to standard output, a device or a pipe as it is made, and what was written cannot be taken back.',
    fix: 'Throw away what it got: it is not the list. Write to a file with -o, which is whole or absent.',
  }),
  'output/unfit': define({
    severity: 'error',
    message: msg`${'target'} cannot hold the entry: ${'reason'}`,
    why: 'The consumer would refuse the line or the whole list.',
    fix: 'The reason names the option that helps, where there is one; a shorter zone name helps where names are too long. Else choose another target.',
  }),
  'output/reaches-otherwise': define({
    severity: 'warning',
    message: msg`${'target'} ${'how'}`,
    why: 'The program that loads the list reads its lines in a way of its own, which no option changes.',
    fix: 'Nothing to do; where that is too much or too little, choose a target that reads entries as they are meant.',
  }),
  'output/formula-neutralised': define({
    severity: 'info',
    message: msg`put an apostrophe before a value of ${'column'} that a spreadsheet would calculate`,
    why: 'A cell that begins with =, +, -, @ or a tab is run as a formula when the file is opened in a spreadsheet.',
    fix: 'Nothing to do: reading the file here takes the apostrophe off again. --to-option formulas=keep writes it bare.',
  }),
  'output/verify-failed': define({
    severity: 'error',
    message: msg`reading ${'output'} back gave ${'got'} rows instead of ${'want'}; it was not put in place`,
    why: 'What was written does not say what was meant.',
    fix: 'Please report this with --report json (it holds no list values).',
  }),
  'output/refused-loss': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: ${'classes'}`,
    why: 'Losing entries, or changing what is blocked, is never done silently.',
    fix: 'Accept each class by name with --allow-loss, or choose another target with --to.',
  }),

  'output/refused-options': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: ${'classes'}; ${'target'} carries these entries ${'option'}`,
    why: 'Losing entries, or changing what is blocked, is never done silently, and here it can be avoided.',
    fix: 'Do so if it fits the consumer (listbridge formats ID explains each option); else accept with --allow-loss.',
  }),
  'output/refused-kinds': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: kind-dropped; no one ${'target'} list holds all kinds of these entries, ${'ways'}`,
    why: 'A list that does not say what kind an entry is holds those of one kind. Losing the others is never done silently.',
    fix: 'Write a list for each kind, by its option and with --allow-loss kind-dropped for the others; or choose another target with --to.',
  }),
  'output/refused-urls': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: ${'target'} takes names only, and some entries are URLs`,
    why: 'A URL lists one page. Leaving it out unblocks the page; listing its host blocks every other page there too.',
    fix: 'Leave the URLs out with --allow-loss kind-dropped, or block the whole host of each with --allow-loss url-widened.',
  }),
} as const;
