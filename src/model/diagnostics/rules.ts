// Rules of zones, filter lists and sets of addresses.

import { msg } from '../message.ts';
import { define } from './define.ts';

export const rulesDiagnostics = {
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
  'zone/contradiction': define({
    severity: 'error',
    message: msg`the name has another rule on line ${'line'}: one blocks it, the other lets it through`,
    why: 'A name server takes one of the two, which one is not the same in all of them, so the first stands here.',
    fix: 'Ask the sender which is meant, and remove one of the two rules.',
  }),
  'zone/serial-not-later': define({
    severity: 'error',
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

  'zone/single-null': define({
    severity: 'warning',
    message: msg`clients get 0.0.0.0 and ::, not ${'action'}: ${'count'} entries`,
    why: 'Unbound does anything else with a name and all names below it alone; an entry that is listed without those gets addresses.',
    fix: 'Nothing to do if that fits. Else list the names with those below them, or send clients to a page by its addresses (--stop-page).',
  }),
  'zone/local-data': define({
    severity: 'error',
    message: msg`the answer may be another machine: local data, which is not a block`,
    why:
      'A network gives names of its own machines, and sends a search engine to its safe search, in the same words. Read as ' +
      'a block, it would cut them off. Null addresses (0.0.0.0, ::, 127.0.0.1, ::1) and a stop page that is named are blocks.',
    fix: 'If the answer is a stop page, name it: --from-option stop-page=HOST, or its addresses with commas between.',
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
} as const;
