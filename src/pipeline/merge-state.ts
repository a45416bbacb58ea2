// A merge in progress: every key once, with what all its rows say. Batches go in, merged batches come out in the order
// in which keys were first met. Memory is that of the columns.
import { BATCH_ROWS, type Batch, type Times } from '../model/batch.ts';
import { type Extras, type TimeField, timeFields } from '../model/fields.ts';
import type { Findings } from '../model/findings.ts';
import { type Interns, isDisputed, type Opinion, type Review } from '../model/opinions.ts';
import { strictest } from '../model/schemes.ts';
import { EMPTY_SET } from '../model/set-table.ts';
import { NumberColumn, type Placed, SetColumn, TextColumn } from './merge-columns.ts';
import { MergeItems } from './merge-items.ts';
import { OriginColumn } from './merge-origins.ts';
import type { Link, MergePolicy } from './merge-policy.ts';
import { MergeRows } from './merge-rows.ts';
import { OverlapCount } from './overlap.ts';

export interface MergeSettings {
  readonly policy: MergePolicy;
  readonly link: Link;
  readonly interns: Interns;
  readonly findings: Findings;
  /** Seed of the key index; results never depend on it. */
  readonly seed: number;
}

const textFields = ['partnerKey', 'name', 'note', 'spelling'] as const;
type TextField = (typeof textFields)[number];

/** Duplicates are counted by the million, so only the first few become examples. */
const DUPLICATE_EXAMPLES = 20;

export class MergeState {
  readonly #settings: MergeSettings;
  readonly #rows: MergeRows;
  readonly #origins = new OriginColumn();
  readonly #items: MergeItems;
  readonly #opinions: SetColumn<Opinion>;
  readonly #reviews: SetColumn<Review>;
  readonly #times: Readonly<Record<TimeField, NumberColumn>>;
  readonly #size: NumberColumn;
  readonly #texts: Readonly<Record<TextField, TextColumn>>;
  readonly #standing: StandingOpinions;
  readonly overlap: OverlapCount;
  #target = new Uint32Array(0);
  #fresh = new Uint8Array(0);
  #isGrouped = false;
  /** Rows whose key was known already. */
  duplicates = 0;

  constructor(settings: MergeSettings) {
    const { policy, interns, link, findings } = settings;
    this.#settings = settings;
    this.#rows = new MergeRows(settings.seed);
    this.#items = new MergeItems(this.#rows, this.#origins, {
      link,
      report: findings.report,
      sources: interns.sources,
    });
    this.#opinions = new SetColumn(interns.opinions, policy.opinions);
    this.#reviews = new SetColumn(interns.reviews, policy.reviews);
    this.#times = {
      firstSeen: new NumberColumn(policy.firstSeen),
      lastVerified: new NumberColumn(policy.lastVerified),
      lastReviewed: new NumberColumn(policy.lastReviewed),
      expires: new NumberColumn(policy.expires),
    };
    this.#size = new NumberColumn(policy.size);
    this.#texts = {
      partnerKey: new TextColumn(policy.partnerKey),
      name: new TextColumn(policy.name),
      note: new TextColumn(policy.note),
      spelling: new TextColumn(policy.spelling),
    };
    this.#standing = new StandingOpinions(interns, policy.opinions === 'strictest');
    this.overlap = new OverlapCount(interns.sources);
  }

  /** Merged rows so far: keys, and the shadows of keys in records that stay apart. */
  get count(): number {
    return this.#rows.count;
  }

  get byteLength(): number {
    let bytes = this.#rows.byteLength + this.#origins.byteLength + this.#items.byteLength;
    bytes += this.#opinions.byteLength + this.#reviews.byteLength + this.#size.byteLength;
    for (const field of timeFields) bytes += this.#times[field].byteLength;
    for (const field of textFields) bytes += this.#texts[field].byteLength;
    return bytes;
  }

  add(batch: Batch): void {
    const { count } = batch;
    if (count === 0) return;
    if (this.#target.length < count) {
      this.#target = new Uint32Array(count);
      this.#fresh = new Uint8Array(count);
    }
    const placed: Placed = { count, target: this.#target, fresh: this.#fresh };
    this.#rows.locate(batch, placed.target, placed.fresh);
    this.#isGrouped ||= batch.item !== null;
    this.#items.place(batch, placed.target, placed.fresh);
    this.#countDuplicates(batch, placed);
    this.#origins.take(batch, placed);
    this.#opinions.take(batch.opinions, batch.times.lastReviewed, placed);
    this.#reviews.take(batch.reviews, batch.times.lastReviewed, placed);
    for (const field of timeFields) this.#times[field].take(batch.times[field], placed);
    this.#size.take(batch.size, placed);
    if (batch.partnerKey !== null) this.#takePartnerKeys(batch.partnerKey, placed);
    if (batch.extras !== null) this.#takeExtras(batch.extras, placed);
  }

  #countDuplicates(batch: Batch, { count, target, fresh }: Placed): void {
    for (let i = 0; i < count; i++) {
      if (fresh[i] === 1) continue;
      if (this.duplicates++ >= DUPLICATE_EXAMPLES) continue;
      const other = this.#settings.interns.sources.name(this.#origins.firstSource(target[i]!));
      this.#settings.findings.report('merge/duplicate', { other }, { source: batch.source, line: batch.line[i]! });
    }
  }

  #takePartnerKeys(keys: readonly (string | undefined)[], { count, target, fresh }: Placed): void {
    for (let i = 0; i < count; i++) this.#texts.partnerKey.take(keys[i], target[i]!, fresh[i] === 1);
  }

  #takeExtras(extras: readonly (Extras | undefined)[], { count, target, fresh }: Placed): void {
    for (let i = 0; i < count; i++) {
      const extra = extras[i];
      if (extra === undefined) continue;
      this.#texts.name.take(extra.name, target[i]!, fresh[i] === 1);
      this.#texts.note.take(extra.note, target[i]!, fresh[i] === 1);
      this.#texts.spelling.take(extra.spelling, target[i]!, fresh[i] === 1);
    }
  }

  /** Tells what can be counted only now. Call once, when the last batch is in. */
  tellTotals(): void {
    const { findings } = this.#settings;
    findings.count('merge/duplicate', Math.max(0, this.duplicates - DUPLICATE_EXAMPLES));
    const differing = (field: string, count: number): void =>
      findings.count('merge/field-differs', count, { code: 'merge/field-differs', args: { field }, at: {} });
    differing('expires', this.#times.expires.differing);
    differing('size', this.#size.differing);
    for (const field of textFields) if (field !== 'spelling') differing(field, this.#texts[field].differing);
  }

  /** Merged batches in the order in which keys were first met, an item at the place of its oldest row. */
  *emit(): Generator<Batch> {
    let rows: number[] = [];
    let items: number[] = [];
    for (let row = 0; row < this.count; row++) {
      if (!this.#isGrouped) {
        rows.push(row);
      } else if (this.#items.headOf(row) === row) {
        for (let r = row; r >= 0; r = this.#items.nextOf(r)) {
          rows.push(r);
          items.push(row);
        }
      }
      if (rows.length < BATCH_ROWS) continue;
      yield this.#batchOf(Uint32Array.from(rows), items);
      rows = [];
      items = [];
    }
    if (rows.length > 0) yield this.#batchOf(Uint32Array.from(rows), items);
  }

  #batchOf(rows: Uint32Array, items: readonly number[]): Batch {
    const count = rows.length;
    const kind = new Uint8Array(count);
    const scope = new Uint8Array(count);
    const op = new Uint8Array(count);
    const start = new Uint32Array(count + 1);
    const line = new Uint32Array(count);
    let isUniform = true;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const lane = this.#rows.laneNumberOf(row);
      kind[i] = lane >> 3;
      scope[i] = (lane >> 1) & 3;
      op[i] = this.#operation(row);
      line[i] = this.#origins.firstLine(row);
      start[i + 1] = start[i]! + this.#rows.keyLength(row);
      isUniform &&= i === 0 || (kind[i] === kind[0] && scope[i] === scope[0] && op[i] === op[0]);
      this.overlap.add(this.#origins, row);
    }
    const bytes = new Uint8Array(start[count]!);
    for (let i = 0; i < count; i++) this.#rows.copyKey(rows[i]!, bytes, start[i]!);
    return {
      count,
      source: this.#origins.firstSource(rows[0]!),
      kind,
      scope,
      op,
      uniform: isUniform,
      start,
      bytes,
      line,
      item: isGroupedList(items) ? Uint32Array.from(items) : null,
      opinions: this.#standingOpinions(rows),
      reviews: collect(rows, (row) => this.#reviews.kept(row)),
      times: this.#emitTimes(rows),
      size: emitNumbers(this.#size, rows),
      partnerKey: this.#texts.partnerKey.isUsed ? Array.from(rows, (row) => this.#texts.partnerKey.get(row)) : null,
      extras: this.#emitExtras(rows),
      origins: this.#origins.emit(rows),
    };
  }

  #operation(row: number): number {
    return this.#origins.operation(row, (withdrawer) => {
      const source = this.#settings.interns.sources.name(withdrawer);
      this.#settings.findings.report('merge/withdrawn-elsewhere', { source }, this.#placeOf(row));
    });
  }

  #placeOf(row: number): { source: number; line: number } {
    return { source: this.#origins.firstSource(row), line: this.#origins.firstLine(row) };
  }

  #standingOpinions(rows: Uint32Array): Uint32Array | null {
    return collect(rows, (row) => {
      const all = this.#opinions.all(row);
      if (all === EMPTY_SET) return EMPTY_SET;
      if (this.#standing.isDisputed(all)) {
        this.#settings.findings.report('merge/disputed', {}, this.#placeOf(row));
      }
      return this.#standing.of(this.#opinions.kept(row));
    });
  }

  #emitTimes(rows: Uint32Array): Times {
    return {
      firstSeen: emitNumbers(this.#times.firstSeen, rows),
      lastVerified: emitNumbers(this.#times.lastVerified, rows),
      lastReviewed: emitNumbers(this.#times.lastReviewed, rows),
      expires: emitNumbers(this.#times.expires, rows),
    };
  }

  #emitExtras(rows: Uint32Array): (Extras | undefined)[] | null {
    const { name, note, spelling } = this.#texts;
    if (!name.isUsed && !note.isUsed && !spelling.isUsed) return null;
    return Array.from(rows, (row) => {
      const extras: { name?: string; note?: string; spelling?: string } = {};
      const [n, t, s] = [name.get(row), note.get(row), spelling.get(row)];
      if (n !== undefined) extras.name = n;
      if (t !== undefined) extras.note = t;
      if (s !== undefined) extras.spelling = s;
      return extras;
    });
  }
}

/** Answers about opinion sets, worked out once per set: rows share few of them. */
class StandingOpinions {
  readonly #interns: Interns;
  readonly #strictest: Map<number, number> | null;
  readonly #disputed = new Map<number, boolean>();

  constructor(interns: Interns, isStrictest: boolean) {
    this.#interns = interns;
    this.#strictest = isStrictest ? new Map() : null;
  }

  isDisputed(set: number): boolean {
    let known = this.#disputed.get(set);
    if (known === undefined) {
      known = isDisputed(this.#interns.opinions.list(set));
      this.#disputed.set(set, known);
    }
    return known;
  }

  of(set: number): number {
    if (this.#strictest === null) return set;
    let known = this.#strictest.get(set);
    if (known === undefined) {
      known = this.#interns.opinions.of(strictest(this.#interns.opinions.list(set)));
      this.#strictest.set(set, known);
    }
    return known;
  }
}

function isGroupedList(items: readonly number[]): boolean {
  for (let i = 1; i < items.length; i++) if (items[i] === items[i - 1]) return true;
  return false;
}

function collect(rows: Uint32Array, get: (row: number) => number): Uint32Array | null {
  const column = new Uint32Array(rows.length);
  let any = 0;
  for (let i = 0; i < rows.length; i++) any |= column[i] = get(rows[i]!);
  return any === 0 ? null : column;
}

function emitNumbers(column: NumberColumn, rows: Uint32Array): Float64Array | null {
  if (!column.isUsed) return null;
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column.get(rows[i]!);
  return values;
}
