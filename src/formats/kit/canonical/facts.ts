// Facts of a row as the canonical form spells them, from a JSON object onto the record begun last.
// Formats that put what their partner has no field for into an extension spell it the same way.
import { type FieldId, type TimeField, timeFields } from '../../../model/fields.ts';
import type { Interns } from '../../../model/opinions.ts';
import { EMPTY_SET } from '../../../model/set-table.ts';
import { isZoneless, parseIsoText } from '../../../model/times.ts';
import type { ReadContext } from '../../format.ts';
import type { JsonObject, JsonValue } from '../json/walk.ts';
import type { RowSink } from '../row-sink.ts';
import { type OnUnknown, opinionOf, reviewOf } from './shape.ts';

type SetField = 'opinions' | 'reviews';
const textFields = ['partnerKey', 'name', 'note', 'spelling'] as const;

export class FactsReader {
  readonly #sink: RowSink;
  readonly #context: ReadContext<unknown>;
  readonly #onUnknown: OnUnknown;
  /** Times that came without a zone, told once each. */
  readonly #zoneless = new Set<TimeField>();

  constructor(sink: RowSink, context: ReadContext<unknown>, onUnknown: OnUnknown) {
    this.#sink = sink;
    this.#context = context;
    this.#onUnknown = onUnknown;
  }

  /** Every fact of the row but its origins; the first bad one refuses the row. */
  read(object: JsonObject): boolean {
    return (
      this.#set(object, 'opinions') &&
      this.#set(object, 'reviews') &&
      timeFields.every((field) => this.#time(field, object.get(field))) &&
      this.#size(object.get('size')) &&
      textFields.every((field) => this.#text(field, object.get(field)))
    );
  }

  #wants(field: FieldId): boolean {
    if (this.#context.want.has(field)) return true;
    this.#context.skipped(field);
    return false;
  }

  #bad(field: string, want: string): false {
    this.#sink.reject('row/bad-value', { field, want });
    return false;
  }

  #set(object: JsonObject, field: SetField): boolean {
    const list = object.get(field);
    if (list === undefined) return true;
    const want =
      field === 'opinions'
        ? 'a list of opinions, each with a member'
        : 'a list of reviews, each with a reviewer and a decision';
    if (!Array.isArray(list)) return this.#bad(field, want);
    let set = EMPTY_SET;
    for (const value of list as readonly JsonValue[]) {
      const single = singleOf(this.#context.interns, field, value, this.#onUnknown);
      if (single < 0) return this.#bad(field, want);
      set = this.#context.interns[field].union(set, single);
    }
    const { builder } = this.#sink;
    if (field === 'opinions') builder.setOpinions(set);
    else if (this.#wants('reviews')) builder.setReviews(set);
    return !this.#sink.isRejected;
  }

  #time(field: TimeField, value: JsonValue | undefined): boolean {
    if (value === undefined) return true;
    const seconds = typeof value === 'string' ? parseIsoText(value) : typeof value === 'number' ? value : Number.NaN;
    if (!Number.isFinite(seconds)) return this.#bad(field, 'an ISO 8601 time');
    if (typeof value === 'string' && isZoneless(value) && !this.#zoneless.has(field)) {
      this.#zoneless.add(field);
      this.#sink.report('time/no-zone', { field });
    }
    if (this.#wants(field)) this.#sink.builder.setTime(field, seconds);
    return true;
  }

  #size(value: JsonValue | undefined): boolean {
    if (value === undefined) return true;
    if (!isCount(value, Number.MAX_VALUE)) return this.#bad('size', 'a whole number from 0');
    if (this.#wants('size')) this.#sink.builder.setSize(value);
    return true;
  }

  #text(field: (typeof textFields)[number], value: JsonValue | undefined): boolean {
    if (value === undefined) return true;
    if (typeof value !== 'string') return this.#bad(field, 'a text');
    if (!this.#wants(field)) return true;
    const { builder } = this.#sink;
    if (field === 'partnerKey') builder.setPartnerKey(value);
    else if (field === 'spelling') builder.setSpelling(value);
    else builder.setExtra(field, value);
    return true;
  }
}

/** The set of this one opinion or review, or -1 where the value is none. */
export function singleOf(
  { opinions, reviews }: Interns,
  field: SetField,
  value: JsonValue,
  onUnknown: OnUnknown,
): number {
  if (field === 'opinions') {
    const opinion = opinionOf(value, onUnknown);
    return opinion === null ? -1 : opinions.of([opinion]);
  }
  const review = reviewOf(value, onUnknown);
  return review === null ? -1 : reviews.of([review]);
}

export function isCount(value: JsonValue | undefined, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}
