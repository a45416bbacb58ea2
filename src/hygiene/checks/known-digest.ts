// Digests of the empty file and of placeholder texts: they match much and mean nothing.
import type { Batch } from '../../model/batch.ts';
import { keyBytes } from '../../model/key-text.ts';
import { type KindId, kindOf, kinds } from '../../model/kinds.ts';
import type { Check, CheckContext } from '../check.ts';
import { type KnownDigest, knownDigests } from '../known-digests.ts';

interface Known extends KnownDigest {
  readonly bytes: Uint8Array;
}

/** By kind code, then by the first two bytes: nearly every digest is let go after one look. */
const byKind = new Map<number, Map<number, Known[]>>();
for (const digest of knownDigests) {
  const kind = kinds[digest.kind];
  const bytes = keyBytes(kind, digest.hex) ?? new Uint8Array(kind.width);
  const byStart = byKind.get(kind.code) ?? new Map<number, Known[]>();
  byKind.set(kind.code, byStart);
  const start = startOf(bytes, 0);
  byStart.set(start, [...(byStart.get(start) ?? []), { ...digest, bytes }]);
}
const starts = new Map<number, Uint8Array>();
for (const [code, byStart] of byKind) {
  const seen = new Uint8Array(65_536);
  for (const start of byStart.keys()) seen[start] = 1;
  starts.set(code, seen);
}

export const knownDigest: Check = {
  id: 'known-digest',
  title: 'digests of the empty file and of placeholder texts',
  codes: ['digest/empty-file', 'digest/placeholder'],
  examples: [
    { kind: 'md5', key: 'd41d8cd98f00b204e9800998ecf8427e', codes: ['digest/empty-file'] },
    { kind: 'md5', key: '098f6bcd4621d373cade4e832627b4f6', codes: ['digest/placeholder'] },
    { kind: 'md5', key: 'c97e5b930eb5a08d7e4c7836046694d9', codes: [] },
  ],
  check(batch: Batch, { report }: CheckContext) {
    const { bytes, start, kind, count } = batch;
    for (let i = 0; i < count; i++) {
      const from = start[i] ?? 0;
      if (starts.get(kind[i] ?? 0)?.[startOf(bytes, from)] !== 1) continue;
      const known = byKind.get(kind[i] ?? 0)?.get(startOf(bytes, from));
      const match = known?.find((each) => each.bytes.every((byte, k) => bytes[from + k] === byte));
      if (match === undefined) continue;
      const id: KindId = kindOf(kind[i] ?? 0).id;
      if (match.of === '') report('digest/empty-file', i, { kind: id });
      else report('digest/placeholder', i, { kind: id, what: `"${match.of}"` });
    }
  },
};

function startOf(bytes: Uint8Array, from: number): number {
  return ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
}
