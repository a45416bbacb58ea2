// Entries of lists in which each row has the same digests of a file: what does not have just these does not fit.
import type { Batch } from '../../model/batch.ts';
import { WITHDRAWN } from '../../model/scope.ts';
import type { WriteContext } from '../format.ts';
import { itemsOf } from './items-of.ts';

const NONE = -1;
const TWICE = 'a row has one digest of a kind';

export class ItemDigests {
  /** Codes of the kinds of each row. */
  readonly columns: readonly number[];
  readonly #missing: string;
  readonly #context: Pick<WriteContext, 'unfit'>;
  readonly #rows: number[];

  /** `missing`: why an entry with other digests does not fit. */
  constructor(columns: readonly number[], missing: string, context: Pick<WriteContext, 'unfit'>) {
    this.columns = columns;
    this.#missing = missing;
    this.#context = context;
    this.#rows = columns.map(() => NONE);
  }

  /** Hands over the first row of each entry and that of each column; what comes back is why the entry does not fit. */
  each(batch: Batch, write: (first: number, ...rows: number[]) => string | null): void {
    for (const [from, to] of itemsOf(batch)) {
      const placed = this.#place(batch, from, to);
      const [first] = placed;
      if (first === undefined) continue;
      const fault = this.#rows.includes(NONE) ? this.#missing : write(first, ...this.#rows);
      if (fault !== null) for (const i of placed) this.#context.unfit(fault, batch, i);
    }
  }

  #place(batch: Batch, from: number, to: number): number[] {
    this.#rows.fill(NONE);
    const placed: number[] = [];
    for (let i = from; i < to; i++) {
      if (batch.op[i] === WITHDRAWN) continue; // left out is what withdraws here
      const column = this.columns.indexOf(batch.kind[i]!);
      if (column >= 0 && this.#rows[column] === NONE) {
        this.#rows[column] = i;
        placed.push(i);
      } else this.#context.unfit(column < 0 ? this.#missing : TWICE, batch, i);
    }
    return placed;
  }
}

/** Why a name cannot stand on a line, or null. */
export function nameFault(name: string): string | null {
  if (/[\0\n\r]/u.test(name)) return 'its file name holds a line end or NUL';
  return /\p{Surrogate}/u.test(name) ? 'its file name is not UTF-8' : null;
}

/** Why a size is none that a reader would take, or null; NaN is for absent. */
export function sizeFault(size: number): string | null {
  const isSize = Number.isNaN(size) || (Number.isSafeInteger(size) && size >= 0 && size < 1e15);
  return isSize ? null : 'its size is no number of bytes';
}
