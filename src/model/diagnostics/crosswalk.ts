// What a crosswalk made of the labels of a list, and what it could not.
import { msg } from '../message.ts';
import { define } from './define.ts';

export const crosswalkDiagnostics = {
  'crosswalk/translated': define({
    severity: 'info',
    message: msg`a label of ${'from'} was translated to ${'to'}`,
    why: 'The crosswalk has a label that says the same. What the member said stays beside it.',
    fix: 'Nothing to do.',
  }),
  'crosswalk/coarsened': define({
    severity: 'info',
    message: msg`a label of ${'from'} was translated to ${'to'}, by a map that is marked as lossy`,
    why: 'The two schemes do not measure the same. What the member said stays beside the translation.',
    fix: 'Nothing to do, if whoever receives the list knows of the crosswalk.',
  }),
  'crosswalk/ambiguous': define({
    severity: 'warning',
    message: msg`a label of ${'from'} may be several of ${'to'}, and was not translated`,
    why: 'Only a person who looks at the case can choose between them.',
    fix: 'Have the entries graded in the other scheme, or decide for one label in your crosswalk.',
  }),
  'crosswalk/unmapped': define({
    severity: 'warning',
    message: msg`a label of ${'from'} is not in the crosswalk to ${'to'}`,
    why: 'It may be new, or misspelt by the sender. It stays as it is, without a translation.',
    fix: 'Add it to the crosswalk: to a label, or to null where there is none.',
  }),
} as const;
