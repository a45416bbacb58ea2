// The web beyond a proxy under test, and a client that sends exactly the bytes it is given: clients of Node would mend a
// path or a Host header that the test is about.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { freePort, LOOPBACK } from './ports.ts';
import type { Stand } from './stand.ts';

/** What the body of every page outside the list says. */
export const OPEN_PAGE = 'open';

export interface HttpUpstream {
  readonly port: number;
  /** Requests that got through: host header and path as they came. */
  readonly asked: { readonly host: string; readonly path: string }[];
}

export async function startHttpUpstream(stand: Stand): Promise<HttpUpstream> {
  const port = await freePort();
  const asked: { host: string; path: string }[] = [];
  const server = createServer((request, response) => {
    asked.push({ host: request.headers.host ?? '', path: request.url ?? '' });
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': OPEN_PAGE.length, connection: 'close' });
    response.end(OPEN_PAGE);
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  stand.onClose(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port, asked };
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends a request: its first line (`GET /path HTTP/1.1`) and its headers, byte for byte. */
export async function send(port: number, first: string, headers: readonly string[]): Promise<HttpAnswer> {
  return readAnswer(await sendRaw(port, `${[first, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`));
}

export interface Request {
  /** Its first line. */
  readonly first: string;
  readonly headers: readonly string[];
}

/** Sends many, some at a time; answers in the order of the requests. */
export async function sendAll(port: number, requests: readonly Request[], atOnce = 32): Promise<HttpAnswer[]> {
  const answers: HttpAnswer[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < requests.length; i = next++) {
      const { first, headers } = requests[i]!;
      answers[i] = await send(port, first, headers);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** Sends bytes as they are and gives what came back until the other side closed, or until the limit. */
export async function sendRaw(port: number, bytes: string | Uint8Array, limit = 5_000): Promise<Buffer> {
  const socket = connect(port, LOOPBACK);
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const timer = setTimeout(() => socket.destroy(), limit);
  socket.write(bytes);
  await closed;
  clearTimeout(timer);
  return Buffer.concat(pieces);
}

function readAnswer(bytes: Buffer): HttpAnswer {
  const text = bytes.toString('latin1');
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/u.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`no HTTP answer but ${bytes.length} bytes`);
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status, headers, body: rest.join('\r\n\r\n') };
}

/** For `isReady`: whether a server takes connections. */
export async function acceptsTcp(port: number): Promise<boolean> {
  const socket = connect(port, LOOPBACK);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).then((is) => {
    socket.destroy();
    return is as boolean;
  });
}
