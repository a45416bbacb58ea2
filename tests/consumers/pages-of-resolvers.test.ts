// docs/deploy/ for resolvers, played as their readers would play them. What the test puts in the place of a line of the
// page is the port, where to send questions about other names, and what lets a server run beside others. The commands that
// reload a server are real and are what puts an edition in force; only `systemctl` is stood in for: it notes that it was
// asked, and the test restarts the server then.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersDns, ask } from './support/dns-client.ts';
import { OPEN_ADDRESS } from './support/dns-upstream.ts';
import { NIGHTS_MS, playNights } from './support/nights.ts';
import { Page, type PageSetup } from './support/page.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { program, withPrograms } from './support/programs.ts';
import { type Server, type Stand, useStand } from './support/stand.ts';

const NXDOMAIN = 3;

interface Play {
  readonly programs: readonly string[];
  readonly replace: (
    port: number,
    upstream: number,
    stand: Stand,
    control: number,
  ) => NonNullable<PageSetup['replace']>;
  readonly start: (stand: Stand) => {
    readonly program: string;
    readonly args: readonly string[];
    readonly cwd?: string;
  };
  /** What it prints once the list is in force. */
  readonly loaded?: string;
  /** Commands that find the server at another place; without any, `systemctl` restarts it. */
  readonly commands?: (stand: Stand, control: number) => Readonly<Record<string, string>>;
  /** What the page writes, below /etc. */
  readonly file: string;
  /** Program whose failure keeps an edition back. */
  readonly check: string;
}

/** Of the channel on which BIND takes commands; it is on the loopback address and ends with the test. */
const RNDC_KEY = 'key "page" { algorithm hmac-sha256; secret "bGlzdGJyaWRnZSB0ZXN0IGtleQ=="; };';

const PLAYS: Readonly<Record<string, Play>> = {
  bind: {
    programs: ['named', 'named-checkzone', 'named-checkconf', 'rndc'],
    replace: (port, upstream, stand, control) => [
      // By default a new edition waits for a minute.
      ['zone "rpz"; }', 'zone "rpz" min-update-interval 0; }'],
      [
        'zone "rpz" {\n',
        `${RNDC_KEY}
controls { inet ${LOOPBACK} port ${control} allow { ${LOOPBACK}; } keys { "page"; }; };
zone "rpz" {\n`,
      ],
      [
        'directory "/var/cache/bind";',
        `directory "${stand.folder}"; pid-file none; session-keyfile none; dnssec-validation no; listen-on-v6 { none; };
  listen-on port ${port} { ${LOOPBACK}; }; forwarders { ${LOOPBACK} port ${upstream}; }; forward only;`,
      ],
    ],
    start: (stand) => ({ program: 'named', args: ['-g', '-c', stand.path('etc/bind/named.conf')] }),
    loaded: 'rpz: rpz: reload done',
    commands: (stand, control) => {
      const key = stand.write('rndc.key', `${RNDC_KEY}\n`);
      return { rndc: `exec ${program('rndc')} -k ${key} -y page -s ${LOOPBACK} -p ${control} "$@"` };
    },
    file: 'bind/listed/block.rpz',
    check: 'named-checkzone',
  },
  unbound: {
    programs: ['unbound', 'unbound-checkconf', 'unbound-control'],
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
remote-control:
  control-enable: yes
  control-interface: ${stand.path('unbound.socket')}
  control-use-cert: no
forward-zone:
  name: "."
  forward-addr: ${LOOPBACK}@${upstream}`,
      ],
    ],
    start: (stand) => ({ program: 'unbound', args: ['-d', '-c', stand.path('etc/unbound/unbound.conf')] }),
    commands: (stand) => ({
      'unbound-control': `exec ${program('unbound-control')} -c ${stand.path('etc/unbound/unbound.conf')} "$@"`,
    }),
    file: 'unbound/listed/block.conf',
    check: 'unbound-checkconf',
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
    file: 'dnsmasq.d/block.conf',
    check: 'dnsmasq',
  },
  powerdns: {
    programs: ['pdns_recursor', 'rec_control', 'named-checkzone'],
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
    commands: (stand) => ({ rec_control: `exec ${program('rec_control')} --socket-dir=${stand.folder} "$@"` }),
    file: 'powerdns/listed/block.rpz',
    check: 'named-checkzone',
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
    file: 'knot-resolver/block.lua',
    check: 'luajit',
  },
};

describe.each(Object.entries(PLAYS))('docs/deploy/%s.md', (name, play) => {
  withPrograms(`docs/deploy/${name}.md`, ['dnsmasq', 'dig', ...play.programs], () => {
    const stand = useStand();

    it('does what it says', { timeout: NIGHTS_MS }, async () => {
      const [port, upstream, control] = [await freePort(), await freePort(), await freePort()];
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
        replace: [[`@${LOOPBACK}`, `@${LOOPBACK} -p ${port}`], ...play.replace(port, upstream, stand, control)],
        programs: play.commands?.(stand, control) ?? { systemctl: `echo "$@" >> ${stand.path('systemctl.asked')}` },
      });
      for (const section of ['Write the list', 'Configure', 'Check']) page.play(section);
      const isReady = async (server: Server): Promise<boolean> =>
        server.output().includes(play.loaded ?? '') && (await answersDns(port));
      let server = await stand.start({ ...play.start(stand), isReady });
      const restartWhereAsked = async (): Promise<void> => {
        if (!existsSync(stand.path('systemctl.asked'))) return;
        rmSync(stand.path('systemctl.asked'));
        await server.stop();
        server = await stand.start({ ...play.start(stand), isReady });
      };
      for (const section of ['Load', 'Ask']) {
        page.play(section);
        await restartWhereAsked();
      }
      const isRefused = async (host: string): Promise<boolean> => {
        const answer = await ask(port, host);
        // No answer is neither: the server may be in the middle of a reload.
        if (answer === null) throw new Error('no answer');
        return answer.rcode === NXDOMAIN;
      };
      await playNights({
        page,
        stand,
        files: [`etc/${play.file}`],
        header: 'kind,key,scope',
        rows: (n) => [`domain,n${n}.example.org,subtree`],
        badRow: 'domain,bad..example.com,subtree',
        ownRow: 'domain,www.isp.example,exact',
        check: play.check,
        isBlocked: (n) => isRefused(`n${n}.example.org`),
        afterNight: restartWhereAsked,
      });
      page.play('Roll back');
      await restartWhereAsked();
      page.finish();
      await expect.poll(() => isRefused('a.listed.example.com'), { timeout: 15_000 }).toBe(true);
      expect((await ask(port, 'www.example.net'))?.answers).toMatchObject([{ data: OPEN_ADDRESS }]);
    });
  });
});
