// Labels: schemes and codes that the policy knows, and whether there is any label at all. A flag is a label too, of a scheme
// with its own rule.
import type { Opinion } from '../../../model/opinions.ts';
import { PRESENT } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import type { Lack } from '../../check.ts';
import { type PolicyRule, perSet } from '../rule.ts';

const SCHEME = 1;
const LABEL = 2;
const NONE = 4;

const UNLABELLED: Lack<'policy/unlabelled'> = { code: 'policy/unlabelled', args: {}, field: 'labels' };

export const labels: PolicyRule = {
  id: 'labels',
  codes: ['policy/scheme', 'policy/label', 'policy/unlabelled'],
  of({ schemes, labelRequired, flags }, { opinions: table }) {
    if (schemes === null && !labelRequired) return null;
    const flagged = new Set(flags.map(({ flag }) => flag));
    const isLabel = ({ label, scheme = '' }: Opinion): boolean => label !== undefined && !flagged.has(scheme);
    const isKnownScheme = ({ scheme = '' }: Opinion): boolean => schemes === null || schemes.has(scheme);
    const isKnownLabel = ({ scheme = '', label = '' }: Opinion): boolean =>
      schemes?.get(scheme)?.includes(label) ?? true;
    const labelsIn = (set: number): Opinion[] => table.list(set).filter(isLabel);
    const verdictOn = perSet(table, (set) => {
      const said = labelsIn(set);
      if (said.length === 0) return labelRequired ? NONE : 0;
      return (
        (said.every((each) => isKnownScheme(each)) ? 0 : SCHEME) |
        (said.every((each) => isKnownLabel(each)) ? 0 : LABEL)
      );
    });
    return {
      judge({ count, op, opinions }, { report, lacks }) {
        for (let i = 0; i < count; i++) {
          const set = opinions === null ? EMPTY_SET : (opinions[i] ?? EMPTY_SET);
          const verdict = verdictOn(set);
          if (verdict === 0 || op[i] !== PRESENT) continue;
          if ((verdict & NONE) !== 0) lacks(UNLABELLED, i);
          if ((verdict & SCHEME) !== 0) {
            report('policy/scheme', i, () => ({
              scheme: labelsIn(set).find((each) => !isKnownScheme(each))?.scheme ?? 'without a name',
            }));
          }
          if ((verdict & LABEL) !== 0) {
            report('policy/label', i, () => {
              const odd = labelsIn(set).find((each) => isKnownScheme(each) && !isKnownLabel(each));
              return { label: odd?.label ?? '', scheme: odd?.scheme ?? '' };
            });
          }
        }
      },
    };
  },
};
