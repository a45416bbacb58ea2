// The columns of a merge in progress, one class per shape of fact. Each takes a whole batch at a time: `target[i]` is
// the merged row that row i of the batch belongs to, `fresh[i]` whether that row was made for it.
import type { SetTable } from '../../model/set-table.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { F64Column, U32Column } from '../columns.ts';

/** Rows `from..to)` of a batch on their way into a merge. */
export interface Placed {
  readonly from: number;
  readonly to: number;
  readonly target: Uint32Array;
  readonly fresh: Uint8Array;
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

  take(column: Uint32Array | null, when: Float64Array | null, { from, to, target, fresh }: Placed): void {
    if (column === null) return;
    for (let i = from; i < to; i++) {
      const set = column[i]!;
      if (set === EMPTY_SET) continue;
      const row = target[i]!;
      if (fresh[i] === 1) this.#all.set(row, set);
      else this.#all.set(row, this.#table.union(this.#all.get(row), set));
      if (this.#chosen !== null) this.#choose(this.#chosen, row, set, when?.[i] ?? Number.NaN);
    }
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

  /** Everything that was said. */
  all(row: number): number {
    return this.#all.get(row);
  }

  /** What stands by the policy. */
  kept(row: number): number {
    return this.#chosen === null ? this.#all.get(row) : this.#chosen.get(row);
  }

  /** What `restore` needs beside the sets of all that was said; null where the policy chooses nothing. */
  chosen(rows: Uint32Array): ChosenSets | null {
    const chosen = this.#chosen;
    const at = this.#chosenAt;
    if (chosen === null) return null;
    return {
      set: Uint32Array.from(rows, (row) => chosen.get(row)),
      at: at && Float64Array.from(rows, (row) => at.get(row)),
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

  take(column: Float64Array | null, { from, to, target, fresh }: Placed): void {
    if (column === null && (this.#values === null || this.#policy !== 'longest')) return;
    this.#values ??= new F64Column();
    const values = this.#values;
    const policy = this.#policy;
    for (let i = from; i < to; i++) {
      const value = column === null ? Number.NaN : column[i]!;
      const row = target[i]!;
      if (fresh[i] === 1) {
        if (!Number.isNaN(value)) values.set(row, value);
        continue;
      }
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

  get isUsed(): boolean {
    return this.#values !== null;
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
