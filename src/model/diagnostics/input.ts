// The file as a whole.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const inputDiagnostics = {
  'input/unreadable': define({
    severity: 'error',
    // A value typed where a file belongs is not repeated, so this is no name of an input.
    message: msg`cannot read ${'file'}: ${'reason'}`,
    why: 'The operating system refused to give the file.',
    fix: 'Check the path and the permissions; use - for standard input.',
  }),
  'input/file-unreadable': define({
    severity: 'error',
    message: msg`cannot read ${'file'}, ${'role'}: ${'reason'}`,
    why: 'What it says decides how the run goes, so the run does not go on without it.',
    fix: 'Check the path and the permissions. A file that is named in another one is looked for beside that one.',
  }),
  'input/directory': define({
    severity: 'error',
    message: msg`${'input'} is a directory`,
    why: 'A list is one file; a directory could hold anything.',
    fix: 'Name the files, for example with a shell pattern such as lists/*.csv.',
  }),
  'input/imagery': define({
    severity: 'error',
    message: msg`${'input'} is not a list: it starts like ${'what'}; refused unread`,
    why: 'This tool handles digests and addresses only and never opens pictures, videos, documents or archives of them.',
    fix: 'Check which file was named. If it is material that should not be on this machine, follow your procedure.',
  }),
  'input/empty': define({
    severity: 'error',
    message: msg`${'input'} is empty`,
    why: 'An empty list usually means a failed download, and publishing it would remove every entry.',
    fix: 'Fetch the list again.',
  }),
  'input/gzip-damaged': define({
    severity: 'error',
    message: msg`the gzip data of ${'input'} is damaged or cut short`,
    why: 'A cut download holds only part of the list; the rest would be missed.',
    fix: 'Fetch the file again and compare its size with the sender.',
  }),
  'input/expands-too-much': define({
    severity: 'error',
    message: msg`${'input'} expands to more than ${'limit'} times its size`,
    why: 'A small file that expands without bound can fill the machine.',
    fix: 'Unpack it yourself and look at its size; name the unpacked file.',
  }),
  'input/changed': define({
    severity: 'error',
    message: msg`${'input'} changed while it was read`,
    why: 'Half of an old and half of a new edition make a list that nobody sent.',
    fix: 'Wait until the transfer has finished, then run again.',
  }),
  'input/bom-removed': define({
    severity: 'info',
    message: msg`removed the byte order mark`,
    why: 'A byte order mark in front of the first key would make it another key.',
    fix: 'Nothing to do; senders can save as UTF-8 without a mark.',
  }),
  'input/decoded': define({
    severity: 'info',
    message: msg`read the file as ${'encoding'}`,
    why: 'Everything inside is handled as UTF-8.',
    fix: 'Nothing to do; senders can save as UTF-8.',
  }),
  'input/not-utf8': define({
    severity: 'warning',
    message: msg`text is not UTF-8; read as Windows-1252`,
    why: 'A name or note may show other letters than the sender meant. Keys are not affected.',
    fix: 'Ask the sender for UTF-8.',
  }),
  'input/nul-byte': define({
    severity: 'error',
    message: msg`the row holds a NUL byte`,
    why: 'NUL bytes come from damaged or binary files; no text list has them.',
    fix: 'Check that the file is the list and was transferred in binary mode.',
  }),
  'input/mixed-line-ends': define({
    severity: 'warning',
    message: msg`a line ends in a carriage return alone, others in a line feed; each was taken for a line end`,
    why: 'Most programs do not see such an end: two rows become one, or a row stands in a comment. Told once a file, of the first.',
    fix: 'See whether the rows around it are whole, and ask the sender for one kind of line end.',
  }),
  'input/line-too-long': define({
    severity: 'error',
    message: msg`the line is longer than ${'limit'} bytes`,
    why: 'No list has lines this long: the file is another format or lost its line ends.',
    fix: 'Check the format with listbridge inspect.',
  }),
  'input/twice': define({
    severity: 'warning',
    message: msg`${'input'} is given twice`,
    why: 'The second reading adds nothing but counts every entry as a duplicate.',
    fix: 'Name each input once.',
  }),
  'input/cut-short': define({
    severity: 'error',
    message: msg`the data ends in the middle of a record`,
    why: 'The file was probably cut during transfer; what follows is missing. It shows in what is open at the end, or in a last row that is no good and has no line end.',
    fix: 'Fetch the file again. Of a whole file with a bad last row, mend the row or end its line.',
  }),
  'input/bad-document': define({
    severity: 'error',
    message: msg`the document is damaged around its entries: ${'reason'}`,
    why: 'Brackets, keys or commas are lost, so an entry near the place may be lost or misread. Told once a document.',
    fix: 'Fetch the file again, or ask the sender for it.',
  }),
  'input/doctype': define({
    severity: 'error',
    message: msg`the XML document declares a document type; refused`,
    why: 'Such a declaration can define entities that expand without bounds or name files and addresses. No list needs one.',
    fix: 'Ask the sender for the list without the declaration, or remove it yourself after looking at it.',
  }),
  'input/newer-version': define({
    severity: 'error',
    message: msg`the list is of version ${'version'} of its format; version ${'known'} is the newest known here`,
    why: 'A newer version may mean something else by the same words.',
    fix: 'Update listbridge.',
  }),
  'input/nothing-accepted': define({
    severity: 'error',
    message: msg`no row of ${'input'} was accepted`,
    why: 'A list without a single good row is a wrong file, a wrong format or a wrong option.',
    fix: 'Look at the findings, and check the format with listbridge inspect.',
  }),

  'input/no-header': define({
    severity: 'error',
    message: msg`line ${'line'} of ${'input'} looks like a row and not a header: column ${'column'} holds ${'what'}`,
    why: 'Columns are known by the names in the header. A row in its place would be lost, and the columns of the others be guessed.',
    fix: 'Describe the list in a profile that says header: none (--from-profile), or put the names of its columns on the first line.',
  }),
  'input/no-key-column': define({
    severity: 'error',
    message: msg`no column of ${'input'} is known to hold a digest, a URL, a name or an address${'taken'}`,
    why: 'Columns are known by the names in the header. Without a key no row says anything.',
    fix: 'Describe the columns in a profile (--from-profile), or check that the first line is the header.',
  }),
  'input/no-column': define({
    severity: 'error',
    message: msg`${'input'} has no column ${'column'}, which its profile requires${'taken'}`,
    why: 'The sender has probably renamed or removed the column.',
    fix: 'Ask the sender, or change the profile.',
  }),
} as const;
