// The shape of one row.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const rowDiagnostics = {
  'row/missing-field': define({
    severity: 'error',
    message: msg`the row has no ${'field'}`,
    why: 'Without it the row says nothing.',
    fix: 'Mend the row (--rejects FILE keeps it), or ask the sender.',
  }),
  'row/extra-field': define({
    severity: 'error',
    message: msg`the row has ${'got'} fields, the header ${'want'}`,
    why: 'An unquoted separator has probably moved the values into wrong columns.',
    fix: 'Quote the value that holds the separator.',
  }),
  'row/bad-quote': define({
    severity: 'error',
    message: msg`a quotation mark stands where none may`,
    why: 'Readers disagree about such rows: one takes the mark as text, another swallows the rows that follow.',
    fix: 'Double the quotation mark inside a quoted value, or remove it.',
  }),
  'row/unclosed-quote': define({
    severity: 'error',
    message: msg`a quotation mark is opened and never closed`,
    why: 'It would swallow every row that follows. Only this line is refused; reading goes on at the next.',
    fix: 'Close the quotation mark.',
  }),
  'row/too-many-columns': define({
    severity: 'error',
    message: msg`the row has more than ${'limit'} columns`,
    why: 'No list has so many columns: the separator is wrong.',
    fix: 'Check the separator with listbridge inspect.',
  }),
  'row/bad-json': define({
    severity: 'error',
    message: msg`the entry is not one JSON object: ${'reason'}`,
    why: 'Each line of a JSON Lines file, and each entry of a JSON document, is one object.',
    fix: 'Mend the entry (--rejects FILE keeps it).',
  }),
  'row/bad-xml': define({
    severity: 'error',
    message: msg`the entry is not one well-formed XML element: ${'reason'}`,
    why: 'What a reader makes of broken XML is a guess, and a guess can be a wrong digest.',
    fix: 'Mend the entry (--rejects FILE keeps it).',
  }),
  'row/bad-value': define({
    severity: 'error',
    message: msg`${'field'} is not ${'want'}`,
    why: 'The value cannot be understood, so the row would say something else than the sender meant.',
    fix: 'Mend the value (--rejects FILE keeps it), or describe the column in a profile.',
  }),
  'row/bad-line': define({
    severity: 'error',
    message: msg`the line is not ${'want'}`,
    why: 'The format has no such line.',
    fix: 'Mend the line (--rejects FILE keeps it), or check the format with listbridge inspect.',
  }),
  'row/no-list': define({
    severity: 'error',
    message: msg`the entry cannot be listed: ${'reason'}`,
    why: 'A pattern or rule that means more, or less, than a list of values would block something else as a list.',
    fix: 'Deploy it with the tool it was written for; --rejects FILE keeps it.',
  }),
  'row/unknown-column': define({
    severity: 'warning',
    message: msg`nothing says what column ${'column'} holds: it was left out`,
    why: 'What neither the format nor a profile explains cannot be carried on, and must not vanish in silence.',
    fix: 'Describe the column in a profile (--from-profile), or list it there under ignore.',
  }),
  'row/unknown-key': define({
    severity: 'warning',
    message: msg`the key ${'key'} is not known and was left out`,
    why: 'What the format does not define cannot be carried on, and must not vanish in silence. Told once a key.',
    fix: 'Check the spelling of the key; describe a list of another shape in a profile.',
  }),
  'row/unknown-field': define({
    severity: 'error',
    message: msg`canonical form has no field ${'field'}${'nearest'}`,
    why: 'A misspelt field says nothing: a row with op in place of operation would be listed instead of withdrawn.',
    fix: 'Correct it; listbridge formats canonical names all fields. What is only yours begins with x-.',
  }),
  'row/unknown-value': define({
    severity: 'warning',
    message: msg`${'field'} has a value that the format does not define; it was kept as sent`,
    why: 'Partners add words before they tell. The entry is not lost for that, but nothing knows what the word means.',
    fix: 'Ask the sender what it means, and whether the entry should be used.',
  }),
  'row/said-by-nobody': define({
    severity: 'warning',
    message: msg`something is said of the entry and nothing says by whom; it was left out`,
    why: "An opinion counts as that of a member; one that is nobody's can be neither weighed nor taken back.",
    fix: 'Ask the sender; some interfaces hide members that one may not see.',
  }),
  'row/gone-by-absence': define({
    severity: 'warning',
    message: msg`nothing is said of the record any more: it was read as taken back`,
    why: 'Some interfaces leave out what was said instead of sending a deletion. Left listed, it would stay for ever.',
    fix: 'Pull the record anew, or all of the list, if it should still be there.',
  }),
  'row/item-parted': define({
    severity: 'warning',
    message: msg`the row is parted from the other rows of its item: ${'reason'}`,
    why: 'Rows of one item stand together and item numbers rise; a row further down is read as a record of its own.',
    fix: 'Put the rows of an item next to each other, items in the order of their numbers.',
  }),
  'row/absent-column': define({
    severity: 'warning',
    message: msg`the list has no column ${'column'}, which its format or profile describes`,
    why: 'The sender has probably renamed or removed the column, and its values are missing from every row.',
    fix: 'Ask the sender whether the column is meant to be missing; correct the profile where it is one of yours.',
  }),
  'row/not-an-entry': define({
    severity: 'info',
    message: msg`the line is ${'what'}, which lists nothing`,
    why: 'Some lines belong to the format and not to the list, such as localhost in a hosts file.',
    fix: 'Nothing to do.',
  }),
  'row/imagery': define({
    severity: 'warning',
    message: msg`${'field'} holds an embedded picture; the field was dropped unread`,
    why: 'This tool never handles imagery. Exports of cases have thumbnails as a rule, and nothing of the list is lost with them.',
    fix: 'Ask the sender to leave thumbnails out of the export. --deny row/imagery refuses such lists.',
  }),
  'row/personal-data': define({
    severity: 'info',
    message: msg`left out ${'field'}, which may name people, places or machines`,
    why: 'Names and paths of a case are personal data and no part of a list of digests.',
    fix: 'Nothing to do.',
  }),
  'row/annotated': define({
    severity: 'warning',
    message: msg`the format has no words for ${'what'}; kept in an annotation that other programs pass over`,
    why: 'The receiver sees the digests and what the format can say, but not this.',
    fix: 'Name the vocabulary of the categories (--to-option vocabulary=US), or map labels to it with a crosswalk.',
  }),
  'row/without-md5': define({
    severity: 'warning',
    message: msg`the record has no MD5`,
    why: 'Several programs that read this format find records by their MD5 and pass over the others.',
    fix: 'Ask the sender for MD5 digests too, or write a format that the receiver reads by other digests.',
  }),
  'row/inline-comment': define({
    severity: 'info',
    message: msg`left out the comment behind the entry`,
    why: 'A consumer that knows no comments would take it as part of the entry.',
    fix: 'Nothing to do.',
  }),
  'row/decoration-removed': define({
    severity: 'info',
    message: msg`removed ${'what'} around the value`,
    why: "Prefixes and quotation marks belong to the sender's layout, not to the key.",
    fix: 'Nothing to do.',
  }),
} as const;
