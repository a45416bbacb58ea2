// Counts how many keys each pair of sources shares: partners want to see what their lists have in common.
import type { NameTable } from '../../model/opinions.ts';
import type { Overlap, SharedKeys } from '../../model/tally.ts';
import type { OriginColumn } from './origins.ts';

export class OverlapCount {
  readonly #sources: NameTable;
  /** Shared keys by `smaller source * 65536 + larger source`; a pair of one source with itself counts its keys. */
  readonly #pairs = new Map<number, number>();
  /** Keys that only this source has, by its number. */
  readonly #alone: number[] = [];
  readonly #of: number[] = [];
  readonly #push = (source: number): void => {
    if (!this.#of.includes(source)) this.#of.push(source);
  };

  constructor(sources: NameTable) {
    this.#sources = sources;
  }

  /** Counts a key that only this source has. */
  addAlone(source: number): void {
    this.#alone[source] = (this.#alone[source] ?? 0) + 1;
  }

  /** Counts the sources of a row, and of the rows that hold the same key in other records. */
  add(origins: OriginColumn, row: number, twins: readonly number[]): void {
    const of = this.#of;
    of.length = 0;
    origins.sources(row, this.#push);
    for (const twin of twins) origins.sources(twin, this.#push);
    const [only] = of;
    if (of.length === 1 && only !== undefined) this.addAlone(only);
    else this.#addPairs(of);
  }

  #addPairs(of: readonly number[]): void {
    for (let i = 0; i < of.length; i++) {
      for (let k = i; k < of.length; k++) {
        const pair = Math.min(of[i]!, of[k]!) * 65_536 + Math.max(of[i]!, of[k]!);
        this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
      }
    }
  }

  overlap(): Overlap {
    const sources = [...this.#sources.names];
    const alone = sources.map((_, source) => this.#alone[source] ?? 0);
    const keys = [...alone];
    const pairs: SharedKeys[] = [];
    for (const [pair, shared] of this.#pairs) {
      const first = Math.floor(pair / 65_536);
      const second = pair % 65_536;
      if (first === second) keys[first]! += shared;
      else pairs.push({ first, second, shared });
    }
    pairs.sort((a, b) => a.first - b.first || a.second - b.second);
    return { sources, keys, alone, pairs };
  }
}
