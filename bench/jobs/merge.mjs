// Merge two partners' lists: one line a digest with every source, category and reviewer, the last review, the first sight.
// DuckDB writes these and nothing else. Canonical form says all that is known of each review and opinion, which is twice
// the bytes; as a table listbridge writes the same in as many bytes as DuckDB.
import { readFileSync } from 'node:fs';
import { beyond, bytesPerDigest, memory, share } from '../budget.mjs';
import { checkMerged } from '../checks.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { listbridge, wideProfile } from '../peers/listbridge.mjs';

/** The same run, which also counts and draws what a manager reads. */
const withPage = 'listbridge, HTML report';
const asTable = 'listbridge --to csv';

export const merge = {
  id: 'merge',
  title: 'merge two six-column CSVs',
  lists: ['wide'],
  contenders({ wide }, out) {
    const [a, b] = wide.paths;
    const merged = (format) => ({
      rows,
      ...listbridge,
      command: listbridge.command('merge', a, b, '--from-profile', wideProfile, '--to', format, '-o', out),
      check: () => checkMerged(out, distinct, disputed, answer),
    });
    const { rows, distinct, disputed } = wide;
    let answer = null; // DuckDB's; it goes first, so listbridge's can be held against it line by line
    return [
      {
        id: 'DuckDB GROUP BY',
        rows,
        ...duckdb,
        command: duckdb.command('merge', a, b, out),
        check() {
          const checked = checkMerged(out, distinct, disputed);
          answer = checked.merged ?? null;
          return checked;
        },
      },
      { id: 'listbridge', ...merged('canonical') },
      { id: asTable, ...merged('csv') },
      {
        id: withPage,
        rows,
        ...listbridge,
        command: listbridge.command(
          ...['merge', a, b, '--from-profile', wideProfile, '--to', 'canonical', '-o', out],
          ...['--report', `html=${out}.html`],
        ),
        check() {
          const isTold = readFileSync(`${out}.html`, 'utf8').includes(distinct.count.toLocaleString('en-US'));
          return isTold
            ? checkMerged(out, distinct, disputed)
            : { good: false, told: 'the page lacks the number of digests' };
        },
      },
    ];
  },
  budgets: ({ wide }) => [
    share('wall', 'DuckDB GROUP BY', 0.6),
    share('wall', 'DuckDB GROUP BY', 0.6, asTable),
    memory(600),
    beyond(2, 'listbridge', withPage),
    bytesPerDigest(60, wide.distinct.count, 32),
  ],
};
