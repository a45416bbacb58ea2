// The catalogue: every finding and failure the tool can report, with its severity, sentence, reason and remedy.
// Codes are forever: never reused, never renamed. Arguments listed as sensitive may hold list values and are shown
// only with --show-values.
import { type ArgValue, type Message, msg } from './message.ts';

export type Severity = 'error' | 'warning' | 'info';

interface Diagnostic<Name extends string = string> {
  readonly severity: Severity;
  readonly message: Message<Name>;
  /** Why it matters. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** Arguments that may contain list values. */
  readonly sensitive?: readonly NoInfer<Name>[];
}

function define<Name extends string>(diagnostic: Diagnostic<Name>): Diagnostic<Name> {
  return diagnostic;
}

export const diagnostics = {
  // --- input: the file as a whole -------------------------------------------------------------------------------
  'input/unreadable': define({
    severity: 'error',
    // A value typed where a file belongs is not repeated, so this is no name of an input.
    message: msg`cannot read ${'file'}: ${'reason'}`,
    why: 'The operating system refused to give the file.',
    fix: 'Check the path and the permissions; use - for standard input. lookup takes the list first, then the values.',
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
    why: 'The file was probably cut during transfer; what follows is missing.',
    fix: 'Fetch the file again.',
  }),
  'input/bad-document': define({
    severity: 'error',
    message: msg`the document is damaged around its entries: ${'reason'}`,
    why: 'Brackets, keys or commas are lost, so an entry near the place may be lost or misread. Told once a document.',
    fix: 'Fetch the file again, or ask the sender for it.',
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

  'input/no-key-column': define({
    severity: 'error',
    message: msg`no column of ${'input'} is known to hold a digest, a URL, a name or an address`,
    why: 'Columns are known by the names in the header. Without a key no row says anything.',
    fix: 'Describe the columns in a profile (--from-profile), or check that the first line is the header.',
  }),
  'input/no-column': define({
    severity: 'error',
    message: msg`${'input'} has no column ${'column'}, which its profile requires`,
    why: 'The sender has probably renamed or removed the column.',
    fix: 'Ask the sender, or change the profile.',
  }),

  // --- detect: which format ------------------------------------------------------------------------------------
  'detect/unknown': define({
    severity: 'error',
    message: msg`no format recognises ${'input'}${'nearest'}`,
    why: 'Guessing could turn a list into rubbish without anyone noticing.',
    fix: 'Name the format with --from (listbridge formats shows them all), or explain the layout with --from-profile.',
  }),
  'detect/ambiguous': define({
    severity: 'error',
    message: msg`${'input'} could be more than one format: ${'candidates'}`,
    why: 'The same line means different things in different formats, for example exact host or whole subtree.',
    fix: 'Name the format with --from.',
  }),
  'detect/name-disagrees': define({
    severity: 'warning',
    message: msg`read as ${'format'} because of its content, although the name suggests ${'named'}`,
    why: 'A file with a wrong name is often the wrong file.',
    fix: 'Name the format with --from if this is wrong.',
  }),
  'detect/chosen': define({
    severity: 'info',
    message: msg`read as ${'format'}: ${'because'}`,
    why: 'Detection looks at the content first and says what it saw.',
    fix: 'Name the format with --from to overrule it.',
  }),

  // --- row: the shape of one row -------------------------------------------------------------------------------
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
    message: msg`column ${'column'} is not in the profile and was left out`,
    why: 'What no profile explains cannot be carried on, and must not vanish in silence.',
    fix: 'Add the column to the profile, or list it under ignore.',
  }),
  'row/unknown-key': define({
    severity: 'warning',
    message: msg`the key ${'key'} is not known and was left out`,
    why: 'What the format does not define cannot be carried on, and must not vanish in silence. Told once a key.',
    fix: 'Check the spelling of the key; describe a list of another shape in a profile.',
  }),
  'row/item-parted': define({
    severity: 'warning',
    message: msg`the row is parted from the other rows of its item: ${'reason'}`,
    why: 'Rows of one item stand together and item numbers rise; a row further down is read as a record of its own.',
    fix: 'Put the rows of an item next to each other, items in the order of their numbers.',
  }),
  'row/absent-column': define({
    severity: 'warning',
    message: msg`the list has no column ${'column'}, which the profile describes`,
    why: 'The sender has probably renamed or removed the column, and its values are missing from every row.',
    fix: 'Correct the profile, or remove the column from it.',
  }),
  'row/not-an-entry': define({
    severity: 'info',
    message: msg`the line is ${'what'}, which lists nothing`,
    why: 'Some lines belong to the format and not to the list, such as localhost in a hosts file.',
    fix: 'Nothing to do.',
  }),
  'row/imagery': define({
    severity: 'error',
    message: msg`${'field'} holds an embedded picture; the field was dropped unread`,
    why: 'This tool never handles imagery.',
    fix: 'Ask the sender to leave thumbnails out of the export.',
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

  // --- digest --------------------------------------------------------------------------------------------------
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
  'digest/kind-ambiguous': define({
    severity: 'error',
    message: msg`digests of ${'length'} characters could be ${'candidates'}`,
    why: 'Length does not name an algorithm: 64 characters are SHA-256, SHA3-256 or PDQ.',
    fix: 'Name the kind with --from-option, such as kind=sha256 or kind=sha512.',
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
  'digest/kind-unknown': define({
    severity: 'error',
    message: msg`no kind of key has that name`,
    why: 'The algorithm decides what the value means.',
    fix: 'listbridge formats lists the kinds; map other names in a profile.',
  }),
  'digest/empty-file': define({
    severity: 'warning',
    message: msg`${'kind'} is the digest of an empty file`,
    why: 'It matches every empty file on earth and says nothing about any content.',
    fix: 'Leave it out with --drop digest/empty-file and tell the sender.',
  }),
  'digest/constant': define({
    severity: 'warning',
    message: msg`${'kind'} is one byte repeated`,
    why: 'All zeros or all ones stand for "no digest" in broken exports; a list of zeros reached production before.',
    fix: 'Leave it out with --drop digest/constant and tell the sender.',
  }),
  'digest/placeholder': define({
    severity: 'warning',
    message: msg`${'kind'} is the digest of the text ${'what'}`,
    why: 'Placeholders and published test vectors end up in lists by accident.',
    fix: 'Leave it out with --drop digest/placeholder and tell the sender.',
  }),

  // --- url and address: names, URLs, addresses (canonical form `blocking`) --------------------------------------
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
    fix: 'Mend the row (--rejects FILE keeps it), or ask the sender. Names and URLs in one list: --from url-list --from-option bare=exact (or subtree).',
  }),
  'address/range-split': define({
    severity: 'info',
    message: msg`read the range of addresses as ${'count'} networks`,
    why: 'A range has many spellings and no key of its own; the networks cover it exactly.',
    fix: 'Nothing to do.',
  }),

  'url/documentation': define({
    severity: 'info',
    message: msg`${'what'} is reserved for documentation and tests`,
    why: 'Nobody is there, so the entry blocks nothing; but a list of such entries is a test list.',
    fix: 'Nothing to do in a test. Where lists are deployed, --deny url/documentation stops a test list.',
  }),

  // --- overblock: entries that would take much more offline than what was reported (docs/over-blocking.md) ---------
  'overblock/public-suffix': define({
    severity: 'error',
    message: msg`${'what'} is a public suffix, and everybody below it is listed with it`,
    why: 'Everybody who registered a name below it would be blocked: a whole country or trade.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/public-suffix leaves such entries out.',
  }),
  'overblock/private-suffix': define({
    severity: 'error',
    message: msg`${'what'} is the suffix of a hosting platform, whose customers are all listed with it`,
    why: 'Every customer of the platform has a name below it, and all of them would be blocked.',
    fix: 'Ask the sender for the name or the URL that is meant. --drop overblock/private-suffix leaves such entries out.',
  }),
  'overblock/dynamic-dns': define({
    severity: 'error',
    message: msg`${'what'} is the domain of a dynamic DNS service, whose users are all listed with it`,
    why: 'The names below belong to thousands of strangers. One such seizure put 84,000 sites under a false accusation.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/dynamic-dns leaves such entries out.',
  }),
  'overblock/shared-platform': define({
    severity: 'error',
    message: msg`${'what'} is a platform that many people publish on`,
    why: 'One page is meant, and the pages of everybody else would be blocked with it.',
    fix: 'List the URL of the page, or report it to the platform. --drop overblock/shared-platform leaves such entries out.',
  }),
  'overblock/url-shortener': define({
    severity: 'error',
    message: msg`${'what'} is a URL shortener`,
    why: 'Every short link leads somewhere else; blocking the host breaks all of them and not the page behind.',
    fix: 'List the URL, or better the page it leads to. --drop overblock/url-shortener leaves such entries out.',
  }),
  'overblock/popular-site': define({
    severity: 'error',
    message: msg`${'what'} is one of the most used sites`,
    why: 'A whole site of this size is hardly ever meant: a wrong file once put the largest search engine on a police list.',
    fix: 'List the URL. If the site is meant, let a second person confirm it and use --warn overblock/popular-site.',
  }),
  'overblock/below-popular-site': define({
    severity: 'warning',
    message: msg`the name lies below one of the most used sites`,
    why: 'It may serve a part of that site to everybody. A whole country once lost a file service by such an entry.',
    fix: 'Look what the name serves; list the URL where that is enough.',
  }),
  'overblock/bare-suffix': define({
    severity: 'warning',
    message: msg`the name alone is a suffix under which others have names`,
    why: 'The entry means nobody who has a name there, but many consumers take a listed name for all names below it.',
    fix: 'Ask the sender for the name that is meant. --drop overblock/bare-suffix leaves such entries out.',
  }),
  'overblock/special-use': define({
    severity: 'error',
    message: msg`${'what'} belongs to local networks or to the internet protocols`,
    why: 'It is another machine in every network. Blocking it cuts people off from their own devices, or breaks the DNS.',
    fix: 'Tell the sender. --drop overblock/special-use leaves such entries out.',
  }),
  'overblock/wide-network': define({
    severity: 'error',
    message: msg`the network is wider than /24 (IPv4) or /48 (IPv6)`,
    why: 'Networks of this size belong to many; a single blocked address has hidden 250,000 sites before.',
    fix: 'Ask the sender for the addresses that are meant. --allow overblock/wide-network, where a list is about networks.',
  }),
  'overblock/cdn-range': define({
    severity: 'error',
    message: msg`${'what'} is shared by the customers of ${'operator'}`,
    why: 'One address of a content delivery network serves thousands of unrelated sites, and others tomorrow.',
    fix: 'List the name or the URL. --drop overblock/cdn-range leaves such entries out.',
  }),
  'overblock/own-name': define({
    severity: 'error',
    message: msg`${'what'} is on the list of own names`,
    why: 'Blocking your own names, or the stop page, cuts off your customers and whoever would mend it.',
    fix: 'Tell the sender. --drop overblock/own-name leaves such entries out.',
  }),
  'overblock/guarded': define({
    severity: 'error',
    message: msg`${'what'} is guarded by ${'list'}`,
    why: 'A list given with --guard says that this must not be blocked as a whole.',
    fix: 'Ask the sender, or take the entry off the guard list. --drop overblock/guarded leaves such entries out.',
  }),
  'overblock/guard-entry': define({
    severity: 'warning',
    message: msg`entry ${'entry'} of ${'input'} is neither a name nor an address: it guards nothing`,
    why: 'A guard that silently knows less than its list gives false comfort.',
    fix: 'Correct or remove the entry.',
  }),

  // --- zone: rules of a response policy zone --------------------------------------------------------------------
  'zone/out-of-zone': define({
    severity: 'error',
    message: msg`the owner lies outside the zone`,
    why: 'A name server drops such a record without failing, most often because of a dot at the end of the name.',
    fix: 'Take the dot away, or name the zone with --from-option zone=NAME.',
  }),
  'zone/trigger': define({
    severity: 'error',
    message: msg`the record is an ${'trigger'} rule`,
    why: 'Such a rule judges addresses or name servers behind a name; it lists neither a name nor an address to block.',
    fix: 'Keep these rules in a zone of their own; --from-option addresses=answers reads those about addresses.',
  }),
  'zone/below-only': define({
    severity: 'error',
    message: msg`the rule is about the names below a name and not the name itself`,
    why: 'No entry says that. Taking the name in as well would block more than listed.',
    fix: 'Ask the sender for the rule of the name itself, or take it in with --from-option wildcard=subtree.',
  }),
  'zone/serial-not-later': define({
    severity: 'warning',
    message: msg`serial number ${'serial'} is not later than ${'before'}, that of the zone it replaces`,
    why: 'Secondary servers take over an edition only if its number is greater (RFC 1982): they would keep the old list.',
    fix: 'Leave out --to-option serial=..., and a later number is chosen.',
  }),
  'zone/answer-dropped': define({
    severity: 'info',
    message: msg`the rule gives ${'answer'}; the entry only says that the name is blocked`,
    why: 'What clients are told belongs to whoever applies the list.',
    fix: 'Nothing to do; --to-option action=... or stop-page=... chooses the answer of a zone that is written.',
  }),

  // --- rule: rules of filter lists ------------------------------------------------------------------------------
  'rule/not-understood': define({
    severity: 'error',
    message: msg`the rule has ${'what'}, which no entry can say`,
    why: 'Read without it, the rule would block more or less than its author meant.',
    fix: 'Leave such rules to a consumer that knows them, or ask the sender for a list of names.',
  }),
  'rule/modifier-dropped': define({
    severity: 'warning',
    message: msg`left out the modifier ${'modifier'}`,
    why: 'The entry is listed as the rule lists it; what the rule says beside that is lost.',
    fix: 'Look after exceptions for the same names: a rule marked important stands against them.',
  }),

  // --- set: files that hold several sets of addresses -----------------------------------------------------------
  'set/not-read': define({
    severity: 'warning',
    message: msg`left out an entry of another set`,
    why: 'A file may hold sets of what is allowed beside those of what is blocked.',
    fix: 'Name the set to read with --from-option set=NAME.',
  }),

  // --- merge ---------------------------------------------------------------------------------------------------
  'merge/duplicate': define({
    severity: 'info',
    message: msg`already listed by ${'other'}`,
    why: 'One key is kept once; every source stays on record.',
    fix: 'Nothing to do.',
  }),
  'merge/repeated': define({
    severity: 'info',
    message: msg`listed before in the same list`,
    why: 'One key is kept once, where it was first.',
    fix: 'Nothing to do.',
  }),
  'merge/disputed': define({
    severity: 'warning',
    message: msg`members disagree about the key`,
    why: 'One label would hide that another member says something else. All opinions are kept.',
    fix: 'Settle it with the partners; --merge-policy opinions=... chooses whose opinion stands.',
  }),
  'merge/field-differs': define({
    severity: 'info',
    message: msg`sources give different values for ${'field'}`,
    why: 'Only one value is kept, by the merge policy of the field.',
    fix: 'Nothing to do, or choose another policy for the field.',
  }),
  'merge/withdrawn-elsewhere': define({
    severity: 'warning',
    message: msg`withdrawn by ${'source'}, still listed by another source`,
    why: 'A withdrawal by one partner does not speak for the others.',
    fix: 'Ask whether the other partners should withdraw it too.',
  }),
  'merge/group-conflict': define({
    severity: 'warning',
    message: msg`shares ${'kind'} with the record on line ${'line'} of ${'source'}, but their other digests differ`,
    why: 'Two files cannot share one exact digest and differ in another: one record is wrong. Both stay apart.',
    fix: 'Compare the two records with their senders.',
  }),
  'merge/weak-link': define({
    severity: 'info',
    message: msg`joined two records by ${'kind'} alone`,
    why: 'MD5 and SHA-1 can be forged, so such a join is evidence, not proof.',
    fix: 'Use --link strong to join by SHA-256 and better only.',
  }),
  'merge/covered': define({
    severity: 'info',
    message: msg`already covered by ${'by'}`,
    why: 'It adds nothing; a response policy zone would open a hole there, and a packet filter refuses the overlap.',
    fix: 'Nothing to do.',
  }),
  'merge/exception-overlaps': define({
    severity: 'warning',
    message: msg`the entry is both listed and excepted`,
    why: 'Consumers disagree about which of the two wins.',
    fix: 'Remove one of the two.',
  }),
  'merge/exception-idle': define({
    severity: 'info',
    message: msg`left out an exception to nothing that is listed`,
    why: 'The format can only say such an exception together with the names below it, which would open more than asked.',
    fix: 'Nothing to do.',
  }),

  // --- loss: what the target cannot carry ------------------------------------------------------------------------
  'loss/kind-dropped': define({
    severity: 'error',
    message: msg`${'target'} cannot carry ${'what'}: ${'count'} rows`,
    why: 'Entries would be missing from the output.',
    fix: 'Choose another target, or accept with --allow-loss kind-dropped. Where there is another way in, the run says it.',
  }),
  'loss/url-widened': define({
    severity: 'error',
    message: msg`${'target'} lists the whole host instead of ${'what'}: ${'count'} rows`,
    why: 'Every other page of each host is blocked as well, whoever it belongs to.',
    fix: 'Choose a target that holds URLs, or accept with --allow-loss url-widened. URLs on IP addresses never become names.',
  }),
  'loss/key-hashed': define({
    severity: 'error',
    message: msg`${'target'} lists hashes instead of ${'what'}: ${'count'} rows`,
    why: 'Nobody can read the entries back. Consumers of such hashes take in names below the host, and any query.',
    fix: 'Choose a target that holds them as they are, or accept with --allow-loss key-hashed.',
  }),
  'loss/hash-cut': define({
    severity: 'error',
    message: msg`${'target'} lists only the beginning of ${'what'}: ${'count'} rows`,
    why: 'Many addresses share the beginning of a hash, so that a hit is a reason to ask for the full hash, not to block.',
    fix: 'Choose a target that holds full hashes, or accept with --allow-loss hash-cut.',
  }),
  'loss/scope-widened': define({
    severity: 'error',
    message: msg`${'target'} would block more than listed (${'what'}): ${'count'} rows`,
    why: 'Blocking a whole site for one page has taken encyclopaedias offline.',
    fix: 'Choose a target that knows the scope, or accept with --allow-loss scope-widened.',
  }),
  'loss/scope-narrowed': define({
    severity: 'error',
    message: msg`${'target'} would block less than listed (${'what'}): ${'count'} rows`,
    why: 'Names below the listed one would stay reachable.',
    fix: 'Choose a target that knows the scope, or accept with --allow-loss scope-narrowed.',
  }),
  'loss/withdrawal-dropped': define({
    severity: 'error',
    message: msg`${'target'} cannot say that entries were withdrawn: ${'count'} rows`,
    why: 'Whoever applies the output would keep entries that were taken off the list.',
    fix: 'Send a full edition, or accept with --allow-loss withdrawal-dropped.',
  }),
  'loss/exception-dropped': define({
    severity: 'error',
    message: msg`${'target'} cannot carry exceptions: ${'count'} rows`,
    why: 'Names that must stay reachable would be blocked.',
    fix: 'Choose a target that knows exceptions, or accept with --allow-loss exception-dropped.',
  }),
  'loss/entry-unfit': define({
    severity: 'error',
    message: msg`${'target'} could not hold some entries (${'what'}): ${'count'} rows`,
    why: 'Entries are missing from the output; output/unfit tells why.',
    fix: 'See output/unfit, or accept with --allow-loss entry-unfit.',
  }),
  'loss/url-coarsened': define({
    severity: 'warning',
    message: msg`${'target'} does not tell URLs apart by ${'what'}: ${'count'} rows`,
    why: 'Another spelling of the listed URL is blocked too, which a few sites use for another page.',
    fix: 'Nothing to do, or choose a target that compares URLs as they are.',
  }),
  'loss/grouping-split': define({
    severity: 'warning',
    message: msg`${'target'} holds one digest a row: ${'count'} records fall apart`,
    why: 'Nobody can tell any more which digests belong to one file.',
    fix: 'Nothing to do, or choose a target that keeps digests together.',
  }),
  'loss/opinions-dropped': define({
    severity: 'warning',
    message: msg`${'target'} carries no labels or opinions: ${'count'} rows`,
    why: 'The recipient does not learn who says what about an entry.',
    fix: 'Nothing to do, or choose a richer target.',
  }),
  'loss/opinions-merged': define({
    severity: 'warning',
    message: msg`${'target'} carries one opinion a row: ${'count'} rows have more`,
    why: 'The recipient does not learn that members disagree.',
    fix: 'Nothing to do, or choose a richer target.',
  }),
  'loss/field-dropped': define({
    severity: 'info',
    message: msg`${'target'} does not carry ${'what'}: ${'count'} rows`,
    why: 'The fact is not in the output.',
    fix: 'Nothing to do, or choose a richer target.',
  }),
  'loss/field-coarsened': define({
    severity: 'info',
    message: msg`${'target'} carries ${'what'} only roughly: ${'count'} rows`,
    why: 'The fact is less precise in the output.',
    fix: 'Nothing to do, or choose a richer target.',
  }),
  'loss/order-lost': define({
    severity: 'info',
    message: msg`${'target'} does not keep the order of rows`,
    why: 'Rows come out in the order the target needs.',
    fix: 'Nothing to do.',
  }),
  'loss/duplicates-merged': define({
    severity: 'info',
    message: msg`${'target'} lists a key once: ${'count'} repeated rows`,
    why: 'Repeats add nothing, and some consumers refuse a list with repeats.',
    fix: 'Nothing to do.',
  }),
  'loss/list-fact-dropped': define({
    severity: 'info',
    message: msg`${'target'} does not carry the ${'what'} of the list`,
    why: 'The recipient does not learn it from the file.',
    fix: 'Tell the recipient another way.',
  }),
  'loss/marking-dropped': define({
    severity: 'warning',
    message: msg`${'target'} does not carry the handling marking of the list`,
    why: 'The recipient may pass on what must stay.',
    fix: 'Tell the recipient the marking another way.',
  }),

  // --- time, expiry, list ----------------------------------------------------------------------------------------
  'time/future': define({
    severity: 'warning',
    message: msg`${'field'} lies in the future`,
    why: 'Usually day and month are exchanged or the clock of the sender is wrong.',
    fix: 'Ask the sender; describe the date pattern in a profile.',
  }),
  'time/impossible': define({
    severity: 'warning',
    message: msg`${'field'} lies before 1990`,
    why: 'No list is that old: a zero or a wrong pattern was read as a date.',
    fix: 'Ask the sender; describe the date pattern in a profile.',
  }),
  'expiry/past': define({
    severity: 'warning',
    message: msg`expired on ${'date'}`,
    why: 'An expired entry blocks or matches what may have changed hands since.',
    fix: 'Leave it out with --drop expiry/past, or have it verified again.',
  }),
  'list/checksum-differs': define({
    severity: 'error',
    message: msg`the hashes are not those of the checksum that the list gives`,
    why: 'The list was damaged on its way, or an update was applied to the wrong edition: it may miss entries.',
    fix: 'Fetch the whole list again.',
  }),
  'list/count-mismatch': define({
    severity: 'warning',
    message: msg`the list claims ${'claimed'} entries, ${'counted'} were read`,
    why: 'The file was probably cut or two editions were mixed.',
    fix: 'Fetch the list again.',
  }),

  // --- output ----------------------------------------------------------------------------------------------------
  'output/is-input': define({
    severity: 'error',
    message: msg`${'output'} is also an input of this run`,
    why: 'Writing over a list while it is read destroys it.',
    fix: 'Write to another file.',
  }),
  'output/exists': define({
    severity: 'error',
    message: msg`${'output'} exists and is not ${'format'}`,
    why: "A file of another kind at that place is probably not yesterday's edition of this list.",
    fix: 'Write to another file, or use --force.',
  }),
  'output/would-be-empty': define({
    severity: 'error',
    message: msg`the result is empty, and was not written to ${'output'}`,
    why: 'An empty list would silently unblock everything. A broken download once did just that.',
    fix: 'Look at the findings. Use --force if an empty list is meant.',
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
  'output/incomplete-delta': define({
    severity: 'error',
    message: msg`no delta was written: ${'input'} was not read whole (${'count'} rows refused)`,
    why: 'Entries on refused rows would be taken for removed, and withdrawn from everybody who applies the delta.',
    fix: 'Mend the refused rows first; use --force if the newer edition is meant as it is.',
  }),
  'output/unwritable': define({
    severity: 'error',
    message: msg`cannot write ${'output'}: ${'reason'}`,
    why: 'The output is whole or absent; the part already written was removed.',
    fix: 'Check the path, the permissions and the free space.',
  }),
  'output/unfit': define({
    severity: 'error',
    message: msg`${'target'} cannot hold the entry: ${'reason'}`,
    why: 'The consumer would refuse the line or the whole list.',
    fix: 'See the reason; a shorter zone name or another target may help.',
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
  'output/refused-urls': define({
    severity: 'error',
    message: msg`refused to write ${'output'}: ${'target'} takes names only, and some entries are URLs`,
    why: 'A URL lists one page. Leaving it out unblocks the page; listing its host blocks every other page there too.',
    fix: 'Leave the URLs out with --allow-loss kind-dropped, or block the whole host of each with --allow-loss url-widened.',
  }),

  // --- usage -----------------------------------------------------------------------------------------------------
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
    fix: 'See listbridge help and listbridge formats ID.',
  }),
  'usage/bad-profile': define({
    severity: 'error',
    message: msg`${'profile'}: ${'reason'}`,
    why: 'A profile decides what every column means, so nothing in it is guessed.',
    fix: 'See docs/profiles.md.',
  }),
  'usage/bad-guard': define({
    severity: 'error',
    message: msg`${'input'}: ${'reason'}`,
    why: 'A guard list that is not understood would guard nothing.',
    fix: 'See docs/over-blocking.md for the layout.',
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

  // --- memory, bugs ------------------------------------------------------------------------------------------------
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
  'run/no-temporary': define({
    severity: 'error',
    message: msg`cannot use temporary files in ${'folder'}: ${'reason'}`,
    why: 'The lists need more than --memory, and what does not fit is kept in a temporary file while they are merged.',
    fix: 'Free space there, name another folder in the variable TMPDIR, or raise --memory.',
  }),
  'run/bug': define({
    severity: 'error',
    message: msg`internal error: ${'what'}`,
    why: 'This is a fault of the tool, not of the list.',
    fix: 'Please report it with the lines above; they hold no list values.',
  }),
} as const;

export type DiagnosticCode = keyof typeof diagnostics;

type NamesOf<C extends DiagnosticCode> = (typeof diagnostics)[C]['message'] extends Message<infer Name> ? Name : never;

/** The arguments a code needs: one value for each name in its message. */
export type ArgsOf<C extends DiagnosticCode> = Readonly<Record<NamesOf<C>, ArgValue>>;

export const diagnosticCodes = Object.keys(diagnostics) as readonly DiagnosticCode[];

export function isDiagnosticCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(diagnostics, text);
}

/** Severity, message, reason and remedy of a code, with the argument names widened to strings. */
export function diagnosticOf(code: DiagnosticCode): Diagnostic {
  return diagnostics[code] as Diagnostic; // widening the literal argument names
}
