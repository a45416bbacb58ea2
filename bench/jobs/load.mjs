// What the programs that obey our lists need to take them in: a million hosts lines, each read as the name with all below
// it, written for each program, then loaded once. A checker is run to its end; a server from its start until it blocks.
// The zone has two rules a name. Nobody's figures are compared: these are what an operator waits for at each edition.
import { checkNames, checkZone } from '../checks.mjs';
import { listbridge } from '../peers/listbridge.mjs';
import { checker, loading } from '../peers/name-servers.mjs';

export const load = {
  id: 'load',
  title: 'our lists in the programs that obey them, names with all below them',
  lists: ['hosts'],
  contenders({ hosts }, out) {
    const { rows, uncovered, probe } = hosts;
    const [input] = hosts.paths;
    const lists = { rpz: `${out}.rpz`, zones: `${out}.unbound`, lua: `${out}.lua`, dnsmasq: `${out}.dnsmasq` };
    const writes = (to, path, check) => ({
      id: `listbridge writes ${to}`,
      rows,
      ...listbridge,
      command: listbridge.command(
        ...['convert', input, '--from', 'hosts-file', '--from-option', 'scope=subtree'],
        ...['--to', to, '-o', path, '--force'],
      ),
      check,
    });
    const blocks = ({ stdout }) => ({ good: stdout === 'blocks\n', told: 'blocks' });
    const loads = (id, server, list) => ({
      id,
      rows: uncovered.count,
      slow: true,
      ...loading(server, list, probe),
      check: blocks,
    });
    const checks = (id, ...command) => ({ id, rows: uncovered.count, slow: true, ...checker(...command) });
    return [
      writes('rpz-zone', lists.rpz, () => checkZone(lists.rpz, uncovered, true)),
      writes('unbound-local-zone', lists.zones, () =>
        checkNames(lists.zones, /^local-zone: "([^"]+)" always_nxdomain$/u, uncovered),
      ),
      writes('knot-policy', lists.lua, () => checkNames(lists.lua, /^'(.+)',$/u, uncovered)),
      writes('dnsmasq', lists.dnsmasq, () => checkNames(lists.dnsmasq, /^address=\/(.+)\/$/u, uncovered)),
      checks('named-checkzone', 'named-checkzone', '-i', 'none', 'rpz', lists.rpz),
      loads('BIND, zone', 'bind', lists.rpz),
      loads('Unbound, zone', 'unbound-rpz', lists.rpz),
      loads('Unbound, local zones', 'unbound-zones', lists.zones),
      loads('PowerDNS Recursor, zone', 'powerdns', lists.rpz),
      loads('Knot Resolver, zone', 'knot-rpz', lists.rpz),
      loads('Knot Resolver, rules', 'knot-policy', lists.lua),
      checks('dnsmasq --test', 'dnsmasq', '--test', '-C', lists.dnsmasq),
      loads('dnsmasq', 'dnsmasq', lists.dnsmasq),
    ];
  },
  compares: false,
  budgets: () => [],
  note: 'The time of a server includes that of the small program that starts and asks it, and its memory is at least 47 MB.',
};
