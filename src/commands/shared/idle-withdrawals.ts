// Withdrawals of a delta that take nothing off, because the list knows nothing of the key: with a slip in it, or with another
// scope, what was meant stays listed. One that comes again is none of them: the list knows that it is withdrawn.
import type { Batch } from '../../model/batch.ts';
import { KEPT } from '../../model/findings.ts';
import { kinds } from '../../model/kinds.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { Batches } from '../../pipeline/stage.ts';
import { type KeyRange, rangeAt } from '../../registry/key-range.ts';
import { keyAt } from './key-at.ts';

export class IdleWithdrawals {
  readonly #known: (keys: readonly KeyRange[]) => Iterable<Batch>;
  count = 0;

  /** `known`: the records of the live edition that hold one of these keys. */
  constructor(known: (keys: readonly KeyRange[]) => Iterable<Batch>) {
    this.#known = known;
  }

  /** The rows of the next edition as they are. */
  async *counted(rows: Batches): Batches {
    for await (const batch of rows) {
      this.#look(batch);
      yield batch;
    }
  }

  #look(batch: Batch): void {
    const { count, op, line, kind } = batch;
    const unknown = new Set<string>();
    const ranges: KeyRange[] = [];
    for (let i = 0; i < count; i++) {
      // What stood in the list before the delta has no line; a record that is taken back by its name alone is no key.
      if (op[i] !== WITHDRAWN || line[i] === KEPT || kind[i] === kinds.record.code) continue;
      unknown.add(keyAt(batch, i));
      ranges.push(rangeAt(batch, i));
    }
    if (ranges.length === 0) return;
    for (const known of this.#known(ranges)) for (let i = 0; i < known.count; i++) unknown.delete(keyAt(known, i));
    this.count += unknown.size;
  }
}
