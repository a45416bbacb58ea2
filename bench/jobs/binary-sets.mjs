// Hash sets in binary, read and checked, beside what the system takes to read the same file; of the database also what its
// driver takes to hand over the same rows, with nothing made of them.
import { share } from '../budget.mjs';
import { checkPrinted, checkReport } from '../checks.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { shell } from '../peers/shell.mjs';
import { sqliteDriver } from '../peers/sqlite-driver.mjs';

function validated(out, rows, path, format) {
  const words = ['validate', path, '--from', format, '-q'];
  return {
    id: 'listbridge',
    rows,
    ...listbridge,
    command: listbridge.command(...words),
    before: {
      command: listbridge.command(...words, '--report', `json=${out}`),
      exit: 0,
      check: () => checkReport(out, rows),
    },
  };
}

const cat = (path, rows) => ({
  id: 'cat',
  rows,
  ...shell,
  command: shell.command('exec cat "$1" > "$2"', path, '/dev/null'),
});

export const encase = {
  id: 'encase-hash',
  title: 'read and check a hash set of EnCase',
  lists: ['binarySets'],
  contenders({ binarySets: { rows, paths } }, out) {
    const [path] = paths;
    return [validated(out, rows, path, 'encase-hash'), cat(path, rows)];
  },
  budgets: () => [share('wall', 'cat', 1)],
};

export const kdb = {
  id: 'sleuthkit-kdb',
  title: 'read and check a hash database of The Sleuth Kit, a quarter of its files with a name',
  lists: ['binarySets'],
  contenders({ binarySets: { databaseRows: rows, paths } }, out) {
    const [, path] = paths;
    return [
      validated(out, rows, path, 'sleuthkit-kdb'),
      cat(path, rows),
      {
        id: 'the driver, rows only',
        rows,
        ...sqliteDriver,
        command: sqliteDriver.command(path),
        check: ({ stdout }) => checkPrinted(stdout, { rows }),
      },
    ];
  },
  budgets: () => [share('wall', 'cat', 1), share('wall', 'the driver, rows only', 2)],
};
