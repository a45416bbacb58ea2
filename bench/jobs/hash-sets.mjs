// Lists of forensic tools, each read and checked with the names of its files; before that, unmeasured, with a report in which
// every row must be counted. wc counts line ends and is the floor; hashdeep loads a quarter of its own list to look one empty
// file up in it; csv-parse only parses, and a quarter of the rows; sort -u is what people clean checksum lists with.

import { memory, rowsPerSecond } from '../budget.mjs';
import { checkDigests, checkPrinted, checkReport } from '../checks.mjs';
import { csvParse } from '../peers/csv-parse.mjs';
import { hashdeepAudit } from '../peers/hashdeep.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { shell } from '../peers/shell.mjs';

function validated(out, rows, digests, ...words) {
  return {
    id: 'listbridge',
    rows,
    ...listbridge,
    command: listbridge.command('validate', ...words, '-q'),
    before: {
      command: listbridge.command('validate', ...words, '-q', '--report', `json=${out}`),
      exit: 0,
      check: () => checkReport(out, rows * digests),
    },
  };
}

const counted = (path, rows) => ({ id: 'wc -l', rows, ...shell, command: shell.command('exec wc -l "$1"', path) });

export const hashdeepList = {
  id: 'hashdeep',
  title: 'read and check an audit list of hashdeep, two digests a file',
  lists: ['hashSets'],
  contenders({ hashSets: { rows, head, paths } }, out) {
    const [list, , , start] = paths;
    return [
      validated(out, rows, 2, list, '--from', 'hashdeep'),
      counted(list, rows),
      { id: 'hashdeep -k', rows: head, slow: true, ...hashdeepAudit, command: hashdeepAudit.command(start) },
    ];
  },
  budgets: () => [rowsPerSecond(4e6), memory(150)],
};

export const checksums = {
  id: 'checksums',
  title: 'read and check lines of md5sum',
  lists: ['hashSets'],
  contenders({ hashSets: { rows, paths } }, out) {
    const [, list] = paths;
    return [
      validated(out, rows, 1, list, '--from', 'checksum-file', '--from-option', 'kind=md5'),
      counted(list, rows),
      { id: 'sort -u', rows, ...shell, command: shell.command('exec sort -u -o "$2" "$1"', list, out) },
    ];
  },
  budgets: () => [rowsPerSecond(4e6), memory(150)],
};

const alone = 'listbridge, digests alone';

export const nsrl = {
  id: 'nsrl-v2',
  title: 'read and check NSRLFile.txt, two digests a file; then its MD5 as a bare list',
  lists: ['hashSets'],
  contenders({ hashSets: { rows, head, md5, paths } }, out) {
    const [, , list, , start] = paths;
    const toDigests = ['--to', 'plain-digests', '--to-option', 'kind=md5', '--allow-loss', 'kind-dropped'];
    return [
      validated(out, rows, 2, list, '--from', 'nsrl-v2'),
      {
        id: alone,
        rows,
        ...listbridge,
        command: listbridge.command('convert', list, '--from', 'nsrl-v2', ...toDigests, '-o', out, '-q'),
        check: () => checkDigests(out, 32, md5, { inOrder: true }),
      },
      counted(list, rows),
      {
        id: 'csv-parse, parse only',
        rows: head,
        ...csvParse,
        command: csvParse.command(start),
        check: ({ stdout }) => checkPrinted(stdout, { rows: head }),
      },
    ];
  },
  budgets: () => [rowsPerSecond(1.5e6), rowsPerSecond(1.5e6, alone), memory(150)],
};
