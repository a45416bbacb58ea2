// One row for each digest of a six-column CSV. Miller reads a fifth of the rows; its ratio is per row.
// listbridge does more than its peers here: it merges what the repeats say instead of leaving it out.
// DuckDB's DISTINCT ON promises a row, not the first one, and keeps no order.
import { checkDigests, checkFirstRows } from '../checks.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { listbridge, wideProfile } from '../peers/listbridge.mjs';
import { miller } from '../peers/miller.mjs';

export const firstRow = {
  id: 'first-row',
  title: 'one row for each digest, six-column CSV',
  lists: ['wide'],
  contenders({ wide }, out) {
    const [, , all, start] = wide.paths;
    const { rows, distinct, head } = wide;
    return [
      {
        id: 'listbridge',
        rows,
        ...listbridge,
        command: listbridge.command('dedupe', all, '--from-profile', wideProfile, '--to', 'csv', '-o', out),
        check: () => checkDigests(out, 64, distinct, { inOrder: true }),
      },
      {
        id: 'DuckDB DISTINCT ON',
        rows,
        ...duckdb,
        command: duckdb.command('first-row', all, out),
        check: () => checkDigests(out, 64, distinct),
      },
      {
        id: 'Miller head -n 1 -g',
        rows: head.rows,
        ...miller,
        command: miller.command('exec mlr --icsv --ocsv head -n 1 -g sha256 "$1" > "$2"', start, out),
        check: () => checkFirstRows(out, head.firstRows),
      },
    ];
  },
  budgets: () => [],
};
