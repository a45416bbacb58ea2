// docs/deploy/ for proxies, played as their readers would play them.
import { it } from 'vitest';
import { acceptsTcp } from './support/http.ts';
import { Page } from './support/page.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { withPrograms } from './support/programs.ts';
import { squidConfig } from './support/squid.ts';
import { useStand } from './support/stand.ts';

withPrograms('docs/deploy/squid.md', ['squid', 'curl'], () => {
  const stand = useStand();

  it('does what it says', async () => {
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
    page.play('Exceptions');
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/nginx.md', ['nginx', 'curl'], () => {
  const stand = useStand();

  it('does what it says', async () => {
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
    page.play('A stop page');
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/haproxy.md', ['haproxy', 'curl'], () => {
  const stand = useStand();

  it('does what it says', async () => {
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
    page.play('Roll back');
    page.finish();
  });
});

withPrograms('docs/deploy/squidguard.md', ['squidGuard'], () => {
  const stand = useStand();

  it('does what it says', () => {
    const page = new Page('docs/deploy/squidguard.md', { folder: stand.folder });
    for (const section of ['Fill the category', 'Configure', 'Check', 'Roll back', 'e2guardian']) page.play(section);
    page.finish();
  });
});
