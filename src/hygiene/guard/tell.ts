// How a check reads the marks of the guard. The checks differ in the bit they look for and the code they report.
import type { Batch } from '../../model/batch.ts';
import { kinds } from '../../model/kinds.ts';
import type { Guard } from '../check.ts';

/** Calls `tell` for every row with this bit, with what it is that has it. */
export function eachMarked(batch: Batch, guard: Guard, bit: number, tell: (i: number, what: string) => void): void {
  const marks = guard.marksOf(batch);
  if (marks === null) return;
  const either = (bit | (bit << 16)) >>> 0;
  for (let i = 0; i < batch.count; i++) {
    const mark = marks[i] ?? 0;
    if ((mark & either) === 0) continue;
    tell(i, (mark & bit) === 0 ? 'a name below it' : (WORDS.get(batch.kind[i] ?? 0) ?? ''));
  }
}

const WORDS = new Map<number, string>([
  [kinds.domain.code, 'the name'],
  [kinds.url.code, 'the host of the URL'],
  [kinds.ip.code, 'the address'],
  [kinds.cidr.code, 'the network'],
]);
