// The line of a place in a buffer that is filled again and again: places are asked for in rising order.
import { indexOfByte } from '../../../model/bytes.ts';
import { LF } from './characters.ts';

export class LineCount {
  line = 1;
  #counted = 0;

  /** Counts up to here. */
  to(bytes: Uint8Array, to: number): number {
    for (let at = this.#counted; at < to; at++) {
      at = indexOfByte(bytes, LF, at, to);
      if (at < 0) break;
      this.line++;
    }
    this.#counted = Math.max(this.#counted, to);
    return this.line;
  }

  /** The first bytes of the buffer are gone. */
  shift(by: number): void {
    this.#counted -= by;
  }
}
