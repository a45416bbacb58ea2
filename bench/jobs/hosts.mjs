// A hosts file to a policy zone. A hosts line names one host exactly, so the faithful zone has one rule a name (job
// `hosts`); read as "the name and all below it" it has two rules a name, and names below another are removed first
// (job `hosts-subtree`). The second is what HostlistCompiler's Compress step does to hosts lines without being asked.
import { memory, seconds } from '../budget.mjs';
import { checkZone } from '../checks.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { hostsToSubtreeZone, hostsToZone, shell } from '../peers/shell.mjs';

const elsewhere =
  'For scale only, measured on another day and perhaps another machine: AdGuard HostlistCompiler 2.1 (RemoveComments, ' +
  'Validate, Deduplicate, Compress) took 72 s and 950 MB for 1 M hosts lines. It is not run here.';

function contenders({ rows, paths: [input] }, out, names, isSubtree) {
  const check = () => checkZone(out, names, isSubtree);
  const reading = isSubtree ? ['--from-option', 'scope=subtree'] : [];
  return [
    {
      id: 'listbridge',
      rows,
      ...listbridge,
      command: listbridge.command(
        ...['convert', input, '--from', 'hosts-file', ...reading, '--to', 'rpz-zone', '-o', out],
      ),
      check,
    },
    {
      id: 'awk + sort -u',
      rows,
      ...shell,
      command: shell.command(isSubtree ? hostsToSubtreeZone : hostsToZone, input, out),
      check,
    },
    {
      id: 'DuckDB',
      rows,
      ...duckdb,
      command: duckdb.command(isSubtree ? 'hosts-subtree' : 'hosts-exact', input, out),
      check,
    },
  ];
}

export const hostsExact = {
  id: 'hosts',
  title: 'hosts lines to RPZ, exact names',
  lists: ['hosts'],
  contenders: ({ hosts }, out) => contenders(hosts, out, hosts.distinct, false),
  budgets: () => [seconds(3), memory(500)],
  note: elsewhere,
};

export const hostsSubtree = {
  id: 'hosts-subtree',
  title: 'hosts lines to RPZ, with subdomains, covered names removed',
  lists: ['hosts'],
  contenders: ({ hosts }, out) => contenders(hosts, out, hosts.uncovered, true),
  budgets: () => [seconds(3), memory(500)],
};
