// encase-hash: the binary hash sets of EnCase 4 to 6 (`.hash`): a header of 1,152 bytes, then MD5 and two zeros for each
// file. Facts: research hash-formats 4.3, from programs that read it. The set has a name and a type such as Known or
// Notable; what a type asks for is for whoever loads the set to say, so that it is a label and no direction is read.
import * as z from 'zod';
import type { Batch } from '../model/batch.ts';
import { type ByteChunks, compareBytes } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import { spent } from '../model/lending.ts';
import { WITHDRAWN } from '../model/scope.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import { defineFormat, type Head, type ReadContext, type WriteContext } from './format.ts';

const options = z.strictObject({
  type: z.string().max(19).default('').describe('writing: the type of the set, such as Known or Notable'),
});
type Options = z.infer<typeof options>;

const carries: Carries = {
  kinds: ['md5'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'none',
  withdrawals: 'by-absence',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: ['title', 'claimedCount'],
};

const MAGIC = Uint8Array.of(0x48, 0x41, 0x53, 0x48, 0x0d, 0x0a, 0xff, 0x00);
const HEADER = 1152;
const COUNT_AT = 16;
const NAME = { at: 1032, bytes: 80 };
const TYPE = { at: 1112, bytes: 40 };
const RECORD = 18;
const SCHEME = 'encase-type';
const MD5 = kinds.md5;

/** A set as text of one character a byte, for the example. */
function shownSet(name: string, type: string, digests: readonly string[]): string {
  const header = headerBytes(name, type, digests.length);
  const records = digests.map((digest) => Buffer.from(`${digest}0000`, 'hex'));
  return Buffer.concat([header, ...records]).toString('latin1');
}

export const encaseHash = defineFormat<Options>({
  id: 'encase-hash',
  title: 'Hash set of EnCase 4 to 6, binary',
  about: { partner: 'EnCase', since: '0.2.0', status: 'stable' },
  files: { extensions: ['.hash'] },
  carries,
  reads: { opinions: 'one' },
  options,
  examples: [
    {
      name: 'a set of two files',
      encoding: 'latin1',
      text: shownSet('January', 'Known', ['c97e5b930eb5a08d7e4c7836046694d9', '10c9e2cde0416ca92132df8805841b00']),
      rows: [
        { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', label: 'Known' },
        { kind: 'md5', key: '10c9e2cde0416ca92132df8805841b00', label: 'Known' },
      ],
    },
  ],

  detect(head: Head) {
    if (compareBytes(head.bytes, 0, Math.min(MAGIC.length, head.bytes.length), MAGIC, 0, MAGIC.length) !== 0)
      return null;
    return { sure: 'certain', because: 'the first bytes are those of a hash set of EnCase' };
  },

  read: readSet,
  write: writeSet,
});

async function* readSet(input: ByteChunks, context: ReadContext<Options>): AsyncIterable<Batch> {
  const builder = context.builder();
  const { source } = context;
  let held = new Uint8Array(0);
  let isBegun = false;
  let said: number = EMPTY_SET;
  let count = 0;
  for await (const chunk of input) {
    held = Buffer.concat([held, chunk]);
    let at = 0;
    if (!isBegun) {
      if (held.length < HEADER) continue;
      said = readHeader(held, context);
      isBegun = true;
      at = HEADER;
    }
    while (at + RECORD <= held.length) {
      const most = Math.floor((held.length - at) / RECORD);
      const taken = builder.addKeyRun(MD5, held, at, RECORD, most, count + 1, said);
      count += taken;
      at += taken * RECORD;
      if (builder.isFull) yield builder.take();
    }
    held = held.slice(at);
  }
  if (!isBegun) throw usage('input/cut-short', {});
  if (held.length > 0) context.reject('input/cut-short', {}, { source, line: count + 1 }, held);
  if (builder.count > 0) yield builder.take();
}

/** The facts of the set; gives what its type says of all files in it. */
function readHeader(bytes: Uint8Array, context: ReadContext<Options>): number {
  if (compareBytes(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) !== 0) {
    throw usage('input/bad-document', { reason: 'it does not begin as a hash set of EnCase does' });
  }
  const claimedCount = new DataView(bytes.buffer, bytes.byteOffset).getUint32(COUNT_AT, true);
  const title = textAt(bytes, NAME);
  context.header({ ...(title === '' ? {} : { title }), claimedCount });
  const label = textAt(bytes, TYPE);
  const member = context.member ?? context.sourceName;
  return label === '' ? EMPTY_SET : context.interns.opinions.of([{ member, scheme: SCHEME, label }]);
}

function textAt(bytes: Uint8Array, { at, bytes: length }: { at: number; bytes: number }): string {
  const text = new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length));
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).trim();
}

/** The number of files stands in front of them, so that all are held. */
async function* writeSet(batches: AsyncIterable<Batch>, context: WriteContext<Options>): AsyncIterable<Uint8Array> {
  const held = context.hold();
  try {
    let count = 0;
    for await (const batch of batches) {
      for (let i = 0; i < batch.count; i++) if (batch.op[i] !== WITHDRAWN) count++;
      await held.add(batch);
    }
    const { title = '' } = context.list;
    if (title.length >= NAME.bytes / 2) {
      context.report('loss/list-fact-dropped', { target: 'encase-hash', what: 'title' });
    }
    yield headerBytes(title.length < NAME.bytes / 2 ? title : '', context.options.type, count);
    for await (const batch of held.rows()) {
      yield recordsOf(batch);
      spent(batch);
    }
  } finally {
    await held.close();
  }
}

function recordsOf(batch: Batch): Uint8Array {
  const records = new Uint8Array(batch.count * RECORD);
  let at = 0;
  for (let i = 0; i < batch.count; i++) {
    if (batch.op[i] === WITHDRAWN) continue;
    records.set(batch.bytes.subarray(batch.start[i], batch.start[i + 1]), at);
    at += RECORD;
  }
  return records.subarray(0, at);
}

function headerBytes(name: string, type: string, count: number): Uint8Array {
  const bytes = Buffer.alloc(HEADER);
  bytes.set(MAGIC);
  bytes.writeUInt32LE(2, 8); // the version that Autopsy asks for, and what follows it
  bytes.writeUInt32LE(1, 12);
  bytes.writeUInt32LE(count, COUNT_AT);
  bytes.write(name, NAME.at, 'utf16le');
  bytes.write(type, TYPE.at, 'utf16le');
  return bytes;
}
