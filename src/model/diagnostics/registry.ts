// The registry: lists over time.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const registryDiagnostics = {
  'registry/other-database': define({
    severity: 'error',
    message: msg`${'input'} is a database, but not a registry`,
    why: 'It was made by another program; nothing is written into it.',
    fix: 'Check --registry.',
  }),
  'registry/newer': define({
    severity: 'error',
    message: msg`the registry ${'input'} was written by a newer version of listbridge`,
    why: 'This version does not know what the newer one keeps, and could damage it.',
    fix: 'Use the newer version, or a backup from before.',
  }),
  'registry/older': define({
    severity: 'error',
    message: msg`the registry ${'input'} was written by an older version and must be brought up to date first`,
    why: 'Reading alone changes no file, and the older form cannot be read as it is.',
    fix: 'Run any command that writes, such as import, or check who may write to the file.',
  }),
  'registry/none': define({
    severity: 'error',
    message: msg`there is no registry at ${'input'} yet`,
    why: 'Only import makes one; every other command wants it to be there.',
    fix: 'listbridge import FILE --list NAME --replace makes it; --registry FILE names another.',
  }),
  'registry/made': define({
    severity: 'info',
    message: msg`edition ${'edition'} of ${'list'} is live, with ${'listed'} entries: ${'changes'}`,
    why: 'Every change of a list makes a new edition, which the registry keeps beside those before.',
    fix: 'None needed; listbridge rollback LIST --at NUMBER goes back to an earlier one.',
  }),
  'registry/no-list': define({
    severity: 'error',
    message: msg`the registry has no list ${'list'}${'nearest'}`,
    why: 'Lists are known by the name that import was given.',
    fix: 'listbridge lists shows which there are.',
  }),
  'registry/no-edition': define({
    severity: 'error',
    message: msg`the list ${'list'} has no such edition: ${'reason'}`,
    why: 'No edition has this number, or none was live at that time.',
    fix: 'listbridge history LIST shows which there are.',
  }),
  'registry/already-imported': define({
    severity: 'info',
    message: msg`${'input'} is edition ${'edition'} of ${'list'} already; nothing was changed`,
    why: 'A file with the same SHA-256 was imported before.',
    fix: 'None needed; fetch a newer edition.',
  }),
  'registry/held': define({
    severity: 'error',
    message: msg`edition ${'edition'} of ${'list'} is held: ${'reason'}`,
    why: 'A cut download shrinks a list and a file from the wrong folder makes it jump; the edition before stays live until somebody looked.',
    fix: 'Look at the file, then listbridge accept LIST or reject LIST, or import the right file.',
  }),
  'registry/incomplete': define({
    severity: 'error',
    message: msg`${'input'} was not imported: ${'count'} rows were refused`,
    why: 'A row that was misread would be withdrawn by a full edition, and missed by a delta.',
    fix: 'Mend the rows (--rejects FILE collects them), or import what could be read with --force.',
  }),
  'registry/delta-as-full': define({
    severity: 'error',
    message: msg`${'input'} was not imported: it says that it is a delta, and would have replaced all of ${'list'}`,
    why: 'A full edition takes everything off the list that it lacks; a delta lacks all that has not changed.',
    fix: 'Give --apply instead of --replace. Where the sender says delta of a whole list: --force.',
  }),
  'registry/full-as-delta': define({
    severity: 'error',
    message: msg`${'input'} was not imported: it says that it is a full edition, and nothing that it lacks would have gone off ${'list'}`,
    why: 'A full edition withdraws by leaving out; read as a delta, what was withdrawn stays listed.',
    fix: 'Give --replace instead of --apply. Where it is meant to be added to the list: --force.',
  }),
  'registry/nothing-to-import': define({
    severity: 'error',
    message: msg`${'input'} was not imported: nothing in it is an entry`,
    why: 'A full edition without entries takes everything off the list, and a delta without any is usually a download that failed.',
    fix: 'Fetch the list again; --force where an empty one is meant.',
  }),
  'registry/changed-meanwhile': define({
    severity: 'error',
    message: msg`another process changed ${'list'} while this one read its input; nothing was changed`,
    why: 'The new edition was made from one that is not the last any more.',
    fix: 'Run the command again.',
  }),
  'registry/clock': define({
    severity: 'warning',
    message: msg`the clock stands at ${'now'}, before the last change of ${'list'} at ${'last'}`,
    why: 'A clock that went back puts editions in the wrong order of days; the order of their numbers stays right.',
    fix: 'Set the clock; editions are still found by number.',
  }),
  'registry/nothing-held': define({
    severity: 'error',
    message: msg`no edition of ${'list'} is held`,
    why: 'Only an edition that waits can be accepted or rejected.',
    fix: 'listbridge history LIST shows what happened.',
  }),
  'registry/rejected': define({
    severity: 'info',
    message: msg`edition ${'edition'} of ${'list'} is rejected and never goes live; what is live stays so`,
    why: 'Somebody looked at the held edition and decided against it.',
    fix: 'None needed. Its file can still be imported, with another limit or with --force.',
  }),
  'registry/rejected-before': define({
    severity: 'error',
    message: msg`${'input'} was not imported into ${'list'}: it is a file that was decided against before: ${'never'}`,
    why: 'What somebody rejected does not go live because it is sent once more.',
    fix: 'Fetch the right file. Where this one is right after all: import it with another limit or with --force.',
  }),
  'registry/never-live': define({
    severity: 'error',
    message: msg`this is no state that ${'list'} was ever in: ${'never'}`,
    why: 'What an edition has that never went live was never blocked, or never taken off, by this list.',
    fix: 'Leave the number out for the live edition. Where this one is to be looked at: --allow registry/never-live.',
  }),
  'registry/outdated': define({
    severity: 'error',
    message: msg`edition ${'edition'} of ${'list'} was held before edition ${'since'} went live, and would undo it`,
    why: 'A held edition is kept as it was to be when it came; what was withdrawn or added since is not in it.',
    fix: 'Import its file again, which takes in what changed since, and accept that; or listbridge reject LIST.',
  }),
  'registry/second-needed': define({
    severity: 'warning',
    message: msg`${'action'} of ${'list'} waits for others: ${'have'} of ${'needed'} reviewers agree who differ in ${'differ'}`,
    why: 'The policy of the list asks for more than one, and says what they must differ in.',
    fix: 'Let a reviewer who differs in that give the same command, with --as NAME@ORGANISATION/COUNTRY.',
  }),
  'registry/vote-uncounted': define({
    severity: 'warning',
    message: msg`what ${'by'} says now does not count beside what was said before: ${'why'}`,
    why: 'Two of whom the policy does not know that they are independent are one.',
    fix: 'Let somebody else give the same command; listbridge lists shows what waits, and for whom.',
  }),
  'registry/review-uncounted': define({
    severity: 'warning',
    message: msg`kept, and not counted by the policy of ${'list'}: ${'count'} reviews, because ${'why'}`,
    why: 'Confirmations count as far as the reviewers are independent of each other and of who reported the entry.',
    fix: 'Let somebody else review the entries; listbridge lists shows how many wait.',
  }),
  'registry/still-listed': define({
    severity: 'info',
    message: msg`refuted in ${'list'}, which alone takes none off: ${'count'} entries`,
    why: 'A refutation takes nothing off, or one person could; what it takes back are own confirmations.',
    fix: 'listbridge withdraw LIST takes entries off, by as many people as its policy asks for.',
  }),
  'registry/waiting': define({
    severity: 'warning',
    message: msg`left out of ${'list'} for want of reviews: ${'count'} entries; its policy asks for ${'needed'} an entry`,
    why: 'An entry of such a list stands once so many independent reviewers have confirmed it.',
    fix: 'listbridge review LIST - --confirm --as NAME@ORGANISATION/COUNTRY < values.txt, by each of them.',
  }),
  'registry/late': define({
    severity: 'warning',
    message: msg`the row came late: a later edition says something else of it, so it was left out`,
    why: 'What was said last stands, in whatever order it is imported: an older delta would list again what was withdrawn since.',
    fix: 'None needed. To go back on purpose, use listbridge rollback.',
  }),
  'registry/late-delta': define({
    severity: 'warning',
    message: msg`${'input'} was issued before the edition of ${'list'} that everything since is based on; nothing was changed`,
    why: 'A full edition has all that was said before it, and has not what was withdrawn before it.',
    fix: 'None needed. To go back on purpose, use listbridge rollback.',
  }),
  'registry/nothing-listed': define({
    severity: 'error',
    message: msg`edition ${'edition'} of ${'list'} lists nothing`,
    why: 'All of it was withdrawn or waits for reviews, and an empty list unblocks everything.',
    fix: 'listbridge lists says what waits. Where an empty list is meant: --allow registry/nothing-listed, and --force with -o.',
  }),
  'registry/not-listed': define({
    severity: 'error',
    message: msg`not listed in ${'list'}: ${'which'}; nothing was changed`,
    why: 'What is not listed cannot be withdrawn, and a value with a slip of the pen would be missed.',
    fix: 'listbridge why VALUE says what lists it, and how.',
  }),
  'registry/audit-broken': define({
    severity: 'error',
    message: msg`the audit log is broken at record ${'number'}`,
    why: 'This record is not as it was written, or one before it was taken out or put in.',
    fix: 'Keep the file for inspection; compare with a backup and with the heads that were kept elsewhere.',
  }),
  'registry/altered': define({
    severity: 'error',
    message: msg`${'what'} is not what record ${'number'} of the audit log tells of`,
    why: 'The log is as it was written, but what is kept of this edition is not: its rows, its reviews, who made it, when or from what.',
    fix: 'Keep the file for inspection, and go on with a backup that audit verify finds whole.',
  }),
  'registry/unrecorded': define({
    severity: 'error',
    message: msg`no record of the audit log tells of ${'what'}`,
    why: 'Every command records what it changes, so this was written by something else.',
    fix: 'Keep the file for inspection, and go on with a backup that audit verify finds whole.',
  }),
} as const;
