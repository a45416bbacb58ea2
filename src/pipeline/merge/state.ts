// A merge in progress: every key once, with what all its rows say. Batches go in, merged batches come out in the order
// in which keys were first met. Memory is that of the columns. A state can be taken apart into its rows and taken up
// again in pieces, for lists that are larger than the memory; it reads and writes no file itself.
import { BATCH_ROWS, type Batch } from '../../model/batch.ts';
import { takeBack } from '../../model/column-memory.ts';
import { entryAt } from '../../model/entry.ts';
import { EXCEPTED, PRESENT } from '../../model/scope.ts';
import { EMPTY_SET } from '../../model/set-table.ts';
import { F64Column } from '../columns.ts';
import type { Placed } from './columns.ts';
import { MergeFacts } from './facts.ts';
import { MergeItems } from './items.ts';
import { settleKeys } from './keys.ts';
import { OriginColumn } from './origins.ts';
import { OverlapCount } from './overlap.ts';
import { collect, inverse, isGroupedList, orNull } from './picks.ts';
import type { StateRows } from './pieces.ts';
import type { Link, MergePolicy } from './policy.ts';
import { type RemarkedBatch, type RemarkSettings, Remarks } from './remarks.ts';
import { MergeRows } from './rows.ts';
import { StandingOpinions } from './standing.ts';
import { Taking } from './taking.ts';

export interface MergeSettings extends RemarkSettings {
  readonly policy: MergePolicy;
  readonly link: Link;
  /** Seed of the key index; results never depend on it. */
  readonly seed: number;
  /** How many rows may come in all; 0 when unknown. */
  readonly expected?: () => number;
}

/** Duplicates are counted by the million, so only the first few become examples. */
const DUPLICATE_EXAMPLES = 20;
const NONE = new Uint32Array(0);

export class MergeState {
  readonly #settings: MergeSettings;
  readonly #rows: MergeRows;
  readonly #origins = new OriginColumn();
  readonly #items: MergeItems;
  readonly #facts: MergeFacts;
  readonly #standing: StandingOpinions;
  overlap: OverlapCount;
  #target = new Uint32Array(0);
  #fresh = new Uint8Array(0);
  #isGrouped = false;
  /** Place of each row, where places were given. */
  #places: F64Column | null = null;
  /** Rows whose key was known already. */
  duplicates = 0;

  constructor(settings: MergeSettings) {
    const { policy, interns, link, findings } = settings;
    this.#settings = settings;
    this.#rows = new MergeRows(settings.seed, settings.expected);
    this.#items = new MergeItems(this.#rows, this.#origins, {
      link,
      report: findings.report,
      sources: interns.sources,
    });
    this.#facts = new MergeFacts(interns, policy);
    this.#standing = new StandingOpinions(interns, policy.opinions === 'strictest', settings.flags);
    this.overlap = new OverlapCount(interns.sources);
  }

  /** Merged rows so far: keys, and the shadows of keys in records that stay apart. */
  get count(): number {
    return this.#rows.count;
  }

  get byteLength(): number {
    const columns = this.#rows.byteLength + this.#origins.byteLength + this.#items.byteLength;
    return columns + this.#facts.byteLength + (this.#places?.byteLength ?? 0);
  }

  /** `places`: where the rows stand among all rows of the run, for a state that gets only some of them. */
  add(batch: Batch, places: Float64Array | null = null): void {
    if (batch.count === 0) return;
    const placed = this.#room(batch.count);
    this.#rows.locate(batch, placed.target, placed.fresh);
    const taking = new Taking(batch, placed, this.#origins, this.#facts);
    this.#isGrouped ||= batch.item !== null;
    this.#items.place(batch, placed, taking);
    if (places !== null) this.#notePlaces(places, placed);
    this.#countDuplicates(batch, placed);
    taking.upTo(batch.count);
  }

  #room(count: number): Placed {
    if (this.#target.length < count) {
      this.#target = new Uint32Array(count);
      this.#fresh = new Uint8Array(count);
    }
    return { from: 0, to: count, target: this.#target, fresh: this.#fresh, known: NONE, met: NONE };
  }

  #notePlaces(places: Float64Array, { to, target, fresh }: Placed): void {
    this.#places ??= new F64Column();
    for (let i = 0; i < to; i++) if (fresh[i] === 1) this.#places.set(target[i]!, places[i]!);
  }

  #countDuplicates(batch: Batch, { to, target, fresh }: Placed): void {
    for (let i = 0; i < to; i++) {
      if (fresh[i] === 1) continue;
      if (this.duplicates++ >= DUPLICATE_EXAMPLES) continue;
      const other = this.#settings.interns.sources.name(this.#origins.firstSource(target[i]!));
      const at = { source: batch.source, line: batch.line[i]! };
      this.#settings.findings.report('merge/duplicate', { other }, at, () => entryAt(batch, i));
    }
  }

  /** Tells what can be counted only now. Call once, when the last batch is in. */
  tellTotals(): void {
    const { findings } = this.#settings;
    findings.count('merge/duplicate', Math.max(0, this.duplicates - DUPLICATE_EXAMPLES));
    this.#facts.differing((field, count) =>
      findings.count('merge/field-differs', count, { code: 'merge/field-differs', args: { field }, at: {} }),
    );
  }

  /** Goes on counting where another state stopped, so that this one tells the totals of both. */
  countOn(from: MergeState): void {
    this.duplicates = from.duplicates;
    this.overlap = from.overlap;
    this.#facts.countOn(from.#facts);
  }

  /** Merged batches in the order in which keys were first met, an item at the place of its oldest row. */
  *emit(): Generator<RemarkedBatch> {
    this.#countOverlap();
    for (const { rows, heads } of this.#inOrder()) yield this.#batchOf(rows, heads);
  }

  /** As `emit`, with the place of the item of each row. */
  *emitPlaced(): Generator<RemarkedBatch & { readonly places: Float64Array }> {
    this.#countOverlap();
    for (const { rows, heads } of this.#inOrder()) {
      yield { ...this.#batchOf(rows, heads), places: Float64Array.from(heads, (head) => this.#places!.get(head)) };
    }
  }

  *#inOrder(): Generator<{ rows: Uint32Array; heads: ArrayLike<number> }> {
    const { count } = this;
    const order = this.#items.shadows.inOrder(count);
    if (order === null && !this.#isGrouped) {
      for (let first = 0; first < count; first += BATCH_ROWS) {
        const rows = new Uint32Array(Math.min(BATCH_ROWS, count - first));
        for (let i = 0; i < rows.length; i++) rows[i] = first + i;
        yield { rows, heads: rows };
      }
      return;
    }
    let rows: number[] = [];
    let heads: number[] = [];
    for (let i = 0; i < count; i++) {
      const row = order === null ? i : order[i]!;
      if (this.#isGrouped && this.#items.headOf(row) !== row) continue;
      for (let r = row; r >= 0; r = this.#isGrouped ? this.#items.nextOf(r) : -1) {
        if (this.#isTwin(row, r)) continue;
        rows.push(r);
        heads.push(row);
      }
      if (rows.length < BATCH_ROWS) continue;
      yield { rows: Uint32Array.from(rows), heads };
      rows = [];
      heads = [];
    }
    if (rows.length > 0) yield { rows: Uint32Array.from(rows), heads };
  }

  /** Whether a row repeats a key of its own item, which two joined items both held: the first row then says it all. */
  #isTwin(head: number, row: number): boolean {
    if (this.#items.shadows.count === 0) return false;
    const first = this.#items.twinOf(head, row);
    if (first < 0) return false;
    this.#facts.fold(row, first);
    this.#origins.fold(row, first);
    return true;
  }

  /** Counts shared keys, a key in several records once. */
  #countOverlap(): void {
    if (this.#settings.interns.sources.names.length < 2) return;
    const { shadows } = this.#items;
    for (let row = 0; row < this.count; row++) {
      if (shadows.count === 0 && this.#origins.isAlone(row)) this.overlap.addAlone(this.#origins.firstSource(row));
      else if (shadows.primaryOf(row) < 0) this.overlap.add(this.#origins, row, shadows.of(row));
    }
  }

  #batchOf(rows: Uint32Array, heads: ArrayLike<number>): RemarkedBatch {
    const remarks = new Remarks(rows.length);
    const op = this.#origins.operations(rows, (i, withdrawer) => remarks.withdrawn(i, withdrawer));
    const item = isGroupedList(heads) ? Uint32Array.from(heads) : null;
    const opinions = this.#standingOpinions(rows, remarks);
    const reviews = orNull(this.#facts.reviews.kept(rows));
    const facts = this.#facts.emit(rows);
    settleKeys(facts.partnerKey, op, opinions, this.#settings.interns);
    const batch = { ...this.#keysOf(rows, op), item, opinions, reviews, ...facts };
    this.#rows.excepted(rows, batch, (i, exception) => {
      remarks.excepted(i, this.#origins.firstSource(exception), this.#origins.firstLine(exception));
    });
    return { batch, remarks: remarks.column };
  }

  /** Keys and origins of these rows. */
  #keysOf(rows: Uint32Array, op: Uint8Array): KeyColumns {
    const keys = this.#rows.keysOf(rows);
    let isUniform = true;
    for (let i = 1; i < keys.count && isUniform; i++) {
      isUniform = keys.kind[i] === keys.kind[0] && keys.scope[i] === keys.scope[0] && op[i] === op[0];
    }
    return {
      ...keys,
      op,
      uniform: isUniform,
      source: this.#origins.firstSource(rows[0]!),
      line: this.#origins.lines(rows),
      origins: this.#origins.emit(rows),
    };
  }

  #standingOpinions(rows: Uint32Array, remarks: Remarks): Uint32Array | null {
    const all = this.#facts.opinions.all(rows);
    const kept = this.#facts.opinions.kept(rows);
    for (let i = 0; i < rows.length; i++) {
      if (all[i] === EMPTY_SET) continue;
      if (this.#standing.isDisputed(all[i]!)) remarks.disputed(i, all[i]!);
      kept[i] = this.#standing.of(kept[i]!);
    }
    takeBack([all.buffer]);
    return orNull(kept);
  }

  /** All rows in the order of the list, as `restore` takes them up. Tells nothing and counts nothing. */
  *stateRows(): Generator<StateRows> {
    const { count } = this;
    const order = this.#items.shadows.inOrder(count);
    const numbers = order && inverse(order);
    const numberOf = (row: number): number => (row < 0 || numbers === null ? row : numbers[row]!);
    for (let first = 0; first < count; first += BATCH_ROWS) {
      const rows = new Uint32Array(Math.min(BATCH_ROWS, count - first));
      for (let i = 0; i < rows.length; i++) rows[i] = order === null ? first + i : order[first + i]!;
      const op = Uint8Array.from(rows, (row) => ((this.#rows.laneNumberOf(row) & 1) === 1 ? EXCEPTED : PRESENT));
      const opinions = orNull(this.#facts.opinions.all(rows));
      const reviews = orNull(this.#facts.reviews.all(rows));
      yield {
        batch: { ...this.#keysOf(rows, op), item: null, opinions, reviews, ...this.#facts.emit(rows) },
        next: this.#isGrouped ? collect(rows, (row) => numberOf(this.#items.nextOf(row)) + 1) : null,
        primary: this.#isGrouped ? collect(rows, (row) => numberOf(this.#items.shadows.primaryOf(row)) + 1) : null,
        chosen: this.#facts.chosen(rows),
      };
    }
  }

  /**
   * Takes up rows that another state gave, by the numbers they had there, which are also their places: either shadows
   * all of them or none. They come in the same order, before any other batch, with all rows of their items and of their
   * keys; then comes `relink`.
   */
  restore({ batch, next, primary, chosen }: StateRows, numbers: Float64Array): void {
    const placed = this.#room(batch.count);
    const { to: count, target, fresh } = placed;
    this.#isGrouped ||= next !== null || primary !== null;
    this.#places ??= new F64Column();
    if (primary === null) this.#rows.locate(batch, target, fresh);
    for (let i = 0; i < count; i++) {
      // A shadow cannot be located: its key leads to the other row.
      const other = primary === null ? -1 : this.#rowAt(primary[i]! - 1);
      if (other >= 0) target[i] = this.#rows.shadow(other);
      this.#places.set(target[i]!, numbers[i]!);
      this.#items.restore(target[i]!, other, (next?.[i] ?? 0) - 1);
    }
    fresh.fill(1, 0, count);
    this.#origins.take(batch, placed);
    this.#facts.restore(batch, chosen, placed);
  }

  /** Puts restored rows back into their items. */
  relink(): void {
    if (this.#isGrouped) this.#items.relink(this.count, (number) => this.#rowAt(number));
  }

  /** The row restored under this number: numbers rise with rows, as they were restored in order. */
  #rowAt(number: number): number {
    let low = 0;
    for (let high = this.count; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#places!.get(middle) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type KeyColumns = Omit<Batch, 'item' | 'opinions' | 'reviews' | 'times' | 'size' | 'partnerKey' | 'extras'>;
