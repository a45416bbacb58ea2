// Text that is rendered once and written many times, kept as whole words: a writer puts it down eight bytes at a time,
// which for pieces of a few dozen bytes takes a third of the time of TypedArray.set and a tenth of that of single bytes.
//
// The words are floating-point numbers, the widest that a view moves without making an object. A NaN might come out as
// another one, but text holds none: its last two bytes would be F0 to FF and then 7F or FF, which UTF-8 never has.
import { toUtf8 } from '../../model/bytes.ts';

export interface Block {
  /** Little endian; the last one is padded with zeros. */
  readonly words: Float64Array;
  readonly length: number;
}

/** Many blocks in one array: what is written by the hundred in each row should not be all over the memory. */
export class BlockTable {
  words = new Float64Array(1 << 8);
  /** First word and length in bytes of block i at 2 i; -1 where there is no block i. */
  places = new Int32Array(1 << 6).fill(-1);
  #used = 0;

  has(i: number): boolean {
    return i * 2 < this.places.length && this.places[i * 2]! >= 0;
  }

  set(i: number, { words, length }: Block): void {
    if (i * 2 >= this.places.length) {
      const larger = new Int32Array(Math.max(this.places.length * 2, i * 2 + 2)).fill(-1);
      larger.set(this.places);
      this.places = larger;
    }
    if (this.#used + words.length > this.words.length) {
      const larger = new Float64Array(Math.max(this.words.length * 2, this.#used + words.length));
      larger.set(this.words);
      this.words = larger;
    }
    this.words.set(words, this.#used);
    this.places[i * 2] = this.#used;
    this.places[i * 2 + 1] = length;
    this.#used += words.length;
  }
}

export function blockOf(text: string): Block {
  return blockOfUtf8(toUtf8(text));
}

/** `bytes` must be UTF-8 from a whole character on. */
export function blockOfUtf8(bytes: Uint8Array): Block {
  const padded = new Uint8Array((bytes.length + 7) & ~7);
  padded.set(bytes);
  const view = new DataView(padded.buffer);
  const words = new Float64Array(padded.length >> 3);
  for (let i = 0; i < words.length; i++) words[i] = view.getFloat64(i * 8, true);
  return { words, length: bytes.length };
}
