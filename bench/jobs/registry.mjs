// Lists over time: a million new keys into the registry, the edition after it with changes in one row of a hundred, the same
// changes as a delta; an edition of ten million keys written out; one value asked for in it. The shell of SQLite takes the
// same rows into a table with a unique index, and writes them out. What a file takes for a key is told beside the answers.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, statSync } from 'node:fs';
import { beyondStart, rowsPerSecond, seconds, share } from '../budget.mjs';
import { checkDigests } from '../checks.mjs';
import { listed } from '../lists/editions.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { sqlite3 } from '../peers/sqlite3.mjs';

const peer = 'sqlite3 .import';

function run([program, ...words]) {
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}

const importing = (list, registry, how = '--replace') =>
  listbridge.command('import', list, '--list', 'acme', how, '--registry', registry, '-q');

const exporting = (registry, to, ...words) =>
  listbridge.command('export', 'acme', '--registry', registry, '-o', to, '--force', '-q', ...words);

function sized(check, path, rows) {
  return { ...check, told: `${check.told}; ${(statSync(path).size / rows).toFixed(1)} bytes a key` };
}

/** What the live edition has, as the keys that an export of it holds. */
function checkRegistry(registry, rows, wanted) {
  const digests = `${registry}.digests`;
  run(exporting(registry, digests, '--to', 'canonical'));
  return sized(checkDigests(digests, 64, wanted), registry, rows);
}

export const registryImport = {
  id: 'registry-import',
  title: 'take a list with labels and dates into the registry, then the edition after it',
  lists: ['editions'],
  contenders({ editions: { rows, changes, first, second, paths } }, out) {
    const [list, next, delta] = paths;
    const before = `${out}.before`;
    const prepare = () => {
      if (!existsSync(before)) run(importing(list, before));
      copyFileSync(before, out);
    };
    return [
      {
        id: 'listbridge',
        rows,
        ...listbridge,
        command: importing(list, out),
        check: () => checkRegistry(out, rows, first),
      },
      {
        id: 'listbridge, second edition',
        rows,
        ...listbridge,
        prepare,
        command: importing(next, out),
        check: () => checkRegistry(out, rows, second),
      },
      {
        id: 'listbridge, delta',
        rows: changes,
        ...listbridge,
        prepare,
        command: importing(delta, out, '--apply'),
        check: () => checkRegistry(out, rows, second),
      },
      {
        id: peer,
        rows,
        ...sqlite3,
        command: sqlite3.importing(list, out),
        check: () => sized({ good: sqlite3.count(out) === rows, told: 'the right number of rows' }, out, rows),
      },
    ];
  },
  budgets: () => [
    share('wall', peer, 1),
    share('wall', peer, 0.1, 'listbridge, second edition'),
    seconds(0.3, 'listbridge, delta'),
  ],
};

const csv = 'listbridge --to csv';

export const registryExport = {
  id: 'registry-export',
  title: 'write an edition of ten million keys of the registry',
  lists: ['editions'],
  contenders({ editions: { rows, long, paths } }, out) {
    const list = paths[3];
    const [registry, database] = [`${out}.registry`, `${out}.sqlite`];
    const all = rows * 10;
    const whole = () => checkDigests(out, 64, long);
    const prepare = () => {
      if (!existsSync(database)) run(sqlite3.loading(list, database));
    };
    return [
      {
        id: 'listbridge import',
        rows: all,
        slow: true,
        ...listbridge,
        command: importing(list, registry),
        check: () => sized({ good: true, told: 'the registry of those below' }, registry, all),
      },
      {
        id: 'listbridge',
        rows: all,
        ...listbridge,
        command: exporting(registry, out, '--to', 'canonical'),
        check: whole,
      },
      {
        id: csv,
        rows: all,
        ...listbridge,
        command: exporting(registry, out, '--to', 'csv', '--to-option', 'columns=sha256,label,first_seen'),
        check: whole,
      },
      { id: 'sqlite3 SELECT', rows: all, ...sqlite3, prepare, command: sqlite3.exporting(database, out), check: whole },
    ];
  },
  budgets: () => [rowsPerSecond(1e6), rowsPerSecond(1e6, csv)],
};

const idle = 'listbridge --version';

export const registryWhy = {
  id: 'registry-why',
  title: 'say why one value is listed, in a registry of ten million keys and a list of records with two',
  lists: ['editions'],
  runsFactor: 3,
  contenders({ editions }, out) {
    const [long, records] = [editions.paths[3], editions.paths[4]];
    const { sha256, md5 } = listed(editions);
    const registry = `${out}.registry`;
    const prepare = () => {
      if (existsSync(registry)) return;
      run(importing(long, registry));
      run(listbridge.command('import', records, '--list', 'files', '--replace', '--registry', registry, '-q'));
    };
    const asks = (id, value, lists) => ({
      id,
      ...listbridge,
      prepare,
      command: listbridge.command('why', value, '--registry', registry),
      check: ({ stdout }) => {
        const found = lists.filter((list) => stdout.includes(`  ${list}@1  listed, as `));
        return { good: found.length === lists.length, told: `listed by ${found.join(' and ')}` };
      },
    });
    return [
      { id: idle, ...listbridge, command: listbridge.command('--version') },
      {
        id: 'listbridge audit head',
        ...listbridge,
        prepare,
        command: listbridge.command('audit', 'head', '--registry', registry),
        check: ({ stdout }) => ({
          good: /^\d+ [0-9a-f]{64}\n$/u.test(stdout),
          told: 'what a command takes that asks for no value',
        }),
      },
      asks('listbridge why', sha256, ['acme', 'files']),
      asks('listbridge why, the other digest', md5, ['files']),
    ];
  },
  compares: false,
  budgets: () => [
    beyondStart(0.05, idle, 'listbridge why'),
    beyondStart(0.05, idle, 'listbridge why, the other digest'),
    beyondStart(0.05, 'listbridge audit head', 'listbridge why'),
  ],
};
