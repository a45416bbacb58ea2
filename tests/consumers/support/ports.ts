// Ports on the loopback address that nobody listens on.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Handed out before, in this process: a server may take a moment until it listens. */
const given = new Set<number>();

/** A port free for both TCP and UDP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer();
    tcp.listen(0, LOOPBACK);
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const isFree = !given.has(port) && (await isFreeForDatagrams(port));
    tcp.close();
    await once(tcp, 'close');
    if (!isFree) continue;
    given.add(port);
    return port;
  }
}

async function isFreeForDatagrams(port: number): Promise<boolean> {
  const udp = createSocket('udp4');
  try {
    udp.bind(port, LOOPBACK);
    await once(udp, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    udp.close();
  }
}
