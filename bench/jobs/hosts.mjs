// A hosts file to a policy zone. A hosts line names one host exactly, so the faithful zone has one rule a name (job
// `hosts`); read as "the name and all below it" it has two rules a name, and names below another are removed first
// (job `hosts-subtree`). The second is what HostlistCompiler's Compress step does to hosts lines without being asked;
// it writes no zone, so its answer is held against the same names in its own syntax.
import { memory, seconds, share } from '../budget.mjs';
import { checkRules, checkZone } from '../checks.mjs';
import { duckdb } from '../peers/duckdb.mjs';
import { hostlistCompiler } from '../peers/hostlist-compiler.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { hostsToSubtreeZone, hostsToZone, shell } from '../peers/shell.mjs';

const steps = ['RemoveComments', 'Validate', 'Deduplicate'];

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
    {
      id: 'HostlistCompiler',
      rows,
      slow: true,
      ...hostlistCompiler,
      command: hostlistCompiler.command(input, out, ...steps, ...(isSubtree ? ['Compress'] : [])),
      check: () => checkRules(out, names, isSubtree),
    },
  ];
}

export const hostsExact = {
  id: 'hosts',
  title: 'hosts lines to RPZ, exact names',
  lists: ['hosts'],
  contenders: ({ hosts }, out) => contenders(hosts, out, hosts.distinct, false),
  budgets: () => [seconds(3), memory(500)],
};

export const hostsSubtree = {
  id: 'hosts-subtree',
  title: 'hosts lines to RPZ, with subdomains, covered names removed',
  lists: ['hosts'],
  contenders: ({ hosts }, out) => contenders(hosts, out, hosts.uncovered, true),
  budgets: () => [seconds(3), memory(500), share('wall', 'HostlistCompiler', 1 / 24)],
};
