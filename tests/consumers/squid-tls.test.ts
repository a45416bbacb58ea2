// Squid with ssl-bump ends the connections whose TLS hello names what is listed, and lets all others through unopened.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, createServer } from 'node:tls';
import { expect, it } from 'vitest';
import { SEED } from '../support/runs.ts';
import { acceptsTcp } from './support/http.ts';
import { isBlocked, namesAround, randomNames, standing } from './support/names.ts';
import { freePort, LOOPBACK } from './support/ports.ts';
import { runProgram, withPrograms } from './support/programs.ts';
import { randomFrom } from './support/random.ts';
import { useStand } from './support/stand.ts';
import { written } from './support/written.ts';

const stand = useStand();

/** Key and certificate of nobody, in one file. */
function certificate(): string {
  const file = stand.path('stand.pem');
  const subject = ['-subj', '/CN=stand.example', '-keyout', file, '-out', file];
  const { exit } = runProgram('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject]);
  expect(exit).toBe(0);
  return file;
}

async function startSite(pem: string): Promise<number> {
  const port = await freePort();
  const server = createServer({ key: readFileSync(pem), cert: readFileSync(pem) }, (socket) => socket.end('open'));
  server.on('tlsClientError', () => {});
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  stand.onClose(() => void server.close());
  return port;
}

/** Whether a client that asks for the name gets through to the site. */
async function isOpen(proxy: number, site: number, servername: string): Promise<boolean> {
  const socket = connectTcp(proxy, LOOPBACK);
  socket.on('error', () => {});
  socket.write(`CONNECT ${LOOPBACK}:${site} HTTP/1.1\r\nHost: ${LOOPBACK}:${site}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 200 /u);
  const tls = connectTls({ socket, servername, rejectUnauthorized: false });
  let got = '';
  tls.on('data', (piece: Buffer) => {
    got += piece.toString('latin1');
  });
  tls.on('error', () => {});
  await new Promise((resolve) => tls.once('close', resolve));
  return got === 'open';
}

withPrograms('squid with ssl-bump', ['squid', 'openssl'], () => {
  it(`ends the connections of a server_name list and no others (seed ${SEED})`, async () => {
    const pem = certificate();
    const site = await startSite(pem);
    const listed = randomNames(randomFrom(SEED), { trees: 8, exceptions: 'none' });
    const { bytes, unfit } = await written('squid-server-name', listed);
    const file = stand.write('names', bytes);
    const port = await freePort();
    const config = stand.write(
      'squid.conf',
      [
        `http_port ${LOOPBACK}:${port} ssl-bump tls-cert=${pem} generate-host-certificates=off`,
        'pid_filename none',
        'cache_effective_user proxy',
        'pinger_enable off',
        'shutdown_lifetime 0 seconds',
        'access_log none',
        'cache_log /dev/stderr',
        'visible_hostname stand.example',
        `acl listed_servers ssl::server_name "${file}"`,
        'acl hello at_step SslBump1',
        'ssl_bump peek hello',
        'ssl_bump terminate listed_servers',
        'ssl_bump splice all',
        'http_access allow all',
        '',
      ].join('\n'),
    );
    const args = ['-N', '-n', `tls${port}`, '-f', config];
    await stand.start({ program: 'squid', args, isReady: () => acceptsTcp(port) });
    const entries = standing(listed, unfit);
    const names = namesAround(listed);
    const wrong: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let name = names[next++]; name !== undefined; name = names[next++]) {
        if ((await isOpen(port, site, name)) === isBlocked(entries, name)) wrong.push(name);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(wrong).toEqual([]);
    expect(names.length).toBeGreaterThan(200);
  });
});
