// What the target cannot carry.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const lossDiagnostics = {
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
    message: msg`${'target'} cannot say that ${'what'} were withdrawn: ${'count'} rows`,
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
    message: msg`${'target'} leaves out labels or opinions: ${'count'} rows`,
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
  'loss/fact-omitted': define({
    severity: 'info',
    message: msg`${'target'} goes out without ${'what'}, as asked: ${'count'} rows`,
    why: 'The recipient was not to see it (--omit).',
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
} as const;
