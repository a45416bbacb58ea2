// The hash that decides which keys go together into one part. Equal keys have equal hashes; unlike keys may, which only
// makes a part larger. An exception goes with what is listed under its key, for the two contradict each other. Seeded,
// because lists can be crafted.
import type { RecordCursor } from './row-codec.ts';

export function keyHash(row: RecordCursor, seed: number): number {
  const { bytes, keyTo } = row;
  let hash = seed ^ (row.kind << 3) ^ (row.scope << 1);
  for (let i = row.keyFrom; i < keyTo; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
