// The world beyond the resolver under test: a name server that knows every name and has an answer for every type, so that
// whatever gets past a list is seen. What it was asked is kept: it shows what a resolver would have told the outside.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { decodeQuestion, encodeAnswer, encodeName, type Question, TYPES } from './dns-wire.ts';
import { freePort, LOOPBACK } from './ports.ts';
import type { Stand } from './stand.ts';

/** What every name outside the list answers. */
export const OPEN_ADDRESS = '198.51.100.7';
export const OPEN_ADDRESS6 = '2001:db8::7';

const DATA: Readonly<Record<number, Buffer>> = {
  [TYPES.A]: Buffer.from([198, 51, 100, 7]),
  [TYPES.AAAA]: Buffer.from([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]),
  [TYPES.MX]: Buffer.concat([Buffer.from([0, 10]), encodeName('mail.example.net')]),
  [TYPES.TXT]: Buffer.concat([Buffer.from([4]), Buffer.from('open')]),
  // Priority 1, target ".", one parameter: alpn=h2.
  [TYPES.HTTPS]: Buffer.from([0, 1, 0, 0, 1, 0, 3, 2, 0x68, 0x32]),
};

/** `ip-203-0-113-5.example.org` has the address it is called by. */
function ownAddress({ name, type }: Question): Buffer | null {
  const quad = /^ip-(\d+)-(\d+)-(\d+)-(\d+)\./u.exec(name)?.slice(1).map(Number);
  return quad === undefined || type !== TYPES.A ? null : Buffer.from(quad);
}

export interface Upstream {
  readonly port: number;
  /** Names asked for, as often as they were asked. */
  readonly asked: { readonly name: string; readonly type: number }[];
}

export async function startUpstream(stand: Stand): Promise<Upstream> {
  const port = await freePort();
  const asked: { name: string; type: number }[] = [];
  const reply = (message: Buffer): Buffer | null => {
    const question = decodeQuestion(message);
    if (question === null) return null;
    asked.push({ name: question.name, type: question.type });
    return encodeAnswer(question, ownAddress(question) ?? DATA[question.type] ?? null);
  };

  const udp = createSocket('udp4');
  udp.on('message', (message: Buffer, from) => {
    const answer = reply(message);
    if (answer !== null) udp.send(answer, from.port, from.address);
  });
  udp.bind(port, LOOPBACK);
  await once(udp, 'listening');

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let got = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      got = Buffer.concat([got, piece]);
      while (got.length >= 2 && got.length >= 2 + got.readUInt16BE(0)) {
        const length = got.readUInt16BE(0);
        const answer = reply(got.subarray(2, 2 + length));
        got = got.subarray(2 + length);
        if (answer !== null)
          socket.write(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 255]), answer]));
      }
    });
  });
  tcp.listen(port, LOOPBACK);
  await once(tcp, 'listening');

  stand.onClose(() => {
    udp.close();
    for (const socket of sockets) socket.destroy();
    tcp.close();
  });
  return { port, asked };
}
