// Joins records that describe one file. Records that share an exact digest become one item, unless that would put two
// digests of one algorithm into it: then both stay apart and the conflict is told. Perceptual digests join nothing.
//
//   item = a chain of merged rows:  head -> next -> next      (a row alone is its own head)
//   a record that must stay apart gets shadow rows for the keys that live in another item
import type { Batch } from '../../model/batch.ts';
import { entryAt } from '../../model/entry.ts';
import type { At, Report } from '../../model/findings.ts';
import { kindOf } from '../../model/kinds.ts';
import type { NameTable } from '../../model/opinions.ts';
import { U32Column } from '../columns.ts';
import type { Placed } from './columns.ts';
import type { OriginColumn } from './origins.ts';
import type { Link } from './policy.ts';
import type { MergeRows } from './rows.ts';
import { MergeShadows } from './shadows.ts';
import type { Taking } from './taking.ts';

export interface ItemSettings {
  readonly link: Link;
  readonly report: Report;
  readonly sources: NameTable;
}

/** The record at hand: rows `from..to)` of a batch, with the merged row of each key and whether it was made for it. */
interface Candidate {
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
  readonly target: Uint32Array;
  readonly fresh: Uint8Array;
  readonly taking: Taking;
}

export class MergeItems {
  readonly #rows: MergeRows;
  readonly #origins: OriginColumn;
  readonly #settings: ItemSettings;
  /** Head row + 1, next row + 1, and (at the head) last row + 1; 0: the row itself, none, the row itself. */
  readonly #head = new U32Column();
  readonly #next = new U32Column();
  readonly #tail = new U32Column();
  readonly shadows = new MergeShadows();
  /** The fresh row of the batch at hand that was looked up last; the number of rows when the batch was numbered. */
  #nextFresh = { i: -1, row: -1 };
  #endRow = 0;

  constructor(rows: MergeRows, origins: OriginColumn, settings: ItemSettings) {
    this.#rows = rows;
    this.#origins = origins;
    this.#settings = settings;
  }

  headOf(row: number): number {
    const head = this.#head.get(row);
    return head === 0 ? row : head - 1;
  }

  /** The row after this one in its item, or -1. */
  nextOf(row: number): number {
    return this.#next.get(row) - 1;
  }

  get byteLength(): number {
    return this.#head.byteLength + this.#next.byteLength + this.#tail.byteLength + this.shadows.byteLength;
  }

  /** The row earlier in an item that holds the same key, where two items that both held it were joined; or -1. */
  twinOf(head: number, row: number): number {
    const first = this.#inItem(head, row);
    return first === row ? -1 : first;
  }

  /**
   * Takes up a row of another merge: a shadow of row `primary` unless that is -1, with row `next` behind it or -1.
   * Rows come in the order of the list.
   */
  restore(row: number, primary: number, next: number): void {
    if (primary >= 0) this.shadows.note(row, primary, row);
    if (next >= 0) this.#next.set(row, next + 1);
  }

  /** Call when all rows are restored: `rowOf` turns the numbers they had as next rows into those they have now. */
  relink(count: number, rowOf: (number: number) => number): void {
    const isBehind = new Uint8Array(count);
    for (let row = 0; row < count; row++) {
      const next = this.nextOf(row);
      if (next < 0) continue;
      this.#next.set(row, rowOf(next) + 1);
      isBehind[rowOf(next)] = 1;
    }
    for (let head = 0; head < count; head++) {
      if (isBehind[head] === 1) continue;
      let last = head;
      for (let row = this.nextOf(head); row >= 0; row = this.nextOf(row)) {
        this.#head.set(row, head + 1);
        last = row;
      }
      if (last !== head) this.#tail.set(head, last + 1);
    }
  }

  /** Settles the items of a batch: changes `target` and `fresh`, as `MergeRows.locate` left them, where a row is a shadow. */
  place(batch: Batch, { target, fresh }: Placed, taking: Taking): void {
    const { item, count } = batch;
    if (item === null && this.shadows.count === 0) return; // each key is its own item, or adds to the item that has it
    this.#nextFresh = { i: -1, row: -1 };
    this.#endRow = this.#rows.count;
    for (let from = 0; from < count; ) {
      let to = from + 1;
      while (item !== null && to < count && item[to] === item[from]) to++;
      if (to > from + 1) this.#placeRecord({ batch, from, to, target, fresh, taking });
      else if (fresh[from] === 0) target[from] = this.#holderOf(target[from]!, from, taking);
      from = to;
    }
  }

  /**
   * Of the rows that hold a key, the one that gets what row i says of the key alone. The one that has it already, else a
   * list that is read again would add to another record; else the one whose item stands first in the list. What a source
   * does, it does wherever it listed the key: one that withdraws it means it in every record.
   */
  #holderOf(row: number, i: number, taking: Taking): number {
    const shadows = this.shadows.of(row);
    if (shadows.length === 0) return row;
    taking.upTo(i);
    const holders = [row, ...shadows].sort((a, b) => this.shadows.compare(this.headOf(a), this.headOf(b)));
    const chosen = holders.find((holder) => taking.has(holder, i)) ?? holders[0]!;
    for (const holder of holders) if (holder !== chosen) taking.restate(holder, i);
    return chosen;
  }

  #placeRecord(record: Candidate): void {
    const { from, to, target } = record;
    const touched = this.#touchedItems(record);
    const whole = this.#wholeFor(record, touched);
    if (whole >= 0) {
      for (let i = from; i < to; i++) target[i] = this.#inItem(whole, target[i]!);
      return;
    }
    let own = -1;
    for (const head of touched) {
      // A key alone belongs to the record that has it, whichever came first.
      const isAlone = this.nextOf(head) < 0;
      const shared = this.#sharedKey(head, record);
      if (shared < 0 && !isAlone) continue;
      if (this.#conflicts(head, own, record)) {
        if (shared >= 0) this.#tellConflict(record, shared, head);
        continue;
      }
      if (shared >= 0 && !isAlone) this.#tellWeakLink(record, shared);
      own = own < 0 ? head : this.#append(own, head);
    }
    for (let i = from; i < to; i++) own = this.#settle(i, own, record);
  }

  /** The item that holds all keys of the record and says all it says, or a list read again would add to others; else the oldest; -1. */
  #wholeFor(record: Candidate, touched: readonly number[]): number {
    const whole = touched.filter((head) => this.#holdsAll(head, record));
    if (whole.length < 2) return whole[0] ?? -1;
    record.taking.upTo(record.from);
    return whole.find((head) => this.#saysAll(head, record)) ?? whole[0]!;
  }

  #saysAll(head: number, { from, to, target, taking }: Candidate): boolean {
    for (let i = from; i < to; i++) if (!taking.has(this.#inItem(head, target[i]!), i)) return false;
    return true;
  }

  /** Heads of the existing items that hold any key of the record, oldest first. */
  #touchedItems({ from, to, target, fresh }: Candidate): number[] {
    const heads: number[] = [];
    const touch = (row: number): void => {
      const head = this.headOf(row);
      if (!heads.includes(head)) heads.push(head);
    };
    for (let i = from; i < to; i++) {
      const row = target[i]!;
      if (fresh[i] === 1 || isRepeat(target, fresh, from, i)) continue;
      touch(row);
      for (const shadow of this.shadows.of(row)) touch(shadow);
    }
    return heads.length > 1 ? heads.sort((a, b) => this.shadows.compare(a, b)) : heads;
  }

  /** Puts key i of the record into its item, as a shadow where another item keeps the key; returns the item's head. */
  #settle(i: number, own: number, record: Candidate): number {
    const { target, fresh } = record;
    const row = target[i]!;
    const held = own < 0 ? -1 : this.#inItem(own, row);
    if (held >= 0) {
      target[i] = held;
      return own;
    }
    if (fresh[i] === 1) return own < 0 ? row : this.#append(own, row);
    const shadow = this.#rows.shadow(row);
    this.shadows.note(shadow, this.shadows.findable(row), this.#followerFor(i, record));
    target[i] = shadow;
    fresh[i] = 1;
    record.taking.begin(shadow, i);
    return own < 0 ? shadow : this.#append(own, shadow);
  }

  /** The first row made for a key behind key i of the batch; where there is none, the number the next batch begins at. */
  #followerFor(i: number, { batch, target, fresh }: Candidate): number {
    if (this.#nextFresh.i <= i) {
      let k = i + 1;
      while (k < batch.count && fresh[k] === 0) k++;
      this.#nextFresh = { i: k, row: k < batch.count ? target[k]! : this.#endRow };
    }
    return this.#nextFresh.row;
  }

  /** The row of an item that holds the same key as `row`, or -1. */
  #inItem(head: number, row: number): number {
    const primary = this.shadows.findable(row);
    for (let r = head; r >= 0; r = this.nextOf(r)) if (this.shadows.findable(r) === primary) return r;
    return -1;
  }

  #holdsAll(head: number, { from, to, target }: Candidate): boolean {
    for (let i = from; i < to; i++) if (this.#inItem(head, target[i]!) < 0) return false;
    return true;
  }

  /** The key of the record by which it and the item are known to be one file, or -1 where equality proves nothing. */
  #sharedKey(head: number, { batch, from, to, target }: Candidate): number {
    const { link } = this.#settings;
    let weak = -1;
    for (let i = from; i < to && link !== 'none'; i++) {
      if (this.#inItem(head, target[i]!) < 0) continue;
      const kind = kindOf(batch.kind[i]!);
      if (kind.link === 'strong') return i;
      if (kind.link === 'weak' && link === 'all' && weak < 0) weak = i;
    }
    return weak;
  }

  /** Whether record, item and what was joined before would hold two digests of one exact algorithm. */
  #conflicts(head: number, own: number, { from, to, target }: Candidate): boolean {
    for (let r = head; r >= 0; r = this.nextOf(r)) {
      const kind = this.#exactKind(r);
      if (kind < 0) continue;
      for (let i = from; i < to; i++) if (this.#differs(kind, r, target[i]!)) return true;
      for (let o = own; o >= 0; o = this.nextOf(o)) if (this.#differs(kind, r, o)) return true;
    }
    return false;
  }

  #differs(kind: number, a: number, b: number): boolean {
    return this.#exactKind(b) === kind && this.shadows.findable(a) !== this.shadows.findable(b);
  }

  /** Kind code of a row with an exact digest, or -1. */
  #exactKind(row: number): number {
    const code = this.#rows.laneNumberOf(row) >> 3;
    return kindOf(code).family === 'exact' ? code : -1;
  }

  /** Puts the chain of `other` behind that of `head`. */
  #append(head: number, other: number): number {
    const tail = this.#tail.get(head);
    this.#next.set(tail === 0 ? head : tail - 1, other + 1);
    let last = other;
    for (let r = other; r >= 0; r = this.nextOf(r)) {
      this.#head.set(r, head + 1);
      last = r;
    }
    this.#tail.set(head, last + 1);
    return head;
  }

  #tellConflict(record: Candidate, shared: number, head: number): void {
    const { batch } = record;
    const source = this.#settings.sources.name(this.#origins.firstSource(head));
    const line = this.#origins.firstLine(head);
    const args = { kind: kindOf(batch.kind[shared]!).id, line, source };
    this.#settings.report('merge/group-conflict', args, placeOf(record), () => entryAt(batch, shared));
  }

  #tellWeakLink(record: Candidate, shared: number): void {
    const { batch } = record;
    const { id, link } = kindOf(batch.kind[shared]!);
    if (link !== 'weak') return;
    this.#settings.report('merge/weak-link', { kind: id }, placeOf(record), () => entryAt(batch, shared));
  }
}

/** Whether the record names this key before: it is then the record's own row, not another item's. */
function isRepeat(target: Uint32Array, fresh: Uint8Array, from: number, i: number): boolean {
  for (let k = from; k < i; k++) if (target[k] === target[i]) return fresh[k] === 1;
  return false;
}

function placeOf({ batch, from }: Candidate): At {
  const { origins } = batch;
  if (origins === null) return { source: batch.source, line: batch.line[from]! };
  return { source: origins.source[origins.start[from]!]!, line: origins.line[origins.start[from]!]! };
}
