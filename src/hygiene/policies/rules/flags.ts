// Facts that are yes, no or unknown: whether the child is real, the material severe, how old somebody looks. A list says
// them as labels in a scheme of that name. Where members differ, the one who says no keeps the entry off the list.
import { flagAnswer } from '../../../model/flag-words.ts';
import { folded } from '../../../model/folded.ts';
import type { FlagPolicy } from '../../../model/policy.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import type { Lack } from '../../check.ts';
import { type PolicyRule, perSet } from '../rule.ts';

const UNKNOWN = 1;
const AGAINST = 2;

export const flags: PolicyRule = {
  id: 'flags',
  codes: ['policy/flag', 'policy/flag-unknown'],
  of({ flags: wanted }, { opinions: table }) {
    if (wanted.length === 0) return null;
    const lackOf = wanted.map(
      ({ flag }): Lack<'policy/flag-unknown'> => ({ code: 'policy/flag-unknown', args: { flag }, field: flag }),
    );
    // Two bits a flag.
    const verdictOn = perSet(table, (set) => {
      const said = table.list(set);
      return wanted.reduce((bits, each, n) => {
        const answers = said.filter(({ scheme }) => scheme === each.flag).map(({ label }) => fits(each, label ?? ''));
        const verdict = answers.includes(false) ? AGAINST : answers.includes(true) ? 0 : UNKNOWN;
        return bits | (verdict << (n * 2));
      }, 0);
    });
    return {
      judge({ count, op, opinions }, { report, lacks }) {
        for (let i = 0; i < count; i++) {
          const verdict = verdictOn(opinions === null ? EMPTY_SET : (opinions[i] ?? EMPTY_SET));
          if (verdict === 0 || op[i] !== PRESENT) continue;
          for (let n = 0; n < wanted.length; n++) {
            const mine = (verdict >> (n * 2)) & 3;
            const each = wanted[n];
            const lack = lackOf[n];
            if (each === undefined || lack === undefined) continue;
            if (mine === UNKNOWN) lacks(lack, i);
            else if (mine === AGAINST) report('policy/flag', i, () => ({ flag: each.flag, ...wordsFor(each) }));
          }
        }
      },
    };
  },
};

/** Whether a label says what the policy wants, or the contrary; null where it says neither. */
function fits({ want }: FlagPolicy, label: string): boolean | null {
  if (typeof want === 'boolean') {
    const answer = flagAnswer(label);
    return answer === null ? null : answer === want;
  }
  const band = ages(folded(label));
  if (band === null) return null;
  const [least, most] = band;
  // The bands of lists need not end where the policy's does: 11-13 is neither below 13 nor from 13 on.
  const isBelow = (years: number): boolean | null => (most < years ? true : least >= years ? false : null);
  if ('below' in want) return isBelow(want.below);
  const below = isBelow(want.from);
  return below === null ? null : !below;
}

const OLDEST = 200;

/** `8`, `7-10`, `<13`, `16+` as the first and the last year of age. */
function ages(text: string): readonly [number, number] | null {
  const [, first = '', last = first] = /^(\d{1,3})(?: ?[-–] ?(\d{1,3}))?$/u.exec(text) ?? [];
  if (first !== '') return [Number(first), Number(last)];
  const below = /^< ?(\d{1,3})$/u.exec(text)?.[1];
  if (below !== undefined) return [0, Number(below) - 1];
  const from = /^(?:>= ?(\d{1,3})|(\d{1,3})\+)$/u.exec(text);
  return from === null ? null : [Number(from[1] ?? from[2]), OLDEST];
}

function wordsFor({ want }: FlagPolicy): { readonly said: string; readonly want: string } {
  if (typeof want === 'boolean') return { said: want ? 'no' : 'yes', want: want ? 'yes' : 'no' };
  return 'below' in want
    ? { said: `${want.below} or more`, want: `less than ${want.below}` }
    : { said: `less than ${want.from}`, want: `${want.from} or more` };
}
