// DNS messages as bytes (RFC 1035), as far as these tests need them: a question out, an answer in, and the other way
// round for the upstream. Written here because a resolver under test must not be asked through another resolver.

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, HTTPS: 65 } as const;
export type TypeName = keyof typeof TYPES;

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  /** Bytes of the question section, to be repeated in the answer. */
  readonly bytes: Uint8Array;
}

export interface WireRecord {
  readonly name: string;
  readonly type: number;
  readonly ttl: number;
  /** An address in its usual spelling, the name of a CNAME, or hexadecimal digits. */
  readonly data: string;
}

export interface Answer {
  readonly id: number;
  readonly rcode: number;
  readonly isTruncated: boolean;
  readonly answers: readonly WireRecord[];
  readonly authority: readonly WireRecord[];
  readonly additional: readonly WireRecord[];
  /** Extended error codes (RFC 8914). */
  readonly extendedErrors: readonly { readonly code: number; readonly text: string }[];
}

export function encodeName(name: string): Buffer {
  const labels = name === '' || name === '.' ? [] : name.replace(/\.$/u, '').split('.');
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

/** A recursive question with EDNS, so that extended errors may come back. */
export function encodeQuery(id: number, name: string, type: number): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(0x0100, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(1, 10);
  const tail = Buffer.from([0, type, 0, 1, 0, 0, TYPES.OPT, 0x10, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, encodeName(name), tail]);
}

export function decodeQuestion(message: Buffer): Question | null {
  if (message.length < 17 || message.readUInt16BE(4) !== 1) return null;
  const name = readName(message, 12);
  return {
    id: message.readUInt16BE(0),
    name: name.text,
    type: message.readUInt16BE(name.end),
    bytes: message.subarray(12, name.end + 4),
  };
}

/** An answer of the upstream; `data` null: the name is there, the type is not. */
export function encodeAnswer(question: Question, data: Uint8Array | null): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(question.id, 0);
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data === null ? 0 : 1, 6);
  if (data === null) return Buffer.concat([head, question.bytes]);
  const record = Buffer.from([0xc0, 12, 0, question.type, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, question.bytes, record, data]);
}

export function decodeAnswer(message: Buffer): Answer {
  const flags = message.readUInt16BE(2);
  let at = 12;
  for (let i = message.readUInt16BE(4); i > 0; i--) at = readName(message, at).end + 4;
  const extendedErrors: { code: number; text: string }[] = [];
  const section = (count: number): WireRecord[] => {
    const records: WireRecord[] = [];
    for (let i = 0; i < count; i++) {
      const name = readName(message, at);
      const type = message.readUInt16BE(name.end);
      const ttl = message.readUInt32BE(name.end + 4);
      const from = name.end + 10;
      at = from + message.readUInt16BE(name.end + 8);
      if (type === TYPES.OPT) extendedErrors.push(...readExtendedErrors(message.subarray(from, at)));
      else records.push({ name: name.text, type, ttl, data: readData(message, type, from, at) });
    }
    return records;
  };
  return {
    id: message.readUInt16BE(0),
    rcode: flags & 15,
    isTruncated: (flags & 0x0200) !== 0,
    answers: section(message.readUInt16BE(6)),
    authority: section(message.readUInt16BE(8)),
    additional: section(message.readUInt16BE(10)),
    extendedErrors,
  };
}

function readName(message: Buffer, from: number): { text: string; end: number } {
  const labels: string[] = [];
  let at = from;
  let end = -1;
  for (let hops = 0; hops < 64; ) {
    const length = message.readUInt8(at);
    if (length === 0) return { text: labels.join('.').toLowerCase(), end: end < 0 ? at + 1 : end };
    if (length >= 0xc0) {
      if (end < 0) end = at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
      hops++;
    } else {
      labels.push(message.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
  }
  throw new Error('a name that points in circles');
}

function readData(message: Buffer, type: number, from: number, to: number): string {
  if (type === TYPES.A) return [...message.subarray(from, to)].join('.');
  if (type === TYPES.CNAME) return readName(message, from).text;
  if (type !== TYPES.AAAA) return message.toString('hex', from, to);
  const groups = Array.from({ length: 8 }, (_, i) => message.readUInt16BE(from + 2 * i).toString(16)).join(':');
  return groups.replace(/(?:^|:)(?:0(?::|$)){2,}/u, '::');
}

function readExtendedErrors(options: Buffer): { code: number; text: string }[] {
  const found: { code: number; text: string }[] = [];
  for (let at = 0; at + 4 <= options.length; at += 4 + options.readUInt16BE(at + 2)) {
    const length = options.readUInt16BE(at + 2);
    if (options.readUInt16BE(at) !== 15) continue;
    found.push({ code: options.readUInt16BE(at + 4), text: options.toString('utf8', at + 6, at + 4 + length) });
  }
  return found;
}
