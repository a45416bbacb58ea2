// The resolvers that are asked, each with the smallest configuration that loads a list and sends everything else to the
// upstream of the test. How a reader of our pages would configure them is in docs/deploy/; here only the list matters.
import { mkdirSync } from 'node:fs';
import { answersDns } from './dns-client.ts';
import { freePort, LOOPBACK } from './ports.ts';
import { type Ran, runProgram } from './programs.ts';
import type { Server, Stand } from './stand.ts';

export interface Resolver {
  readonly title: string;
  /** Programs that must be installed. */
  readonly programs: readonly string[];
  /** The program's own check of the list in a configuration; null where it has none. */
  check(stand: Stand, list: string): Ran | null;
  /** Starts it with the list in this file; gives the port it answers on. */
  start(stand: Stand, list: string, upstream: number): Promise<{ readonly port: number; readonly server: Server }>;
}

/** A folder for each start: servers leave files behind. */
let starts = 0;
function folderFor(stand: Stand, name: string): string {
  const folder = stand.path(`${name}-${starts++}`);
  mkdirSync(folder, { mode: 0o755 });
  return folder;
}

async function startOn(
  stand: Stand,
  config: (port: number, folder: string) => { program: string; args: readonly string[]; cwd?: string },
  /** What it prints once the list is in force: a server may answer before. */
  loaded = '',
): Promise<{ port: number; server: Server }> {
  const port = await freePort();
  const { program, args, cwd } = config(port, folderFor(stand, 'server'));
  const isReady = async (server: Server): Promise<boolean> =>
    server.output().includes(loaded) && (await answersDns(port));
  const server = await stand.start({ program, args, isReady, ...(cwd === undefined ? {} : { cwd }) });
  return { port, server };
}

export const bind: Resolver = {
  title: 'BIND',
  programs: ['named', 'named-checkzone'],
  check: (_stand, list) => runProgram('named-checkzone', ['-i', 'none', 'rpz', list]),
  start: (stand, list, upstream) =>
    startOn(
      stand,
      (port, folder) => {
        const config = `options {
  directory "${folder}"; pid-file none; session-keyfile none; managed-keys-directory "${folder}";
  listen-on port ${port} { ${LOOPBACK}; }; listen-on-v6 { none; };
  recursion yes; dnssec-validation no; empty-zones-enable no;
  forwarders { ${LOOPBACK} port ${upstream}; }; forward only;
  response-policy { zone "rpz"; } qname-wait-recurse no nsip-enable no nsdname-enable no break-dnssec yes min-update-interval 0;
};
controls { };
zone "rpz" { type primary; file "${list}"; allow-query { none; }; };
`;
        return { program: 'named', args: ['-g', '-c', stand.write(`named-${port}.conf`, config)] };
      },
      'rpz: rpz: reload done',
    ),
};

const unboundConfig = (
  folder: string,
  port: number,
  upstream: number,
  modules: string,
  more: string,
): string => `server:
  interface: ${LOOPBACK}@${port}
  directory: "${folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  do-not-query-localhost: no
  module-config: "${modules}"
${more}
forward-zone:
  name: "."
  forward-addr: ${LOOPBACK}@${upstream}
`;

function unboundWith(title: string, modules: string, more: (list: string) => string): Resolver {
  return {
    title,
    programs: ['unbound', 'unbound-checkconf'],
    check(stand, list) {
      const folder = folderFor(stand, 'check');
      return runProgram('unbound-checkconf', [
        stand.write(`check-${starts}.conf`, unboundConfig(folder, 5353, 5354, modules, more(list))),
      ]);
    },
    start: (stand, list, upstream) =>
      startOn(stand, (port, folder) => {
        const file = stand.write(`unbound-${port}.conf`, unboundConfig(folder, port, upstream, modules, more(list)));
        return { program: 'unbound', args: ['-d', '-c', file] };
      }),
  };
}

export const unboundZones = unboundWith('Unbound, local zones', 'iterator', (list) => `include: "${list}"`);
export const unboundRpz = unboundWith(
  'Unbound, policy zone',
  'respip iterator',
  (list) => `rpz:\n  name: "rpz"\n  zonefile: "${list}"`,
);

export const powerdns: Resolver = {
  title: 'PowerDNS Recursor',
  programs: ['pdns_recursor'],
  check: () => null,
  start: (stand, list, upstream) =>
    startOn(stand, (port, folder) => {
      stand.write(`${folder.slice(stand.folder.length + 1)}/rpz.lua`, `rpzFile("${list}", {policyName="list"})\n`);
      const settings = {
        'local-address': LOOPBACK,
        'local-port': port,
        'socket-dir': folder,
        'config-dir': folder,
        'lua-config-file': `${folder}/rpz.lua`,
        'forward-zones-recurse': `.=${LOOPBACK}:${upstream}`,
        'dont-query': '',
        dnssec: 'off',
        'security-poll-suffix': '',
        'export-etc-hosts': 'no',
        'serve-rfc1918': 'no',
        daemon: 'no',
        'write-pid': 'no',
        threads: 1,
      };
      return { program: 'pdns_recursor', args: Object.entries(settings).map(([name, value]) => `--${name}=${value}`) };
    }),
};

function kresdWith(title: string, rules: (list: string) => string): Resolver {
  return {
    title,
    programs: ['kresd'],
    check: () => null,
    start: (stand, list, upstream) =>
      startOn(stand, (port, folder) => {
        const config = `net.listen('${LOOPBACK}', ${port}, { kind = 'dns' })
modules.unload('priming')
modules.unload('detect_time_skew')
modules = { 'policy', 'hints' }
hints.root({ ['root.example.'] = '${LOOPBACK}' })
trust_anchors.remove('.')
cache.size = 10*MB
${rules(list)}
policy.add(policy.all(policy.STUB('${LOOPBACK}@${upstream}')))
`;
        return { program: 'kresd', args: ['-n', '-c', stand.write(`kresd-${port}.conf`, config), folder], cwd: folder };
      }),
  };
}

export const kresdPolicy = kresdWith('Knot Resolver, policy rules', (list) => `dofile('${list}')`);
// `policy.PASS` ends the rules: without the function around it, an excepted name would not be forwarded.
export const kresdRpz = kresdWith(
  'Knot Resolver, policy zone',
  (list) => `local zone = policy.rpz(policy.DENY, '${list}', false)
policy.add(function(request, query)
  local action = zone(request, query)
  if action ~= policy.PASS then return action end
end)`,
);

export const dnsmasqResolver: Resolver = {
  title: 'dnsmasq',
  programs: ['dnsmasq'],
  check: (_stand, list) => runProgram('dnsmasq', ['--test', '-C', list]),
  start: (stand, list, upstream) =>
    startOn(stand, (port) => ({
      program: 'dnsmasq',
      args: ['-k', '-C', list, `--port=${port}`, `--listen-address=${LOOPBACK}`, '--bind-interfaces', '--no-resolv']
        .concat(['--no-hosts', `--server=${LOOPBACK}#${upstream}`, '--user=root', '--pid-file=', '--cache-size=0'])
        .concat(['--dns-forward-max=2000']),
    })),
};
