// Ports on the loopback address that nobody listens on.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * Below the ports that the kernel gives to whoever asks for any (32768 and up on Linux): between asking for a free port
 * and a server's start, some client of a test beside would now and then be given the same one. Each worker has a part of
 * the range for itself, and goes through it in turn: a server may take a moment until it listens.
 */
const FIRST = 20_000;
const PORTS_A_WORKER = 1_000;
const WORKERS = 12;

const { VITEST_POOL_ID = '1' } = process.env;
const worker = Number(VITEST_POOL_ID) % WORKERS;
let next = process.pid % PORTS_A_WORKER;

/** A port free for both TCP and UDP. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_A_WORKER; tried++) {
    const port = FIRST + worker * PORTS_A_WORKER + next;
    next = (next + 1) % PORTS_A_WORKER;
    if ((await isFreeForStreams(port)) && (await isFreeForDatagrams(port))) return port;
  }
  throw new Error(`no port is free from ${FIRST + worker * PORTS_A_WORKER} on`);
}

async function isFreeForStreams(port: number): Promise<boolean> {
  const tcp = createServer();
  try {
    tcp.listen(port, LOOPBACK);
    await once(tcp, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    tcp.close();
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
