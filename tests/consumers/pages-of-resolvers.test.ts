// docs/deploy/ for resolvers, played as their readers would play them. What the test puts in the place of a line of the
// page is the port, where to send questions about other names, and what lets a server run beside others.
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersDns, askAll } from './support/dns-client.ts';
import { OPEN_ADDRESS } from './support/dns-upstream.ts';
import { Page, type PageSetup } from './support/page.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { withPrograms } from './support/programs.ts';
import { type Server, type Stand, useStand } from './support/stand.ts';

interface Play {
  readonly programs: readonly string[];
  readonly replace: (port: number, upstream: number, stand: Stand) => NonNullable<PageSetup['replace']>;
  readonly start: (stand: Stand) => {
    readonly program: string;
    readonly args: readonly string[];
    readonly cwd?: string;
  };
  /** What it prints once the list is in force. */
  readonly loaded?: string;
  /** Commands that act on the machine, or that find the server at another place. */
  readonly commands: Readonly<Record<string, string>>;
}

const PLAYS: Readonly<Record<string, Play>> = {
  bind: {
    programs: ['named', 'named-checkzone', 'named-checkconf'],
    replace: (port, upstream, stand) => [
      [
        'directory "/var/cache/bind";',
        `directory "${stand.folder}"; pid-file none; session-keyfile none; dnssec-validation no; listen-on-v6 { none; };
  listen-on port ${port} { ${LOOPBACK}; }; forwarders { ${LOOPBACK} port ${upstream}; }; forward only;`,
      ],
    ],
    start: (stand) => ({ program: 'named', args: ['-g', '-c', stand.path('etc/bind/named.conf')] }),
    loaded: 'rpz: rpz: reload done',
    commands: { rndc: 'true' },
  },
  unbound: {
    programs: ['unbound', 'unbound-checkconf'],
    replace: (port, upstream, stand) => [
      [
        `interface: ${LOOPBACK}`,
        `interface: ${LOOPBACK}@${port}
  directory: "${stand.folder}"
  username: ""
  chroot: ""
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  do-not-query-localhost: no
forward-zone:
  name: "."
  forward-addr: ${LOOPBACK}@${upstream}`,
      ],
    ],
    start: (stand) => ({ program: 'unbound', args: ['-d', '-c', stand.path('etc/unbound/unbound.conf')] }),
    commands: { 'unbound-control': 'true' },
  },
  dnsmasq: {
    programs: ['dnsmasq'],
    replace: (port, upstream) => [
      [
        `listen-address=${LOOPBACK}`,
        `listen-address=${LOOPBACK}\nport=${port}\nbind-interfaces\nno-resolv\nno-hosts\nuser=root\nserver=${LOOPBACK}#${upstream}`,
      ],
    ],
    start: (stand) => ({
      program: 'dnsmasq',
      args: ['-k', '-C', stand.path('etc/dnsmasq.conf'), '--pid-file='],
    }),
    commands: { systemctl: 'true' },
  },
  powerdns: {
    programs: ['pdns_recursor'],
    replace: (port, upstream, stand) => [
      [
        `local-address=${LOOPBACK}`,
        `local-address=${LOOPBACK}
local-port=${port}
socket-dir=${stand.folder}
forward-zones-recurse=.=${LOOPBACK}:${upstream}
dont-query=
dnssec=off
security-poll-suffix=
daemon=no
write-pid=no
threads=1`,
      ],
    ],
    start: (stand) => ({ program: 'pdns_recursor', args: [`--config-dir=${stand.path('etc/powerdns')}`] }),
    commands: { rec_control: 'true' },
  },
  knot: {
    programs: ['kresd', 'luajit'],
    replace: (port, upstream, stand) => {
      mkdirSync(stand.path('run'));
      return [
        [
          `net.listen('${LOOPBACK}', 53, { kind = 'dns' })`,
          `net.listen('${LOOPBACK}', ${port}, { kind = 'dns' })
modules.unload('priming')
modules.unload('detect_time_skew')
trust_anchors.remove('.')
cache.size = 10*MB`,
        ],
        [
          `dofile('/etc/knot-resolver/block.lua')`,
          `dofile('/etc/knot-resolver/block.lua')\npolicy.add(policy.all(policy.STUB('${LOOPBACK}@${upstream}')))`,
        ],
      ];
    },
    start: (stand) => ({
      program: 'kresd',
      args: ['-n', '-c', stand.path('etc/knot-resolver/kresd.conf'), stand.path('run')],
      cwd: stand.path('run'),
    }),
    commands: { systemctl: 'true' },
  },
};

describe.each(Object.entries(PLAYS))('docs/deploy/%s.md', (name, play) => {
  withPrograms(`docs/deploy/${name}.md`, ['dnsmasq', 'dig', ...play.programs], () => {
    const stand = useStand();

    it('does what it says', async () => {
      const [port, upstream] = [await freePort(), await freePort()];
      // A program of its own: while a page is played, this one waits.
      await stand.start({
        program: 'dnsmasq',
        args: [
          '-k',
          `--port=${upstream}`,
          `--listen-address=${LOOPBACK}`,
          '--bind-interfaces',
          '--no-resolv',
          '--no-hosts',
        ].concat([`--address=/#/${OPEN_ADDRESS}`, '--user=root', '--conf-file=/dev/null', '--pid-file=']),
        isReady: () => answersDns(upstream),
      });
      const page = new Page(`docs/deploy/${name}.md`, {
        folder: stand.folder,
        replace: [[`@${LOOPBACK}`, `@${LOOPBACK} -p ${port}`], ...play.replace(port, upstream, stand)],
        programs: play.commands,
      });
      for (const section of ['Write the list', 'Configure', 'Check', 'Load']) page.play(section);
      const isReady = async (server: Server): Promise<boolean> =>
        server.output().includes(play.loaded ?? '') && (await answersDns(port));
      const server = await stand.start({ ...play.start(stand), isReady });
      page.play('Ask');
      page.play('Roll back');
      page.finish();
      await server.stop();
      await stand.start({ ...play.start(stand), isReady });
      const [listed, open] = await askAll(port, [{ name: 'a.listed.example.com' }, { name: 'www.example.net' }]);
      expect(listed?.rcode).toBe(3);
      expect(open?.answers).toMatchObject([{ data: OPEN_ADDRESS }]);
    });
  });
});
