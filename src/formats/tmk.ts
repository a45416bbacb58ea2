// tmk: one TMK+PDQF fingerprint of a video, as the tools of that algorithm write it. Read only. It is a quarter of a megabyte of
// numbers that only a matcher compares, so that a list names it: by the SHA-256 of the fingerprint, which is no digest of
// the video. Facts: research hash-formats 3.4.
import { createHash } from 'node:crypto';
import type { Batch } from '../model/batch.ts';
import { type ByteChunks, compareBytes, toUtf8 } from '../model/bytes.ts';
import type { Carries } from '../model/carries.ts';
import { usage } from '../model/failure.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT } from '../model/scope.ts';
import { defineFormat, type Head, type ReadContext } from './format.ts';

/** Magic, file type and algorithm; then five numbers of 32 bits, the lowest byte first. */
const MAGIC = toUtf8('TMK1FVECPDQF');
const HEADER = 32;
/** No such fingerprint is larger: the samples of its authors have 263,344 bytes. */
const MOST = 1 << 26;

const carries: Carries = {
  kinds: ['fingerprint-reference'],
  scopes: ['exact'],
  perItem: 'one',
  opinions: 'one',
  withdrawals: 'none',
  exceptions: false,
  fields: {},
  order: true,
  duplicates: true,
  list: [],
};

/** One period, one coefficient, one dimension: the smallest there can be. */
const SMALLEST = `TMK1FVECPDQF${[15, 1, 1, 1, 7].map((n) => `${String.fromCharCode(n)}\0\0\0`).join('')}${'\0\0\0\0'.repeat(5)}`;

export const tmk = defineFormat<unknown>({
  id: 'tmk',
  title: 'TMK+PDQF fingerprint of a video',
  about: {
    spec: 'https://github.com/facebook/ThreatExchange/tree/main/tmk',
    since: '0.2.0',
    status: 'stable',
  },
  files: { extensions: ['.tmk'] },
  carries,
  examples: [
    {
      name: 'a fingerprint',
      text: SMALLEST,
      encoding: 'latin1',
      rows: [
        {
          kind: 'fingerprint-reference',
          key: `tmk-pdqf:sha256:${createHash('sha256').update(SMALLEST, 'latin1').digest('hex')}`,
          label: 'video',
        },
      ],
    },
  ],

  detect(head: Head) {
    return startsAsTmk(head.bytes)
      ? { sure: 'certain', because: 'the first bytes are those of a TMK fingerprint' }
      : null;
  },

  read: readFingerprint,
});

function startsAsTmk(bytes: Uint8Array): boolean {
  return compareBytes(bytes, 0, Math.min(MAGIC.length, bytes.length), MAGIC, 0, MAGIC.length) === 0;
}

async function* readFingerprint(input: ByteChunks, context: ReadContext): AsyncIterable<Batch> {
  const sum = createHash('sha256');
  const header = new Uint8Array(HEADER);
  let length = 0;
  for await (const chunk of input) {
    if (length < HEADER) header.set(chunk.subarray(0, HEADER - length), length);
    sum.update(chunk);
    length += chunk.length;
  }
  const want = length < HEADER ? HEADER : lengthOf(header);
  // One fingerprint is all there is in a file: without a part of it there is nothing left to read.
  if (!startsAsTmk(header) || want > MOST || length > want) {
    throw usage('input/bad-document', { reason: 'it is not one TMK fingerprint' });
  }
  if (length < want) throw usage('input/cut-short', {});
  yield rowOf(toUtf8(`tmk-pdqf:sha256:${sum.digest('hex')}`), context);
}

/** Periods and coefficients, the mean of all frames, and a sine and a cosine for each: four bytes each. */
function lengthOf(header: Uint8Array): number {
  const view = new DataView(header.buffer);
  const periods = view.getUint32(16, true);
  const coefficients = view.getUint32(20, true);
  const dimension = view.getUint32(24, true);
  return HEADER + 4 * (periods + coefficients + dimension + 2 * periods * coefficients * dimension);
}

function rowOf(key: Uint8Array, context: ReadContext): Batch {
  const builder = context.builder();
  builder.begin(1);
  builder.addBytes(kinds['fingerprint-reference'].code, EXACT, key, 0, key.length);
  const member = context.member ?? context.sourceName;
  builder.setOpinions(context.interns.opinions.of([{ member, scheme: 'media-type', label: 'video' }]));
  return builder.take();
}
