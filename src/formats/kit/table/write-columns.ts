// The columns that a table is written with, beside those of keys.
import type { Batch } from '../../../model/batch.ts';
import type { TimeField } from '../../../model/fields.ts';
import type { Interns, Opinion, Review } from '../../../model/opinions.ts';
import { operationOf, scopeOf } from '../../../model/scope.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import type { CellWriter } from './write-cells.ts';
import { OriginCells, sameOrigins } from './write-origins.ts';
import { SetGroup } from './write-sets.ts';

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
  updated: 'updated',
  expires: 'expires',
  id: 'partnerKey',
  size: 'size',
  name: 'name',
  note: 'note',
  spelling: 'spelling',
  origins: 'origins',
} as const;
export type FactColumn = keyof typeof factColumns;

const OPINIONS = ['member', 'scheme', 'label', 'polarity'] as const;
const REVIEWS = ['reviewer', 'organisation', 'country', 'decision'] as const;

/** Whether two columns come from the same set, so that they are best written together. */
export function goTogether(a: FactColumn, b: FactColumn): boolean {
  return factColumns[a] === factColumns[b] && (factColumns[a] === 'opinions' || factColumns[a] === 'reviews');
}

/** What four digits of a year can say. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799.999;

/** Makes the writers of a table's columns. */
export class ColumnWriters {
  readonly #cells: CellWriter;
  readonly #interns: Interns;
  readonly #opinions: SetGroup<Opinion, (typeof OPINIONS)[number]>;
  readonly #reviews: SetGroup<Review, (typeof REVIEWS)[number]>;

  constructor(cells: CellWriter, interns: Interns) {
    this.#cells = cells;
    this.#interns = interns;
    this.#opinions = new SetGroup(interns.opinions, cells, OPINIONS);
    this.#reviews = new SetGroup(interns.reviews, cells, REVIEWS);
  }

  /** The writer of these columns, which stand side by side; more than one only where `goTogether` says so. */
  of(columns: readonly FactColumn[]): ColumnWriter {
    const cells = this.#cells;
    const interns = this.#interns;
    const [column] = columns;
    switch (column) {
      case 'scope':
        return (batch, i) => cells.out.ascii(scopeOf(batch.scope[i]!));
      case 'operation':
        return (batch, i) => cells.out.ascii(operationOf(batch.op[i]!));
      case 'member':
      case 'scheme':
      case 'label':
      case 'polarity': {
        const group = this.#opinions;
        const places = columns.map((name) => (OPINIONS as readonly FactColumn[]).indexOf(name));
        return ({ opinions }, i) => group.write(places, opinions === null ? EMPTY_SET : opinions[i]!);
      }
      case 'reviewer':
      case 'organisation':
      case 'country':
      case 'decision': {
        const group = this.#reviews;
        const places = columns.map((name) => (REVIEWS as readonly FactColumn[]).indexOf(name));
        return ({ reviews }, i) => group.write(places, reviews === null ? EMPTY_SET : reviews[i]!);
      }
      case 'size':
        return ({ size }, i) => writeSize(cells, size?.[i]);
      case 'id':
        return ({ partnerKey }, i) => writeText(cells, partnerKey?.[i], column);
      case 'name':
      case 'note':
      case 'spelling':
        return ({ extras }, i) => writeText(cells, extras?.[i]?.[column], column);
      case 'origins': {
        const origins = new OriginCells(cells, interns.sources);
        return (batch, i) => origins.write(batch, i);
      }
      case 'item':
      case undefined:
        return () => {}; // numbers of items are the table's business
      default: {
        const field = factColumns[column];
        return ({ times }, i) => writeTime(cells, times[field]?.[i]);
      }
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

/** Whether no row of the batch has anything in the column. */
export function isEmptyIn(batch: Batch, column: FactColumn): boolean {
  const fact = factColumns[column];
  switch (fact) {
    case 'scope':
    case 'operation':
      return false;
    case 'name':
    case 'note':
    case 'spelling':
      return batch.extras === null;
    case 'item':
    case 'opinions':
    case 'reviews':
    case 'size':
    case 'partnerKey':
    case 'origins':
      return batch[fact] === null;
    default:
      return batch.times[fact] === null;
  }
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
        return batch.origins === null || sameOrigins(batch.origins, a, b);
      case 'item':
      case undefined:
        return true;
      default:
        return sameTime(batch.times[fact], a, b);
    }
  });
}

function sameTime(column: Batch['times'][TimeField], a: number, b: number): boolean {
  return column === null || Object.is(column[a], column[b]);
}
