// Which names lie below listed subtrees, and below which of them: the subtrees in the key index, found again by what is left
// of a name after each of its dots. A batch is looked up as one, because a name at a time waits for the memory at each dot.
import type { Batch } from '../model/batch.ts';
import { parentStart } from '../model/host-name.ts';
import { kinds } from '../model/kinds.ts';
import { EXACT, SUBTREE } from '../model/scope.ts';
import { type KeyIndex, laneNumber } from './index/key-index.ts';
import type { Lane } from './index/lane.ts';

const DOMAIN = kinds.domain.code;

/** Names looked up together, and the most that one name is worth: it has fewer dots than bytes, and at most 253 of those. */
const BLOCK = 4096;
const MOST_OF_ONE = 256;

interface Met {
  readonly first: number;
  readonly source: Uint16Array;
  readonly line: Uint32Array;
}

/** The places of these rows: those of their first origins. */
function placesOf({ source, line, origins }: Batch, rows: Uint32Array): Pick<Met, 'source' | 'line'> {
  const places = { source: new Uint16Array(rows.length), line: new Uint32Array(rows.length) };
  if (origins === null) places.source.fill(source);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    const first = origins === null ? row : origins.start[row]!;
    if (origins !== null) places.source[k] = origins.source[first]!;
    places.line[k] = origins === null ? line[first]! : origins.line[first]!;
  }
  return places;
}

export class CoveringNames {
  readonly #op: number;
  readonly #lane: Lane;
  /** Where the subtrees were first met, by their numbers: six bytes each, where a place would be an object. */
  readonly #met: Met[] = [];
  /** The batch looked up last, and the number of the nearest subtree above each of its rows, or -1. */
  #last: Batch | null = null;
  #above = new Int32Array(0);
  readonly #row = new Uint32Array(BLOCK);
  readonly #from = new Uint32Array(BLOCK);
  readonly #to = new Uint32Array(BLOCK);
  readonly #found = new Int32Array(BLOCK);

  constructor(index: KeyIndex, op: number) {
    this.#op = op;
    this.#lane = index.lane(laneNumber(DOMAIN, SUBTREE, op));
  }

  get count(): number {
    return this.#lane.count;
  }

  /** Takes in the subtrees of a batch. */
  collect(batch: Batch): void {
    const rows = new Uint32Array(batch.count);
    let n = 0;
    for (let i = 0; i < batch.count; i++) {
      if (batch.kind[i] === DOMAIN && batch.scope[i] === SUBTREE && batch.op[i] === this.#op) rows[n++] = i;
    }
    if (n === 0) return;
    const first = this.#lane.count;
    const numbers = new Uint32Array(n);
    this.#lane.putRows(batch, rows, n, numbers);
    let fresh = 0;
    for (let k = 0; k < n; k++) if (numbers[k] === first + fresh) rows[fresh++] = rows[k]!;
    if (fresh > 0) this.#met.push({ first, ...placesOf(batch, rows.subarray(0, fresh)) });
    this.#last = null;
  }

  /** The number of the nearest subtree that holds row i, other than itself; -1 where there is none. */
  above(batch: Batch, i: number): number {
    if (this.#lane.count === 0) return -1;
    if (batch !== this.#last) this.#look(batch);
    return this.#above[i]!;
  }

  /** Where a subtree stands. */
  placeOf(number: number): { source: number; line: number } {
    let low = 0;
    for (let high = this.#met.length; high - low > 1; ) {
      const middle = (low + high) >>> 1;
      if (this.#met[middle]!.first <= number) low = middle;
      else high = middle;
    }
    const { first, source, line } = this.#met[low]!;
    return { source: source[number - first]!, line: line[number - first]! };
  }

  /** How many bytes of row i the name of a subtree above it is. */
  lengthOf(number: number, { bytes, start }: Batch, i: number): number {
    const to = start[i + 1]!;
    for (let at = start[i]!; at >= 0; at = parentStart(bytes, at, to)) {
      if (this.#lane.find(bytes, at, to) === number) return to - at;
    }
    return 0;
  }

  #look(batch: Batch): void {
    const { count, kind, scope, start, bytes } = batch;
    this.#last = batch;
    this.#above = new Int32Array(count).fill(-1);
    let n = 0;
    for (let i = 0; i < count; i++) {
      if (kind[i] !== DOMAIN) continue;
      const to = start[i + 1]!;
      // A subtree is not below itself; a single name is below the subtree of the same name.
      for (let at = scope[i] === EXACT ? start[i]! : parentStart(bytes, start[i]!, to); at >= 0; n++) {
        this.#row[n] = i;
        this.#from[n] = at;
        this.#to[n] = to;
        at = parentStart(bytes, at, to);
      }
      if (n > BLOCK - MOST_OF_ONE) n = this.#settle(bytes, n);
    }
    this.#settle(bytes, n);
  }

  /** Notes what was found for the names of the block; the nearest of a row comes first and is noted last. */
  #settle(bytes: Uint8Array, n: number): number {
    this.#lane.findAll(bytes, this.#from, this.#to, n, this.#found);
    for (let k = n - 1; k >= 0; k--) if (this.#found[k]! >= 0) this.#above[this.#row[k]!] = this.#found[k]!;
    return 0;
  }
}
