// Digests of the empty file and of placeholder texts: they match much and mean nothing.
import { createHash } from 'node:crypto';
import type { Batch } from '../../model/batch.ts';
import { type KindId, kindOf, kinds } from '../../model/kinds.ts';
import type { Check, CheckContext } from '../check.ts';

interface Known {
  readonly bytes: Uint8Array;
  /** The text it is the digest of; empty for the empty file. */
  readonly of: string;
}

const emptyKinds: readonly KindId[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'];
/** Texts that broken exports hash by accident, and a published test vector. Research hash-formats section 9. */
const placeholders = ['test', 'null', 'N/A', 'abc'];

/** By kind code, then by the first two bytes. */
const byKind = new Map<number, Map<number, Known[]>>();
for (const id of emptyKinds) note(id, '');
for (const of of placeholders) for (const id of ['md5', 'sha1', 'sha256'] as const) note(id, of);

function note(id: KindId, of: string): void {
  const bytes = createHash(id).update(of).digest();
  const byStart = byKind.get(kinds[id].code) ?? new Map<number, Known[]>();
  byKind.set(kinds[id].code, byStart);
  const start = startOf(bytes, 0);
  byStart.set(start, [...(byStart.get(start) ?? []), { bytes, of }]);
}

/** By kind code and first byte: 1 where one of them begins so. Of a list only a few hundred bytes of it are looked at. */
const begins = new Uint8Array(64 << 8);
for (const [code, byStart] of byKind) for (const start of byStart.keys()) begins[(code << 8) | (start >> 8)] = 1;

export const knownDigest: Check = {
  id: 'known-digest',
  title: 'digests of the empty file and of placeholder texts',
  codes: ['digest/empty-file', 'digest/placeholder'],
  examples: [
    { kind: 'md5', key: 'd41d8cd98f00b204e9800998ecf8427e', codes: ['digest/empty-file'] },
    { kind: 'md5', key: '900150983cd24fb0d6963f7d28e17f72', codes: ['digest/placeholder'] },
    { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', codes: [] },
  ],
  check(batch: Batch, { report }: CheckContext) {
    const { bytes, start, kind, count } = batch;
    for (let i = 0; i < count; i++) {
      const from = start[i] ?? 0;
      const code = kind[i] ?? 0;
      if (begins[(code << 8) | (bytes[from] ?? 0)] === 0) continue;
      const match = byKind
        .get(code)
        ?.get(startOf(bytes, from))
        ?.find((each) => each.bytes.every((byte, k) => bytes[from + k] === byte));
      if (match === undefined) continue;
      const id: KindId = kindOf(code).id;
      if (match.of === '') report('digest/empty-file', i, { kind: id });
      else report('digest/placeholder', i, { kind: id, what: `"${match.of}"` });
    }
  },
};

function startOf(bytes: Uint8Array, from: number): number {
  return ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
}
