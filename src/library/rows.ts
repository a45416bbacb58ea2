// Rows as plain data, for whoever reads a list from code: texts for keys and times, and nothing that is used again.
import type { Batch } from '../model/batch.ts';
import type { ExtraField, TimeField } from '../model/fields.ts';
import { keyText } from '../model/key-text.ts';
import { type KindId, kinds } from '../model/kinds.ts';
import type { Interns, Opinion, Review } from '../model/opinions.ts';
import { type Origin, rowAt } from '../model/row.ts';
import type { Operation, Scope } from '../model/scope.ts';
import { isoTime } from '../model/times.ts';

export interface ListRow extends Readonly<Partial<Record<ExtraField, string>>> {
  readonly kind: KindId;
  /** Digests in lower-case hexadecimal, names and URLs in canonical form. A listed value: mind where it goes. */
  readonly key: string;
  readonly scope: Scope;
  readonly operation: Operation;
  /** Name of the input the row was read from, and its line there. */
  readonly source: string;
  readonly line: number;
  /** Number of the record, where it has several keys: rows that describe one file stand side by side. */
  readonly item?: number;
  /** Who says what about it; as sent. */
  readonly opinions: readonly Readonly<Opinion>[];
  readonly reviews: readonly Readonly<Review>[];
  /** ISO 8601, UTC. */
  readonly times: Readonly<Partial<Record<TimeField, string>>>;
  readonly size?: number;
  readonly partnerKey?: string;
  /** Who lists it: the input itself, or what a merged list says of its sources. */
  readonly origins: readonly Origin[];
}

/** Seconds to either side of 1970 that a date of JavaScript can tell. */
const LAST_SECOND = 8_640_000_000_000;

/** Makes rows of batches; numbers their items through. */
export class PlainRows {
  readonly #interns: Interns;
  #item = 0;

  constructor(interns: Interns) {
    this.#interns = interns;
  }

  *of(batch: Batch): Generator<ListRow> {
    const { item } = batch;
    for (let i = 0; i < batch.count; i++) {
      const isJoined = item !== null && i > 0 && item[i] === item[i - 1];
      const isFirst = item !== null && !isJoined && i + 1 < batch.count && item[i] === item[i + 1];
      if (isFirst) this.#item++;
      yield this.#row(batch, i, isJoined || isFirst ? this.#item : null);
    }
  }

  #row(batch: Batch, i: number, number: number | null): ListRow {
    const { kind, key, scope, operation, line, opinions, reviews, times, size, partnerKey, extras, origins } = rowAt(
      batch,
      i,
      this.#interns,
    );
    return {
      kind,
      key: keyText(kinds[kind], key),
      scope,
      operation,
      source: this.#interns.sources.name(batch.source),
      line,
      ...(number === null ? {} : { item: number }),
      // Shared by many rows: whoever changed one would change them all.
      opinions: opinions.map((each) => Object.freeze(each)),
      reviews: reviews.map((each) => Object.freeze(each)),
      times: Object.fromEntries(Object.entries(times).map(([field, seconds]) => [field, timeText(seconds)])),
      ...(size === undefined ? {} : { size }),
      ...(partnerKey === undefined ? {} : { partnerKey }),
      ...extras,
      origins,
    };
  }
}

function timeText(seconds: number): string {
  return Math.abs(seconds) <= LAST_SECOND ? isoTime(seconds) : String(seconds);
}
