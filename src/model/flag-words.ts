// What the labels of a flag say: yes, no, or neither. Lists write `true`, `Yes`, `J`; a member who writes it in another way
// than a second one does not disagree.
import { folded } from './folded.ts';

const YES = new Set(['yes', 'y', 'true', 't', '1']);
const NO = new Set(['no', 'n', 'false', 'f', '0']);

/** What a label of a flag says; null where it says neither. */
export function flagAnswer(label: string): boolean | null {
  const text = folded(label);
  if (YES.has(text)) return true;
  return NO.has(text) ? false : null;
}

/** As `flagAnswer`, of a label that may belong to any scheme: `1` and `T` may be codes there, words are words. */
export function flagWord(label: string): boolean | null {
  return label.trim().length < 2 ? null : flagAnswer(label);
}
