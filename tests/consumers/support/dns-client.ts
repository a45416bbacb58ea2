// Asks a name server on the loopback address, without the resolver library of the machine.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Answer, decodeAnswer, encodeQuery, TYPES, type TypeName } from './dns-wire.ts';
import { LOOPBACK } from './ports.ts';

/** An answer, or null where none came: some servers drop what is listed. */
export async function ask(port: number, name: string, type: TypeName = 'A', limit = 2_000): Promise<Answer | null> {
  const [answer = null] = await askAll(port, [{ name, type }], limit);
  return answer;
}

export interface Wanted {
  readonly name: string;
  readonly type?: TypeName;
}

/** Questions under way at one time: more overrun the buffer of a socket. */
const AT_ONCE = 64;

/** Asks for many names over UDP; answers in the order of the questions. */
export async function askAll(port: number, wanted: readonly Wanted[], limit = 2_000): Promise<(Answer | null)[]> {
  const socket = createSocket('udp4');
  socket.connect(port, LOOPBACK);
  await once(socket, 'connect');
  const waiting = new Map<number, (answer: Answer | null) => void>();
  socket.on('message', (message: Buffer) => {
    const answer = decodeAnswer(message);
    waiting.get(answer.id)?.(answer);
  });
  // Nobody listens yet: the question counts as not answered.
  socket.on('error', () => {});
  const results: (Answer | null)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < wanted.length; i = next++) {
      const { name, type = 'A' } = wanted[i]!;
      const id = i & 0xffff;
      results[i] = await new Promise((resolve) => {
        const timer = setTimeout(() => resolve(null), limit);
        waiting.set(id, (answer) => {
          clearTimeout(timer);
          resolve(answer);
        });
        socket.send(encodeQuery(id, name, TYPES[type]));
      });
      waiting.delete(id);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, wanted.length) }, worker));
  socket.close();
  return results;
}

/** Asks over TCP. */
export async function askByTcp(port: number, name: string, type: TypeName = 'A'): Promise<Answer> {
  const socket = connect(port, LOOPBACK);
  await once(socket, 'connect');
  const query = encodeQuery(1, name, TYPES[type]);
  socket.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]));
  let got = Buffer.alloc(0);
  for await (const piece of socket) {
    got = Buffer.concat([got, piece as Buffer]);
    if (got.length >= 2 && got.length >= 2 + got.readUInt16BE(0)) break;
  }
  return decodeAnswer(got.subarray(2));
}

/** For `isReady`: whether a server answers at all. */
export async function answersDns(port: number): Promise<boolean> {
  return (await ask(port, 'ready.example.net', 'A', 300)) !== null;
}
