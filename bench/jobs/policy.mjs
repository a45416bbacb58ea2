// Hold 5 million rows against a policy with every rule there is, of which most rows break one or another. What every row
// lacks is told once; everything else is counted to the last row. No peer does this, so there is a budget and no ratio.
import { memory, rowsPerSecond } from '../budget.mjs';
import { checkPolicy } from '../checks.mjs';
import { everyRule, listbridge, wideProfile } from '../peers/listbridge.mjs';

/** The day that reviews of the list, 2024-01-01 and 900 days, are judged by: some are too old, none lies in the future. */
const AS_OF = '2026-06-30';

export const policy = {
  id: 'policy',
  title: 'hold a six-column CSV against every rule of a policy',
  lists: ['wide'],
  contenders({ wide }, out) {
    const [, , all] = wide.paths;
    const options = ['--from-profile', wideProfile, '--policy', everyRule, '--as-of', AS_OF, '--fail-on', 'never'];
    return [
      {
        id: 'listbridge',
        rows: wide.rows,
        ...listbridge,
        command: listbridge.command('validate', all, ...options, '-q', '--report', `json=${out}`),
        check: () => checkPolicy(out, wide),
      },
    ];
  },
  budgets: () => [rowsPerSecond(0.7e6), memory(250)],
};
