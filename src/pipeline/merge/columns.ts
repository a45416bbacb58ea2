// The columns of a merge in progress, one class per shape of fact. Each takes a whole batch at a time: `target[i]` is
// the merged row that row i of the batch belongs to, `fresh[i]` whether that row was made for it.
import type { SetTable } from '../../model/set-table.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { F64Column, type NewRows, U32Column } from '../columns.ts';

/** Rows `from..to)` of a batch on their way into a merge. */
export interface Placed extends NewRows {
  /**
   * Those of them that are not fresh. Apart, because they are all over the memory: reads of one after the other that do
   * not wait for the branch between fresh and known overlap.
   */
  readonly known: Uint32Array;
  /** The merged rows of these. */
  readonly met: Uint32Array;
}

/** The rows of `from..to)` that are not fresh. */
export function knownIn(fresh: Uint8Array, from: number, to: number): Uint32Array {
  const known = new Uint32Array(to - from);
  let n = 0;
  for (let i = from; i < to; i++) {
    known[n] = i;
    n += 1 - fresh[i]!;
  }
  return known.subarray(0, n);
}

/** The merged rows that these rows of a batch belong to. */
export function metBy(known: Uint32Array, target: Uint32Array): Uint32Array {
  const met = new Uint32Array(known.length);
  for (let n = 0; n < met.length; n++) met[n] = target[known[n]!]!;
  return met;
}

/** The sets a policy chose, and for policies that need it, when what they say was reviewed. */
export interface ChosenSets {
  readonly set: Uint32Array;
  readonly at: Float64Array | null;
}

/** Opinions or reviews: the union of all, and where the policy wants it, the chosen ones. */
export class SetColumn<T> {
  readonly #table: SetTable<T>;
  readonly #policy: 'union' | 'first' | 'last' | 'newest' | 'strictest';
  readonly #all = new U32Column();
  readonly #chosen: U32Column | null;
  readonly #chosenAt: F64Column | null;

  constructor(table: SetTable<T>, policy: 'union' | 'first' | 'last' | 'newest' | 'strictest') {
    this.#table = table;
    this.#policy = policy;
    this.#chosen = policy === 'union' || policy === 'strictest' ? null : new U32Column();
    this.#chosenAt = policy === 'newest' ? new F64Column() : null;
  }

  take(column: Uint32Array | null, when: Float64Array | null, placed: Placed): void {
    if (column === null) return;
    const { from, to, target, known } = placed;
    const all = this.#all;
    all.put(placed, column);
    this.#touch(column, placed);
    for (const i of known) {
      const row = target[i]!;
      const held = all.get(row);
      const union = this.#table.union(held, column[i]!);
      if (union !== held) all.set(row, union);
    }
    if (this.#chosen === null) return;
    for (let i = from; i < to; i++) {
      if (column[i] !== EMPTY_SET) this.#choose(this.#chosen, target[i]!, column[i]!, when?.[i] ?? Number.NaN);
    }
  }

  /** Fetches what the unions to come will read. */
  #touch(column: Uint32Array, { target, known, met }: Placed): void {
    this.#all.touch(met);
    const sets = new Uint32Array(known.length * 2);
    for (let n = 0; n < known.length; n++) {
      sets[n] = this.#all.get(target[known[n]!]!);
      sets[known.length + n] = column[known[n]!]!;
    }
    this.#table.touch(sets);
  }

  #choose(chosen: U32Column, row: number, set: number, when: number): void {
    if (this.#stands(chosen, row, when)) return;
    this.#chosenAt?.set(row, when);
    chosen.set(row, set);
  }

  /** Whether the set that was chosen stands against another one of this time. */
  #stands(chosen: U32Column, row: number, when: number): boolean {
    if (chosen.get(row) === EMPTY_SET || this.#policy === 'last') return false;
    // A row without a time never replaces one that has one; of two equal ones the first stands.
    return this.#chosenAt === null || !(when > orNever(this.#chosenAt.get(row)));
  }

  /** Whether taking this set would change nothing. */
  says(row: number, set: number, when: number): boolean {
    if (set === EMPTY_SET) return true;
    if (this.#table.union(this.#all.get(row), set) !== this.#all.get(row)) return false;
    return this.#chosen === null || this.#chosen.get(row) === set || this.#stands(this.#chosen, row, when);
  }

  /** Adds what is said of one row to another row of the same key. */
  fold(from: number, into: number): void {
    this.#all.set(into, this.#table.union(this.#all.get(into), this.#all.get(from)));
    const set = this.#chosen?.get(from) ?? EMPTY_SET;
    if (this.#chosen !== null && set !== EMPTY_SET) {
      this.#choose(this.#chosen, into, set, this.#chosenAt?.get(from) ?? Number.NaN);
    }
  }

  /** Everything that was said of these rows. */
  all(rows: Uint32Array): Uint32Array<ArrayBuffer> {
    return this.#all.pick(rows);
  }

  /** What stands by the policy. */
  kept(rows: Uint32Array): Uint32Array {
    return this.#chosen === null ? this.#all.pick(rows) : this.#chosen.pick(rows);
  }

  /** What `restore` needs beside the sets of all that was said; null where the policy chooses nothing. */
  chosen(rows: Uint32Array): ChosenSets | null {
    const chosen = this.#chosen;
    const at = this.#chosenAt;
    if (chosen === null) return null;
    return {
      set: chosen.pick(rows),
      at: at?.pick(rows) ?? null,
    };
  }

  restore(chosen: ChosenSets | null, { from, to, target }: Placed): void {
    if (chosen === null) return;
    for (let i = from; i < to; i++) {
      if (chosen.set[i] === EMPTY_SET) continue;
      this.#chosen?.set(target[i]!, chosen.set[i]!);
      if (chosen.at !== null) this.#chosenAt?.set(target[i]!, chosen.at[i]!);
    }
  }

  get byteLength(): number {
    return this.#all.byteLength + (this.#chosen?.byteLength ?? 0) + (this.#chosenAt?.byteLength ?? 0);
  }
}

function orNever(when: number): number {
  return Number.isNaN(when) ? Number.NEGATIVE_INFINITY : when;
}

export type NumberPolicy = 'oldest' | 'newest' | 'first' | 'last' | 'longest';

/** A time or a size. Differences are counted where two sources give unlike values. */
export class NumberColumn {
  readonly #policy: NumberPolicy;
  #values: F64Column | null = null;
  differing = 0;

  constructor(policy: NumberPolicy) {
    this.#policy = policy;
  }

  take(column: Float64Array | null, placed: Placed): void {
    if (column === null && (this.#values === null || this.#policy !== 'longest')) return;
    this.#values ??= new F64Column();
    const values = this.#values;
    const policy = this.#policy;
    const { target, known, met } = placed;
    if (column !== null) values.put(placed, column);
    values.touch(met);
    for (const i of known) {
      const value = column === null ? Number.NaN : column[i]!;
      const row = target[i]!;
      const held = values.get(row);
      if (held === value || (Number.isNaN(held) && Number.isNaN(value))) continue;
      // Of two expiry dates none stands when one source gives none: a date that is given up is told as well.
      if (!(Number.isNaN(held) || Number.isNaN(value)) || policy === 'longest') this.differing++;
      const kept = settle(policy, held, value);
      if (kept !== held) values.set(row, kept);
    }
  }

  /** Whether taking this value would change nothing. */
  says(row: number, value: number): boolean {
    return Object.is(settle(this.#policy, this.get(row), value), this.get(row));
  }

  fold(from: number, into: number): void {
    if (this.#values !== null) this.#values.set(into, settle(this.#policy, this.get(into), this.get(from)));
  }

  get(row: number): number {
    return this.#values === null ? Number.NaN : this.#values.get(row);
  }

  /** The values of these rows; null: no row ever had one. */
  pick(rows: Uint32Array): Float64Array | null {
    return this.#values === null ? null : this.#values.pick(rows);
  }

  get byteLength(): number {
    return this.#values?.byteLength ?? 0;
  }
}

function settle(policy: NumberPolicy, held: number, value: number): number {
  if (policy === 'longest') return held >= value ? held : value > held ? value : Number.NaN;
  if (Number.isNaN(held)) return value;
  if (Number.isNaN(value) || policy === 'first') return held;
  if (policy === 'last') return value;
  return policy === 'oldest' ? Math.min(held, value) : Math.max(held, value);
}

/** Text that few rows have: names, notes, partner keys. */
export class TextColumn {
  readonly #policy: 'first' | 'last';
  #values: (string | undefined)[] | null = null;
  #characters = 0;
  differing = 0;

  constructor(policy: 'first' | 'last') {
    this.#policy = policy;
  }

  take(text: string | undefined, row: number, isFresh: boolean): void {
    if (text === undefined) return;
    this.#values ??= [];
    const held = isFresh ? undefined : this.#values[row];
    if (held === undefined || (this.#policy === 'last' && held !== text)) {
      this.#values[row] = text;
      this.#characters += text.length;
    }
    if (held !== undefined && held !== text) this.differing++;
  }

  /** Whether taking this text would change nothing. */
  says(row: number, text: string | undefined): boolean {
    const held = this.get(row);
    return text === undefined || held === text || (held !== undefined && this.#policy === 'first');
  }

  fold(from: number, into: number): void {
    const text = this.get(from);
    if (text === undefined || this.#values === null) return;
    if (this.#policy === 'last' || this.#values[into] === undefined) this.#values[into] = text;
  }

  get(row: number): string | undefined {
    return this.#values?.[row];
  }

  get isUsed(): boolean {
    return this.#values !== null;
  }

  get byteLength(): number {
    return (this.#values?.length ?? 0) * 24 + this.#characters;
  }
}
