// A pull of NCMEC Hash Sharing, read, checked, its records put in the order of time, and written as canonical rows; beside it
// what saxes takes to parse the same bytes and count the entries, with nothing made of them.
import { megabytesPerSecond, memory } from '../budget.mjs';
import { checkPrinted, checkReport } from '../checks.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { saxes } from '../peers/saxes.mjs';

const bounded = 'listbridge, --memory 64M';

export const ncmec = {
  id: 'ncmec',
  title: 'a pull of NCMEC Hash Sharing as canonical rows, two fingerprints an entry',
  lists: ['ncmec'],
  contenders({ ncmec: { rows, paths } }, out) {
    const [page] = paths;
    const convert = (...more) => ({
      rows,
      ...listbridge,
      command: listbridge.command(
        ...['convert', page, '--to', 'canonical', '-o', `${out}.jsonl`, '--force', '-q'],
        ...['--report', `json=${out}`, ...more],
      ),
      check: () => checkReport(out, rows * 2),
    });
    return [
      { id: 'listbridge', ...convert() },
      { id: bounded, ...convert('--memory', '64M') },
      {
        id: 'saxes, parse only',
        rows,
        ...saxes,
        command: saxes.command(page),
        check: ({ stdout }) => checkPrinted(stdout, { rows }),
      },
    ];
  },
  budgets: ({ ncmec: { sizes } }) => [megabytesPerSecond(40, sizes[0]), memory(320, bounded)],
};
