// Drop duplicate lines of an MD5 list. sort and awk compare spelling, so their answer keeps some digests twice.
import { share } from '../budget.mjs';
import { checkDigests, checkSpellings } from '../checks.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { shell } from '../peers/shell.mjs';

export const dedupe = {
  id: 'dedupe',
  title: 'drop duplicate digests, MD5 lines',
  lists: ['digests'],
  contenders({ digests }, out) {
    const { rows, distinct, spellings } = digests;
    const [input] = digests.paths;
    const asSpelled = () => checkSpellings(out, spellings, distinct.count);
    return [
      {
        id: 'listbridge',
        rows,
        ...listbridge,
        command: listbridge.command(
          ...['dedupe', input, '--from', 'plain-digests', '--from-option', 'kind=md5'],
          ...['--to', 'plain-digests', '--to-option', 'kind=md5', '-o', out],
        ),
        check: () => checkDigests(out, 32, distinct, { inOrder: true }),
      },
      {
        id: 'sort -u',
        rows,
        ...shell,
        command: shell.command('exec sort -u -o "$2" "$1"', input, out),
        check: asSpelled,
      },
      {
        id: "awk '!s[$0]++'",
        rows,
        ...shell,
        command: shell.command('exec awk \'!s[$0]++\' "$1" > "$2"', input, out),
        check: asSpelled,
      },
      {
        id: 'DuckDB DISTINCT',
        rows,
        ...duckdb,
        command: duckdb.command('distinct', input, out),
        check: asSpelled,
      },
      {
        id: 'DuckDB DISTINCT lower',
        rows,
        ...duckdb,
        command: duckdb.command('distinct-lower', input, out),
        check: () => checkDigests(out, 32, distinct),
      },
    ];
  },
  budgets: () => [share('wall', 'sort -u', 0.5), share('peak', 'sort -u', 0.5), share('wall', 'DuckDB DISTINCT', 1)],
};
