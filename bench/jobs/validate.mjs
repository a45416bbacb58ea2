// Validate a clean list of 5 million rows; before that, unmeasured, a small one in which 100 digests are bad, so that a
// validator which looks at nothing cannot win. csv-parse only parses, and a fifth of the rows; its ratio is per row.
import { memory, rowsPerSecond } from '../budget.mjs';
import { checkPrinted, checkReport } from '../checks.mjs';
import { csvParse } from '../peers/csv-parse.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { listbridge, wideProfile } from '../peers/listbridge.mjs';

export const validate = {
  id: 'validate',
  title: 'validate a six-column CSV',
  lists: ['wide', 'flawed'],
  contenders({ wide, flawed }, out) {
    const [, , all, start] = wide.paths;
    const { rows, head } = wide;
    const run = (input) =>
      listbridge.command('validate', input, '--from-profile', wideProfile, '--report', `json=${out}`);
    return [
      {
        id: 'listbridge',
        rows,
        ...listbridge,
        command: run(all),
        check: () => checkReport(out, rows),
        before: {
          command: run(flawed.paths[0]),
          exit: 1,
          check: () => checkReport(out, flawed.rows - flawed.flaws, flawed.flaws),
        },
      },
      {
        id: 'DuckDB store_rejects',
        rows,
        ...duckdb,
        command: duckdb.command('validate', all),
        check: ({ stdout }) => checkPrinted(stdout, { rows, digests: rows }),
        before: {
          command: duckdb.command('validate', flawed.paths[0]),
          exit: 0,
          check: ({ stdout }) => checkPrinted(stdout, { rows: flawed.rows, digests: flawed.rows - flawed.flaws }),
        },
      },
      {
        id: 'csv-parse, parse only',
        rows: head.rows,
        ...csvParse,
        command: csvParse.command(start),
        check: ({ stdout }) => checkPrinted(stdout, { rows: head.rows }),
      },
    ];
  },
  budgets: () => [rowsPerSecond(1e6), memory(150)],
};
