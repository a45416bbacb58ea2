// Growing typed columns in segments: growth copies nothing and wastes at most one segment, which a doubling array
// cannot promise at ten million rows. A segment is narrow until a value needs it wide, because a merge has so many rows:
// most lists have fewer than 65,536 sources and opinions, and their times are whole seconds of this age.
import { floatsColumn, wordsColumn } from '../model/column-memory.ts';

const SHIFT = 16;
const SEGMENT = 1 << SHIFT;
const MASK = SEGMENT - 1;
const WIDEST_NARROW = 0xffff;
/** Rows of a first segment at first: most lists are short, and clearing columns was most of what their merge cost. */
const FIRST = 1 << 10;

/** The length of the segment that this row is in: the first one doubles until it is as long as the others. */
function lengthFor(i: number): number {
  let length = i < SEGMENT ? FIRST : SEGMENT;
  while (length <= (i & MASK)) length *= 2;
  return length;
}

/** Rows to be set at once: row `target[i]` for each i of `from..to)` whose `fresh[i]` is 1. */
export interface NewRows {
  readonly from: number;
  readonly to: number;
  readonly target: Uint32Array;
  readonly fresh: Uint8Array;
}

const NO_WORDS = new Uint32Array(0);

export class U8Column {
  readonly #segments: Uint8Array[] = [];
  byteLength = 0;

  get(i: number): number {
    return this.#segments[i >>> SHIFT]![i & MASK] ?? 0;
  }

  /** Whether anything was set near i: what was never set there reads as 0. */
  has(i: number): boolean {
    return i >>> SHIFT < this.#segments.length;
  }

  set(i: number, value: number): void {
    const segment = this.#segments[i >>> SHIFT];
    if (segment !== undefined && (i & MASK) < segment.length) segment[i & MASK] = value;
    else this.#makeRoom(i)[i & MASK] = value;
  }

  #makeRoom(i: number): Uint8Array {
    for (let s = 0; s <= i >>> SHIFT; s++) {
      const held = this.#segments[s];
      const length = s === i >>> SHIFT ? lengthFor(i) : SEGMENT;
      if (held !== undefined && held.length >= length) continue;
      const segment = new Uint8Array(length);
      if (held !== undefined) segment.set(held);
      this.#segments[s] = segment;
      this.byteLength += length - (held?.length ?? 0);
    }
    return this.#segments[i >>> SHIFT]!;
  }
}

/** Rows never set read as 0. */
export class U32Column {
  readonly #segments: (Uint16Array | Uint32Array | undefined)[] = [];
  byteLength = 0;
  /** Keeps the loops that only touch from being optimised away. */
  touched = 0;

  get(i: number): number {
    const segment = this.#segments[i >>> SHIFT];
    return segment === undefined ? 0 : (segment[i & MASK] ?? 0);
  }

  set(i: number, value: number): void {
    let segment = this.#segments[i >>> SHIFT];
    const isWide = value > WIDEST_NARROW;
    if (segment === undefined || (i & MASK) >= segment.length || (isWide && segment.BYTES_PER_ELEMENT === 2)) {
      segment = this.#make(i, isWide);
    }
    segment[i & MASK] = value;
  }

  /** Sets new rows to `values[i]`. They mostly follow one another, so a segment is looked up once, not for each. */
  put({ from, to, target, fresh }: NewRows, values: ArrayLike<number>): void {
    let at = -1;
    let segment: Uint16Array | Uint32Array = NO_WORDS;
    let most = -1;
    for (let i = from; i < to; i++) {
      if (fresh[i] !== 1) continue;
      const row = target[i]!;
      const value = values[i]!;
      if (row >>> SHIFT !== at || value > most || (row & MASK) >= segment.length) {
        if (value === 0) continue;
        this.set(row, value);
        at = row >>> SHIFT;
        segment = this.#segments[at]!;
        most = segment.BYTES_PER_ELEMENT === 2 ? WIDEST_NARROW : 0xffffffff;
        continue;
      }
      segment[row & MASK] = value;
    }
  }

  /**
   * Looks at these rows and does nothing with them. Rows of a merge are all over the memory, and what is done with one
   * depends on what it says: reads that wait for no branch fetch them side by side.
   */
  touch(rows: Uint32Array): void {
    let touched = 0;
    for (let i = 0; i < rows.length; i++) touched ^= this.#segments[rows[i]! >>> SHIFT]?.[rows[i]! & MASK] ?? 0;
    this.touched = touched;
  }

  /** The segment of this row, with room for it. */
  #make(i: number, isWide: boolean): Uint16Array | Uint32Array {
    const s = i >>> SHIFT;
    const held = this.#segments[s];
    const length = Math.max(lengthFor(i), held?.length ?? 0);
    const segment = isWide || held?.BYTES_PER_ELEMENT === 4 ? new Uint32Array(length) : new Uint16Array(length);
    if (held !== undefined) segment.set(held);
    while (this.#segments.length < s) this.#segments.push(undefined);
    this.#segments[s] = segment;
    this.byteLength += segment.byteLength - (held?.byteLength ?? 0);
    return segment;
  }

  /** The values of these rows. */
  pick(rows: Uint32Array): Uint32Array<ArrayBuffer> {
    const values = wordsColumn(rows.length);
    const run = runIn(rows);
    if (run >= 0) {
      const segment = this.#segments[run >>> SHIFT];
      if (segment !== undefined) values.set(segment.subarray(run & MASK, (run & MASK) + rows.length));
      return values;
    }
    for (let i = 0; i < rows.length; i++) values[i] = this.get(rows[i]!);
    return values;
  }
}

/** Rows never set read as NaN. */
export class F64Column {
  /** Narrow ones hold whole numbers, and one more than that: 0 is NaN. */
  readonly #segments: (Uint32Array | Float64Array | undefined)[] = [];
  byteLength = 0;
  touched = 0;

  get(i: number): number {
    const segment = this.#segments[i >>> SHIFT];
    if (segment === undefined) return Number.NaN;
    const value = segment[i & MASK] ?? Number.NaN;
    return segment.BYTES_PER_ELEMENT === 8 ? value : value === 0 ? Number.NaN : value - 1;
  }

  set(i: number, value: number): void {
    const narrow = (value + 1) >>> 0;
    const fits = narrow !== 0 && narrow - 1 === value && !Object.is(value, -0);
    const isWide = !(fits || Number.isNaN(value));
    let segment = this.#segments[i >>> SHIFT];
    if (segment === undefined || (i & MASK) >= segment.length || (isWide && segment.BYTES_PER_ELEMENT === 4)) {
      segment = this.#make(i, isWide);
    }
    segment[i & MASK] = segment.BYTES_PER_ELEMENT === 8 ? value : fits ? narrow : 0;
  }

  /** Sets new rows to `values[i]`, as that of U32Column does. */
  put({ from, to, target, fresh }: NewRows, values: Float64Array): void {
    let at = -1;
    let segment: Uint32Array = NO_WORDS;
    for (let i = from; i < to; i++) {
      if (fresh[i] !== 1) continue;
      const row = target[i]!;
      const value = values[i]!;
      const narrow = (value + 1) >>> 0;
      // Nothing below 1, which 0 and -0 would both be.
      if (row >>> SHIFT === at && narrow > 1 && narrow - 1 === value && (row & MASK) < segment.length) {
        segment[row & MASK] = narrow;
        continue;
      }
      if (Number.isNaN(value)) continue;
      this.set(row, value);
      const set = this.#segments[row >>> SHIFT];
      at = set instanceof Uint32Array ? row >>> SHIFT : -1;
      if (set instanceof Uint32Array) segment = set;
    }
  }

  /** As that of U32Column. */
  touch(rows: Uint32Array): void {
    let touched = 0;
    for (let i = 0; i < rows.length; i++) touched += this.#segments[rows[i]! >>> SHIFT]?.[rows[i]! & MASK] ?? 0;
    this.touched = touched;
  }

  /** The segment of this row, with room for it. */
  #make(i: number, isWide: boolean): Uint32Array | Float64Array {
    const s = i >>> SHIFT;
    const held = this.#segments[s];
    const length = Math.max(lengthFor(i), held?.length ?? 0);
    const wasWide = held?.BYTES_PER_ELEMENT === 8;
    const segment = isWide || wasWide ? new Float64Array(length).fill(Number.NaN) : new Uint32Array(length);
    if (held !== undefined && isWide && !wasWide) {
      for (let k = 0; k < held.length; k++) if (held[k] !== 0) segment[k] = held[k]! - 1;
    } else if (held !== undefined) segment.set(held);
    while (this.#segments.length < s) this.#segments.push(undefined);
    this.#segments[s] = segment;
    this.byteLength += segment.byteLength - (held?.byteLength ?? 0);
    return segment;
  }

  /** The values of these rows. */
  pick(rows: Uint32Array): Float64Array<ArrayBuffer> {
    const values = floatsColumn(rows.length);
    const run = runIn(rows);
    const segment = run < 0 ? undefined : this.#segments[run >>> SHIFT];
    if (segment === undefined || segment.BYTES_PER_ELEMENT === 8) {
      for (let i = 0; i < rows.length; i++) values[i] = this.get(rows[i]!);
      return values;
    }
    for (let i = 0, from = run & MASK; i < rows.length; i++, from++) {
      const value = segment[from] ?? 0;
      values[i] = value === 0 ? Number.NaN : value - 1;
    }
    return values;
  }
}

/** The first of these rows, where they follow one another and stand in one segment; otherwise -1. */
export function runIn(rows: Uint32Array): number {
  const first = rows[0] ?? -1;
  if (first < 0 || (first & MASK) + rows.length > SEGMENT) return -1;
  for (let i = 1; i < rows.length; i++) if (rows[i] !== first + i) return -1;
  return first;
}
