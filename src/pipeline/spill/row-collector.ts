// Makes batches of the rows of a stream: the rows of one batch have one source, and are all rows of a merge taken apart
// or none of them is. The place of each row comes with the batch.
import type { Batch } from '../../model/batch.ts';
import { BatchBuilder } from '../../model/batch-builder.ts';
import type { ExtraField } from '../../model/fields.ts';
import type { ChosenSets } from '../merge/columns.ts';
import type { StateRows } from '../merge/pieces.ts';
import { REMARK } from '../merge/remarks.ts';
import { HAS, type RecordCursor } from './row-codec.ts';

/** Rows a builder has room for at first; it grows to what batches turn out to be. */
const FIRST_ROOM = 64;

export interface PlacedRows {
  readonly batch: Batch;
  readonly places: Float64Array;
  /** Place of the first row of each row's record. */
  readonly records: Float64Array;
  /** The same rows where they are rows of a merge taken apart. */
  readonly state: StateRows | null;
  readonly remarks: Uint32Array | null;
}

/**
 * Which rows may share a batch with those of another source: none, those that say where they come from, or all, which
 * are then made to say it.
 */
export type Mixes = 'none' | 'told' | 'all';

export class RowCollector {
  #builder: BatchBuilder | null = null;
  #places: number[] = [];
  #records: number[] = [];
  #remarks: number[] = [];
  #hasRemarks = false;
  /** Flags in which rows of one batch must not differ, and whether it holds shadows. */
  #sort = 0;
  #next: number[] = [];
  #primary: number[] = [];
  #chosen: [opinions: ChosenLists, reviews: ChosenLists] | null = null;
  readonly #mixes: Mixes;

  constructor(mixes: Mixes) {
    this.#mixes = mixes;
  }

  get count(): number {
    return this.#places.length;
  }

  /** The record of the row added last. */
  get lastRecord(): number {
    return this.#records.at(-1) ?? -1;
  }

  /** Whether the row can join those collected: same source, and the same sort of row. */
  fits(row: RecordCursor): boolean {
    if (this.count === 0) return true;
    if (this.#sortOf(row) !== this.#sort) return false;
    if (row.source === this.#builder?.source) return true;
    return this.#mixes === 'all' || (this.#mixes === 'told' && row.has(HAS.origins));
  }

  add(row: RecordCursor): void {
    const isJoined = this.count > 0 && row.record === this.lastRecord;
    if (this.count === 0) {
      if (this.#builder?.source !== row.source) this.#builder = new BatchBuilder(row.source, FIRST_ROOM);
      this.#sort = this.#sortOf(row);
    }
    const builder = this.#builder!;
    this.#places.push(row.place);
    this.#records.push(row.record);
    builder.begin(row.line, row.op);
    if (isJoined) builder.join();
    builder.addBytes(row.kind, row.scope, row.bytes, row.keyFrom, row.keyTo);
    if (row.has(HAS.opinions)) builder.setOpinions(row.number());
    if (row.has(HAS.reviews)) builder.setReviews(row.number());
    if (row.has(HAS.firstSeen)) builder.setTime('firstSeen', row.float());
    if (row.has(HAS.lastVerified)) builder.setTime('lastVerified', row.float());
    if (row.has(HAS.lastReviewed)) builder.setTime('lastReviewed', row.float());
    if (row.has(HAS.expires)) builder.setTime('expires', row.float());
    if (row.has(HAS.updated)) builder.setTime('updated', row.float());
    if (row.has(HAS.size)) builder.setSize(row.float());
    if (row.has(HAS.partnerKey)) builder.setPartnerKey(row.text());
    this.#addExtra(row, HAS.name, 'name');
    this.#addExtra(row, HAS.note, 'note');
    this.#addExtra(row, HAS.spelling, 'spelling');
    if (row.has(HAS.origins)) this.#addOrigins(row);
    else if (this.#mixes === 'all') builder.addOrigin(row.source, row.line, row.op);
    if (row.has(HAS.state)) this.#addState(row);
    for (let n = 0; n < REMARK; n++) this.#remarks.push(row.has(HAS.remark) ? row.number() : 0);
    this.#hasRemarks ||= row.has(HAS.remark);
  }

  /** Where rows differ in this they are of two batches. */
  #sortOf(row: RecordCursor): number {
    const origins = this.#mixes === 'all' ? 0 : HAS.origins;
    return (row.flags & (HAS.state | HAS.chosen | origins)) | (row.primary > 0 ? 1 : 0);
  }

  #addExtra(row: RecordCursor, flag: number, field: ExtraField): void {
    if (row.has(flag)) this.#builder!.setExtra(field, row.text());
  }

  #addOrigins(row: RecordCursor): void {
    for (let n = row.number(); n > 0; n--) {
      const who = row.number();
      this.#builder!.addOrigin(who >>> 2, row.number(), who & 3);
    }
  }

  #addState(row: RecordCursor): void {
    this.#next.push(row.next);
    this.#primary.push(row.primary);
    if (!row.has(HAS.chosen)) return;
    this.#chosen ??= [
      { set: [], at: [] },
      { set: [], at: [] },
    ];
    for (const { set, at } of this.#chosen) {
      set.push(row.number());
      at.push(row.float());
    }
  }

  /** The rows collected; the collector is empty then. */
  take(): PlacedRows {
    const batch = this.#builder!.take();
    const rows = {
      batch,
      places: Float64Array.from(this.#places),
      records: Float64Array.from(this.#records),
      state: (this.#sort & HAS.state) === 0 ? null : this.#stateRows(batch),
      remarks: this.#hasRemarks ? Uint32Array.from(this.#remarks) : null,
    };
    this.#places = [];
    this.#records = [];
    this.#remarks = [];
    this.#hasRemarks = false;
    this.#next = [];
    this.#primary = [];
    this.#chosen = null;
    return rows;
  }

  #stateRows(batch: Batch): StateRows {
    const [opinions, reviews] = this.#chosen ?? [null, null];
    return {
      batch,
      next: this.#next.some((row) => row > 0) ? Uint32Array.from(this.#next) : null,
      primary: this.#primary.some((row) => row > 0) ? Uint32Array.from(this.#primary) : null,
      chosen: opinions && reviews && { opinions: columnsOf(opinions), reviews: columnsOf(reviews) },
    };
  }
}

interface ChosenLists {
  readonly set: number[];
  readonly at: number[];
}

function columnsOf({ set, at }: ChosenLists): ChosenSets {
  return { set: Uint32Array.from(set), at: Float64Array.from(at) };
}
