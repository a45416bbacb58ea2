// The guard against over-blocking: looks at every name, address and URL of a batch once, for all checks together.
// Research url-formats section 6: what has been blocked by mistake, and what each of those lists would have caught.
import type { Batch } from '../../model/batch.ts';
import { kinds } from '../../model/kinds.ts';
import type { Guard } from '../check.ts';
import type { Judge } from './judge.ts';
import type { GuardList } from './lists.ts';

/** By the code of a kind: 1 for names, addresses and URLs. */
const isPlace = new Uint8Array(256);
for (const { code, family } of Object.values(kinds)) if (family === 'place') isPlace[code] = 1;

/** A guard of the built-in lists and these. Nothing is loaded or built before the first row that it could be about. */
export function createGuard(lists: readonly GuardList[]): Guard {
  let judge: Judge | null = null;
  let last: Batch | null = null;
  let marks: Uint32Array | null = null;
  const get = (): Judge => {
    if (judge === null) throw new Error('a batch with places was looked at before the guard was ready for it');
    return judge;
  };
  return {
    ready(batch) {
      if (judge !== null || !mayHoldPlaces(batch)) return null;
      return import('./judge.ts').then(({ judgeOf }) => {
        judge = judgeOf(lists);
      });
    },
    marksOf(batch) {
      if (batch === last) return marks; // each check asks
      last = batch;
      marks = mayHoldPlaces(batch) ? get().marksOf(batch) : null;
      return marks;
    },
    titleOf: (batch, i, bit) => get().titleOf(batch, i, bit),
  };
}

/** A list with two digests a file is not uniform either, and the tables take a fifth of a second. */
function mayHoldPlaces({ uniform, kind, count }: Batch): boolean {
  const rows = uniform ? Math.min(count, 1) : count;
  for (let i = 0; i < rows; i++) if (isPlace[kind[i] ?? 0] === 1) return true;
  return false;
}
