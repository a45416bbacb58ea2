// What there is to tell of merged rows, as numbers beside them: a row may go through a temporary file before it comes out,
// and is told of when it does, so that findings come in the order of the list.
import type { Batch } from '../../model/batch.ts';
import { disputeIn } from '../../model/disputes.ts';
import { entryAt } from '../../model/entry.ts';
import type { Findings } from '../../model/findings.ts';
import type { Interns } from '../../model/opinions.ts';
import { placeOf } from '../stage.ts';

/** A batch and what there is to tell of its rows; null: nothing of any. */
export interface RemarkedBatch {
  readonly batch: Batch;
  /** So many numbers a row, 0 where there is nothing to tell. */
  readonly remarks: Uint32Array | null;
}

/** Numbers a row. */
export const REMARK = 4;
/** The set of opinions that contradict each other, whatever stands of them by the merge policy. */
const DISPUTED = 0;
/** Source + 1 that withdrew the key, which another lists. */
const WITHDRAWN_BY = 1;
/** Source + 1 that excepts the key, which is listed too, and where. */
const EXCEPTED_BY = 2;
const EXCEPTED_ON = 3;

/** Gathers what there is to tell of the rows of a batch. */
export class Remarks {
  readonly #count: number;
  /** Most batches have none. */
  column: Uint32Array | null = null;

  constructor(count: number) {
    this.#count = count;
  }

  disputed(i: number, set: number): void {
    this.#of()[i * REMARK + DISPUTED] = set;
  }

  withdrawn(i: number, source: number): void {
    this.#of()[i * REMARK + WITHDRAWN_BY] = source + 1;
  }

  excepted(i: number, source: number, line: number): void {
    const column = this.#of();
    column[i * REMARK + EXCEPTED_BY] = source + 1;
    column[i * REMARK + EXCEPTED_ON] = line;
  }

  #of(): Uint32Array {
    this.column ??= new Uint32Array(this.#count * REMARK);
    return this.column;
  }
}

export interface RemarkSettings {
  readonly findings: Findings;
  readonly interns: Interns;
  /** Schemes whose labels say yes or no, beside those that say so in words. */
  readonly flags?: ReadonlySet<string>;
}

export function tellRemarks({ batch, remarks }: RemarkedBatch, { findings, interns, flags }: RemarkSettings): void {
  if (remarks === null) return;
  const nameOf = (source: number): string => interns.sources.name(source - 1);
  const each = (which: number, tell: (value: number, i: number) => void): void => {
    for (let i = 0; i < batch.count; i++) {
      const value = remarks[i * REMARK + which]!;
      if (value !== 0) tell(value, i);
    }
  };
  each(WITHDRAWN_BY, (by, i) => {
    const args = { source: nameOf(by) };
    findings.report('merge/withdrawn-elsewhere', args, placeOf(batch, i), () => entryAt(batch, i));
  });
  each(EXCEPTED_BY, (by, i) => {
    const args = { other: nameOf(by), line: remarks[i * REMARK + EXCEPTED_ON]! };
    findings.report('merge/exception-overlaps', args, placeOf(batch, i), () => entryAt(batch, i));
  });
  each(DISPUTED, (set, i) => {
    const dispute = disputeIn(interns.opinions.list(set), flags);
    if (dispute !== null) findings.report('merge/disputed', dispute, placeOf(batch, i), () => entryAt(batch, i));
  });
}
