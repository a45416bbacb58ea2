// docs/deploy/ for proxies, played as their readers would play them.
import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { acceptsTcp, type HttpAnswer, send } from './support/http.ts';
import { NIGHTS_MS, type Nights, playNights } from './support/nights.ts';
import { Page } from './support/page.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { withPrograms } from './support/programs.ts';
import { squidConfig } from './support/squid.ts';
import { useStand } from './support/stand.ts';

const name = (n: number): string => `n${n}.example.org`;
const url = (n: number): string => `http://u${n}.example.net/listed`;

/** Lists of names and URLs; `scope` is that of the URLs. */
function nights(scope: string): Pick<Nights, 'header' | 'rows' | 'badRow' | 'ownRow'> {
  return {
    header: 'kind,key,scope',
    rows: (n) => [`domain,${name(n)},subtree`, `url,${url(n)},${scope}`],
    badRow: 'domain,bad..example.com,subtree',
    ownRow: 'domain,www.isp.example,subtree',
  };
}

/** Whether all requests end at the list; that some do and some do not is no state to stay in. */
async function areStopped(requests: readonly (() => Promise<HttpAnswer>)[]): Promise<boolean> {
  const answers = await Promise.all(requests.map((request) => request()));
  const stopped = answers.filter(({ status }) => status === 451).length;
  if (stopped !== 0 && stopped !== answers.length) throw new Error('stopped in part');
  return stopped !== 0;
}

withPrograms('docs/deploy/squid.md', ['squid', 'curl'], () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    const port = await freePort();
    // A program of its own: while a page is played, this one waits.
    const upstream = await freePort();
    const script = "import { createServer } from 'node:http'; createServer((_, r) => r.end()).listen(";
    const web = stand.write('web.mjs', `${script}${upstream}, '${LOOPBACK}');\n`);
    await stand.start({ program: 'node', args: [web], isReady: () => acceptsTcp(upstream) });
    const config = stand.write(
      'etc/squid/squid.conf',
      squidConfig(port, upstream, [`include ${stand.path('etc/squid/conf.d/*.conf')}`, 'http_access allow all']),
    );
    const pidFile = stand.path('squid.pid');
    const page = new Page('docs/deploy/squid.md', {
      folder: stand.folder,
      replace: [['127.0.0.1:3128', `${LOOPBACK}:${port}`]],
      programs: { systemctl: `kill -HUP $(cat ${pidFile})` },
    });
    page.play('Write the lists');
    page.play('Configure');
    page.play('Check');
    const server = await stand.start({
      program: 'squid',
      args: ['-N', '-n', `page${port}`, '-f', config],
      isReady: () => acceptsTcp(port),
    });
    stand.write('squid.pid', String(server.pid));
    page.play('Load and ask');
    const urls = readFileSync(stand.path('etc/squid/listed/urls'));
    const request = (asked: string) => send(port, `GET ${asked} HTTP/1.1`, [`Host: ${new URL(asked).host}`]);
    await playNights({
      ...nights('prefix'),
      page,
      stand,
      files: ['names', 'server-names', 'urls'].map((file) => `etc/squid/listed/${file}`),
      check: 'squid',
      isBlocked: (n) => areStopped([() => request(`http://${name(n)}/`), () => request(url(n))]),
    });
    // The next section writes names only, and goes on with the URLs of the page.
    stand.write('etc/squid/listed/urls', urls);
    page.play('Exceptions');
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/nginx.md', ['nginx', 'curl'], () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    const port = await freePort();
    const pid = stand.path('nginx.pid');
    const page = new Page('docs/deploy/nginx.md', {
      folder: stand.folder,
      replace: [['127.0.0.1:80', `${LOOPBACK}:${port}`]],
      programs: { systemctl: `kill -HUP $(cat ${pid})` },
    });
    const config = stand.write(
      'etc/nginx/nginx.conf',
      [
        `pid ${pid};`,
        'error_log stderr;',
        'daemon off;',
        'events {}',
        'http {',
        '  access_log off;',
        ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
          (kind) => `  ${kind}_temp_path ${stand.path(`nginx-${kind}`)};`,
        ),
        `  include ${stand.path('etc/nginx/conf.d/*.conf')};`,
        `  server { listen ${LOOPBACK}:${port}; include ${stand.path('etc/nginx/snippets/listed.conf')};`,
        '    location / { return 200 open; } }',
        '}',
        '',
      ].join('\n'),
    );
    page.play('Write the maps');
    page.play('Configure');
    await stand.start({ program: 'nginx', args: ['-c', config], isReady: () => acceptsTcp(port) });
    page.play('Check, load and ask');
    await playNights({
      ...nights('exact'),
      page,
      stand,
      files: ['names', 'urls'].map((file) => `etc/nginx/listed/${file}.map`),
      check: 'nginx',
      isBlocked: (n) =>
        areStopped([
          () => send(port, 'GET / HTTP/1.1', [`Host: ${name(n)}`]),
          () => send(port, 'GET /listed HTTP/1.1', [`Host: ${new URL(url(n)).host}`]),
        ]),
    });
    page.play('A stop page');
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/haproxy.md', ['haproxy', 'curl'], () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    const port = await freePort();
    const pid = stand.path('haproxy.pid');
    const page = new Page('docs/deploy/haproxy.md', {
      folder: stand.folder,
      replace: [['127.0.0.1:80', `${LOOPBACK}:${port}`]],
      programs: { systemctl: `kill -USR2 $(cat ${pid})` },
    });
    page.play('Write the map');
    page.play('Configure');
    const config = stand.path('etc/haproxy/conf.d/listed.cfg');
    // -W: the master, which takes in new files when it is told to.
    const server = await stand.start({
      program: 'haproxy',
      args: ['-W', '-db', '-f', config],
      isReady: () => acceptsTcp(port),
    });
    stand.write('haproxy.pid', String(server.pid));
    page.play('Check, load and ask');
    await playNights({
      ...nights('exact'),
      rows: (n) => [`domain,${name(n)},subtree`],
      page,
      stand,
      files: ['etc/haproxy/listed/names.map'],
      check: 'haproxy',
      isBlocked: (n) => areStopped([() => send(port, 'GET / HTTP/1.1', [`Host: ${name(n)}`])]),
    });
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/squidguard.md', ['squidGuard'], () => {
  const stand = useStand();

  it('does what it says', { timeout: NIGHTS_MS }, async () => {
    // Each question is a new squidGuard, which reads the files of that moment.
    const page = new Page('docs/deploy/squidguard.md', { folder: stand.folder, programs: { systemctl: 'true' } });
    for (const section of ['Fill the category', 'Configure', 'Check']) page.play(section);
    const asks = (url: string): boolean =>
      page
        .run(`echo '${url} 192.0.2.1/- - GET' | squidGuard -c /etc/squidguard/squidGuard.conf 2>/dev/null`)
        .output.startsWith('OK');
    await playNights({
      ...nights('prefix'),
      page,
      stand,
      files: ['var/lib/squidguard/db/listed/domains', 'var/lib/squidguard/db/listed/urls'],
      check: 'squidGuard',
      isBlocked: (n) => asks(`http://${name(n)}/`) && asks(url(n)),
    });
    for (const section of ['Roll back', 'e2guardian']) page.play(section);
    page.finish();
  });
});
