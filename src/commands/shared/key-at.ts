// What an entry of a list is known by where entries of two editions are held against each other: its kind, scope and key.
import type { Batch } from '../../model/batch.ts';

export function keyAt({ kind, scope, bytes, start }: Batch, i: number): string {
  return `${kind[i]} ${scope[i]} ${Buffer.from(bytes.subarray(start[i], start[i + 1])).toString('latin1')}`;
}
