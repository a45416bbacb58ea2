// The columns that a table is written with, beside those of keys. Cells of opinions and reviews are rendered once for each
// set and kept as bytes in one buffer: a list has few sets, whatever its rows.
import type { Batch } from '../../model/batch.ts';
import type { TimeField } from '../../model/fields.ts';
import type { Interns, Opinion, Review } from '../../model/opinions.ts';
import { originsAt } from '../../model/row.ts';
import { operationOf, PRESENT, scopeOf } from '../../model/scope.ts';
import { EMPTY_SET, type SetTable } from '../../model/set-table.ts';
import { escapeItem } from './table-cells.ts';
import type { CellWriter } from './table-write-cells.ts';

/** Writes the cell of row i. */
export type ColumnWriter = (batch: Batch, i: number) => void;

/** The columns of facts, in the order in which they are written, each with what its cells are made of. */
export const factColumns = {
  scope: 'scope',
  operation: 'operation',
  item: 'item',
  member: 'opinions',
  scheme: 'opinions',
  label: 'opinions',
  polarity: 'opinions',
  reviewer: 'reviews',
  organisation: 'reviews',
  country: 'reviews',
  decision: 'reviews',
  last_reviewed: 'lastReviewed',
  first_seen: 'firstSeen',
  last_verified: 'lastVerified',
  expires: 'expires',
  id: 'partnerKey',
  size: 'size',
  name: 'name',
  note: 'note',
  spelling: 'spelling',
  origins: 'origins',
} as const;
export type FactColumn = keyof typeof factColumns;

/** What four digits of a year can say. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;
/** Bytes of rendered cells that are kept. */
const MOST_KEPT = 1 << 26;

export function columnWriter(column: FactColumn, cells: CellWriter, interns: Interns): ColumnWriter {
  const { out } = cells;
  switch (column) {
    case 'scope':
      return (batch, i) => out.ascii(scopeOf(batch.scope[i]!));
    case 'operation':
      return (batch, i) => out.ascii(operationOf(batch.op[i]!));
    case 'member':
    case 'scheme':
    case 'label':
    case 'polarity': {
      const set = new SetCells(interns.opinions, cells, column, opinionOrder, (opinion) => opinion[column]);
      return ({ opinions }, i) => set.write(opinions === null ? EMPTY_SET : opinions[i]!);
    }
    case 'reviewer':
    case 'organisation':
    case 'country':
    case 'decision': {
      const set = new SetCells(interns.reviews, cells, column, reviewOrder, (review) => review[column]);
      return ({ reviews }, i) => set.write(reviews === null ? EMPTY_SET : reviews[i]!);
    }
    case 'size':
      return ({ size }, i) => writeSize(cells, size?.[i]);
    case 'id':
      return ({ partnerKey }, i) => writeText(cells, partnerKey?.[i], column);
    case 'name':
    case 'note':
    case 'spelling':
      return ({ extras }, i) => writeText(cells, extras?.[i]?.[column], column);
    case 'origins':
      return (batch, i) => writeOrigins(cells, batch, i, interns);
    case 'item':
      return () => {}; // numbers of items are the table's business
    default: {
      const field = factColumns[column];
      return ({ times }, i) => writeTime(cells, times[field]?.[i]);
    }
  }
}

function writeText(cells: CellWriter, text: string | undefined, column: string): void {
  if (text !== undefined) cells.text(text, column);
}

function writeTime(cells: CellWriter, seconds: number | undefined): void {
  if (seconds === undefined || Number.isNaN(seconds)) return;
  if (seconds >= FIRST_SECOND && seconds <= LAST_SECOND) cells.out.time(seconds);
  else cells.fault = 'a time is no date';
}

function writeSize(cells: CellWriter, size: number | undefined): void {
  if (size === undefined || Number.isNaN(size)) return;
  if (Number.isSafeInteger(size) && size >= 0) cells.out.integer(size);
  else cells.fault = 'a size is no number of bytes';
}

/** Where a merged row came from; a row with no history of its own leaves it to the file it stands in. */
function writeOrigins(cells: CellWriter, batch: Batch, i: number, interns: Interns): void {
  if (batch.origins === null) return;
  const items = originsAt(batch, i, interns).map(({ source, line, operation }) =>
    escapeItem(`${source}:${line}${operation === operationOf(PRESENT) ? '' : `:${operation}`}`),
  );
  if (items.length > 0) cells.text(items.join(';'), 'origins');
}

/** One column of the cells of sets. */
class SetCells<T> {
  readonly #table: SetTable<T>;
  readonly #column: string;
  readonly #order: (atom: T) => string;
  readonly #part: (atom: T) => string | undefined;
  readonly #cells: CellWriter;
  /** Rendered cells one after another, and by set where its cell starts and ends. */
  #kept = new Uint8Array(1 << 12);
  #used = 0;
  #ranges = new Uint32Array(1 << 8).fill(NOT_YET);

  constructor(
    table: SetTable<T>,
    cells: CellWriter,
    column: string,
    order: (atom: T) => string,
    part: (atom: T) => string | undefined,
  ) {
    this.#table = table;
    this.#cells = cells;
    this.#column = column;
    this.#order = order;
    this.#part = part;
  }

  write(set: number): void {
    if (set === EMPTY_SET) return;
    const { out } = this.#cells;
    const from = set * 2 < this.#ranges.length ? this.#ranges[set * 2]! : NOT_YET;
    if (from !== NOT_YET) {
      const to = this.#ranges[set * 2 + 1]!;
      if (to > from) out.copy(this.#kept, from, to);
      return;
    }
    const start = out.length;
    // A cell that was neutralised is told each time it is written, so it is not kept.
    if (this.#render(set)) this.#keep(set, out.bytes, start, out.length);
  }

  /** Whether the cell is the same for every row, without anything to tell. */
  #render(set: number): boolean {
    const atoms = this.#table.list(set);
    if (atoms.length > 1) atoms.sort((a, b) => (this.#order(a) < this.#order(b) ? -1 : 1));
    const parts = atoms.map((atom) => this.#part(atom));
    if (parts.every((part) => part === undefined)) return true;
    const text = parts.map((part) => (part === undefined ? '' : escapeItem(part))).join(';');
    this.#cells.text(text, this.#column);
    return !/^'*[=+\-@\t\r]/u.test(text) && this.#cells.fault === null;
  }

  #keep(set: number, bytes: Uint8Array, from: number, to: number): void {
    if (this.#used + to - from > MOST_KEPT) return;
    if (this.#used + to - from > this.#kept.length) {
      const larger = new Uint8Array(Math.max(this.#used + to - from, this.#kept.length * 2));
      larger.set(this.#kept.subarray(0, this.#used));
      this.#kept = larger;
    }
    if (set * 2 + 2 > this.#ranges.length) {
      const larger = new Uint32Array(Math.max(set * 2 + 2, this.#ranges.length * 2)).fill(NOT_YET);
      larger.set(this.#ranges);
      this.#ranges = larger;
    }
    this.#kept.set(bytes.subarray(from, to), this.#used);
    this.#ranges[set * 2] = this.#used;
    this.#used += to - from;
    this.#ranges[set * 2 + 1] = this.#used;
  }
}

const NOT_YET = 0xffffffff;

/** Sets come in the order of their text: their numbers depend on what was read before. */
function opinionOrder({ member, scheme, label, polarity }: Opinion): string {
  return [member, scheme ?? '', label ?? '', polarity ?? ''].join('\0');
}

function reviewOrder({ reviewer, organisation = '', country = '', decision }: Review): string {
  return [reviewer, organisation, country, decision].join('\0');
}

/** Whether two rows have the same cells in these columns. */
export function sameFacts(batch: Batch, a: number, b: number, columns: readonly FactColumn[]): boolean {
  return columns.every((column) => {
    const fact = factColumns[column];
    switch (fact) {
      case 'scope':
        return batch.scope[a] === batch.scope[b];
      case 'operation':
        return batch.op[a] === batch.op[b];
      case 'opinions':
      case 'reviews':
        return batch[fact]?.[a] === batch[fact]?.[b];
      case 'size':
        return Object.is(batch.size?.[a], batch.size?.[b]);
      case 'partnerKey':
        return batch.partnerKey?.[a] === batch.partnerKey?.[b];
      case 'name':
      case 'note':
      case 'spelling':
        return batch.extras?.[a]?.[fact] === batch.extras?.[b]?.[fact];
      case 'origins':
        return batch.origins === null;
      case 'item':
        return true;
      default:
        return sameTime(batch.times[fact], a, b);
    }
  });
}

function sameTime(column: Batch['times'][TimeField], a: number, b: number): boolean {
  return column === null || Object.is(column[a], column[b]);
}
