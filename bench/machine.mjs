// What the figures were measured on, and with which versions. No host name, user or path: results are published.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { howMeasured } from './measure.mjs';
import { csvParse } from './peers/csv-parse.mjs';
import { duckdb } from './peers/duckdb.mjs';
import { hashdeepAudit } from './peers/hashdeep.mjs';
import { hostlistCompiler } from './peers/hostlist-compiler.mjs';
import { listbridge } from './peers/listbridge.mjs';
import { miller } from './peers/miller.mjs';
import { versions } from './peers/name-servers.mjs';
import { shell } from './peers/shell.mjs';
import { sqlite3 } from './peers/sqlite3.mjs';

export function describeMachine() {
  const cores = cpus();
  const versionOf = (peer) => peer.missing ?? peer.version;
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['processor', `${cores[0]?.model.trim() ?? 'unknown'}, ${cores.length} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['system', `${systemName()}, ${type()} ${release()}`],
    ['Node', process.version],
    ['listbridge', listbridge.missing ?? `${listbridge.version}${commit()}`],
    ['sort, awk', versionOf(shell)],
    ['DuckDB (@duckdb/node-api)', versionOf(duckdb)],
    ['csv-parse', versionOf(csvParse)],
    ['Miller', versionOf(miller)],
    ['hashdeep', versionOf(hashdeepAudit)],
    ['SQLite', versionOf(sqlite3)],
    ['HostlistCompiler', versionOf(hostlistCompiler)],
    ['name servers', versions()],
    ['measured', howMeasured],
  ];
}

function systemName() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  } catch {
    return 'unknown system';
  }
}

function commit() {
  try {
    const words = ['rev-parse', '--short', 'HEAD'];
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return ` (${execFileSync('git', words, options).trim()})`;
  } catch {
    return ''; // no repository, or none with a commit
  }
}
