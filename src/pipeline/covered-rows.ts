// Which rows are covered, where what covers comes in parts: a byte for each row, and for the first few the nearest of
// what covers them. Exceptions come first, since what one of them covers too stays.
import { EXCEPTED } from '../model/scope.ts';

const LISTED = 1;
const BOTH = 2;

interface Nearest {
  readonly length: number;
  readonly by: string;
}

export class CoveredRows {
  readonly #marks: Uint8Array;
  readonly #examples: number;
  readonly #nearest = new Map<number, Nearest>();
  #op = EXCEPTED;
  /** Rows noted in this part, by their source. */
  readonly #noted = new Map<number, number>();

  /** `examples`: how many of each source have to be told in words, at most. */
  constructor(rows: number, examples: number) {
    this.#marks = new Uint8Array(rows);
    this.#examples = examples;
  }

  /** Starts the look at all rows, in order, for one part of what covers; it holds entries of this operation. */
  beginPart(op: number): void {
    this.#op = op;
    this.#noted.clear();
  }

  /** Something in this part covers the row; of two such the longer is the nearer. */
  add(row: number, source: number, length: number, inWords: () => string): void {
    this.#marks[row]! |= this.#op === EXCEPTED ? BOTH : LISTED;
    // The first few of a source in all parts are among the first few in each part that covers them.
    const noted = this.#noted.get(source) ?? 0;
    if (this.#op === EXCEPTED || this.isExcepted(row) || noted >= this.#examples) return;
    this.#noted.set(source, noted + 1);
    const nearest = this.#nearest.get(row);
    if (nearest === undefined || nearest.length < length) this.#nearest.set(row, { length, by: inWords() });
  }

  has(row: number): boolean {
    return (this.#marks[row]! & LISTED) !== 0;
  }

  /** Whether an exception covers the row. */
  isExcepted(row: number): boolean {
    return (this.#marks[row]! & BOTH) !== 0;
  }

  byOf(row: number): string {
    return this.#nearest.get(row)?.by ?? '';
  }
}
